package claim

import (
	"slices"
	"strings"
)

// independentSteps bounds the search for independent voices. Within it the count
// is exact for what papers write; past it, it may be too low.
const independentSteps = 2000

// Independent returns how many of the claims are independent voices, each of all
// others: no two of one claimant, of one publisher's family, of one agency, of one
// article or of copies of one text. A further claim never makes them fewer, so
// whether enough voices agree does not hang on the order in which they came in.
func Independent(claims []Claim) int {
	s := search{steps: independentSteps}
	ordered := slices.SortedFunc(slices.Values(claims), Compare)
	s.choose(slices.CompactFunc(ordered, func(a, b Claim) bool {
		return a.Article == b.Article && strings.EqualFold(a.Claimant, b.Claimant) && a.Origin == b.Origin
	}), 0)
	return s.most
}

// search looks for the largest set of claims of which no two are one voice.
type search struct{ most, steps int }

// choose extends a set of size claims by those that are left, each of which is
// independent of all in it: with the first of them and without it.
func (s *search) choose(left []Claim, size int) {
	s.most = max(s.most, size)
	for ; s.steps > 0 && size+bound(left) > s.most; left = left[1:] {
		s.steps--
		first := left[0]
		s.choose(slices.DeleteFunc(slices.Clone(left[1:]), func(c Claim) bool { return oneVoice(&first, &c) }), size+1)
	}
}

// bound is a number of voices that the claims cannot exceed.
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
