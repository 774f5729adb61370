package bus

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Open makes the service's durable consumer when it has none, so that a user who
// may not make it can run the service. It waits for a cluster that elects a leader.
func Open[In figure.Message](ctx context.Context, b *Bus, service Service[In]) error {
	service.setDefaults(b)
	return service.reserve(ctx, b)
}

// reserve opens the service's durable consumer for later.
func (r *Service[In]) reserve(ctx context.Context, b *Bus) error {
	return b.await(ctx, "consumer", "", func(ctx context.Context) error {
		_, err := r.open(ctx, b)
		return err
	})
}

// consumer finds a durable consumer or makes it. Like Setup it widens what is
// narrower than wanted, and leaves the rest as an operator chose it.
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
	if there {
		have := consumer.CachedInfo().Config
		if want = widenConsumer(have, want); reflect.DeepEqual(have, want) {
			return consumer, nil
		}
	}
	missing := SetupError{fmt.Sprintf("consumer %q of stream %q", want.Durable, stream), there}
	err = b.create(ctx, string(stream), missing, func(ctx context.Context) (err error) {
		consumer, err = b.js.CreateOrUpdateConsumer(ctx, string(stream), want)
		return err
	})
	return consumer, err
}

// widenConsumer returns have with every limit at least as wide as in want, and all
// messages for it.
func widenConsumer(have, want jetstream.ConsumerConfig) jetstream.ConsumerConfig {
	have.AckPolicy, have.MaxDeliver = want.AckPolicy, want.MaxDeliver
	have.FilterSubject, have.FilterSubjects = "", nil
	have.AckWait = max(have.AckWait, want.AckWait)
	if want.MaxAckPending > 0 {
		have.MaxAckPending = int(wider(int64(have.MaxAckPending), int64(want.MaxAckPending)))
	}
	return have
}
