package judge

import (
	"fmt"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/novelty"
	"github.com/arqam-io/arqam/pkg/track"
)

// restatements returns an event for each claim on a tracker that people changed or rejected.
// The event of a rejected claim has no value.
func (c *Case) restatements(h History, t *track.Tracker) ([]Event, error) {
	if len(c.people) == 0 {
		return nil, nil
	}
	now := map[claim.ID]claim.Claim{}
	for _, is := range c.set.claims {
		now[is.ID] = is
	}
	var facts []fact
	for id, was := range c.before {
		is, remains := now[id]
		if was.Tracker != t.Name || remains && was.Amount.Equal(is.Amount) {
			continue
		}
		o, ok := c.people.For(was.Figure, t.Name)
		if !ok {
			continue // changed by the rule, not by a person
		}
		if !remains {
			is = was
			is.Amount = figure.Amount{}
		}
		facts = append(facts, fact{kind: event.Corrected, reason: event.ByPerson, detail: o.Correction.Why, claim: is,
			serial: fmt.Sprint(o.Correction.Seq), before: was.Amount, independent: 1})
	}
	j := judgement{history: h, tracker: t, article: &c.in.Article, figures: c.set.figures}
	return j.report(facts)
}

// repeats reports whether the same revision stated the claim's number to the same tracker
// before: then another engine or another rule found it again, and it is not a new report.
func (c *Case) repeats(t *track.Tracker, added claim.Claim) bool {
	policy := novelty.Policy{Tolerance: t.Novelty.Tolerance}
	for _, was := range c.before {
		if was.Tracker == t.Name && was.Unit == added.Unit && policy.Same(value(added), value(was)) {
			return true
		}
	}
	return false
}
