package embedded

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/oklog/ulid/v2"
	"github.com/prometheus/prometheus/tsdb"
	"github.com/prometheus/prometheus/tsdb/fileutil"
	"github.com/prometheus/prometheus/tsdb/wlog"
)

// acquire creates the directory and takes its lock, which the system frees when the process
// ends.
func (s *Store) acquire() error {
	if err := os.MkdirAll(s.opts.Dir, 0o750); err != nil {
		return fmt.Errorf("%w; give a directory that can be written", err)
	}
	path := filepath.Join(s.opts.Dir, "lock")
	entries, err := os.ReadDir(s.opts.Dir)
	if err != nil {
		return fmt.Errorf("%w; give a directory that can be read", err)
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) && len(entries) > 0 && !holdsDatabase(entries) {
		return fmt.Errorf("%w: it contains %q but no database; give another directory, or move this one away", ErrForeign, entries[0].Name())
	}
	lock, _, err := fileutil.Flock(path)
	switch {
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("%w; give a directory that can be written", err)
	case err != nil:
		return fmt.Errorf("%w (%w); stop that process or give another directory", ErrLocked, err)
	}
	s.lock = lock
	return nil
}

// holdsDatabase reports whether a directory without our lock file contains our databases, such
// as a copy.
func holdsDatabase(entries []os.DirEntry) bool {
	return slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == "reported" || e.Name() == "services" })
}

// damaged explains an error of the TSDB about the database in dir.
func damaged(dir string, err error) error {
	return fmt.Errorf("database %q is %w: %w; move it away to start an empty one that is filled again from the ledger, "+
		"or repair the file that the error names", dir, ErrDamaged, err)
}

// inspect reads the logs of the database in dir before the TSDB does: the TSDB itself would
// drop everything after a broken record, skip a block without a description, and continue. A
// record torn by a crash is the last of its log, and dropping it is correct; a broken record
// with more after it means lost data, and a person must decide.
func inspect(dir string) error {
	if err := inspectBlocks(dir); err != nil {
		return err
	}
	for _, j := range journals(dir) {
		err := j.inspect()
		var broken *wlog.CorruptionErr
		switch {
		case errors.As(err, &broken):
			return fmt.Errorf("log %q is %w: %w; restore it from a copy, or move the metrics directory "+
				"away: an empty one is filled again from the ledger at the next start",
				j.dir, ErrDamaged, err)
		case err != nil:
			return fmt.Errorf("read log %q: %w", j.dir, err)
		}
	}
	return nil
}

// inspectBlocks checks that each block has a description. Blocks are made and deleted by
// renaming, so no crash leaves an incomplete one under its final name. The TSDB checks the
// index itself, and the chunks when they are read.
func inspectBlocks(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if _, err := ulid.ParseStrict(e.Name()); err != nil || !e.IsDir() {
			continue
		}
		path := filepath.Join(dir, e.Name(), "meta.json")
		text, err := os.ReadFile(path)
		if err != nil {
			return damaged(dir, err)
		}
		var meta tsdb.BlockMeta
		if err := json.Unmarshal(text, &meta); err != nil {
			return damaged(dir, fmt.Errorf("block description %q: %w", path, err))
		}
	}
	return nil
}

func (j *journal) inspect() error {
	first, last, err := wlog.Segments(j.dir)
	if errors.Is(err, os.ErrNotExist) || err == nil && last < 0 {
		return nil
	}
	if err != nil {
		return err
	}
	for i := first; i <= last; i++ {
		if err := j.inspectSegment(i, last); err != nil {
			return err
		}
	}
	return nil
}

func (j *journal) inspectSegment(i, last int) (err error) {
	segment, err := wlog.OpenReadSegment(wlog.SegmentName(j.dir, i))
	if err != nil {
		return err
	}
	buf := wlog.NewSegmentBufReader(segment)
	defer func() { err = errors.Join(err, buf.Close()) }()
	reader := wlog.NewReader(buf)
	for reader.Next() {
	}
	var broken *wlog.CorruptionErr
	if !errors.As(reader.Err(), &broken) {
		return reader.Err()
	}
	info, err := segment.Stat()
	if err != nil {
		return err
	}
	torn := broken.Offset >= info.Size()
	for later := i + 1; torn && later <= last; later++ {
		info, err := os.Stat(wlog.SegmentName(j.dir, later))
		if err != nil {
			return err
		}
		torn = info.Size() == 0
	}
	if torn {
		return nil
	}
	return broken
}
