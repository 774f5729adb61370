package bus

import (
	"context"
	"errors"

	"github.com/nats-io/nats.go/jetstream"
)

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
