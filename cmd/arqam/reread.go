package main

import (
	"context"
	"strings"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/settings"
	"github.com/arqam-io/arqam/pkg/track"
)

// rereadTrackers reads the trackers again on SIGHUP and after each change of their file, and
// sends them to changed if they have no error, until ctx ends.
func (s *site) rereadTrackers(ctx context.Context, e *engine.Engine, changed chan<- *track.Matcher) error {
	unwatched := func(err error) {
		s.log.Error("a change of the trackers' file may have been missed: send SIGHUP to read it again", zap.String("file", s.config.trackers), zap.Error(err))
	}
	return settings.Watch(ctx, s.config.trackers, unwatched, func() {
		m, err := s.matcher(e)
		if err != nil {
			for line := range strings.Lines(err.Error()) {
				s.log.Error("the changed trackers have an error; the previous ones stay in use", zap.String("problem", strings.TrimSpace(line)))
			}
			return
		}
		select {
		case changed <- m:
		case <-ctx.Done():
		}
	})
}
