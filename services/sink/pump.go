package sink

import (
	"context"
	"time"

	"github.com/cenkalti/backoff/v5"
	"go.uber.org/zap"
)

const maxPause = 30 * time.Second

// pump publishes one part of the outbox whenever something was added to it.
type pump struct {
	name  string
	drain func(context.Context) error
	wake  chan struct{}
	log   *zap.Logger
}

func newPump(name string, drain func(context.Context) error, log *zap.Logger) *pump {
	return &pump{name, drain, make(chan struct{}, 1), log}
}

// kick wakes the pump; kicks during a drain count as one.
func (p *pump) kick() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// run drains at once and after every kick, until ctx ends. A failed drain is retried after a
// pause.
func (p *pump) run(ctx context.Context) error {
	pauses := backoff.NewExponentialBackOff()
	pauses.MaxInterval = maxPause
	for {
		_, err := backoff.Retry(ctx, func() (struct{}, error) { return struct{}{}, p.drain(ctx) },
			backoff.WithBackOff(pauses), backoff.WithMaxElapsedTime(0),
			backoff.WithNotify(func(err error, wait time.Duration) {
				p.log.Warn("outbox could not be published; trying again",
					zap.String("outbox", p.name), zap.Duration("wait", wait), zap.Error(err))
			}))
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-p.wake:
		}
	}
}
