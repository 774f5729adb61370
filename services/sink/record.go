package sink

import (
	"cmp"
	"context"
	"slices"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/novelty"
	"github.com/arqam-io/arqam/pkg/track"
)

// outcome is what an article brought that the ledger did not have.
type outcome struct {
	claims  []claim.Claim
	events  []ledger.Event
	reports []ledger.Report
	held    int // reports whose series has another point at that time
}

// handle records one article. A second delivery finds everything there and
// changes nothing.
func (s *sink) handle(ctx context.Context, in *figure.Figures) error {
	made := s.claims(in)
	var got outcome
	err := s.Ledger.Update(ctx, func(tx *ledger.Tx) error {
		got = outcome{}
		return s.record(tx, in, made, &got)
	})
	if err != nil {
		return err
	}
	s.count(in, &got)
	for _, c := range got.claims {
		s.markMoved(made.trackers[c.Tracker])
	}
	if len(got.events) > 0 {
		s.events.kick()
	}
	if len(got.claims) > 0 {
		s.series.kick()
		for _, p := range s.remote {
			p.kick()
		}
	}
	return nil
}

// made is what an article claims, by tracker.
type made struct {
	claims   []claim.Claim
	figures  map[claim.ID]*figure.Figure
	trackers map[string]*track.Tracker
}

func (s *sink) claims(in *figure.Figures) made {
	out := made{figures: map[claim.ID]*figure.Figure{}, trackers: map[string]*track.Tracker{}}
	for _, m := range s.Matcher.Match(in) {
		v := m.Values
		c := claim.New(m.Tracker.Name, seriesUnit(m.Tracker), in.Article, m.Figure, v.Value, v.Lower, v.Upper)
		out.claims = append(out.claims, c)
		out.figures[c.ID] = m.Figure
		out.trackers[m.Tracker.Name] = m.Tracker
	}
	return out
}

func (s *sink) record(tx *ledger.Tx, in *figure.Figures, m made, got *outcome) error {
	if err := tx.Record(in); err != nil {
		return err
	}
	var err error
	if got.claims, err = tx.Claim(&in.Article, s.names, m.claims); err != nil || claim.AsOf(in.Article).IsZero() {
		return err
	}
	for name, added := range byTracker(got.claims) {
		t := m.trackers[name]
		events, err := judge(tx, t, in, added, m.figures)
		if err != nil {
			return err
		}
		got.events = append(got.events, events...)
		mine := slices.DeleteFunc(slices.Clone(m.claims), func(c claim.Claim) bool { return c.Tracker != name })
		got.reports = append(got.reports, report(claim.Settle(mine)))
	}
	slices.SortFunc(got.events, func(a, b ledger.Event) int { return cmp.Compare(a.ID, b.ID) })
	if got.held, err = tx.Report(got.reports); err != nil {
		return err
	}
	return tx.Announce(got.events)
}

func byTracker(claims []claim.Claim) map[string][]claim.Claim {
	out := map[string][]claim.Claim{}
	for _, c := range claims {
		out[c.Tracker] = append(out[c.Tracker], c)
	}
	return out
}

func report(c claim.Claim) ledger.Report {
	return ledger.Report{Tracker: c.Tracker, Unit: c.Unit, Source: c.Source, At: c.AsOf,
		Value: c.Best, Lower: c.Low, Upper: c.High, Claim: c.ID}
}

// judge returns an event for each of the added claims that is news. The claims
// share an article, and so their as-of time.
func judge(tx *ledger.Tx, t *track.Tracker, in *figure.Figures, added []claim.Claim, figures map[claim.ID]*figure.Figure) ([]ledger.Event, error) {
	policy := novelty.Policy{Tolerance: t.Novelty.Tolerance, Memory: t.Novelty.Memory}
	window := max(t.Novelty.Memory, t.Estimate.Horizon)
	at := added[0].AsOf
	history, err := tx.Remembered(t.Name, seriesUnit(t), at.Add(-window), at.Add(policy.Memory))
	if err != nil {
		return nil, err
	}
	fresh := map[claim.ID]bool{}
	for _, c := range added {
		fresh[c.ID] = true
	}
	values := make([]novelty.Value, len(history))
	for i, c := range history {
		values[i] = novelty.Value{ID: string(c.ID), At: c.AsOf, Stated: c.Best, Low: c.Low, High: c.High}
	}
	var events []ledger.Event
	for i, c := range history {
		if !fresh[c.ID] {
			continue
		}
		// What the article itself says further on was not told before.
		var later []novelty.Value
		for j := i + 1; j < len(history); j++ {
			if !fresh[history[j].ID] {
				later = append(later, values[j])
			}
		}
		verdict := policy.Judge(values[i], values[:i], later)
		if !verdict.Alerts() {
			continue
		}
		before := claim.Policy{Best: t.Estimate.Best, Horizon: t.Estimate.Horizon}.Of(history[:i])
		e, err := newEvent(t, &in.Article, figures[c.ID], c, before, verdict)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// count moves the counters, once for each claim and event whatever is delivered
// again.
func (s *sink) count(in *figure.Figures, got *outcome) {
	a := &in.Article
	for _, c := range got.claims {
		s.show.Reported(c.Tracker, c.Source)
	}
	for _, e := range got.events {
		s.show.Event(e.Tracker, e.Type)
	}
	if got.held > 0 {
		s.meter.held.Add(float64(got.held))
		s.Log.Info("series holds another report of this source and time",
			zap.String("article_id", string(a.ID)), zap.String("source", a.Source), zap.Int("reports", got.held))
	}
	if len(got.claims) > 0 && claim.AsOf(*a).IsZero() {
		s.meter.undated.Add(float64(len(got.claims)))
		s.Log.Warn("article bears no date: its figures are kept, but stand in no series",
			zap.String("article_id", string(a.ID)), zap.String("source", a.Source), zap.Int("claims", len(got.claims)),
			zap.Time("fetched", a.Fetched.Truncate(time.Second)))
	}
}
