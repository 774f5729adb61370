package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/track"
)

// rereadPause is how long the file of trackers must stay unwritten before it is
// read: an editor writes it in steps.
const rereadPause = 300 * time.Millisecond

// rereadTrackers reads the trackers again on SIGHUP and whenever their file
// changes, and hands on those without a fault, until ctx ends.
func (s *site) rereadTrackers(ctx context.Context, e *engine.Engine, changed chan<- *track.Matcher) error {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)

	var notes <-chan fsnotify.Event
	var faults <-chan error
	if name := s.config.trackers; name != "" {
		// The folder, since editors put a new file in the place of the old one.
		watcher, err := fsnotify.NewWatcher()
		if err == nil {
			defer watcher.Close()
			err = watcher.Add(filepath.Dir(name))
		}
		if err != nil {
			return fmt.Errorf("watch the trackers %q: %w", name, err)
		}
		notes, faults = watcher.Events, watcher.Errors
	}
	written := time.NewTimer(0)
	<-written.C
	for {
		select {
		case <-ctx.Done():
			return nil
		case note := <-notes:
			if filepath.Clean(note.Name) == filepath.Clean(s.config.trackers) && !note.Has(fsnotify.Remove) {
				written.Reset(rereadPause)
			}
			continue
		case err := <-faults:
			s.log.Warn("the trackers' folder is watched badly; SIGHUP reads them again", zap.Error(err))
			continue
		case <-hangup:
		case <-written.C:
		}
		m, err := s.matcher(e)
		if err != nil {
			for line := range strings.Lines(err.Error()) {
				s.log.Error("trackers not read again; the old ones stay", zap.String("problem", strings.TrimSpace(line)))
			}
			continue
		}
		select {
		case changed <- m:
		case <-ctx.Done():
			return nil
		}
	}
}
