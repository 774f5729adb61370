package bus

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"
)

// await repeats what a server cannot answer yet: one that starts, or a cluster
// that has no leader. It asks about the subject named, if any, and ends at once where
// that is not permitted.
func (b *Bus) await(ctx context.Context, what, name string, try func(context.Context) error) error {
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		err := b.ask(ctx, name, try)
		silent := errors.Is(err, nats.ErrTimeout) || errors.Is(err, context.DeadlineExceeded)
		if err != nil && b.conn.IsConnected() && !isStarting(err) && !silent {
			err = backoff.Permanent(err)
		}
		return struct{}{}, err
	}, backoff.WithBackOff(pauses()), backoff.WithMaxElapsedTime(0),
		backoff.WithNotify(func(err error, wait time.Duration) {
			b.log.Warn("NATS is not ready and will be asked again", zap.String("what", what), zap.Duration("wait", wait), zap.Error(err))
		}))
	return err
}

// isStarting reports whether a server says that it has no leader yet, or misses
// others of its cluster.
func isStarting(err error) bool {
	const incomplete, noPeers, unavailable, notLeader = 10004, 10005, 10008, 10009
	api, ok := errors.AsType[*jetstream.APIError](err)
	if !ok {
		return false
	}
	switch api.ErrorCode {
	case incomplete, unavailable, notLeader:
		return true
	case noPeers: // the server gives the reason as text alone
		return strings.Contains(api.Description, "peer offline")
	}
	return false
}

// answerPatience is how long one request waits for its answer. A server that dies
// swallows those that it had not answered, and only a new one finds its successor.
const answerPatience = 3 * time.Second

// insist asks again while no answer comes, until ctx ends.
func insist[T any](ctx context.Context, ask func(context.Context) (T, error)) (T, error) {
	return backoff.Retry(ctx, func() (T, error) {
		limited, cancel := context.WithTimeout(ctx, answerPatience)
		defer cancel()
		answer, err := ask(limited)
		if err != nil && !isUnanswered(err) {
			err = backoff.Permanent(err)
		}
		return answer, err
	}, backoff.WithBackOff(pauses()), backoff.WithMaxElapsedTime(0))
}

// isUnanswered reports whether a request got no answer, or one that says that it
// came too early.
func isUnanswered(err error) bool {
	return errors.Is(err, nats.ErrTimeout) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, nats.ErrNoResponders) || errors.Is(err, jetstream.ErrNoStreamResponse) || isStarting(err)
}
