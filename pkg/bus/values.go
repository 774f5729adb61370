package bus

import (
	"context"
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

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

// values is a bucket of small values that processes share.
type values struct{ kv jetstream.KeyValue }

// get returns a value and its version, which is 0 when there is none.
func (v values) get(ctx context.Context, key string) (value []byte, version uint64, err error) {
	entry, err := insist(ctx, func(ctx context.Context) (jetstream.KeyValueEntry, error) { return v.kv.Get(ctx, key) })
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	return entry.Value(), entry.Revision(), nil
}

// set writes a value over the version that was read, and returns its own. The error
// is ErrChanged when there is another by now, which may be this one, where its
// answer was lost.
func (v values) set(ctx context.Context, key string, value []byte, over uint64) (uint64, error) {
	version, err := insist(ctx, func(ctx context.Context) (uint64, error) {
		if over == 0 {
			return v.kv.Create(ctx, key, value)
		}
		return v.kv.Update(ctx, key, value, over)
	})
	if isConflict(err) {
		err = ErrChanged
	}
	return version, err
}

// put writes a value over whatever there is.
func (v values) put(ctx context.Context, key string, value []byte) error {
	_, err := insist(ctx, func(ctx context.Context) (uint64, error) { return v.kv.Put(ctx, key, value) })
	return err
}
