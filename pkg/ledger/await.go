package ledger

import (
	"context"
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"
	"go.uber.org/zap"
)

// maxAwaitPause is the longest pause between two attempts at a ledger that is away.
const maxAwaitPause = 5 * time.Second

// Await repeats what the ledger's PostgreSQL could not be reached for, and says so
// to the log, until ctx ends. Any other error ends it at once.
func Await(ctx context.Context, log *zap.Logger, try func(context.Context) error) error {
	pauses := backoff.NewExponentialBackOff()
	pauses.MaxInterval = maxAwaitPause
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		err := try(ctx)
		if err != nil && !errors.Is(err, ErrUnreachable) {
			err = backoff.Permanent(err)
		}
		return struct{}{}, err
	}, backoff.WithBackOff(pauses), backoff.WithMaxElapsedTime(0),
		backoff.WithNotify(func(err error, wait time.Duration) {
			log.Warn("the ledger does not answer and will be asked again", zap.Duration("wait", wait), zap.Error(err))
		}))
	return err
}
