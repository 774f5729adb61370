package unit

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

func newTable(t testing.TB) *Table {
	t.Helper()
	table, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func number(t testing.TB, s string) figure.Number {
	t.Helper()
	n, err := figure.ParseNumber(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The expected values are those of NIST SP 811 (Appendix B, the bold factors, which are
// exact), of the SI Brochure, or of the unit's legal definition.
func TestConvertsAsNISTPrints(t *testing.T) {
	table := newTable(t)
	for _, c := range []struct {
		value    string
		from, to figure.UnitID
		want     string
	}{
		// mass
		{"260000", "tonne", "kilogram", "260000000"},
		{"1", "pound", "kilogram", "0.45359237"},
		{"1", "ounce", "gram", "28.349523125"},
		{"1", "ounce-troy", "gram", "31.1034768"},
		{"1", "ton", "kilogram", "907.18474"},
		{"1", "x-long-ton", "kilogram", "1016.0469088"},
		{"1", "carat", "milligram", "200"},
		{"1", "grain", "milligram", "64.79891"},
		{"1", "stone", "pound", "14"},
		{"1", "slug", "kilogram", "14.5939029372063648294"},
		// length
		{"1", "mile", "meter", "1609.344"},
		{"1", "nautical-mile", "meter", "1852"},
		{"1", "foot", "centimeter", "30.48"},
		{"1", "inch", "millimeter", "25.4"},
		{"1", "yard", "meter", "0.9144"},
		{"1", "furlong", "meter", "201.168"},
		{"1", "fathom", "meter", "1.8288"},
		{"1", "rod", "meter", "5.0292"},
		{"1", "light-year", "meter", "9460730472580800"},
		{"1", "astronomical-unit", "meter", "149597870700"},
		// area
		{"1", "acre", "square-meter", "4046.8564224"},
		{"1", "square-mile", "square-meter", "2589988.110336"},
		{"1", "square-foot", "square-meter", "0.09290304"},
		{"1", "square-yard", "square-meter", "0.83612736"},
		{"100", "hectare", "square-kilometer", "1"},
		{"6", "feddan", "square-meter", "25205"},
		{"24", "x-kirat", "feddan", "1"},
		// volume
		{"1", "gallon", "cubic-meter", "0.003785411784"},
		{"1", "gallon-imperial", "cubic-meter", "0.00454609"},
		{"1", "barrel", "cubic-meter", "0.158987294928"},
		{"1", "barrel", "gallon", "42"},
		{"1", "cubic-foot", "cubic-meter", "0.028316846592"},
		{"1", "cubic-inch", "milliliter", "16.387064"},
		{"1", "acre-foot", "cubic-meter", "1233.48183754752"},
		{"1", "fluid-ounce", "milliliter", "29.5735295625"},
		{"1", "bushel", "liter", "35.23907016688"},
		{"1", "pint", "liter", "0.473176473"},
		// speed, force, pressure, energy, power
		{"18", "kilometer-per-hour", "meter-per-second", "5"},
		{"1", "mile-per-hour", "meter-per-second", "0.44704"},
		{"1", "knot", "kilometer-per-hour", "1.852"},
		{"1", "pound-force", "newton", "4.4482216152605"},
		{"1", "kilogram-force", "newton", "9.80665"},
		{"1", "atmosphere", "pascal", "101325"},
		{"1", "millimeter-ofhg", "pascal", "133.322387415"},
		{"1", "inch-ofhg", "pascal", "3386.388640341"},
		{"1", "pound-force-per-square-inch", "pascal", "6894.7572931683613367227"},
		{"1", "pound-force-foot", "newton-meter", "1.3558179483314004"},
		{"1", "kilowatt-hour", "joule", "3600000"},
		{"1", "british-thermal-unit-it", "joule", "1055.05585262"},
		{"1", "foodcalorie", "joule", "4184"},
		{"1", "therm-us", "joule", "105480400"},
		{"1", "x-kiloton-tnt", "joule", "4184000000000"},
		{"1", "horsepower", "watt", "745.69987158227022"},
		{"1500", "megawatt", "gigawatt", "1.5"},
		// temperature
		{"32", "fahrenheit", "celsius", "0"},
		{"212", "fahrenheit", "celsius", "100"},
		{"-40", "celsius", "fahrenheit", "-40"},
		{"48.5", "celsius", "kelvin", "321.65"},
		{"0", "celsius", "rankine", "491.67"},
		// time and shares
		{"2", "week", "day", "14"},
		{"182", "month", "year", "15.1666666666666666667"},
		{"2", "decade", "year", "20"},
		{"1", "quarter", "month", "3"},
		{"45.7", "percent", "part", "0.457"},
		{"25", "basis-point", "percentage-point", "0.25"},
		{"18", "karat", "percent", "75"},
		// data
		{"1", "gigabyte", "megabit", "8000"},
		// money within one currency
		{"12", "x-toman", "IRR", "120"},
		// by grammar
		{"3", "terawatt", "gigawatt", "3000"},
		{"7", "gram-per-square-meter", "kilogram-per-square-meter", "0.007"},
		{"1", "kibibyte", "bit", "8192"},
		{"36", "kilogram-per-hour", "gram-per-second", "10"},
		// consumption, in both directions
		{"5", "liter-per-100-kilometer", "kilometer-per-liter", "20"},
	} {
		got, err := table.Convert(number(t, c.value), c.from, c.to)
		if err != nil {
			t.Errorf("%s %s in %s: %v", c.value, c.from, c.to, err)
			continue
		}
		if got.String() != c.want {
			t.Errorf("%s %s = %s %s, want %s", c.value, c.from, got, c.to, c.want)
		}
	}
}

func TestDifferencesOfTemperatureHaveNoOffset(t *testing.T) {
	c, err := newTable(t).Conversion("celsius", "fahrenheit")
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Delta().Number(number(t, "1.5"))
	if err != nil || got.String() != "2.7" {
		t.Errorf("1.5 celsius more = %s fahrenheit more, %v; want 2.7", got, err)
	}
}

func TestRates(t *testing.T) {
	table := newTable(t)
	day, err := table.Conversion("day", "second")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Identity().Per(day).Over(number(t, "10")).Number(number(t, "864000000"))
	if err != nil || got.String() != "1000" {
		t.Errorf("864000000 for ten a day = %s a second for one, %v; want 1000", got, err)
	}
}

func TestErrorsExplain(t *testing.T) {
	table := newTable(t)
	one := figure.NewNumber(1)
	for _, c := range []struct {
		from, to figure.UnitID
		as       any
		say      []string
	}{
		{"kilomter", "meter", new(*UnknownError), []string{`unknown unit "kilomter"`, "did you mean kilometer"}},
		{"meter", "", new(*UnknownError), []string{`unknown unit ""`}},
		{"tonne", "liter", new(*IncommensurableError), []string{"tonne (mass)", "liter (volume)", "kilogram", "ounce"}},
		{"percent", "percentage-point", new(*IncommensurableError), []string{"permille"}},
		{"year", "day", new(*IncommensurableError), []string{"year-duration", "decade"}},
		{"USD", "EUR", new(*IncommensurableError), []string{"USD", "EUR", "exchange rate"}},
		{"lumen", "candela", new(*IncommensurableError), []string{"luminous-flux"}},
		{"x-mach", "knot", new(*FactorError), []string{`"x-mach"`}},
		{"meter-per-second", "beaufort", new(*FactorError), []string{`"beaufort"`}},
		{"dalton", "kilogram", new(*PrecisionError), []string{"1.66054e-27"}},
	} {
		_, err := table.Convert(one, c.from, c.to)
		if err == nil || !errors.As(err, c.as) {
			t.Errorf("%s to %s: error %v, want a %T", c.from, c.to, err, c.as)
			continue
		}
		for _, s := range c.say {
			if !strings.Contains(err.Error(), s) {
				t.Errorf("%s to %s: error %q lacks %q", c.from, c.to, err, s)
			}
		}
	}
	if _, err := table.Convert(figure.NewNumber(0), "mile-per-gallon", "liter-per-kilometer"); !errors.Is(err, ErrZero) {
		t.Errorf("0 mile-per-gallon: error %v, want ErrZero", err)
	}
}

func TestEveryUnitReachesItsBase(t *testing.T) {
	table := newTable(t)
	for _, id := range table.IDs() {
		u, _ := table.Get(id)
		if u.Quantity == "" || u.Base == "" {
			t.Errorf("%s: no quantity or base", id)
		}
		if _, ok := table.Get(u.Base); !ok {
			t.Errorf("%s: base %q is unknown", id, u.Base)
		}
		c, err := table.Conversion(id, u.Base)
		if !u.Linear() {
			if !errors.As(err, new(*FactorError)) {
				t.Errorf("%s: error %v, want a FactorError", id, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		want := new(big.Rat).Add(u.Factor(), u.Offset())
		if got, err := c.Rat(big.NewRat(1, 1)); err != nil || got.Cmp(want) != 0 {
			t.Errorf("1 %s = %v %s, %v; want %s", id, got, u.Base, err, want)
		}
	}
}

// Each pair of commensurable units, there and back in rationals.
func TestThereAndBackIsTheIdentity(t *testing.T) {
	table := newTable(t)
	for _, from := range table.IDs() {
		for _, to := range table.Commensurable(from) {
			for _, v := range []*big.Rat{big.NewRat(-7, 3), new(big.Rat), big.NewRat(1234567, 1000)} {
				there, err := table.ConvertRat(v, from, to)
				if err != nil {
					if errors.As(err, new(*FactorError)) {
						continue
					}
					t.Fatalf("%s to %s: %v", from, to, err)
				}
				back, err := table.ConvertRat(there, to, from)
				if err != nil || back.Cmp(v) != 0 {
					t.Fatalf("%s %s to %s and back = %v, %v", v, from, to, back, err)
				}
			}
		}
	}
}

// TestIDsAreCutAndJoined: figure.UnitID.Cut loses nothing of any id.
func TestIDsAreCutAndJoined(t *testing.T) {
	divided := 0
	for _, id := range newTable(t).IDs() {
		u, divides := id.Cut()
		if back := u.Join(); back != id || divides != (u.Per != "") {
			t.Errorf("%s is split into %+v and joined to %s", id, u, back)
		}
		if divides {
			divided++
		}
	}
	if divided == 0 {
		t.Error("no unit is a quotient")
	}
}

// TestRangesKeepTheirOrder: a conversion that inverts swaps the bounds.
func TestRangesKeepTheirOrder(t *testing.T) {
	table := newTable(t)
	miles := figure.Between(figure.NewNumber(20), figure.NewNumber(40))
	liters, err := miles.Map(func(n figure.Number) (figure.Number, error) {
		return table.Convert(n, "mile-per-gallon", "liter-per-100-kilometer")
	})
	if err != nil || liters.Lower.String() != "5.8803645833333333333" || liters.Upper.String() != "11.7607291666666666667" {
		t.Errorf("20 to 40 miles per gallon are %+v, %v", liters, err)
	}
}

func TestAliases(t *testing.T) {
	table := newTable(t)
	u, ok := table.Get("metric-ton")
	if !ok || u.ID != "tonne" {
		t.Errorf("metric-ton = %q, %v; want tonne", u.ID, ok)
	}
	if c, err := table.Conversion("metric-ton", "tonne"); err != nil || !c.IsIdentity() {
		t.Errorf("metric-ton to tonne: %v", err)
	}
}

func TestCurrencies(t *testing.T) {
	table := newTable(t)
	for id, digits := range map[figure.UnitID]int{"USD": 2, "KWD": 3, "JPY": 0, "EGP": 2, "BGN": 2} {
		u, ok := table.Get(id)
		if !ok || u.Quantity != Money || u.Base != id || u.Digits != digits {
			t.Errorf("%s: %+v, %v; want money with %d digits", id, u, ok, digits)
		}
	}
	if _, ok := table.Get("usd"); ok {
		t.Error("usd is a unit, want upper case only")
	}
}

func TestIDsThatAreNoUnits(t *testing.T) {
	table := newTable(t)
	for _, id := range []figure.UnitID{
		"", " ", "meter ", "-", "per-", "-per-", "meter-per-", "meter-per-second-per-second", "square",
		"square-", "kilokilometer", "kilopound", "100", "100-meter", "pow1-meter", "pow16-meter", "USD-per-barrel",
		"beaufort-hour", "1e99999999-meter", "shell",
	} {
		if u, ok := table.Get(id); ok {
			t.Errorf("%q is a unit: %+v", id, u)
		}
	}
}

func FuzzGet(f *testing.F) {
	for _, s := range []string{"tonne", "kilowatt-hour-per-100-kilometer", "pow4-second", "per-", "square-square-meter"} {
		f.Add(s)
	}
	table := newTable(f)
	f.Fuzz(func(t *testing.T, id string) {
		u, ok := table.Get(figure.UnitID(id))
		if !ok || !u.Linear() {
			return
		}
		if u.Factor().Sign() <= 0 {
			t.Errorf("%q: factor %s", id, u.Factor())
		}
		if c, err := table.Conversion(u.Base, figure.UnitID(id)); err == nil {
			one, err := c.Rat(new(big.Rat).Add(u.Factor(), u.Offset()))
			if err != nil || one.Cmp(big.NewRat(1, 1)) != 0 {
				t.Errorf("%q: its factor in its base is %v of it, %v", id, one, err)
			}
		}
	})
}
