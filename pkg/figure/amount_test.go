package figure_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

func amount(t *testing.T, value, lower, upper string) figure.Amount {
	t.Helper()
	optional := func(s string) (n figure.Number) {
		if s != "" {
			n = number(t, s)
		}
		return n
	}
	return figure.Amount{Value: optional(value), Lower: optional(lower), Upper: optional(upper)}
}

// someAmount is a random value, range, lower bound, upper bound, value with bounds, or
// nothing.
func someAmount(r *rand.Rand) figure.Amount {
	some := func() figure.Number {
		return figure.NewNumber(r.Int64N(2001) - 1000).Div(figure.NewNumber([]int64{1, 2, 8, 1000}[r.IntN(4)]))
	}
	a := figure.Amount{Value: some(), Lower: some(), Upper: some()}
	if a.Lower.Cmp(a.Upper) > 0 {
		a.Lower, a.Upper = a.Upper, a.Lower
	}
	for _, n := range []*figure.Number{&a.Value, &a.Lower, &a.Upper} {
		if r.IntN(3) == 0 {
			*n = figure.Number{}
		}
	}
	return a
}

func TestAmountWrite(t *testing.T) {
	words := figure.Notation{Number: func(n figure.Number) string { return "<" + n.String() + ">" },
		Sign: func(r figure.Relation) string { return map[figure.Relation]string{figure.Ge: "at least "}[r] }}
	for _, c := range []struct {
		relation            figure.Relation
		value, lower, upper string
		symbols, words      string
	}{
		{figure.Eq, "45", "", "", "45", "<45>"},
		{figure.Approx, "-3.50", "", "", "≈ -3.5", "<-3.5>"},
		{figure.Gt, "5", "", "", "> 5", "<5>"},
		{figure.Gt, "5", "5", "", "> 5", "<5>"},
		{figure.Ge, "260000", "", "", "≥ 260000", "at least <260000>"},
		{figure.Lt, "5", "", "", "< 5", "<5>"},
		{figure.Le, "5", "", "5", "≤ 5", "<5>"},
		{figure.Range, "", "5", "7", "5–7", "<5>–<7>"},
		{figure.Range, "", "-5", "-3", "-5–-3", "<-5>–<-3>"},
		{figure.Range, "", "", "7", "≤ 7", "<7>"},
		{figure.Indefinite, "", "1000000", "", "≥ 1000000", "at least <1000000>"},
		{"", "0", "", "", "0", "<0>"},
		{figure.Approx, "", "", "", "", ""},
	} {
		a := amount(t, c.value, c.lower, c.upper)
		if got := figure.Symbols().Write(c.relation, a); got != c.symbols {
			t.Errorf("%s of %+v is %q in symbols, want %q", c.relation, a, got, c.symbols)
		}
		if got := words.Write(c.relation, a); got != c.words {
			t.Errorf("%s of %+v is %q in words, want %q", c.relation, a, got, c.words)
		}
	}
}

// TestAmountWriteSaysAll parses the output: it must contain the relation and every relevant
// number.
func TestAmountWriteSaysAll(t *testing.T) {
	relations := map[string]figure.Relation{"≈": figure.Approx, ">": figure.Gt, "≥": figure.Ge, "<": figure.Lt, "≤": figure.Le}
	read := func(s string) (figure.Relation, figure.Amount) {
		if lower, upper, ok := strings.Cut(s, "–"); ok {
			return figure.Range, amount(t, "", lower, upper)
		}
		if sign, n, ok := strings.Cut(s, " "); ok {
			return relations[sign], amount(t, n, "", "")
		}
		return figure.Eq, amount(t, s, "", "")
	}
	r := rand.New(rand.NewPCG(3, 1))
	for range 5000 {
		a := someAmount(r)
		for _, relation := range []figure.Relation{figure.Eq, figure.Approx, figure.Gt, figure.Ge, figure.Lt, figure.Le} {
			got, back := read(figure.Symbols().Write(relation, a))
			want, wantBack := relation, figure.Exactly(a.Value)
			switch {
			case !a.Stated():
				want = figure.Eq
			case a.Value.Stated():
			case a.Lower.Stated() && a.Upper.Stated():
				want, wantBack = figure.Range, a
			case a.Lower.Stated():
				want, wantBack = figure.Ge, figure.Exactly(a.Lower)
			default:
				want, wantBack = figure.Le, figure.Exactly(a.Upper)
			}
			if got != want || !back.Equal(wantBack) {
				t.Fatalf("%s of %+v reads as %s of %+v", relation, a, got, back)
			}
		}
	}
}

func TestAmountBounded(t *testing.T) {
	for _, c := range []struct {
		relation  figure.Relation
		in, wants [3]string
	}{
		{figure.Eq, [3]string{"40", "", ""}, [3]string{"40", "", ""}},
		{figure.Approx, [3]string{"40", "", ""}, [3]string{"40", "", ""}},
		{figure.Gt, [3]string{"40", "", ""}, [3]string{"40", "40", ""}},
		{figure.Ge, [3]string{"40", "", ""}, [3]string{"40", "40", ""}},
		{figure.Lt, [3]string{"40", "", ""}, [3]string{"40", "", "40"}},
		{figure.Le, [3]string{"40", "", ""}, [3]string{"40", "", "40"}},
		{figure.Range, [3]string{"", "40", "42"}, [3]string{"", "40", "42"}},
		{figure.Indefinite, [3]string{"", "40", ""}, [3]string{"", "40", ""}},
	} {
		got := amount(t, c.in[0], c.in[1], c.in[2]).Bounded(c.relation)
		if want := amount(t, c.wants[0], c.wants[1], c.wants[2]); !got.Equal(want) {
			t.Errorf("%s of %v has %+v, want %+v", c.relation, c.in, got, want)
		}
	}
}

func TestAmountLeading(t *testing.T) {
	for _, c := range []struct{ value, lower, upper, want string }{
		{"1", "2", "3", "1"}, {"", "2", "3", "2"}, {"", "", "3", "3"}, {"0", "2", "", "0"}, {"", "", "", ""},
	} {
		a := amount(t, c.value, c.lower, c.upper)
		if got := a.Leading(); got.String() != c.want || a.Stated() != got.Stated() {
			t.Errorf("%+v has the leading number %q, stated: %v; want %q", a, got, a.Stated(), c.want)
		}
	}
}

func TestAmountMap(t *testing.T) {
	times := func(n int64) func(figure.Number) (figure.Number, error) {
		return func(x figure.Number) (figure.Number, error) { return x.Mul(figure.NewNumber(n)), nil }
	}
	per := func(n int64) func(figure.Number) (figure.Number, error) {
		return func(x figure.Number) (figure.Number, error) { return figure.NewNumber(n).Div(x), nil }
	}
	for _, c := range []struct {
		name    string
		in      figure.Amount
		convert func(figure.Number) (figure.Number, error)
		want    figure.Amount
	}{
		{"a value", amount(t, "3", "", ""), times(1000), amount(t, "3000", "", "")},
		{"a range", amount(t, "", "5", "7.5"), times(2), amount(t, "", "10", "15")},
		{"a floor", amount(t, "", "5", ""), times(2), amount(t, "", "10", "")},
		{"a negative factor", amount(t, "", "5", "7"), times(-1), amount(t, "", "-7", "-5")},
		{"an inverse", amount(t, "", "20", "40"), per(100), amount(t, "", "2.5", "5")},
		{"bounds in reverse order", amount(t, "", "7", "5"), times(2), amount(t, "", "14", "10")},
		{"bounds that meet", amount(t, "", "7", "5"), times(0), amount(t, "", "0", "0")},
		{"nothing", figure.Amount{}, per(0), figure.Amount{}},
	} {
		got, err := c.in.Map(c.convert)
		if err != nil || !got.Equal(c.want) {
			t.Errorf("%s: %+v, %v; want %+v", c.name, got, err, c.want)
		}
	}
	fault := errors.New("no factor")
	got, err := amount(t, "1", "", "2").Map(func(figure.Number) (figure.Number, error) { return figure.NewNumber(9), fault })
	if !errors.Is(err, fault) || got.Stated() {
		t.Errorf("a conversion that fails: %+v, %v", got, err)
	}
}

func TestAmountMapAndBack(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 2))
	for range 5000 {
		a, k := someAmount(r), figure.NewNumber([]int64{-8, -1, 1, 2, 1000}[r.IntN(5)])
		there, err := a.Map(func(n figure.Number) (figure.Number, error) { return n.Mul(k), nil })
		if err != nil {
			t.Fatal(err)
		}
		if there.Lower.Stated() && there.Upper.Stated() && there.Lower.Cmp(there.Upper) > 0 {
			t.Fatalf("%+v times %s is %+v: the bounds are not in order", a, k, there)
		}
		back, err := there.Map(func(n figure.Number) (figure.Number, error) { return n.Div(k), nil })
		if err != nil || !back.Equal(a) {
			t.Fatalf("%+v times %s and back is %+v, %v", a, k, back, err)
		}
	}
}

// TestAmountJSON: the numbers are members of the embedding object, in place, including absent
// ones.
func TestAmountJSON(t *testing.T) {
	type bearer struct {
		Relation figure.Relation `json:"relation"`
		figure.Amount
		Unit figure.UnitID `json:"unit"`
	}
	b, err := json.Marshal(bearer{figure.Range, amount(t, "", "90.50", "100"), "tonne"})
	const want = `{"relation":"range","value":null,"lower":90.5,"upper":100,"unit":"tonne"}`
	if err != nil || string(b) != want {
		t.Errorf("%s, %v; want %s", b, err, want)
	}
	r := rand.New(rand.NewPCG(7, 3))
	for range 1000 {
		in := bearer{Amount: someAmount(r)}
		b, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		var back bearer
		if err := json.Unmarshal(b, &back); err != nil || !back.Equal(in.Amount) {
			t.Fatalf("%s reads as %+v, %v", b, back, err)
		}
	}
}
