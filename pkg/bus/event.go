package bus

import (
	"context"
	"encoding/json"
	"errors"
)

// Event is a message of EVENTS as it was published: a CloudEvent in JSON.
type Event []byte

// OpenEvents creates the service's durable consumer of EVENTS if it is missing: from
// then on it gets every event, even those published while it does not run, but none from
// before. It waits as Open does.
func OpenEvents(ctx context.Context, b *Bus, service Service[Event]) error {
	service = ofEvents(service)
	service.setDefaults(b)
	return service.reserve(ctx, b)
}

// WorkEvents is Work for a service that reads events. It needs no From.
func WorkEvents(ctx context.Context, b *Bus, service Service[Event]) error {
	return serve(ctx, b, ofEvents(service))
}

func ofEvents(service Service[Event]) Service[Event] {
	service.From, service.fresh = Events, true
	service.decode = func(body []byte) (Event, error) {
		if !json.Valid(body) {
			return nil, errors.New("decode event: not JSON")
		}
		return body, nil
	}
	return service
}
