package main

import (
	"context"
	"errors"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/metrics/embedded"
)

// reopenInterval is how often a store that cannot write is looked at.
const reopenInterval = 2 * time.Second

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

// reopenStore watches the metrics store. One whose log could not be written, mostly
// on a full disk, takes nothing any more until it is opened anew; once the disk has
// space again, reopenStore ends the site with errAgain.
func (s *site) reopenStore(ctx context.Context) error {
	ticker := time.NewTicker(reopenInterval)
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
		s.log.Info("the disk has space again: ledger and metrics store are opened anew", zap.NamedError("because", broken))
		return errAgain
	}
}
