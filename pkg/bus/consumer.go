package bus

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Open makes the room's durable consumer when it has none, so that a user who
// may not make it can run the room.
func Open[In figure.Message](ctx context.Context, b *Bus, room Room[In]) error {
	room.setDefaults(b)
	_, err := room.open(ctx, b)
	return err
}

// consumer finds a durable consumer, makes it when it is missing, and changes
// one that would not serve.
func (b *Bus) consumer(ctx context.Context, stream Stream, want jetstream.ConsumerConfig) (jetstream.Consumer, error) {
	var consumer jetstream.Consumer
	err := b.ask(ctx, string(stream), func(ctx context.Context) (err error) {
		consumer, err = b.js.Consumer(ctx, string(stream), want.Durable)
		return err
	})
	there := err == nil
	if err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
		return nil, err
	}
	if there && serves(consumer.CachedInfo().Config, want) {
		return consumer, nil
	}
	missing := SetupError{fmt.Sprintf("consumer %q of stream %q", want.Durable, stream), there}
	err = b.create(ctx, string(stream), missing, func(ctx context.Context) (err error) {
		consumer, err = b.js.CreateOrUpdateConsumer(ctx, string(stream), want)
		return err
	})
	return consumer, err
}

// serves reports whether a consumer has what a room relies on; the rest is its
// operator's to choose.
func serves(have, want jetstream.ConsumerConfig) bool {
	return have.AckPolicy == want.AckPolicy && have.AckWait == want.AckWait && have.MaxDeliver == want.MaxDeliver &&
		(want.MaxAckPending == 0 || have.MaxAckPending == want.MaxAckPending) &&
		have.FilterSubject == "" && len(have.FilterSubjects) == 0
}
