package bus

import (
	"context"
	"encoding/json"
	"errors"
)

// Event is a message of EVENTS as it was published: a CloudEvent in JSON.
type Event []byte

// OpenEvents makes the service's durable consumer of EVENTS when it has none: from
// then on no event is missed, whether the service runs or not. Those published
// before are not for it. It waits as Open does.
func OpenEvents(ctx context.Context, b *Bus, service Service[Event]) error {
	service = ofEvents(service)
	service.setDefaults(b)
	return service.reserve(ctx, b)
}

// WorkEvents is Work for a service that takes events. From needs no value.
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
