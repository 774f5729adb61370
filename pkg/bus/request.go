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

// await repeats a request until a server can answer it: one that is starting, or a
// cluster without a leader. The request is about the subject name, if any; a refusal
// ends it at once.
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
			b.log.Warn("NATS is not ready; trying again", zap.String("waiting_for", what), zap.Duration("wait", wait), zap.Error(err))
		}))
	return err
}

// isStarting reports whether a server has no leader yet, or waits for others of its
// cluster.
func isStarting(err error) bool {
	const incomplete, noPeers, unavailable, notLeader = 10004, 10005, 10008, 10009
	api, ok := errors.AsType[*jetstream.APIError](err)
	if !ok {
		return false
	}
	switch api.ErrorCode {
	case incomplete, unavailable, notLeader:
		return true
	case noPeers: // the reason is in its text alone
		return strings.Contains(api.Description, "peer offline")
	}
	return false
}

// requestTimeout is how long one request waits for its answer. A server that dies leaves
// its requests unanswered, and only a new request reaches its successor.
const requestTimeout = 3 * time.Second

// untilAnswered repeats a request until it is answered or ctx ends.
func untilAnswered[T any](ctx context.Context, ask func(context.Context) (T, error)) (T, error) {
	return backoff.Retry(ctx, func() (T, error) {
		limited, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		answer, err := ask(limited)
		if err != nil && !isUnanswered(err) {
			err = backoff.Permanent(err)
		}
		return answer, err
	}, backoff.WithBackOff(pauses()), backoff.WithMaxElapsedTime(0))
}

// isUnanswered reports whether a request got no answer, or one from a server that is
// still starting.
func isUnanswered(err error) bool {
	return errors.Is(err, nats.ErrTimeout) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, nats.ErrNoResponders) || errors.Is(err, jetstream.ErrNoStreamResponse) || isStarting(err)
}
