package bus

import (
	"context"
	"encoding/json"
	"errors"
)

// Event is a message of EVENTS as it was published: a CloudEvent in JSON.
type Event []byte

// OpenEvents makes the room's durable consumer of EVENTS when it has none: from
// then on no event is missed, whether the room runs or not. Those published
// before are not for it. It waits as Open does.
func OpenEvents(ctx context.Context, b *Bus, room Room[Event]) error {
	room = ofEvents(room)
	room.setDefaults(b)
	return room.reserve(ctx, b)
}

// WorkEvents is Work for a room that takes events. From needs no value.
func WorkEvents(ctx context.Context, b *Bus, room Room[Event]) error {
	return serve(ctx, b, ofEvents(room))
}

func ofEvents(room Room[Event]) Room[Event] {
	room.From, room.fresh = Events, true
	room.decode = func(body []byte) (Event, error) {
		if !json.Valid(body) {
			return nil, errors.New("decode event: not JSON")
		}
		return body, nil
	}
	return room
}
