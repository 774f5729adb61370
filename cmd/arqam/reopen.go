package main

import (
	"context"
	"errors"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/metrics/embedded"
)

// storeCheckInterval is how often a metrics store that cannot write is checked.
const storeCheckInterval = 2 * time.Second

// errReopen ends a site so that the same process opens it again.
var errReopen = errors.New("the metrics store must be opened again")

// reopening calls run again each time that it ends with errReopen.
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
		if broken == nil || ctx.Err() != nil || !embedded.HasSpace(s.config.data) {
			continue
		}
		s.log.Info("the disk has space again; reopening the metrics store and the services", zap.NamedError("because", broken))
		return errReopen
	}
}
