package memory

import (
	"context"
	"fmt"
)

// State keeps small values that processes change one at a time, such as how far a
// fetcher has read a feed. It is safe for concurrent use.
type State struct{ values Values }

// NewState keeps the values in a store.
func NewState(values Values) *State { return &State{values} }

// Get returns the value of a key, which may be any text, and its version. Both
// are zero when there is none.
func (s *State) Get(ctx context.Context, key string) (value []byte, version uint64, err error) {
	value, version, err = s.values.Get(ctx, Key{key})
	if err != nil {
		return nil, 0, fmt.Errorf("read state %q: %w", key, err)
	}
	return value, version, nil
}

// Set writes a value over the version that was read; version 0 means that there
// was none. The error wraps ErrChanged if another process has written it since.
func (s *State) Set(ctx context.Context, key string, value []byte, version uint64) (uint64, error) {
	version, err := s.values.Set(ctx, Key{key}, value, version)
	if err != nil {
		return 0, fmt.Errorf("write state %q: %w", key, err)
	}
	return version, nil
}
