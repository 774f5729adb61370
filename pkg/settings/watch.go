package settings

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watchPause is how long a file must stay unchanged before it is read: an editor may write it
// in several steps.
const watchPause = 300 * time.Millisecond

// Watch calls read on SIGHUP and after each change of the file, until ctx ends. If the name is
// empty, it waits only for SIGHUP. It passes errors of the watcher to failed and continues.
func Watch(ctx context.Context, file string, failed func(error), read func()) error {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)

	var notes <-chan fsnotify.Event
	var faults <-chan error
	if file != "" {
		// The directory is watched, because editors replace the file with a new one.
		watcher, err := fsnotify.NewWatcher()
		if err == nil {
			defer watcher.Close()
			err = watcher.Add(filepath.Dir(file))
		}
		if err != nil {
			return fmt.Errorf("watch %q: %w", file, err)
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
			if filepath.Clean(note.Name) == filepath.Clean(file) && !note.Has(fsnotify.Remove) {
				written.Reset(watchPause)
			}
		case err := <-faults:
			failed(err)
		case <-hangup:
			read()
		case <-written.C:
			read()
		}
	}
}
