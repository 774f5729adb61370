package sink

import (
	"maps"
	"slices"
	"sync"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/track"
)

// made is what an article claims, by tracker.
type made struct {
	claims   []claim.Claim
	figures  map[claim.ID]*figure.Figure
	trackers map[string]*track.Tracker
}

// claims makes the claims of an article's figures as people corrected them.
func (s *sink) claims(in *figure.Figures, people ledger.Overrides) made {
	out := made{figures: map[claim.ID]*figure.Figure{}, trackers: map[string]*track.Tracker{}}
	origin := sync.OnceValue(func() claim.Origin { return claim.OriginOf(in.Article) })
	add := func(t *track.Tracker, f *figure.Figure, v figure.Amount, assigned bool) {
		c := claim.New(claim.Series{Tracker: t.Name, Unit: seriesUnit(t)}, claim.Publication{Article: &in.Article, Origin: origin()}, f, v)
		c.Claimant = t.Speaker(c.Claimant)
		if !assigned {
			c.Review = t.Sanity.Doubt(v)
		}
		out.claims = append(out.claims, c)
		out.figures[c.ID], out.trackers[t.Name] = f, t
	}
	corrected := people.Apply(*in)
	for _, m := range s.Matcher.Match(&corrected) {
		if _, own := people[m.Figure.ID][m.Tracker.Name]; !own {
			add(m.Tracker, m.Figure, m.Amount, false)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(people)) {
		for _, t := range s.Matcher.Trackers() {
			o, own := people[id][t.Name]
			if !own || o.Standing == ledger.Rejected {
				continue
			}
			one := figure.Figures{Article: in.Article, Figures: []figure.Figure{o.Figure}}
			if o.Standing == ledger.Assigned {
				if v, err := s.Matcher.Amount(t, &o.Figure); err == nil {
					add(t, &one.Figures[0], v, true)
				}
				continue
			}
			for _, m := range s.Matcher.Match(&one) {
				if m.Tracker == t {
					add(t, m.Figure, m.Amount, false)
				}
			}
		}
	}
	return out
}

// of returns the claims on one tracker that count.
func (m *made) of(tracker string) []claim.Claim {
	return slices.DeleteFunc(slices.Clone(m.claims), func(c claim.Claim) bool { return c.Tracker != tracker || c.Review != "" })
}

// touched returns the trackers whose estimates the article may change: those that
// it makes claims on, or made before.
func (s *sink) touched(m *made, old map[claim.ID]claim.Claim) []*track.Tracker {
	var out []*track.Tracker
	for _, t := range s.Matcher.Trackers() {
		_, makes := m.trackers[t.Name]
		made := slices.ContainsFunc(slices.Collect(maps.Values(old)), func(c claim.Claim) bool { return c.Tracker == t.Name })
		if makes || made {
			out = append(out, t)
		}
	}
	return out
}
