package main

import (
	"context"
	"errors"
	"os"
	"time"

	"go.uber.org/zap"
)

const (
	// mendInterval is how often a store that cannot write is looked at, and
	// mendService what its disk must take before it is opened again, in bytes.
	mendInterval = 2 * time.Second
	mendService  = 8 << 20
)

// errAgain ends a site that is to be opened again by the same process.
var errAgain = errors.New("the metrics store is opened again")

// again runs a site, and once more each time that it ends with errAgain.
func again(ctx context.Context, run func() error) error {
	for {
		if err := run(); !errors.Is(err, errAgain) || ctx.Err() != nil {
			return err
		}
	}
}

// mend watches the metrics store. One whose log could not be written, mostly on a
// full disk, takes nothing any more until it is opened anew; once the disk takes
// data again, mend ends the site with errAgain.
func (s *site) mend(ctx context.Context) error {
	ticker := time.NewTicker(mendInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		broken := s.store.Ready(ctx)
		if broken == nil || ctx.Err() != nil || !hasService(s.config.data) {
			continue
		}
		s.log.Warn("the disk takes data again, and all is opened anew", zap.NamedError("because", broken))
		return errAgain
	}
}

// hasService reports whether the disk of a directory takes mendService bytes.
func hasService(dir string) bool {
	f, err := os.CreateTemp(dir, "service-")
	if err != nil {
		return false
	}
	defer os.Remove(f.Name())
	_, err = f.Write(make([]byte, mendService))
	return errors.Join(err, f.Close()) == nil
}
