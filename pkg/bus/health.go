package bus

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// errOpening is the state of a room that has no consumer yet.
var errOpening = errors.New("its consumer is being opened")

// rooms is how the rooms of a bus stand: nil is at work.
type rooms struct {
	mu    sync.Mutex
	state map[string]error
}

func (r *rooms) set(name string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.state == nil {
		r.state = map[string]error{}
	}
	r.state[name] = err
}

func (r *rooms) forget(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.state, name)
}

// Ready returns nil while NATS is connected and every room that runs has its
// consumer; else what is missing.
func (b *Bus) Ready() error {
	if !b.conn.IsConnected() {
		return errors.New("NATS is not connected")
	}
	b.rooms.mu.Lock()
	defer b.rooms.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(b.rooms.state)) {
		if err := b.rooms.state[name]; err != nil {
			return fmt.Errorf("room %q: %w", name, err)
		}
	}
	return nil
}
