package sink

import (
	"context"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/intake"
)

// handle records one article and wakes the pumps if it added events or reports.
func (s *sink) handle(ctx context.Context, in *figure.Figures) error {
	s.rules.RLock()
	defer s.rules.RUnlock()
	got, err := s.recorder.Record(ctx, in)
	if err != nil {
		return err
	}
	s.count(in, &got)
	for _, t := range got.Trackers {
		s.queueEstimate(t)
	}
	if len(got.Events) > 0 {
		s.events.kick()
	}
	if len(got.Trackers) > 0 {
		s.series.kick()
		for _, p := range s.remote {
			p.kick()
		}
	}
	return nil
}

// count increments the counters once for each claim and event, also when an article is
// delivered again.
func (s *sink) count(in *figure.Figures, got *intake.Outcome) {
	a := &in.Article
	for _, c := range got.Claims {
		s.show.Reported(c.Tracker, c.Source)
	}
	for _, e := range got.Events {
		s.show.Event(e.Tracker, e.Type)
	}
	if got.Refused > 0 {
		s.meter.refused.Add(float64(got.Refused))
		s.Log.Info("report not added to the series: the series already has a report of this source and time",
			zap.String("article_id", string(a.ID)), zap.String("source", a.Source), zap.Int("reports", got.Refused))
	}
	if len(got.Claims) > 0 && claim.AsOf(*a).IsZero() {
		s.meter.undated.Add(float64(len(got.Claims)))
		s.Log.Warn("article has no date: its figures are in the ledger but not in the series",
			zap.String("article_id", string(a.ID)), zap.String("source", a.Source), zap.Int("claims", len(got.Claims)),
			zap.Time("fetched", a.Fetched.Truncate(time.Second)))
	}
}
