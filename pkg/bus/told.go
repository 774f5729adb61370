package bus

import (
	"context"
	"fmt"
	"time"
)

const (
	toldBucket = "arqam-told"
	// toldAge outlives the events on EVENTS and the letters on DEAD, so that
	// none that is sent again reaches a receiver twice.
	toldAge = 2 * 90 * day
)

// Told remembers which events a receiver has answered: an event may stand on
// EVENTS twice, after a crash of the sink or a retry from DEAD. It is safe for
// concurrent use, and shared by every process on the same NATS.
type Told struct{ values }

// Told opens the memory of told events, and creates it when there is none.
func (b *Bus) Told(ctx context.Context) (*Told, error) {
	kv, err := b.keyValue(ctx, toldBucket, "receiver and event to the time of the answer", toldAge)
	if err != nil {
		return nil, err
	}
	return &Told{values{kv}}, nil
}

// Knows reports whether the receiver has answered the event.
func (t *Told) Knows(ctx context.Context, receiver, event string) (bool, error) {
	_, version, err := t.get(ctx, toldKey(receiver, event))
	if err != nil {
		return false, fmt.Errorf("look up event %q of receiver %q: %w", event, receiver, err)
	}
	return version > 0, nil
}

// Remember records that the receiver has answered the event.
func (t *Told) Remember(ctx context.Context, receiver, event string, at time.Time) error {
	if err := t.put(ctx, toldKey(receiver, event), []byte(at.UTC().Format(time.RFC3339))); err != nil {
		return fmt.Errorf("remember event %q of receiver %q: %w", event, receiver, err)
	}
	return nil
}

func toldKey(receiver, event string) string { return digest(receiver, event) }
