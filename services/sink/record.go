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
	"github.com/arqam-io/arqam/pkg/track"
)

// outcome is what an article brought that the ledger did not have.
type outcome struct {
	claims  []claim.Claim
	events  []ledger.Event
	reports []ledger.Report
	moved   []*track.Tracker
	held    int // reports whose series has another point at that time
}

// handle records one article. A second delivery finds everything there and
// changes nothing.
func (s *sink) handle(ctx context.Context, in *figure.Figures) error {
	s.rules.RLock()
	defer s.rules.RUnlock()
	var got outcome
	err := s.Ledger.Update(ctx, func(tx *ledger.Tx) error {
		got = outcome{}
		return s.record(tx, in, &got)
	})
	if err != nil {
		return err
	}
	s.count(in, &got)
	for _, t := range got.moved {
		s.markMoved(t)
	}
	if len(got.events) > 0 {
		s.events.kick()
	}
	if len(got.moved) > 0 {
		s.series.kick()
		for _, p := range s.remote {
			p.kick()
		}
	}
	return nil
}

func (s *sink) record(tx *ledger.Tx, in *figure.Figures, got *outcome) error {
	// What the ledger holds of this revision: Record takes away what another
	// engine read in it.
	old, err := tx.Claimed(&in.Article)
	if err != nil {
		return err
	}
	if err := tx.Record(in); err != nil {
		return err
	}
	people, err := tx.Overrides(in)
	if err != nil {
		return err
	}
	m := s.claims(in, people)
	got.moved = s.touched(&m, old)
	if got.claims, err = tx.Claim(&in.Article, s.names, m.claims); err != nil || claim.AsOf(in.Article).IsZero() {
		return err
	}
	for name, added := range byTracker(got.claims) {
		added = slices.DeleteFunc(added, func(c claim.Claim) bool { return retold(m.trackers[name], c, old) })
		if len(added) == 0 {
			continue
		}
		j := judge{tx: tx, tracker: m.trackers[name], article: &in.Article, figures: m.figures}
		events, err := j.events(added)
		if err != nil {
			return err
		}
		got.events = append(got.events, events...)
		if mine := m.of(name); len(mine) > 0 {
			got.reports = append(got.reports, report(claim.Settle(mine)))
		}
	}
	restated, err := s.restated(tx, in, people, &m, old)
	if err != nil {
		return err
	}
	got.events = append(got.events, restated...)
	slices.SortFunc(got.events, func(a, b ledger.Event) int { return cmp.Compare(a.ID, b.ID) })
	if got.held, err = tx.Report(got.reports); err != nil {
		return err
	}
	got.events, err = tx.Announce(got.events)
	return err
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
		Amount: c.Amount, Claim: c.ID}
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
