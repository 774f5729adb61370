package unit_test

import (
	"math"
	"math/big"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/unit"
)

// stated are factors as the literature prints them: NIST SP 811 (2008), Appendix
// B.8, in bold, which means exactly; SI Brochure (9th edition), Tables 1, 7 and 8
// and Section 2; IAU 2012 Resolution B2; and where SP 811 rounds, the definition
// that it rounds from (the international foot and pound of 1959, the US gallon of
// 231 cubic inches, the imperial gallon of the Weights and Measures Act 1985).
// Name is what GNU units calls the unit; "-" where it has another meaning there.
var stated = []struct {
	id           figure.UnitID
	factor, name string
}{
	// length, in metres
	{"inch", "0.0254", "inch"},
	{"foot", "0.3048", "foot"},
	{"yard", "0.9144", "yard"},
	{"fathom", "1.8288", "fathom"},
	{"furlong", "201.168", "-"},
	{"mile", "1609.344", "mile"},
	{"nautical-mile", "1852", "nauticalmile"},
	{"astronomical-unit", "149597870700", "au"},
	{"light-year", "9460730472580800", "lightyear"},
	{"kilometer", "1000", "km"},
	{"centimeter", "1/100", "cm"},
	{"millimeter", "1/1000", "mm"},
	{"micrometer", "1/1000000", "micrometer"},
	// area, in square metres
	{"square-inch", "0.00064516", "inch^2"},
	{"square-foot", "0.09290304", "foot^2"},
	{"square-yard", "0.83612736", "yard^2"},
	{"square-mile", "2589988.110336", "mile^2"},
	{"acre", "4046.8564224", "-"},
	{"hectare", "10000", "hectare"},
	{"square-kilometer", "1000000", "km^2"},
	// volume, in cubic metres
	{"cubic-inch", "0.000016387064", "inch^3"},
	{"cubic-foot", "0.028316846592", "foot^3"},
	{"cubic-yard", "0.764554857984", "yard^3"},
	{"liter", "0.001", "liter"},
	{"gallon", "0.003785411784", "gallon"},
	{"quart", "0.000946352946", "quart"},
	{"pint", "0.000473176473", "pint"},
	{"cup", "0.0002365882365", "cup"},
	{"fluid-ounce", "0.0000295735295625", "floz"},
	{"tablespoon", "0.00001478676478125", "tablespoon"},
	{"teaspoon", "0.00000492892159375", "teaspoon"},
	{"gallon-imperial", "0.00454609", "brgallon"},
	{"fluid-ounce-imperial", "0.0000284130625", "brfloz"},
	{"barrel", "0.158987294928", "42 gallon"},
	{"bushel", "0.03523907016688", "bushel"},
	{"acre-foot", "1233.48183754752", "-"},
	{"cubic-kilometer", "1000000000", "km^3"},
	// mass, in kilograms
	{"pound", "0.45359237", "pound"},
	{"ounce", "0.028349523125", "ounce"},
	{"ounce-troy", "0.0311034768", "troyounce"},
	{"grain", "0.00006479891", "grain"},
	{"stone", "6.35029318", "stone"},
	{"ton", "907.18474", "shortton"},
	{"tonne", "1000", "tonne"},
	{"carat", "0.0002", "carat"},
	{"gram", "1/1000", "gram"},
	{"milligram", "1/1000000", "milligram"},
	// time, in seconds
	{"minute", "60", "minute"},
	{"hour", "3600", "hour"},
	{"day", "86400", "day"},
	{"week", "604800", "week"},
	{"millisecond", "1/1000", "millisecond"},
	// speed, in metres a second
	{"knot", "1852/3600", "knot"},
	{"mile-per-hour", "0.44704", "mile/hour"},
	{"kilometer-per-hour", "5/18", "km/hour"},
	{"light-speed", "299792458", "c"},
	{"foot-per-second", "0.3048", "foot/s"},
	// acceleration, in metres a second squared
	{"g-force", "9.80665", "gravity"},
	// force, in newtons
	{"pound-force", "4.4482216152605", "lbf"},
	{"kilogram-force", "9.80665", "kgf"},
	// pressure, in pascals
	{"atmosphere", "101325", "atm"},
	{"bar", "100000", "bar"},
	{"millibar", "100", "millibar"},
	{"hectopascal", "100", "hectopascal"},
	{"kilopascal", "1000", "kilopascal"},
	// energy, in joules
	{"calorie", "4.184", "calorie_th"},
	{"kilocalorie", "4184", "kilocalorie_th"},
	{"kilowatt-hour", "3600000", "kilowatt hour"},
	{"electronvolt", "0.0000000000000000001602176634", "electronvolt"},
	{"kilojoule", "1000", "kilojoule"},
	// power, in watts
	{"horsepower", "745.69987158227022", "horsepower"},
	{"kilowatt", "1000", "kilowatt"},
	{"megawatt", "1000000", "megawatt"},
	{"gigawatt", "1000000000", "gigawatt"},
	// electricity
	{"milliampere", "1/1000", "milliampere"},
	// frequency, in cycles a second
	{"megahertz", "1000000", "-"},
	// digital, in bits
	{"byte", "8", "byte"},
	{"kilobyte", "8000", "kilobyte"},
	{"megabyte", "8000000", "megabyte"},
	{"gigabit", "1000000000", "gigabit"},
	// temperature
	{"celsius", "1", "-"},
	{"fahrenheit", "5/9", "-"},
	{"rankine", "5/9", "degR"},
	// parts
	{"percent", "1/100", "-"},
	{"permille", "1/1000", "-"},
	{"permyriad", "1/10000", "-"},
	// compounds
	{"gram-per-cubic-centimeter", "1000", "gram/cm^3"},
	{"pound-per-square-foot", "0.45359237/0.09290304", "pound/foot^2"},
	{"barrel-per-day", "0.158987294928/86400", "42 gallon/day"},
	{"tonne-per-hectare", "1/10", "tonne/hectare"},
	{"liter-per-100-kilometer", "1/100000000", "liter/(100 km)"},
	{"mile-per-gallon", "1609.344/0.003785411784", "mile/gallon"},
	{"kilowatt-hour-per-square-meter", "3600000", "kilowatt hour/m^2"},
	{"milligram-per-cubic-meter", "1/1000000", "milligram/m^3"},
	{"foot-per-minute", "0.3048/60", "foot/minute"},
	{"cubic-meter-per-second", "1", "m^3/s"},
	{"gallon-per-minute", "0.003785411784/60", "gallon/minute"},
	{"kilogram-per-square-meter", "1", "kg/m^2"},
	{"newton-meter", "1", "newton meter"},
}

func rational(t *testing.T, s string) *big.Rat {
	t.Helper()
	num, den, quotient := strings.Cut(s, "/")
	r, ok := new(big.Rat).SetString(num)
	if quotient && ok {
		d, fine := new(big.Rat).SetString(den)
		if ok = fine; ok {
			r.Quo(r, d)
		}
	}
	if !ok {
		t.Fatalf("%q is not a number", s)
	}
	return r
}

func TestFactorsOfTheLiterature(t *testing.T) {
	table, err := unit.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range stated {
		u, ok := table.Get(want.id)
		if !ok {
			t.Errorf("unit %q is missing", want.id)
			continue
		}
		if got := u.Factor(); got == nil || got.Cmp(rational(t, want.factor)) != 0 {
			t.Errorf("one %s is %v %s, want exactly %s", want.id, got, u.Base, want.factor)
		}
	}
	for id, offset := range map[figure.UnitID]string{"celsius": "273.15", "fahrenheit": "45967/180"} {
		if u, _ := table.Get(id); u.Offset().Cmp(rational(t, offset)) != 0 {
			t.Errorf("%s begins at %v kelvin, want %s", id, u.Offset(), offset)
		}
	}
}

// TestFactorsOfGNUUnits compares the factors with the units program, which prints fifteen
// digits, if it is installed.
func TestFactorsOfGNUUnits(t *testing.T) {
	program, err := exec.LookPath("units")
	if err != nil {
		t.Skip("the program units is not installed (Debian: apt-get install units)")
	}
	table, err := unit.New()
	if err != nil {
		t.Fatal(err)
	}
	si := map[figure.UnitID]string{
		"meter": "m", "square-meter": "m^2", "cubic-meter": "m^3", "kilogram": "kg", "second": "s", "meter-per-second": "m/s",
		"meter-per-square-second": "m/s^2", "kelvin": "K", "bit": "bit", "ampere": "A",
		"kilogram-meter-per-square-second": "N", "kilogram-per-meter-square-second": "Pa",
		"kilogram-square-meter-per-square-second": "J", "kilogram-square-meter-per-cubic-second": "W",
	}
	compared := 0
	for _, want := range stated {
		u, _ := table.Get(want.id)
		base, ok := si[u.Base]
		if want.name == "-" || !ok {
			continue
		}
		out, err := exec.Command(program, "-t", "-d", "15", want.name, base).CombinedOutput()
		theirs, notNumber := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
		if err != nil || notNumber != nil {
			t.Errorf("units %q %q: %s", want.name, base, out)
			continue
		}
		compared++
		if ours, _ := u.Factor().Float64(); math.Abs(ours-theirs) > 1e-12*math.Abs(theirs) {
			t.Errorf("one %s is %.15g %s, but the units program has %.15g", want.id, ours, base, theirs)
		}
	}
	if compared < 60 {
		t.Errorf("only %d units were compared", compared)
	}
}
