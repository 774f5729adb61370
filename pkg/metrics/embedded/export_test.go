package embedded

import (
	"context"
	"errors"
)

// Collector collects a target once a call, so that tests need no loop.
func (s *Store) Collector(t Target) func(context.Context) error {
	c := collector{store: s, target: t}
	return c.collect
}

// Compact does at once what the TSDB does when a block is full, and returns the
// number of blocks there are then.
func (s *Store) Compact(ctx context.Context) (int, error) {
	err := errors.Join(s.reported.Compact(ctx), s.reported.CompactOOOHead(ctx), s.reported.Compact(ctx))
	return len(s.reported.Blocks()), err
}
