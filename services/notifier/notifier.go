// Package notifier is the service that sends events to receivers: it takes them from EVENTS,
// once for each receiver, and sends them with pkg/notify. Each receiver has its own durable
// consumer, so that a receiver that is down delays no other and gets what it missed. Packages
// judge and notify decide what is an event and how it is worded. cmd/arqam runs it.
package notifier

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/memory"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/notify"
)

const (
	// firstPause and maxPause are between two tries of one event.
	firstPause = time.Second
	maxPause   = 5 * time.Minute
	// maxUnanswered bounds how many events of one receiver are retried at a time; the others
	// wait, so that a receiver that is down gets at most so many attempts in maxPause.
	maxUnanswered = 16
)

// Receiver takes events.
type Receiver interface {
	Name() string
	// Selects reports whether the receiver is to get an event.
	Selects(event.Event) bool
	// Patience is how long an event is retried before it goes to DEAD.
	Patience() time.Duration
	// Send makes one attempt; an error that wraps notify.ErrRefused is final.
	Send(context.Context, event.Event) error
}

// Options configure a notifier. Bus is required.
type Options struct {
	Bus       *bus.Bus
	Receivers []Receiver
	Now       func() time.Time

	firstPause, maxPause time.Duration // between tries
	ackWait              time.Duration // zero is the bus's default
}

// Notifier sends events to receivers.
type Notifier struct {
	Options
	answers *memory.Deliveries // events that each receiver has accepted
}

// New makes a durable consumer of EVENTS for each receiver that has none. A receiver gets the
// events that are published after its consumer was made.
func New(ctx context.Context, o Options) (*Notifier, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.firstPause <= 0 {
		o.firstPause, o.maxPause = firstPause, maxPause
	}
	n := &Notifier{Options: o}
	var err error
	if n.answers, err = o.Bus.Deliveries(ctx); err != nil {
		return nil, fmt.Errorf("notifier: %w", err)
	}
	seen := map[string]bool{}
	for _, r := range o.Receivers {
		if seen[r.Name()] {
			return nil, fmt.Errorf("notifier: two receivers have the name %q", r.Name())
		}
		seen[r.Name()] = true
		if err := bus.OpenEvents(ctx, o.Bus, n.service(r)); err != nil {
			return nil, fmt.Errorf("notifier: receiver %q: %w", r.Name(), err)
		}
	}
	return n, nil
}

// Open creates on NATS what a notifier needs, for a notifier whose user lacks the permission:
// the consumer of each named receiver, and the bucket that records which events they accepted.
func Open(ctx context.Context, b *bus.Bus, receivers ...string) error {
	if _, err := b.Deliveries(ctx); err != nil {
		return fmt.Errorf("notifier: %w", err)
	}
	for _, name := range receivers {
		if err := bus.OpenEvents(ctx, b, consumer(name)); err != nil {
			return fmt.Errorf("notifier: receiver %q: %w", name, err)
		}
	}
	return nil
}

// Run sends events until ctx ends, then drains and returns nil.
func (n *Notifier) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, r := range n.Receivers {
		group.Go(func() error { return bus.WorkEvents(ctx, n.Bus, n.service(r)) })
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("notifier: %w", err)
	}
	return nil
}

// ServiceOf is the name of a receiver's durable consumer, and of its service in
// metrics and dead letters.
func ServiceOf(receiver string) string { return "notify-" + receiver }

// consumer is the configuration of a receiver's durable consumer.
func consumer(receiver string) bus.Service[bus.Event] {
	return bus.Service[bus.Event]{Name: ServiceOf(receiver), MaxUnanswered: maxUnanswered}
}

func (n *Notifier) service(r Receiver) bus.Service[bus.Event] {
	service := consumer(r.Name())
	service.Workers, service.AckWait = 1, n.ackWait
	service.Backoff, service.MaxBackoff = n.firstPause, n.maxPause
	service.MaxTries = tries(n.firstPause, n.maxPause, r.Patience())
	service.Handle = func(ctx context.Context, body bus.Event) ([]bus.Outgoing, error) { return nil, n.send(ctx, r, body) }
	return service
}

// tries is how many tries fit into the patience when each pause is twice the previous one, up
// to maxPause.
func tries(pause, longest, patience time.Duration) int {
	n := 1
	for ; patience > 0; n++ {
		patience -= pause
		pause = min(2*pause, longest)
	}
	return n
}

// send sends one event to one receiver. After a crash between the receiver's response and its
// record, the event is sent again with the same id.
func (n *Notifier) send(ctx context.Context, r Receiver, body bus.Event) error {
	e, err := event.Decode(body)
	if err != nil {
		return bus.Permanent(err)
	}
	if !r.Selects(e) {
		return nil
	}
	known, err := n.answers.Has(ctx, r.Name(), e.ID)
	if err != nil || known {
		return err
	}
	if err := r.Send(ctx, e); errors.Is(err, notify.ErrRefused) {
		return bus.Permanent(err)
	} else if err != nil {
		return err
	}
	return n.answers.Add(context.WithoutCancel(ctx), r.Name(), e.ID, n.Now())
}
