package unit

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

// The machine-word path and the rational one must give the same digits.
func TestNumberRoundsAsFromRatDoes(t *testing.T) {
	table := newTable(t)
	random := rand.New(rand.NewPCG(1, 2))
	pairs := [][2]figure.UnitID{
		{"day", "second"}, {"second", "day"}, {"percent", "part"}, {"month", "year"}, {"mile", "kilometer"},
		{"cubic-meter", "barrel"}, {"kilometer-per-hour", "meter-per-second"}, {"gallon", "liter"},
		{"horsepower", "watt"}, {"watt", "horsepower"}, {"picometer", "light-year"},
		{"celsius", "fahrenheit"}, {"fahrenheit", "celsius"}, {"fahrenheit", "kelvin"}, {"kelvin", "fahrenheit"},
		{"celsius", "kelvin"}, {"rankine", "celsius"},
	}
	for range 8000 {
		n := randomNumber(t, random)
		p := pairs[random.IntN(len(pairs))]
		c, err := table.Conversion(p[0], p[1])
		if err != nil {
			t.Fatal(err)
		}
		exact, err := c.Rat(n.Rat())
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.Number(n)
		if err != nil {
			if f, _ := exact.Float64(); !errors.As(err, new(*PrecisionError)) || f > smallest || f < -smallest {
				t.Fatalf("%s %s in %s: %v", n, p[0], p[1], err)
			}
			continue
		}
		if want := figure.FromRat(exact); !got.Equal(want) || got.String() != want.String() {
			t.Fatalf("%s %s = %s %s, want %s", n, p[0], got, p[1], want)
		}
	}
}

func randomNumber(t *testing.T, random *rand.Rand) figure.Number {
	t.Helper()
	var b strings.Builder
	if random.IntN(4) == 0 {
		b.WriteByte('-')
	}
	whole, fraction := 1+random.IntN(24), random.IntN(20)
	for range whole {
		b.WriteByte(byte('0' + random.IntN(10)))
	}
	if fraction > 0 {
		b.WriteByte('.')
		for range fraction {
			b.WriteByte("0123456789999"[random.IntN(13)])
		}
	}
	return number(t, b.String())
}

// Each pair of commensurable units, in rationals. Reciprocals are excluded: more miles per
// gallon are fewer gallons per mile.
func TestOrderIsKept(t *testing.T) {
	table := newTable(t)
	random := rand.New(rand.NewPCG(3, 4))
	pairs := 0
	for _, from := range table.IDs() {
		for _, to := range table.Commensurable(from) {
			c, err := table.Conversion(from, to)
			if err != nil {
				if u, _ := table.Get(from); u.Linear() {
					t.Errorf("%s to %s: %v", from, to, err)
				}
				continue
			}
			a := big.NewRat(random.Int64N(2_000_000)-1_000_000, 1+random.Int64N(1000))
			b := new(big.Rat).Add(a, big.NewRat(1, 1+random.Int64N(1_000_000)))
			x, errX := c.Rat(a)
			y, errY := c.Rat(b)
			if errX != nil || errY != nil || x.Cmp(y) >= 0 {
				t.Errorf("%s to %s: %s < %s, but %s >= %s once converted (%v, %v)", from, to, a, b, x, y, errX, errY)
			}
			pairs++
		}
	}
	if pairs < 3000 {
		t.Errorf("only %d pairs were converted", pairs)
	}
}

func TestHalvesRoundToEven(t *testing.T) {
	c := Conversion{factor: ratio{num: 1, den: 2}}
	for in, want := range map[string]string{
		"0.0000000000000000001": "", // half of the last place, the only digit there is
		"1.000000000000000001":  "0.5000000000000000005",
		"3.0000000000000000001": "1.5",
		"3.0000000000000000003": "1.5000000000000000002",
		"-3.000000000000000003": "-1.5000000000000000015",
		"1.9999999999999999999": "1",
	} {
		got, err := c.Number(number(t, in))
		if want == "" {
			if !errors.As(err, new(*PrecisionError)) {
				t.Errorf("half of %s = %s, %v; want a PrecisionError", in, got, err)
			}
			continue
		}
		if err != nil || got.String() != want {
			t.Errorf("half of %s = %s, %v; want %s", in, got, err, want)
		}
	}
}

// Converting the values of ordinary news allocates nothing.
func TestNumberDoesNotAllocate(t *testing.T) {
	table := newTable(t)
	for _, c := range []struct {
		value    string
		from, to figure.UnitID
	}{
		{"260000", "tonne", "kilogram"},
		{"45.7", "percent", "part"},
		{"10000", "second", "day"},
		{"48.5", "celsius", "kelvin"},
		{"118.4", "fahrenheit", "celsius"},
		{"1234567890123456.7890123", "mile", "kilometer"},
	} {
		conversion, err := table.Conversion(c.from, c.to)
		if err != nil {
			t.Fatal(err)
		}
		n := number(t, c.value)
		if allocs := testing.AllocsPerRun(100, func() { conversion.Number(n) }); allocs != 0 {
			t.Errorf("%s %s in %s takes %v allocations", c.value, c.from, c.to, allocs)
		}
	}
}

func TestAbsentStaysAbsent(t *testing.T) {
	got, err := newTable(t).Convert(figure.Number{}, "fahrenheit", "celsius")
	if err != nil || got.Stated() {
		t.Errorf("an absent number became %s, %v", got, err)
	}
}

func BenchmarkNumber(b *testing.B) {
	table := newTable(b)
	for _, c := range []struct {
		name, value string
		from, to    figure.UnitID
	}{
		{"integer", "260000", "tonne", "kilogram"},
		{"decimal", "45.7", "percent", "part"},
		{"endless", "10000", "second", "day"},
		{"offset", "48.5", "celsius", "kelvin"},
		{"fahrenheit", "118.4", "fahrenheit", "kelvin"},
		{"long", "1234567890123456.7890123", "mile", "kilometer"},
	} {
		b.Run(c.name, func(b *testing.B) {
			n := number(b, c.value)
			conversion, err := table.Conversion(c.from, c.to)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := conversion.Number(n); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
