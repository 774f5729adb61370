package sink

import (
	"context"
	"errors"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/intake"
	"github.com/arqam-io/arqam/pkg/judge"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/track"
)

// watchPause is the default interval between checks for corrections and stale trackers.
const watchPause = time.Minute

// CorrectionPosition names the sink's position among the ledger's corrections: later
// corrections are not applied to the claims yet.
const CorrectionPosition = "corrections"

const correctionBatch = 100

// watch applies corrections and announces stale trackers until ctx ends.
func (s *sink) watch(ctx context.Context) error {
	ticker := time.NewTicker(s.WatchEvery)
	defer ticker.Stop()
	for {
		// Commands such as replay and correct add events to the ledger.
		s.events.kick()
		s.series.kick()
		if err := errors.Join(s.applyCorrections(ctx), s.announceStale(ctx, s.Now())); err != nil && ctx.Err() == nil {
			s.Log.Warn("corrections and stale trackers could not be checked; trying again",
				zap.Duration("wait", s.WatchEvery), zap.Error(err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// applyCorrections records corrected articles again, which recomputes their claims.
func (s *sink) applyCorrections(ctx context.Context) error {
	for {
		corrections, err := s.Ledger.Corrected(ctx, CorrectionPosition, correctionBatch)
		if err != nil || len(corrections) == 0 {
			return err
		}
		for _, c := range corrections {
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

// announceStale reports every tracker whose last report is older than its stale_after, once
// for each silence. A tracker whose newest report has changed since the last check is not
// silent: old articles are being read.
func (s *sink) announceStale(ctx context.Context, now time.Time) error {
	s.rules.RLock()
	defer s.rules.RUnlock()
	for _, t := range s.Matcher.Trackers() {
		if t.StaleAfter == 0 {
			continue
		}
		newest, err := s.Ledger.Newest(ctx, t.Name, t.Join())
		if err != nil {
			return err
		}
		if !newest.Equal(s.newest[t.Name]) || !judge.Silent(t, newest, now) {
			s.newest[t.Name] = newest
			continue
		}
		if err := s.announce(ctx, t, newest); err != nil {
			return err
		}
	}
	return nil
}

// announce adds the event of a silent tracker to the outbox.
func (s *sink) announce(ctx context.Context, t *track.Tracker, newest time.Time) error {
	last, err := s.Ledger.Claims(ctx, t.Name, t.Join(), newest, newest)
	if err != nil || len(last) == 0 {
		return err
	}
	var added []ledger.Event
	err = s.Ledger.Update(ctx, func(tx *ledger.Tx) error {
		stale, err := judge.Stale(tx, t, last)
		if err != nil {
			return err
		}
		added, err = intake.Announce(tx, []judge.Event{stale})
		return err
	})
	if err != nil {
		return err
	}
	for _, e := range added {
		s.show.Event(e.Tracker, e.Type)
		s.events.kick()
	}
	return nil
}
