package embedded

import (
	"context"
	"errors"
)

// Collector returns a function that collects a target once, so that tests need no loop.
func (s *Store) Collector(t Target) func(context.Context) error {
	c := collector{store: s, target: t}
	return c.collect
}

// Compact compacts at once, as the TSDB does when a block is full, and returns the number of
// blocks.
func (s *Store) Compact(ctx context.Context) (int, error) {
	err := errors.Join(s.reported.Compact(ctx), s.reported.CompactOOOHead(ctx), s.reported.Compact(ctx))
	return len(s.reported.Blocks()), err
}
