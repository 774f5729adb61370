package figure_test

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

// number parses s or stops the test.
func number(t testing.TB, s string) figure.Number {
	t.Helper()
	n, err := figure.ParseNumber(s)
	if err != nil {
		t.Fatalf("ParseNumber(%q): %v", s, err)
	}
	return n
}

func TestParseNumberPrintsCanonically(t *testing.T) {
	nines := strings.Repeat("9", 150)
	for in, want := range map[string]string{
		"0":                     "0",
		"-0":                    "0",
		"0.000":                 "0",
		"7":                     "7",
		"007":                   "7",
		"-7":                    "-7",
		"+7":                    "7",
		"1.50":                  "1.5",
		"-0.05":                 "-0.05",
		"260000":                "260000",
		"1.0000000000000000001": "1.0000000000000000001",
		"12345678901234567890123456789.0123456789": "12345678901234567890123456789.0123456789",
		nines: nines,
	} {
		n, err := figure.ParseNumber(in)
		switch {
		case err != nil:
			t.Errorf("ParseNumber(%q): %v", in, err)
		case !n.Stated():
			t.Errorf("ParseNumber(%q) is absent", in)
		case n.String() != want:
			t.Errorf("ParseNumber(%q) prints %q, want %q", in, n, want)
		}
	}
}

func TestParseNumberRefuses(t *testing.T) {
	for _, in := range []string{
		"", "-", "+", ".", "5.", ".5", "--5", "-+5", " 5", "5 ", "1,000", "1_000", "1e3", "0x10",
		"1.2.3", "NaN", "Inf", "٥", "null", `"5"`, "1.00000000000000000001",
	} {
		n, err := figure.ParseNumber(in)
		switch {
		case err == nil:
			t.Errorf("ParseNumber(%q) = %s, want an error", in, n)
		case n.Stated():
			t.Errorf("ParseNumber(%q) fails but returns %s", in, n)
		case in != "" && !strings.Contains(err.Error(), strings.Trim(in, `"`)):
			t.Errorf("ParseNumber(%q): the error %q does not quote the input", in, err)
		}
	}
}

func TestAbsentNumber(t *testing.T) {
	var absent figure.Number
	one := figure.NewNumber(1)
	if absent.Stated() || absent.String() != "" || absent.Rat() != nil {
		t.Errorf("the zero Number is stated: %q, %v", absent, absent.Rat())
	}
	if _, ok := absent.Float64(); ok {
		t.Error("the zero Number has a float")
	}
	for name, n := range map[string]figure.Number{
		"absent+1": absent.Add(one), "1+absent": one.Add(absent), "absent-1": absent.Sub(one), "1-absent": one.Sub(absent),
		"absent·1": absent.Mul(one), "1·absent": one.Mul(absent), "absent/1": absent.Div(one), "1/absent": one.Div(absent),
		"-absent": absent.Neg(), "1/0": one.Div(figure.NewNumber(0)),
	} {
		if n.Stated() {
			t.Errorf("%s = %s, want it absent", name, n)
		}
	}
	if !absent.Equal(figure.Number{}) {
		t.Error("two absent numbers differ")
	}
	if absent.Equal(figure.NewNumber(0)) || figure.NewNumber(0).Equal(absent) {
		t.Error("an absent number equals a stated zero")
	}
}

func TestNumberArithmetic(t *testing.T) {
	tests := []struct {
		a, op, b, want string
	}{
		{"1.5", "+", "-1.50", "0"},
		{"0.1", "+", "0.2", "0.3"},
		{"9223372036854775807", "+", "1", "9223372036854775808"},
		{"3", "-", "5", "-2"},
		{"1.25", "*", "1000", "1250"},
		{"-0.5", "*", "-0.5", "0.25"},
		{"340282366920938463463374607431768211456", "*", "10", "3402823669209384634633746074317682114560"},
		{"1", "/", "4", "0.25"},
		{"1", "/", "3", "0.3333333333333333333"},
		{"2", "/", "3", "0.6666666666666666667"},
		{"-2", "/", "3", "-0.6666666666666666667"},
		{"7", "/", "0.5", "14"},
		{"0", "/", "7", "0"},
	}
	for _, tt := range tests {
		a, b := number(t, tt.a), number(t, tt.b)
		var got figure.Number
		switch tt.op {
		case "+":
			got = a.Add(b)
		case "-":
			got = a.Sub(b)
		case "*":
			got = a.Mul(b)
		case "/":
			got = a.Div(b)
		}
		if got.String() != tt.want {
			t.Errorf("%s %s %s = %s, want %s", tt.a, tt.op, tt.b, got, tt.want)
		}
	}
}

func TestNumberInMachineWords(t *testing.T) {
	for in, want := range map[string]figure.Words{
		"0":                     {},
		"260000":                {Lo: 260000},
		"-3.25":                 {Negative: true, Lo: 325, Scale: 2},
		"18446744073709551616":  {Hi: 1},
		"1.0000000000000000001": {Lo: 10000000000000000001, Scale: 19},
	} {
		w, ok := number(t, in).Words()
		if !ok || w != want {
			t.Errorf("%s in words is %+v, %v; want %+v", in, w, ok, want)
		}
		if back := w.Number(); !back.Equal(number(t, in)) {
			t.Errorf("%+v is %s, want %s", w, back, in)
		}
	}
	for name, n := range map[string]figure.Number{"an absent number": {}, "2^128": number(t, "340282366920938463463374607431768211456")} {
		if w, ok := n.Words(); ok {
			t.Errorf("%s fits in words: %+v", name, w)
		}
	}
	for _, w := range []figure.Words{{Lo: 1, Scale: -1}, {Lo: 1, Scale: figure.MaxScale + 1}} {
		if n := w.Number(); n.Stated() {
			t.Errorf("%+v is %s, want it absent", w, n)
		}
	}
}

func TestNumberOrder(t *testing.T) {
	rising := []string{"-1000000000000000000000000000000", "-2", "-0.1", "0", "0.0000000000000000001", "1", "1.5", "10", "1" + strings.Repeat("0", 60)}
	for i, a := range rising {
		for j, b := range rising {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := number(t, a).Cmp(number(t, b)); got != want {
				t.Errorf("Cmp(%s, %s) = %d, want %d", a, b, got, want)
			}
		}
	}
	if !number(t, "1.50").Equal(number(t, "1.5")) {
		t.Error("1.50 and 1.5 are not equal")
	}
}

// scale is the denominator of the last digit of a Number.
var scale = new(big.Int).Exp(big.NewInt(10), big.NewInt(figure.MaxScale), nil)

func TestFromRatRoundsHalfToEven(t *testing.T) {
	// The numerators count halves of the last digit.
	half := new(big.Int).Lsh(scale, 1)
	for halves, want := range map[int64]string{
		0:  "0",
		1:  "0",                     // 0.5 to 0
		2:  "0.0000000000000000001", // 1
		3:  "0.0000000000000000002", // 1.5 to 2
		5:  "0.0000000000000000002", // 2.5 to 2
		7:  "0.0000000000000000004", // 3.5 to 4
		-1: "0",
		-3: "-0.0000000000000000002",
		-5: "-0.0000000000000000002",
	} {
		r := new(big.Rat).SetFrac(big.NewInt(halves), half)
		if got := figure.FromRat(r); got.String() != want {
			t.Errorf("FromRat(%d/2 · 10^-%d) = %s, want %s", halves, figure.MaxScale, got, want)
		}
	}
	for in, want := range map[string]string{
		"1/3": "0.3333333333333333333", "2/3": "0.6666666666666666667", "-2/3": "-0.6666666666666666667",
		"1/8": "0.125", "5/1": "5", "-7/2": "-3.5", "1/7": "0.1428571428571428571",
		"1000000000000000000000000000001/3": "333333333333333333333333333333.6666666666666666667",
	} {
		r, _ := new(big.Rat).SetString(in)
		if got := figure.FromRat(r); got.String() != want {
			t.Errorf("FromRat(%s) = %s, want %s", in, got, want)
		}
	}
}

// TestNumberRoundTrips tests random numbers of every size, with a fixed seed.
func TestNumberRoundTrips(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		r := new(big.Rat).SetFrac(digits(random, 1+random.IntN(60)), pow10(random.IntN(figure.MaxScale+1)))
		if random.IntN(2) == 0 {
			r.Neg(r)
		}
		n := figure.FromRat(r)
		if n.Rat() == nil || n.Rat().Cmp(r) != 0 {
			t.Fatalf("FromRat(%s) = %s, which is another number", r, n)
		}
		if again := number(t, n.String()); !again.Equal(n) || again.String() != n.String() {
			t.Errorf("ParseNumber(%s) prints %s", n, again)
		}
		wire, err := json.Marshal(n)
		if err != nil {
			t.Fatalf("marshal %s: %v", n, err)
		}
		var back figure.Number
		if err := json.Unmarshal(wire, &back); err != nil || !back.Equal(n) {
			t.Errorf("%s comes back from JSON %s as %s, error %v", n, wire, back, err)
		}
		if !n.Neg().Neg().Equal(n) || !n.Sub(n).Equal(figure.NewNumber(0)) {
			t.Errorf("%s is not its own double negative, or n-n is %s", n, n.Sub(n))
		}
	}
}

func TestNumberJSON(t *testing.T) {
	type box struct {
		N figure.Number `json:"n"`
	}
	for n, want := range map[figure.Number]string{
		{}:                           `{"n":null}`,
		figure.NewNumber(0):          `{"n":0}`,
		figure.NewNumber(-260000):    `{"n":-260000}`,
		number(t, "31.5"):            `{"n":31.5}`,
		number(t, "0.3333333333333"): `{"n":0.3333333333333}`,
	} {
		got, err := json.Marshal(box{n})
		if err != nil || string(got) != want {
			t.Errorf("%v marshals to %s (error %v), want %s", n, got, err, want)
		}
		back := box{figure.NewNumber(99)}
		if err := json.Unmarshal([]byte(want), &back); err != nil || !back.N.Equal(n) {
			t.Errorf("%s unmarshals to %v (error %v)", want, back.N, err)
		}
	}
	for _, bad := range []string{`{"n":"5"}`, `{"n":true}`, `{"n":[5]}`, `{"n":0.12345678901234567890123}`} {
		var b box
		if err := json.Unmarshal([]byte(bad), &b); err == nil {
			t.Errorf("%s unmarshals to %s, want an error", bad, b.N)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"0", "-0.5", "260000", "1.1111111111111111111", "+3", "1e3", "", ".", "00.10"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := figure.ParseNumber(s)
		if err != nil {
			if n.Stated() {
				t.Errorf("ParseNumber(%q) fails but returns %s", s, n)
			}
			return
		}
		exact, ok := new(big.Rat).SetString(s)
		if !ok || exact.Cmp(n.Rat()) != 0 {
			t.Errorf("ParseNumber(%q) = %s, big.Rat reads %v", s, n, exact)
		}
		again, err := figure.ParseNumber(n.String())
		if err != nil || !again.Equal(n) || again.String() != n.String() {
			t.Errorf("ParseNumber(%q) prints %q, which parses to %q, error %v", s, n, again, err)
		}
	})
}

func pow10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// digits returns a random whole number of n digits.
func digits(random *rand.Rand, n int) *big.Int {
	var s strings.Builder
	for range n {
		s.WriteByte('0' + byte(random.IntN(10)))
	}
	out, _ := new(big.Int).SetString(s.String(), 10)
	return out
}
