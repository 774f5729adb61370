package claim

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

func TestIndependent(t *testing.T) {
	by := func(article, claimant, family, wire string, print uint64) Claim {
		return Claim{Article: figure.ArticleID(article), Claimant: claimant, Origin: Origin{Wire: wire, Family: family, Print: print}}
	}
	for _, c := range []struct {
		name   string
		claims []Claim
		want   int
	}{
		{"nobody", nil, 0},
		{"two papers", []Claim{by("1", "a", "fa", "", 0), by("2", "b", "fb", "", 0)}, 2},
		{"one claimant in two papers", []Claim{by("1", "Ministry", "fa", "", 0), by("2", "ministry", "fb", "", 0)}, 1},
		{"one family", []Claim{by("1", "a", "f", "", 0), by("2", "b", "f", "", 0)}, 1},
		{"one agency", []Claim{by("1", "a", "fa", "afp", 0), by("2", "b", "fb", "afp", 0)}, 1},
		{"two agencies", []Claim{by("1", "a", "fa", "afp", 0), by("2", "b", "fb", "ap", 0)}, 2},
		{"copies", []Claim{by("1", "a", "fa", "", 0xff00), by("2", "b", "fb", "", 0xff01)}, 1},
		{"two, and a third dependent on both", []Claim{by("1", "a", "fa", "afp", 0), by("2", "b", "fb", "", 0), by("3", "b", "fc", "afp", 0)}, 2},
		{"one article", []Claim{by("1", "a", "fa", "", 0), by("1", "b", "fa", "", 0)}, 1},
	} {
		if got := Independent(c.claims); got != c.want {
			t.Errorf("%s: %d independent, want %d", c.name, got, c.want)
		}
	}
}

// A further claim never lowers the count, and the order of the claims does not matter.
func TestIndependentGrows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var claims []Claim
		last := 0
		for n := range 40 {
			claims = append(claims, Claim{ID: ID(fmt.Sprint(n)), Article: figure.ArticleID(fmt.Sprint(r.IntN(30))),
				Claimant: fmt.Sprint(r.IntN(6)), Origin: Origin{Family: fmt.Sprint(r.IntN(6)), Wire: []string{"", "", "afp", "ap"}[r.IntN(4)]}})
			r.Shuffle(len(claims), func(i, k int) { claims[i], claims[k] = claims[k], claims[i] })
			got := Independent(claims)
			if got < last || got > 6 {
				t.Fatalf("%d independent among %+v, and %d without the last", got, claims, last)
			}
			last = got
		}
	}
}

// Counting stays fast for a number that thousands repeat.
func TestIndependentOfMany(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	claims := make([]Claim, 5000)
	for n := range claims {
		claims[n] = Claim{ID: ID(fmt.Sprint(n)), Article: figure.ArticleID(fmt.Sprint(n)), Claimant: fmt.Sprint(r.IntN(400)),
			Origin: Origin{Family: fmt.Sprint(r.IntN(300)), Print: r.Uint64()}}
	}
	begin := time.Now()
	if got := Independent(claims); got < 100 {
		t.Errorf("%d independent of 400 claimants in 300 papers", got)
	}
	t.Log(time.Since(begin))
}
