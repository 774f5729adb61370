package sink

import (
	"fmt"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
)

// stood returns the claims that the ledger holds of an article's revision,
// before they are made anew of what people corrected.
func (s *sink) stood(tx *ledger.Tx, a *figure.Article) (map[claim.ID]claim.Claim, error) {
	out := map[claim.ID]claim.Claim{}
	for _, t := range s.Matcher.Trackers() {
		editions, err := tx.Editions(a.ID, t.Name, seriesUnit(t))
		if err != nil {
			return nil, err
		}
		for _, claims := range editions {
			for _, c := range claims {
				if c.Revision == a.Revision {
					out[c.ID] = c
				}
			}
		}
	}
	return out, nil
}

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
			if was.Tracker != t.Name || stands && sameNumbers(was, is) {
				continue
			}
			o, ok := people.For(was.Figure, t.Name)
			if !ok {
				continue // the rule has changed, and no person
			}
			if !stands {
				is = was
				is.Best, is.Low, is.High = figure.Number{}, figure.Number{}, figure.Number{}
			}
			events, err := j.encode([]occurrence{{kind: figureCorrected, reason: byPerson, detail: o.Correction.Why, claim: is,
				serial: fmt.Sprint(o.Correction.Seq), before: before{was.Best, was.Low, was.High}, independent: 1}})
			if err != nil {
				return nil, err
			}
			out = append(out, events...)
		}
	}
	return out, nil
}

func sameNumbers(a, b claim.Claim) bool {
	return a.Best.Equal(b.Best) && a.Low.Equal(b.Low) && a.High.Equal(b.High)
}
