package judge

import (
	"slices"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/novelty"
	"github.com/arqam-io/arqam/pkg/track"
)

// judgement compares an article's claims on one tracker with the tracker's history.
type judgement struct {
	history History
	tracker *track.Tracker
	article *figure.Article
	figures map[claim.ID]*figure.Figure // of the article
	// stating maps each added claim to all claims that state its number.
	stating map[claim.ID][]claim.Claim
}

// events returns the events of the added claims. They are of one article, and so have one
// as-of time.
func (j *judgement) events(added []claim.Claim) ([]Event, error) {
	var facts []fact
	for _, c := range added {
		if c.Review != "" {
			facts = append(facts, fact{kind: event.Review, reason: event.Beyond, detail: c.Review, claim: c})
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
		corrections, err := j.corrections(added)
		if err != nil {
			return nil, err
		}
		facts = slices.Concat(facts, reported, j.confirmations(added), corrections)
	}
	return j.report(facts)
}

func (j *judgement) policy() novelty.Policy {
	return novelty.Policy{Tolerance: j.tracker.Novelty.Tolerance, Memory: j.tracker.Novelty.Memory}
}

// window is the part of the tracker's history that can affect the claims of one article.
func (j *judgement) window() Window {
	at, memory := claim.AsOf(*j.article), j.tracker.Novelty.Memory
	return Window{Tracker: j.tracker.Name, Unit: j.tracker.Join(),
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

// reasons are those for which a number is new; known and echoed numbers raise no event.
var reasons = map[novelty.Reason]event.Reason{novelty.First: event.First, novelty.Outside: event.Outside}

// new returns the numbers that had not been reported.
func (j *judgement) new(added []claim.Claim) ([]fact, error) {
	var out []fact
	estimate := claim.Policy{Best: j.tracker.Estimate.Best, Horizon: j.tracker.Estimate.Horizon}
	for _, c := range added {
		stating := j.stating[c.ID]
		at, _ := slices.BinarySearchFunc(stating, c, claim.Compare)
		// Claims further on in the article itself are not earlier reports.
		if !j.policy().Judge(value(c), values(stating[:at]), values(j.others(stating[at:]))).Alerts() {
			continue
		}
		live, err := j.history.Live(j.window(), c)
		if err != nil {
			return nil, err
		}
		old := estimate.Of(live)
		out = append(out, fact{kind: event.New, reason: reasons[j.policy().Judge(value(c), values(live), nil).Reason], claim: c,
			before: old.Amount, independent: claim.Independent(stating)})
	}
	return out, nil
}

// confirmations returns the numbers that the added claims bring to the required count of
// independent claimants.
func (j *judgement) confirmations(added []claim.Claim) []fact {
	enough := j.tracker.Novelty.Confirm
	if enough < 2 {
		return nil
	}
	var out []fact
	for _, c := range added {
		if slices.ContainsFunc(out, func(o fact) bool { return j.policy().Same(value(c), value(o.claim)) }) {
			continue
		}
		stating := j.stating[c.ID]
		if is := claim.Independent(stating); is >= enough && claim.Independent(j.others(stating)) < enough {
			out = append(out, fact{kind: event.Confirmed, reason: event.Agreed, claim: c,
				before: c.Amount, independent: is})
		}
	}
	return out
}

// same returns the claims that state the number of c.
func (j *judgement) same(c claim.Claim) ([]claim.Claim, error) {
	least, most := j.policy().Reach(value(c))
	near, err := j.history.Stating(j.window(), least, most)
	return slices.DeleteFunc(near, func(k claim.Claim) bool { return !j.policy().Same(value(c), value(k)) }), err
}

// others returns the claims without the added ones.
func (j *judgement) others(claims []claim.Claim) []claim.Claim {
	return slices.DeleteFunc(slices.Clone(claims), func(c claim.Claim) bool {
		_, added := j.stating[c.ID]
		return added
	})
}

// corrections returns the totals that a claimant lowered, and the numbers that an edit of the
// article changed.
func (j *judgement) corrections(added []claim.Claim) ([]fact, error) {
	out, err := j.edits()
	if err != nil || j.tracker.Measure != track.Cumulative {
		return out, err
	}
	claimants, err := j.lowering(added)
	if err != nil {
		return nil, err
	}
	near := j.policy().Near
	for _, claimant := range claimants {
		said, err := j.history.Said(j.window(), claimant)
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
			out = append(out, fact{kind: event.Corrected, reason: event.Lowered, claim: f.New,
				before: f.Old.Amount, independent: claim.Independent(same)})
		}
	}
	return out, nil
}

// lowering returns the claimants whose total the added claims may lower.
func (j *judgement) lowering(added []claim.Claim) ([]string, error) {
	var out []string
	for _, c := range added {
		if !c.Value.Stated() || slices.Contains(out, c.Claimant) {
			continue
		}
		falls, err := j.history.MayFall(j.window(), c)
		if err != nil {
			return nil, err
		}
		if falls {
			out = append(out, c.Claimant)
		}
	}
	return out, nil
}

// edits returns the numbers that a revision of the article changes: for a cumulative tracker
// any step down, since growth is merely news; for others any other number.
func (j *judgement) edits() ([]fact, error) {
	editions, err := j.history.Editions(j.article.ID, j.tracker.Name, j.tracker.Join())
	if err != nil {
		return nil, err
	}
	var out []fact
	for i := 1; i < len(editions); i++ {
		old, now := claim.Settle(editions[i-1]), claim.Settle(editions[i])
		if !old.Value.Stated() || !now.Value.Stated() || j.policy().Near(now.Value, old.Value) ||
			j.tracker.Measure == track.Cumulative && now.Value.Cmp(old.Value) > 0 {
			continue
		}
		out = append(out, fact{kind: event.Corrected, reason: event.Edited, claim: now,
			before: old.Amount, independent: 1})
	}
	return out, nil
}

// report makes an event with evidence from each fact.
func (j *judgement) report(facts []fact) ([]Event, error) {
	var out []Event
	seen := map[string]bool{}
	for _, o := range facts {
		a, f := j.article, j.figures[o.claim.ID]
		if f == nil { // the claim is from another article
			article, read, err := j.history.Evidence(o.claim)
			if err != nil {
				return nil, err
			}
			a, f = &article, &read
		}
		if e := newEvent(j.tracker, a, f, o); !seen[e.ID] {
			seen[e.ID] = true
			out = append(out, e)
		}
	}
	return out, nil
}
