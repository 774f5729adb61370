// Package judge decides what an article's claims give rise to: which numbers are new,
// confirmed, corrected or to be reviewed, and when a tracker is stale. An event reports a fact
// about a tracker's whole history, and each fact is reported once, whatever the order of the
// articles. The package is pure: it neither stores claims nor sends events, and reads the past
// through History. Package intake calls it for each article, the sink for stale trackers;
// package ledger keeps its corrections.
package judge

import (
	"cmp"
	"slices"
	"time"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/track"
)

// Case is one revision of an article, to be judged for every tracker.
type Case struct {
	in       *figure.Figures
	people   Overrides
	before   map[claim.ID]claim.Claim
	set      claimSet
	trackers []*track.Tracker // by name
}

// NewCase makes the claims of an article for the trackers of a matcher, with people's
// corrections applied. Before has the claims of the same revision when it was last recorded,
// without those that wait for review.
func NewCase(m *track.Matcher, in *figure.Figures, people Overrides, before map[claim.ID]claim.Claim) *Case {
	return &Case{in: in, people: people, before: before, set: claimsOf(m, in, people), trackers: m.Trackers()}
}

// Claims returns the claims of the article.
func (c *Case) Claims() []claim.Claim { return c.set.claims }

// Trackers returns the trackers whose estimates the article may change: those on which it
// makes claims now or made claims before.
func (c *Case) Trackers() []*track.Tracker {
	before := map[string]bool{}
	for _, was := range c.before {
		before[was.Tracker] = true
	}
	return slices.DeleteFunc(slices.Clone(c.trackers), func(t *track.Tracker) bool {
		return !c.set.trackers[t.Name] && !before[t.Name]
	})
}

// Ruling is the result of a case.
type Ruling struct {
	Events []Event // sorted by id
	// Points has one claim for each tracker with a new claim: the one that represents the
	// article in the tracker's series.
	Points []claim.Claim
}

// Rule judges the claims that were not in the history before. An undated article gives rise to
// nothing, since its claims have no place in the history.
func (c *Case) Rule(h History, added []claim.Claim) (Ruling, error) {
	var out Ruling
	if claim.AsOf(c.in.Article).IsZero() {
		return out, nil
	}
	byTracker := map[string][]claim.Claim{}
	for _, a := range added {
		byTracker[a.Tracker] = append(byTracker[a.Tracker], a)
	}
	for _, t := range c.trackers {
		mine := slices.DeleteFunc(byTracker[t.Name], func(a claim.Claim) bool { return c.repeats(t, a) })
		if len(mine) > 0 {
			j := judgement{history: h, tracker: t, article: &c.in.Article, figures: c.set.figures}
			events, err := j.events(mine)
			if err != nil {
				return out, err
			}
			out.Events = append(out.Events, events...)
			if counted := c.set.on(t.Name); len(counted) > 0 {
				out.Points = append(out.Points, claim.Settle(counted))
			}
		}
		restatements, err := c.restatements(h, t)
		if err != nil {
			return out, err
		}
		out.Events = append(out.Events, restatements...)
	}
	slices.SortFunc(out.Events, func(a, b Event) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// Silent reports whether a tracker is stale: its newest report is at least stale_after old.
func Silent(t *track.Tracker, newest, now time.Time) bool {
	return t.StaleAfter > 0 && !newest.IsZero() && now.Sub(newest) >= t.StaleAfter
}

// Stale returns the event of a tracker without reports since its last claims, which share an
// as-of time.
func Stale(h History, t *track.Tracker, last []claim.Claim) (Event, error) {
	c := claim.Settle(last)
	j := judgement{history: h, tracker: t}
	events, err := j.report([]fact{{kind: event.Stale, reason: event.Unreported, claim: c,
		before: c.Amount, independent: claim.Independent(last)}})
	if err != nil {
		return Event{}, err
	}
	return events[0], nil
}
