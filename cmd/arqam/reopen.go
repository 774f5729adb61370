package main

import (
	"context"
	"errors"
	"os"
	"time"

	"go.uber.org/zap"
)

const (
	// storeCheckInterval is how often a metrics store that cannot write is checked,
	// and freeSpace the bytes that its disk must take before it is opened again.
	storeCheckInterval = 2 * time.Second
	freeSpace          = 8 << 20
)

// errReopen ends a site that the same process is to open again.
var errReopen = errors.New("the metrics store must be opened again")

// reopening runs a site, and runs it again each time that it ends with errReopen.
func reopening(ctx context.Context, run func() error) error {
	for {
		if err := run(); !errors.Is(err, errReopen) || ctx.Err() != nil {
			return err
		}
	}
}

// watchStore watches the metrics store. A store whose log could not be written, usually
// because the disk is full, accepts no samples until it is opened again; once the disk
// has space, watchStore ends the site with errReopen.
func (s *site) watchStore(ctx context.Context) error {
	ticker := time.NewTicker(storeCheckInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		broken := s.store.Ready(ctx)
		if broken == nil || ctx.Err() != nil || !hasSpace(s.config.data) {
			continue
		}
		s.log.Info("the disk has space again; reopening the metrics store and the services", zap.NamedError("because", broken))
		return errReopen
	}
}

// hasSpace reports whether the disk of a directory takes freeSpace bytes.
func hasSpace(dir string) bool {
	f, err := os.CreateTemp(dir, "space-")
	if err != nil {
		return false
	}
	defer os.Remove(f.Name())
	_, err = f.Write(make([]byte, freeSpace))
	return errors.Join(err, f.Close()) == nil
}
