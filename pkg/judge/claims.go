package judge

import (
	"maps"
	"slices"
	"sync"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/track"
)

// claimSet has the claims of an article and the figures that they were made from.
type claimSet struct {
	claims   []claim.Claim
	figures  map[claim.ID]*figure.Figure
	trackers map[string]bool // trackers of the claims
}

// claimsOf makes the claims of an article's figures with people's corrections applied.
func claimsOf(m *track.Matcher, in *figure.Figures, people Overrides) claimSet {
	out := claimSet{figures: map[claim.ID]*figure.Figure{}, trackers: map[string]bool{}}
	origin := sync.OnceValue(func() claim.Origin { return claim.OriginOf(in.Article) })
	add := func(t *track.Tracker, f *figure.Figure, v figure.Amount, assigned bool) {
		c := claim.New(claim.Series{Tracker: t.Name, Unit: t.Join()}, claim.Publication{Article: &in.Article, Origin: origin()}, f, v)
		c.Claimant = m.Speaker(t, c.Claimant)
		if !assigned {
			c.Review = t.Sanity.Doubt(v)
		}
		out.claims = append(out.claims, c)
		out.figures[c.ID], out.trackers[t.Name] = f, true
	}
	corrected := people.Apply(*in)
	for _, match := range m.Match(&corrected) {
		if _, own := people[match.Figure.ID][match.Tracker.Name]; !own {
			add(match.Tracker, match.Figure, match.Amount, false)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(people)) {
		for _, t := range m.Trackers() {
			o, own := people[id][t.Name]
			if !own || o.Standing == Rejected {
				continue
			}
			one := figure.Figures{Article: in.Article, Figures: []figure.Figure{o.Figure}}
			if o.Standing == Assigned {
				if v, err := m.Amount(t, &o.Figure); err == nil {
					add(t, &one.Figures[0], v, true)
				}
				continue
			}
			for _, match := range m.Match(&one) {
				if match.Tracker == t {
					add(t, match.Figure, match.Amount, false)
				}
			}
		}
	}
	return out
}

// on returns the claims on one tracker that do not wait for review.
func (s *claimSet) on(tracker string) []claim.Claim {
	return slices.DeleteFunc(slices.Clone(s.claims), func(c claim.Claim) bool { return c.Tracker != tracker || c.Review != "" })
}
