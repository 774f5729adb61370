package claim

import (
	"slices"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Fall is a step down in a claimant's numbers: New states less than Old, the claimant's
// previous value.
type Fall struct{ Old, New Claim }

// Falls returns the steps down in a history ordered by Compare. In a total, which can only
// grow, each is a correction. A number that the claimant has stated before is a repetition and
// corrects nothing; near says which numbers are the same. A copy of the text with another
// number in another paper is a misprint in one of them. An article counts by its leading
// claim, and a bound or a range never corrects a value.
func Falls(history []Claim, near func(a, b figure.Number) bool) []Fall {
	byClaimant := map[string][]Claim{}
	for i := 0; i < len(history); {
		j := i
		byArticle := map[string][]Claim{}
		for ; j < len(history) && history[j].Article == history[i].Article && history[j].AsOf.Equal(history[i].AsOf); j++ {
			if valued(history[j]) {
				byArticle[history[j].Claimant] = append(byArticle[history[j].Claimant], history[j])
			}
		}
		for claimant, claims := range byArticle {
			byClaimant[claimant] = append(byClaimant[claimant], Settle(claims))
		}
		i = j
	}
	var falls []Fall
	for _, said := range byClaimant {
		for i := 1; i < len(said); i++ {
			if old, now := said[i-1], said[i]; now.Value.Cmp(old.Value) < 0 && !misprint(old, now) && !stated(said[:i], now.Value, near) {
				falls = append(falls, Fall{old, now})
			}
		}
	}
	return falls
}

func misprint(a, b Claim) bool { return a.Source != b.Source && a.Origin.copyOf(b.Origin) }

func valued(c Claim) bool {
	return c.Value.Stated() && (c.Relation == figure.Eq || c.Relation == figure.Approx)
}

func stated(said []Claim, n figure.Number, near func(a, b figure.Number) bool) bool {
	return slices.ContainsFunc(said, func(c Claim) bool { return near(n, c.Value) })
}
