package claim

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

func TestFalls(t *testing.T) {
	for _, c := range []struct {
		name   string
		claims []Claim
		want   string
	}{
		{"a rise", []Claim{say("a", "x", 0, figure.Eq, 40), say("b", "x", 1, figure.Eq, 45)}, ""},
		{"a fall", []Claim{say("a", "x", 0, figure.Eq, 45), say("b", "x", 1, figure.Eq, 41)}, "45->41"},
		{"two claimants", []Claim{say("a", "x", 0, figure.Eq, 45), say("b", "y", 1, figure.Eq, 41)}, ""},
		{"an old number repeated", []Claim{say("a", "x", 0, figure.Eq, 41), say("b", "x", 1, figure.Eq, 45), say("c", "x", 2, figure.Eq, 41)}, ""},
		{"within the tolerance", []Claim{say("a", "x", 0, figure.Eq, 1000), say("b", "x", 1, figure.Eq, 999)}, ""},
		{"a lower bound corrects nothing", []Claim{say("a", "x", 0, figure.Eq, 45), say("b", "x", 1, figure.Ge, 41)}, ""},
		{"copies of a correction", []Claim{say("a", "x", 0, figure.Eq, 45), say("b", "x", 1, figure.Eq, 41), say("c", "x", 2, figure.Eq, 41)}, "45->41"},
		{"two steps down", []Claim{say("a", "x", 0, figure.Eq, 45), say("b", "x", 1, figure.Eq, 41), say("c", "x", 2, figure.Eq, 38)}, "45->41 41->38"},
	} {
		for i := range c.claims {
			c.claims[i].Article = figure.ArticleID(c.claims[i].ID)
		}
		slices.SortFunc(c.claims, Compare)
		var got []string
		for _, f := range Falls(c.claims, func(a, b figure.Number) bool { return a.Sub(b).Mul(a.Sub(b)).Cmp(number(2)) < 0 }) {
			got = append(got, fmt.Sprintf("%s->%s", f.Old.Value, f.New.Value))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: falls %q, want %q", c.name, s, c.want)
		}
	}
}
