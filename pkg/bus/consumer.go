package bus

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Open creates the service's durable consumer if it is missing, so that a user without
// the permission to create it can run the service. It waits while a cluster elects a
// leader.
func Open[In figure.Message](ctx context.Context, b *Bus, service Service[In]) error {
	service.setDefaults(b)
	return service.reserve(ctx, b)
}

// reserve creates the service's durable consumer without reading from it.
func (s *Service[In]) reserve(ctx context.Context, b *Bus) error {
	return b.await(ctx, "consumer", "", func(ctx context.Context) error {
		_, err := s.open(ctx, b)
		return err
	})
}

// open finds the service's durable consumer or creates it.
func (s *Service[In]) open(ctx context.Context, b *Bus) (jetstream.Consumer, error) {
	want := jetstream.ConsumerConfig{
		Durable:   s.Name,
		AckPolicy: jetstream.AckExplicitPolicy,
		AckWait:   s.AckWait,
		// The service counts the tries itself: after the server's MaxDeliver a message
		// would stay in the stream and never be delivered.
		MaxDeliver:    -1,
		MaxAckPending: s.MaxUnanswered,
	}
	if s.fresh {
		want.DeliverPolicy = jetstream.DeliverNewPolicy
	}
	consumer, err := b.consumer(ctx, s.From, want)
	if err != nil {
		return nil, fmt.Errorf("open consumer %q of stream %q: %w", s.Name, s.From, err)
	}
	return consumer, nil
}

// consumer finds a durable consumer or creates it. Like Setup it widens limits that are
// too narrow, and leaves the rest as an operator chose it.
func (b *Bus) consumer(ctx context.Context, stream Stream, want jetstream.ConsumerConfig) (jetstream.Consumer, error) {
	var consumer jetstream.Consumer
	err := b.ask(ctx, string(stream), func(ctx context.Context) (err error) {
		consumer, err = b.js.Consumer(ctx, string(stream), want.Durable)
		return err
	})
	exists := err == nil
	if err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
		return nil, err
	}
	if exists {
		have := consumer.CachedInfo().Config
		if want = widenConsumer(have, want); reflect.DeepEqual(have, want) {
			return consumer, nil
		}
	}
	missing := SetupError{fmt.Sprintf("consumer %q of stream %q", want.Durable, stream), exists}
	err = b.create(ctx, string(stream), missing, func(ctx context.Context) (err error) {
		consumer, err = b.js.CreateOrUpdateConsumer(ctx, string(stream), want)
		return err
	})
	return consumer, err
}
