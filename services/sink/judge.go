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
	// stating holds, for each claim that was not there before, all that state its
	// number.
	stating map[claim.ID][]claim.Claim
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
		slices.SortFunc(added, claim.Compare)
		j.stating = map[claim.ID][]claim.Claim{}
		for _, c := range added {
			var err error
			if j.stating[c.ID], err = j.same(c); err != nil {
				return nil, err
			}
		}
		reported, err := j.new(added)
		if err != nil {
			return nil, err
		}
		corrected, err := j.corrected(added)
		if err != nil {
			return nil, err
		}
		told = slices.Concat(told, reported, j.confirmed(added), corrected)
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

func value(c claim.Claim) novelty.Value {
	return novelty.Value{ID: string(c.ID), At: c.AsOf, Amount: c.Amount}
}

func values(claims []claim.Claim) []novelty.Value {
	out := make([]novelty.Value, len(claims))
	for i, c := range claims {
		out[i] = value(c)
	}
	return out
}

// new returns the numbers that nobody had reported.
func (j *judge) new(added []claim.Claim) ([]occurrence, error) {
	var out []occurrence
	estimate := claim.Policy{Best: j.tracker.Estimate.Best, Horizon: j.tracker.Estimate.Horizon}
	for _, c := range added {
		stating := j.stating[c.ID]
		at, _ := slices.BinarySearchFunc(stating, c, claim.Compare)
		// What the article itself says further on was not told before.
		if !j.policy().Judge(value(c), values(stating[:at]), values(j.others(stating[at:]))).Alerts() {
			continue
		}
		live, err := j.tx.Live(j.window(), c)
		if err != nil {
			return nil, err
		}
		old := estimate.Of(live)
		out = append(out, occurrence{kind: figureNew, reason: string(j.policy().Judge(value(c), values(live), nil).Reason), claim: c,
			before: old.Amount, independent: claim.Independent(stating)})
	}
	return out, nil
}

// confirmed returns the numbers that have just found enough voices.
func (j *judge) confirmed(added []claim.Claim) []occurrence {
	enough := j.tracker.Novelty.Confirm
	if enough < 2 {
		return nil
	}
	var out []occurrence
	for _, c := range added {
		if slices.ContainsFunc(out, func(o occurrence) bool { return j.policy().Same(value(c), value(o.claim)) }) {
			continue
		}
		stating := j.stating[c.ID]
		if is := claim.Independent(stating); is >= enough && claim.Independent(j.others(stating)) < enough {
			out = append(out, occurrence{kind: figureConfirmed, reason: agreed, claim: c,
				before: c.Amount, independent: is})
		}
	}
	return out
}

// same returns the claims that state the number of c.
func (j *judge) same(c claim.Claim) ([]claim.Claim, error) {
	least, most := j.policy().Reach(value(c))
	near, err := j.tx.Stating(j.window(), least, most)
	return slices.DeleteFunc(near, func(k claim.Claim) bool { return !j.policy().Same(value(c), value(k)) }), err
}

// others returns the claims without those that were added.
func (j *judge) others(claims []claim.Claim) []claim.Claim {
	return slices.DeleteFunc(slices.Clone(claims), func(c claim.Claim) bool {
		_, added := j.stating[c.ID]
		return added
	})
}

// corrected returns the totals that a claimant lowered, and what the editing of
// the article changed.
func (j *judge) corrected(added []claim.Claim) ([]occurrence, error) {
	out, err := j.edited()
	if err != nil || j.tracker.Measure != track.Cumulative {
		return out, err
	}
	claimants, err := j.lowering(added)
	if err != nil {
		return nil, err
	}
	near := j.policy().Near
	for _, claimant := range claimants {
		said, err := j.tx.Said(j.window(), claimant)
		if err != nil {
			return nil, err
		}
		was := claim.Falls(j.others(said), near)
		for _, f := range claim.Falls(said, near) {
			if slices.ContainsFunc(was, func(w claim.Fall) bool { return near(f.New.Value, w.New.Value) }) {
				continue
			}
			same, err := j.same(f.New)
			if err != nil {
				return nil, err
			}
			out = append(out, occurrence{kind: figureCorrected, reason: lowered, claim: f.New,
				before: f.Old.Amount, independent: claim.Independent(same)})
		}
	}
	return out, nil
}

// lowering returns the claimants who may lower a total by the claims that were added.
func (j *judge) lowering(added []claim.Claim) ([]string, error) {
	var out []string
	for _, c := range added {
		if !c.Value.Stated() || slices.Contains(out, c.Claimant) {
			continue
		}
		falls, err := j.tx.MayFall(j.window(), c)
		if err != nil {
			return nil, err
		}
		if falls {
			out = append(out, c.Claimant)
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
		if !old.Value.Stated() || !now.Value.Stated() || j.policy().Near(now.Value, old.Value) ||
			j.tracker.Measure == track.Cumulative && now.Value.Cmp(old.Value) > 0 {
			continue
		}
		out = append(out, occurrence{kind: figureCorrected, reason: edited, claim: now,
			before: old.Amount, independent: 1})
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
