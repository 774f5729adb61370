package fetcher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/bus/memory"
	"github.com/arqam-io/arqam/pkg/feed"
)

// quiet is how long a file must stay unchanged before it is read, so that no half-written
// article is published.
const quiet = 500 * time.Millisecond

// Watch publishes the files in the directories and below, and whatever is written there,
// until ctx ends; it then returns nil. A file is read once it has not been written to for
// half a second.
func (f *Fetcher) Watch(ctx context.Context, dirs ...string) error {
	notes, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch directories: %w", err)
	}
	defer notes.Close()
	state, err := f.Bus.State(ctx)
	if err != nil {
		return fmt.Errorf("watch directories: %w", err)
	}
	w := watch{Fetcher: f, state: state, notes: notes, quiet: quiet, timers: map[string]*time.Timer{}, ready: make(chan string)}
	// Watching starts before reading, so that no file is missed.
	for _, dir := range dirs {
		if err := w.add(dir); err != nil {
			return err
		}
	}
	for _, dir := range dirs {
		if err := w.read(ctx, dir); err != nil {
			return ended(ctx, err)
		}
	}
	return ended(ctx, w.loop(ctx, dirs))
}

// ended is err, or nil once ctx has ended.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

type watch struct {
	*Fetcher
	state  *memory.State
	notes  *fsnotify.Watcher
	quiet  time.Duration
	timers map[string]*time.Timer
	ready  chan string
}

// add watches dir and every directory below it.
func (w *watch) add(dir string) error {
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !entry.IsDir() {
			return nil
		}
		if path != dir && strings.HasPrefix(entry.Name(), ".") {
			return filepath.SkipDir
		}
		return w.notes.Add(path)
	})
	if err != nil {
		return fmt.Errorf("watch directory %q: %w", dir, err)
	}
	w.Log.Info("watching directory", zap.String("directory", dir))
	return nil
}

func (w *watch) loop(ctx context.Context, dirs []string) error {
	defer func() {
		for _, timer := range w.timers {
			timer.Stop()
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return nil
		case event := <-w.notes.Events:
			w.changed(ctx, event)
		case err := <-w.notes.Errors:
			w.Log.Warn("watching directories failed; reading all of them again", zap.Error(err))
			if err := w.read(ctx, dirs...); err != nil {
				return err
			}
		case path := <-w.ready:
			delete(w.timers, path)
			if err := w.read(ctx, path); err != nil {
				return err
			}
		}
	}
}

// read publishes files, and the files in directories.
func (w *watch) read(ctx context.Context, paths ...string) error {
	for _, path := range paths {
		files, err := feed.Expand(path)
		if err != nil {
			w.Log.Warn("file skipped: it cannot be read", zap.Error(err))
		}
		for _, file := range files {
			if err := w.file(ctx, file); err != nil {
				return err
			}
		}
	}
	return nil
}

// file publishes one file. Lines that were read before are not read again, even after a
// restart.
func (w *watch) file(ctx context.Context, path string) error {
	var tally feed.Tally
	var err error
	if strings.EqualFold(filepath.Ext(path), ".jsonl") {
		tally, err = w.tail(ctx, path)
	} else {
		tally, err = w.Ingest(ctx, w.Reader.Files(path))
	}
	if err == nil && tally.Published > 0 {
		w.Log.Info("articles published", zap.String("from", path), zap.Int("articles", tally.Published))
	}
	return err
}

func (w *watch) tail(ctx context.Context, path string) (feed.Tally, error) {
	key := "file " + path
	if whole, err := filepath.Abs(path); err == nil {
		key = "file " + whole
	}
	var mark feed.Mark
	value, version, err := w.state.Get(ctx, key)
	if err == nil && version > 0 {
		err = json.Unmarshal(value, &mark)
	}
	if err != nil {
		return feed.Tally{}, fmt.Errorf("fetcher: %w", err)
	}
	tail := w.Reader.Tail(path, mark)
	tally, err := w.Ingest(ctx, tail.Items())
	if err != nil || tail.Mark() == mark {
		return tally, err
	}
	if value, err = json.Marshal(tail.Mark()); err != nil {
		return tally, err
	}
	// If another process reads the same file, its mark is as good.
	if _, err := w.state.Set(ctx, key, value, version); err != nil && !errors.Is(err, memory.ErrChanged) {
		return tally, fmt.Errorf("fetcher: %w", err)
	}
	return tally, nil
}

// changed schedules a file that was written to. A new directory may have got files
// before it was watched, so they count as written.
func (w *watch) changed(ctx context.Context, event fsnotify.Event) {
	if !event.Has(fsnotify.Create) && !event.Has(fsnotify.Write) {
		return
	}
	info, err := os.Stat(event.Name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return
	case err == nil && info.IsDir():
		if strings.HasPrefix(filepath.Base(event.Name), ".") {
			return
		}
		if err := w.add(event.Name); err != nil {
			w.Log.Warn("directory skipped: it cannot be watched", zap.Error(err))
			return
		}
		files, err := feed.Expand(event.Name)
		if err != nil {
			w.Log.Warn("directory skipped: it cannot be read", zap.Error(err))
		}
		for _, path := range files {
			w.settle(ctx, path)
		}
	case feed.Readable(event.Name):
		w.settle(ctx, event.Name)
	}
}

// settle passes a file to the loop once it has been quiet.
func (w *watch) settle(ctx context.Context, path string) {
	if timer, ok := w.timers[path]; ok && timer.Stop() {
		timer.Reset(w.quiet)
		return
	}
	w.timers[path] = time.AfterFunc(w.quiet, func() {
		select {
		case w.ready <- path:
		case <-ctx.Done():
		}
	})
}
