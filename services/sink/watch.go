package sink

import (
	"context"
	"errors"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/track"
)

// watchPause is how often the sink looks for what no article tells it.
const watchPause = time.Minute

// CorrectionPosition is what the ledger calls the sink's place among the
// corrections: the claims do not reflect those after it yet.
const CorrectionPosition = "corrections"

const correctionBatch = 100

// watch follows the clock and what people correct, until ctx ends.
func (s *sink) watch(ctx context.Context) error {
	ticker := time.NewTicker(s.WatchEvery)
	defer ticker.Stop()
	for {
		// Replays and corrections leave events in the ledger from outside.
		s.events.kick()
		s.series.kick()
		if err := errors.Join(s.applyCorrections(ctx), s.announceStale(ctx, s.Now())); err != nil && ctx.Err() == nil {
			s.Log.Warn("corrections and stale trackers could not be looked for; the next try is in a while",
				zap.Duration("wait", s.WatchEvery), zap.Error(err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// applyCorrections makes the claims of corrected articles anew.
func (s *sink) applyCorrections(ctx context.Context) error {
	for {
		made, err := s.Ledger.Corrected(ctx, CorrectionPosition, correctionBatch)
		if err != nil || len(made) == 0 {
			return err
		}
		for _, c := range made {
			in, err := s.Ledger.Recorded(ctx, c.Place.Article)
			if err != nil {
				return err
			}
			if err := s.handle(ctx, &in); err != nil {
				return err
			}
			if err := s.Ledger.Advance(context.WithoutCancel(ctx), CorrectionPosition, c.Seq); err != nil {
				return err
			}
		}
	}
}

// announceStale tells of every tracker without a report for as long as it
// allows, once for each silence. A tracker whose newest report has moved since
// the last look is not silent: old articles are being read.
func (s *sink) announceStale(ctx context.Context, now time.Time) error {
	s.rules.RLock()
	defer s.rules.RUnlock()
	for _, t := range s.Matcher.Trackers() {
		if t.StaleAfter == 0 {
			continue
		}
		newest, err := s.Ledger.Newest(ctx, t.Name, seriesUnit(t))
		if err != nil {
			return err
		}
		if moved := !newest.Equal(s.newest[t.Name]); newest.IsZero() || moved || now.Sub(newest) < t.StaleAfter {
			s.newest[t.Name] = newest
			continue
		}
		if err := s.stale(ctx, t, newest); err != nil {
			return err
		}
	}
	return nil
}

func (s *sink) stale(ctx context.Context, t *track.Tracker, newest time.Time) error {
	last, err := s.Ledger.Claims(ctx, t.Name, seriesUnit(t), newest, newest)
	if err != nil || len(last) == 0 {
		return err
	}
	var told []ledger.Event
	err = s.Ledger.Update(ctx, func(tx *ledger.Tx) error {
		j := judge{tx: tx, tracker: t}
		c := claim.Settle(last)
		events, err := j.encode([]occurrence{{kind: FigureStale, reason: unreported, claim: c,
			before: c.Amount, independent: claim.Independent(last)}})
		if err != nil {
			return err
		}
		told, err = tx.Announce(events)
		return err
	})
	if err != nil {
		return err
	}
	for _, e := range told {
		s.show.Event(e.Tracker, e.Type)
		s.events.kick()
	}
	return nil
}
