package novelty

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

var start = time.Date(2031, 5, 1, 6, 0, 0, 0, time.UTC)

func value(id, n string, days int) Value {
	v, err := figure.ParseNumber(n)
	if err != nil {
		panic(err)
	}
	return Value{ID: id, At: start.AddDate(0, 0, days), Amount: figure.Exactly(v)}
}

func bounds(id string, low, high int64, days int) Value {
	v := Value{ID: id, At: start.AddDate(0, 0, days), Amount: figure.Between(figure.NewNumber(low), figure.Number{})}
	if high > 0 {
		v.Upper = figure.NewNumber(high)
	}
	return v
}

func onePercent() Policy {
	return Policy{Tolerance: figure.NewNumber(1).Div(figure.NewNumber(100)), Memory: 90 * 24 * time.Hour}
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name          string
		v             Value
		before, after []Value
		reason        Reason
		near          string
	}{
		{"first", value("v", "100", 0), nil, nil, First, ""},
		{"same number", value("v", "100", 1), []Value{value("a", "100", 0)}, nil, Known, "a"},
		{"at the edge", value("v", "101", 1), []Value{value("a", "100", 0)}, nil, Known, "a"},
		{"past the edge", value("v", "101.0000000001", 1), []Value{value("a", "100", 0)}, nil, Outside, ""},
		{"lower", value("v", "98", 1), []Value{value("a", "100", 0)}, nil, Outside, ""},
		{"negative", value("v", "-100.5", 1), []Value{value("a", "-100", 0)}, nil, Known, "a"},
		{"any of them", value("v", "100", 2), []Value{value("a", "100", 0), value("b", "200", 1)}, nil, Known, "a"},
		{"forgotten", value("v", "100", 91), []Value{value("a", "100", 0)}, nil, First, ""},
		{"just remembered", value("v", "100", 90), []Value{value("a", "100", 0)}, nil, Known, "a"},
		{"already reported by a later report", value("v", "100", 0), nil, []Value{value("z", "100.4", 3)}, Echoed, "z"},
		{"later and long after", value("v", "100", 0), nil, []Value{value("z", "100", 200)}, First, ""},
		{"a range and its equal", bounds("v", 5, 7, 1), []Value{bounds("a", 5, 7, 0)}, nil, Known, "a"},
		{"a wider range", bounds("v", 5, 9, 1), []Value{bounds("a", 5, 7, 0)}, nil, Outside, ""},
		{"a lower bound is not a range", bounds("v", 5, 0, 1), []Value{bounds("a", 5, 7, 0)}, nil, Outside, ""},
		{"a lower bound is not a value", bounds("v", 5, 0, 1), []Value{value("a", "5", 0)}, nil, Outside, ""},
		{"zero after zero", value("v", "0", 1), []Value{value("a", "0", 0)}, nil, Known, "a"},
	} {
		got := onePercent().Judge(c.v, c.before, c.after)
		if got.Reason != c.reason || got.Near.ID != c.near {
			t.Errorf("%s: %s near %q, want %s near %q", c.name, got.Reason, got.Near.ID, c.reason, c.near)
		}
	}
}

func TestJudgeWithoutTolerance(t *testing.T) {
	got := Policy{}.Judge(value("v", "100.1", 999), []Value{value("a", "100", 0)}, nil)
	if got.Reason != Outside {
		t.Errorf("100.1 after 100 is %s, want outside: no tolerance, and memory for ever", got.Reason)
	}
}

// Every value that is the same lies within Reach.
func TestReach(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	number := func() string { return fmt.Sprintf("%d.%d", r.IntN(400)-200, r.IntN(5)) }
	var same int
	for range 20_000 {
		p := Policy{Tolerance: figure.NewNumber(int64(r.IntN(6))).Div(figure.NewNumber(5))}
		if r.IntN(4) == 0 {
			p.Tolerance = figure.Number{}
		}
		v, known := value("v", number(), 0), value("known", number(), 0)
		if r.IntN(3) == 0 {
			v = Value{Amount: figure.Between(v.Value, figure.Number{})}
			known = Value{Amount: figure.Between(known.Value, figure.Number{})}
		}
		least, most := p.Reach(v)
		n := known.Value
		if !n.Stated() {
			n = known.Lower
		}
		within := (!least.Stated() || n.Cmp(least) >= 0) && (!most.Stated() || n.Cmp(most) <= 0)
		if p.Same(v, known) {
			same++
			if !within {
				t.Fatalf("%+v: %+v is the same as %+v and not within %v to %v", p, known, v, least, most)
			}
		} else if within && p.Tolerance.Cmp(figure.NewNumber(1)) < 0 {
			t.Fatalf("%+v: %+v is not the same as %+v and within %v to %v", p, known, v, least, most)
		}
	}
	if same < 1000 {
		t.Errorf("%d pairs were the same", same)
	}
}
