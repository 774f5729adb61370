package sink

import (
	"slices"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/novelty"
	"github.com/arqam-io/arqam/pkg/track"
)

// judge says what an article's claims on one tracker give rise to. An event
// tells a fact about the tracker's whole history: a number was reported, enough
// voices state it, a claimant lowered a total, an article was edited. Each fact
// is told once, whatever the order in which the articles came in.
type judge struct {
	tx      *ledger.Tx
	tracker *track.Tracker
	article *figure.Article
	figures map[claim.ID]*figure.Figure // of the article
}

// history is what the ledger holds of the tracker around an article's time.
type history struct {
	claims []claim.Claim
	values []novelty.Value
	added  map[claim.ID]bool
}

// events returns the events of claims that were not there before. They share an
// article, and so their as-of time.
func (j *judge) events(added []claim.Claim) ([]ledger.Event, error) {
	var told []occurrence
	for _, c := range added {
		if c.Review != "" {
			told = append(told, occurrence{kind: figureReview, reason: beyond, detail: c.Review, claim: c})
		}
	}
	added = slices.DeleteFunc(slices.Clone(added), func(c claim.Claim) bool { return c.Review != "" })
	if len(added) > 0 {
		h, err := j.history(added)
		if err != nil {
			return nil, err
		}
		told = append(told, j.new(h)...)
		told = append(told, j.confirmed(h)...)
		corrected, err := j.corrected(h)
		if err != nil {
			return nil, err
		}
		told = append(told, corrected...)
	}
	return j.encode(told)
}

func (j *judge) policy() novelty.Policy {
	return novelty.Policy{Tolerance: j.tracker.Novelty.Tolerance, Memory: j.tracker.Novelty.Memory}
}

// window is the part of the tracker's history that the claims of one article
// are weighed against.
func (j *judge) window() ledger.Window {
	at, memory := claim.AsOf(*j.article), j.tracker.Novelty.Memory
	return ledger.Window{Tracker: j.tracker.Name, Unit: seriesUnit(j.tracker),
		Since: at.Add(-max(memory, j.tracker.Estimate.Horizon)), Until: at.Add(memory)}
}

func (j *judge) history(added []claim.Claim) (history, error) {
	h := history{added: map[claim.ID]bool{}}
	var err error
	if h.claims, err = j.tx.Remembered(j.window()); err != nil {
		return h, err
	}
	for _, c := range added {
		h.added[c.ID] = true
	}
	h.values = make([]novelty.Value, len(h.claims))
	for i, c := range h.claims {
		h.values[i] = value(c)
	}
	return h, nil
}

func value(c claim.Claim) novelty.Value {
	return novelty.Value{ID: string(c.ID), At: c.AsOf, Stated: c.Best, Low: c.Low, High: c.High}
}

// new returns the numbers that nobody had reported.
func (j *judge) new(h history) []occurrence {
	var out []occurrence
	estimate := claim.Policy{Best: j.tracker.Estimate.Best, Horizon: j.tracker.Estimate.Horizon}
	for i, c := range h.claims {
		if !h.added[c.ID] {
			continue
		}
		// What the article itself says further on was not told before.
		var later []novelty.Value
		for k := i + 1; k < len(h.claims); k++ {
			if !h.added[h.claims[k].ID] {
				later = append(later, h.values[k])
			}
		}
		verdict := j.policy().Judge(h.values[i], h.values[:i], later)
		if !verdict.Alerts() {
			continue
		}
		old := estimate.Of(h.claims[:i])
		out = append(out, occurrence{kind: figureNew, reason: string(verdict.Reason), claim: c,
			before: before{old.Best, old.Low, old.High}, independent: claim.Independent(j.stating(h, c, true))})
	}
	return out
}

// confirmed returns the numbers that have just found enough voices.
func (j *judge) confirmed(h history) []occurrence {
	enough := j.tracker.Novelty.Confirm
	if enough < 2 {
		return nil
	}
	var out []occurrence
	for _, c := range h.claims {
		if !h.added[c.ID] || slices.ContainsFunc(out, func(o occurrence) bool { return j.policy().Same(value(c), value(o.claim)) }) {
			continue
		}
		was, is := claim.Independent(j.stating(h, c, false)), claim.Independent(j.stating(h, c, true))
		if was < enough && is >= enough {
			out = append(out, occurrence{kind: figureConfirmed, reason: agreed, claim: c,
				before: before{c.Best, c.Low, c.High}, independent: is})
		}
	}
	return out
}

// stating returns the claims that state the number of c, the added ones too
// where asked for.
func (j *judge) stating(h history, c claim.Claim, withAdded bool) []claim.Claim {
	var out []claim.Claim
	for i, k := range h.claims {
		if (withAdded || !h.added[k.ID]) && j.policy().Same(value(c), h.values[i]) {
			out = append(out, k)
		}
	}
	return out
}

// corrected returns the totals that a claimant lowered, and what the editing of
// the article changed.
func (j *judge) corrected(h history) ([]occurrence, error) {
	out, err := j.edited()
	if err != nil || j.tracker.Measure != track.Cumulative {
		return out, err
	}
	standing, err := j.tx.Standing(j.window())
	if err != nil {
		return nil, err
	}
	near := j.policy().Near
	is := claim.Falls(standing, near)
	was := claim.Falls(slices.DeleteFunc(slices.Clone(standing), func(c claim.Claim) bool { return h.added[c.ID] }), near)
	for _, f := range is {
		if !slices.ContainsFunc(was, func(w claim.Fall) bool {
			return w.New.Claimant == f.New.Claimant && near(f.New.Best, w.New.Best)
		}) {
			out = append(out, occurrence{kind: figureCorrected, reason: lowered, claim: f.New,
				before: before{f.Old.Best, f.Old.Low, f.Old.High}, independent: claim.Independent(j.stating(h, f.New, true))})
		}
	}
	return out, nil
}

// edited returns what the revisions of the article restate: of a total any step
// down, since growth is only news, and of anything else any other number.
func (j *judge) edited() ([]occurrence, error) {
	editions, err := j.tx.Editions(j.article.ID, j.tracker.Name, seriesUnit(j.tracker))
	if err != nil {
		return nil, err
	}
	var out []occurrence
	for i := 1; i < len(editions); i++ {
		old, now := claim.Settle(editions[i-1]), claim.Settle(editions[i])
		if !old.Best.Stated() || !now.Best.Stated() || j.policy().Near(now.Best, old.Best) ||
			j.tracker.Measure == track.Cumulative && now.Best.Cmp(old.Best) > 0 {
			continue
		}
		out = append(out, occurrence{kind: figureCorrected, reason: edited, claim: now,
			before: before{old.Best, old.Low, old.High}, independent: 1})
	}
	return out, nil
}

func (j *judge) encode(told []occurrence) ([]ledger.Event, error) {
	var out []ledger.Event
	seen := map[string]bool{}
	for _, o := range told {
		a, f := j.article, j.figures[o.claim.ID]
		if f == nil { // the fact is told of a claim that was there
			before, read, err := j.tx.Evidence(o.claim)
			if err != nil {
				return nil, err
			}
			a, f = &before, &read
		}
		e, err := newEvent(j.tracker, a, f, o)
		if err != nil {
			return nil, err
		}
		if !seen[e.ID] {
			seen[e.ID] = true
			out = append(out, e)
		}
	}
	return out, nil
}
