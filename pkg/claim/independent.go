package claim

import (
	"slices"
	"strings"
)

// independentSteps bounds the search for independent claims. Beyond it the result may be too
// low; realistic numbers of copies stay within it.
const independentSteps = 2000

// Independent returns the size of the largest set of claims that are independent of one
// another: no two have the same claimant, publisher family, agency or article, or are copies
// of one text. A further claim never lowers it, so whether enough claimants agree does not
// depend on the order of arrival.
func Independent(claims []Claim) int {
	s := search{steps: independentSteps}
	ordered := slices.SortedFunc(slices.Values(claims), Compare)
	s.choose(slices.CompactFunc(ordered, func(a, b Claim) bool {
		return a.Article == b.Article && strings.EqualFold(a.Claimant, b.Claimant) && a.Origin == b.Origin
	}), 0)
	return s.most
}

// search looks for the largest set of pairwise independent claims.
type search struct{ most, steps int }

// choose extends a set of size claims by the remaining ones, each of which is independent of
// all in it: with and without the first of them.
func (s *search) choose(left []Claim, size int) {
	s.most = max(s.most, size)
	for ; s.steps > 0 && size+bound(left) > s.most; left = left[1:] {
		s.steps--
		first := left[0]
		s.choose(slices.DeleteFunc(slices.Clone(left[1:]), func(c Claim) bool { return oneVoice(&first, &c) }), size+1)
	}
}

// bound is an upper bound of the number of independent claims.
func bound(claims []Claim) int {
	claimants, families := map[string]bool{}, map[string]bool{}
	unknown := 0 // families
	for _, c := range claims {
		claimants[strings.ToLower(c.Claimant)] = true
		if c.Origin.Family == "" {
			unknown++
		} else {
			families[c.Origin.Family] = true
		}
	}
	return min(len(claimants), len(families)+unknown)
}

func oneVoice(a, b *Claim) bool {
	return a.Article == b.Article || strings.EqualFold(a.Claimant, b.Claimant) || a.Origin.Same(b.Origin)
}
