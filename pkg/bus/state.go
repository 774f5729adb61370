package bus

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

const (
	stateBucket = "arqam-fetcher"
	// stateAge is how long a value is kept that nobody writes again: of a feed
	// that is followed no more.
	stateAge = 90 * day
)

// State keeps small values that processes share and change one at a time, such
// as where a fetcher stands with a feed. It outlives restarts and is safe for
// concurrent use.
type State struct{ values }

// ErrChanged says that a value was changed by somebody else since it was read.
var ErrChanged = errors.New("changed by somebody else")

// State opens the shared values, and makes the place for them when there is
// none.
func (b *Bus) State(ctx context.Context) (*State, error) {
	kv, err := b.keyValue(ctx, stateBucket, "where fetchers stand with feeds and hosts", stateAge)
	if err != nil {
		return nil, err
	}
	return &State{values{kv}}, nil
}

// Get returns the value of a key, which may be any text, and its version. Both
// are zero when there is none.
func (s *State) Get(ctx context.Context, key string) (value []byte, version uint64, err error) {
	value, version, err = s.get(ctx, stateKey(key))
	if err != nil {
		return nil, 0, fmt.Errorf("read state %q: %w", key, err)
	}
	return value, version, nil
}

// Set writes a value over the version that was read; version 0 says that there
// was none. The error wraps ErrChanged when there is another by now.
func (s *State) Set(ctx context.Context, key string, value []byte, version uint64) (uint64, error) {
	version, err := s.set(ctx, stateKey(key), value, version)
	if err != nil {
		return 0, fmt.Errorf("write state %q: %w", key, err)
	}
	return version, nil
}

func stateKey(key string) string { return digest(key) }

// isConflict reports whether a conditional write met a newer value.
func isConflict(err error) bool {
	var api *jetstream.APIError
	return errors.Is(err, jetstream.ErrKeyExists) || errors.As(err, &api) && api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence
}
