package sink

import (
	"fmt"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/novelty"
	"github.com/arqam-io/arqam/pkg/track"
)

// restated returns an event for each claim that people changed or rejected. A
// rejected claim states nothing any more.
func (s *sink) restated(tx *ledger.Tx, in *figure.Figures, people ledger.Overrides, m *made, old map[claim.ID]claim.Claim) ([]ledger.Event, error) {
	now := map[claim.ID]claim.Claim{}
	for _, c := range m.claims {
		now[c.ID] = c
	}
	var out []ledger.Event
	for _, t := range s.Matcher.Trackers() {
		j := judge{tx: tx, tracker: t, article: &in.Article, figures: m.figures}
		for id, was := range old {
			is, stands := now[id]
			if was.Tracker != t.Name || stands && was.Amount.Equal(is.Amount) {
				continue
			}
			o, ok := people.For(was.Figure, t.Name)
			if !ok {
				continue // the rule has changed, and no person
			}
			if !stands {
				is = was
				is.Amount = figure.Amount{}
			}
			events, err := j.encode([]occurrence{{kind: figureCorrected, reason: ByPerson, detail: o.Correction.Why, claim: is,
				serial: fmt.Sprint(o.Correction.Seq), before: was.Amount, independent: 1}})
			if err != nil {
				return nil, err
			}
			out = append(out, events...)
		}
	}
	return out, nil
}

// retold reports whether a claim states a number that the same revision stated to
// the same tracker before: another engine has read it, or another rule let it in,
// and nobody reports it anew.
func retold(t *track.Tracker, c claim.Claim, old map[claim.ID]claim.Claim) bool {
	policy := novelty.Policy{Tolerance: t.Novelty.Tolerance}
	for _, was := range old {
		if was.Tracker == t.Name && was.Unit == c.Unit && policy.Same(value(c), value(was)) {
			return true
		}
	}
	return false
}
