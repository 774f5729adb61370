package sink

import (
	"context"
	"fmt"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/arqam-io/arqam/pkg/track"
)

const (
	eventBatch  = 256
	reportBatch = 1000
)

// Position names the sink's position among the ledger's reports: later reports are not in the
// metrics store yet.
const Position = "metrics"

// RemotePosition names the position of a remote store.
func RemotePosition(name string) string { return "remote:" + name }

// publishEvents publishes every pending event, and marks it once the stream has stored it.
// After a crash in between, the event is published again under the same id.
func (s *sink) publishEvents(ctx context.Context) error {
	for {
		events, err := s.Ledger.Unpublished(ctx, eventBatch)
		if err != nil || len(events) == 0 {
			return err
		}
		out := make([]bus.Outgoing, len(events))
		ids := make([]string, len(events))
		for i, e := range events {
			out[i], ids[i] = bus.NewEvent(e.Tracker, string(e.Type), e.ID, e.Body), e.ID
		}
		if err := s.Bus.Publish(ctx, out...); err != nil {
			return err
		}
		// Mark also during shutdown: the stream has the events.
		if err := s.Ledger.Published(context.WithoutCancel(ctx), ids); err != nil {
			return err
		}
	}
}

// fillSeries shows the estimates that may have changed, then appends every pending report. The
// estimates come first because they need no store.
func (s *sink) fillSeries(ctx context.Context) error {
	for _, t := range s.takeEstimates() {
		if err := s.estimate(ctx, t); err != nil {
			s.queueEstimate(t)
			return err
		}
	}
	if s.Store == nil {
		return nil
	}
	return s.fill(ctx, Position, s.Store)
}

// fill appends every report after the position to the store, then moves the position.
func (s *sink) fill(ctx context.Context, position string, store Store) error {
	for {
		reports, err := s.Ledger.Pending(ctx, position, reportBatch)
		if err != nil || len(reports) == 0 {
			return err
		}
		var samples []metrics.Sample
		for _, r := range reports {
			samples = append(samples, metrics.Report{Tracker: r.Tracker, Source: r.Source, Unit: r.Unit, Time: r.At,
				Amount: r.Amount}.Samples()...)
		}
		if err := store.Append(ctx, samples); err != nil {
			return err
		}
		if err := s.Ledger.Advance(context.WithoutCancel(ctx), position, reports[len(reports)-1].Seq); err != nil {
			return err
		}
	}
}

// queueEstimate queues a tracker whose estimate may have changed.
func (s *sink) queueEstimate(t *track.Tracker) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.estimates[t.Name] = t
}

// takeEstimates returns the queued trackers and empties the queue.
func (s *sink) takeEstimates() map[string]*track.Tracker {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.estimates
	s.estimates = map[string]*track.Tracker{}
	return taken
}

// estimate shows the estimate from a tracker's live claims.
func (s *sink) estimate(ctx context.Context, t *track.Tracker) error {
	unit := t.Join()
	newest, err := s.Ledger.Newest(ctx, t.Name, unit)
	if err != nil {
		return fmt.Errorf("estimate of %q: %w", t.Name, err)
	}
	policy := claim.Policy{Best: t.Estimate.Best, Horizon: t.Estimate.Horizon}
	live, err := s.Ledger.Live(ctx, t.Name, unit, newest.Add(-policy.Horizon), newest)
	if err != nil {
		return fmt.Errorf("estimate of %q: %w", t.Name, err)
	}
	e := policy.Of(live)
	s.show.Estimate(t.Name, unit, e.Amount)
	s.show.Newest(t.Name, newest)
	return nil
}
