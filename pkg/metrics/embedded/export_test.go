package embedded

import "context"

// Collector collects a target once a call, so that tests need no loop.
func (s *Store) Collector(t Target) func(context.Context) error {
	c := collector{store: s, target: t}
	return c.collect
}
