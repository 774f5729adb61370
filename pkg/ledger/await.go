package ledger

import (
	"context"
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"
	"go.uber.org/zap"
)

// maxAwaitPause is the longest pause between two attempts to reach a ledger.
const maxAwaitPause = 5 * time.Second

// Await repeats try while the ledger's PostgreSQL cannot be reached, until ctx ends, and logs
// each failure. It returns any other error at once.
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
			log.Warn("the ledger cannot be reached; trying again", zap.Duration("wait", wait), zap.Error(err))
		}))
	return err
}
