package memory

import (
	"context"
	"fmt"
	"time"
)

// Deliveries records which events each receiver has accepted: an event may be on
// EVENTS twice, after a crash of the sink or a retry from DEAD. It is safe for
// concurrent use.
type Deliveries struct{ values Values }

// NewDeliveries keeps the deliveries in a store.
func NewDeliveries(values Values) *Deliveries { return &Deliveries{values} }

// Has reports whether the receiver has accepted the event.
func (d *Deliveries) Has(ctx context.Context, receiver, event string) (bool, error) {
	_, version, err := d.values.Get(ctx, Key{receiver, event})
	if err != nil {
		return false, fmt.Errorf("look up delivery of event %q to receiver %q: %w", event, receiver, err)
	}
	return version > 0, nil
}

// Add records that the receiver has accepted the event.
func (d *Deliveries) Add(ctx context.Context, receiver, event string, at time.Time) error {
	if err := d.values.Put(ctx, Key{receiver, event}, []byte(at.UTC().Format(time.RFC3339))); err != nil {
		return fmt.Errorf("record delivery of event %q to receiver %q: %w", event, receiver, err)
	}
	return nil
}
