package bus

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// errOpening is the state of a service that has no consumer yet.
var errOpening = errors.New("opening its consumer")

// services has the state of each running service of a bus; nil is ready.
type services struct {
	mu    sync.Mutex
	state map[string]error
}

func (r *services) set(name string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.state == nil {
		r.state = map[string]error{}
	}
	r.state[name] = err
}

func (r *services) forget(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.state, name)
}

// Ready returns nil while NATS is connected and every running service has its consumer,
// and else an error that says what is missing.
func (b *Bus) Ready() error {
	if !b.conn.IsConnected() {
		return errors.New("NATS is not connected")
	}
	b.services.mu.Lock()
	defer b.services.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(b.services.state)) {
		if err := b.services.state[name]; err != nil {
			return fmt.Errorf("service %q: %w", name, err)
		}
	}
	return nil
}
