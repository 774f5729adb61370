package bus

import (
	"context"
	"testing"

	"github.com/nats-io/nats.go/jetstream"
)

// TestAwait asks again for as long as a cluster is not whole, and for nothing else.
func TestAwait(t *testing.T) {
	b, _ := newBus(t)
	for _, c := range []struct {
		name  string
		said  error
		again bool
	}{
		{"no leader", &jetstream.APIError{ErrorCode: 10008, Description: "JetStream system temporarily unavailable"}, true},
		{"a server is away", &jetstream.APIError{ErrorCode: 10005, Description: "no suitable peers for placement, peer offline"}, true},
		{"too few servers", &jetstream.APIError{ErrorCode: 10005, Description: "no suitable peers for placement, insufficient storage"}, false},
		{"no answer", context.DeadlineExceeded, true},
		{"no such stream", jetstream.ErrStreamNotFound, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked := 0
			err := b.await(testContext(t), "streams", "", func(context.Context) error {
				if asked++; asked == 1 {
					return c.said
				}
				return nil
			})
			if (err == nil) != c.again || (asked == 2) != c.again {
				t.Errorf("asked %d times: %v", asked, err)
			}
		})
	}
}
