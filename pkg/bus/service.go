package bus

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Service processes the messages of one stream. Name, From and Handle are required; a
// zero value of any other field stands for the default that its comment gives.
type Service[In any] struct {
	// Name is the durable consumer's name: letters, digits, "-" and "_". All
	// copies of a service share it, and with it the work.
	Name string
	From Stream
	// Handle returns what to publish before the message is acknowledged. After an
	// error the message is delivered again later, unless the error was made by
	// Permanent. Handle runs concurrently and may get a message more than once; its ctx
	// has the sender's span context.
	Handle func(ctx context.Context, in In) ([]Outgoing, error)

	Workers int // handlers at once in this process; GOMAXPROCS
	// AckWait is how long after the death of a service its messages go to another copy;
	// that of the bus. It does not limit a handler, which extends it while it runs.
	AckWait time.Duration
	// HandleTimeout ends the ctx of a handler; 5 min.
	HandleTimeout time.Duration
	// MaxTries is how often a message is delivered before it goes to DEAD; 20.
	MaxTries int
	// Backoff is the delay before the second try; each further one is twice
	// as long, up to MaxBackoff. 1 s and 5 min: with 20 tries, about an hour.
	Backoff, MaxBackoff time.Duration
	// DrainTimeout is how long handlers may still run once Work's ctx has
	// ended; 15 s.
	DrainTimeout time.Duration
	// MaxUnanswered bounds the messages without an answer, including those that wait for
	// their next try; the default of NATS, 1000.
	MaxUnanswered int

	decode func([]byte) (In, error)
	fresh  bool // the consumer starts with what is published after its creation
}

// cancelTimeout is how long a handler may take to return after the end of its ctx.
const cancelTimeout = time.Second

// Work takes messages of service.From until ctx ends, passes each to service.Handle,
// publishes what it returns, and only then acknowledges. It returns nil after a drain:
// it takes no more messages, handlers in progress end, and messages that were delivered
// but not begun are returned to the stream. It survives lost connections, server
// restarts and a deleted consumer; a closed connection, an invalid service, or a
// consumer that the user may neither find nor create is an error.
//
// The acknowledgement is not itself acknowledged: if it is lost, the message is
// delivered again, and its output has the same id. That is cheaper than a round trip for
// each message.
func Work[In figure.Message](ctx context.Context, b *Bus, service Service[In]) error {
	service.decode = figure.Decode[In]
	return serve(ctx, b, service)
}

func serve[In any](ctx context.Context, b *Bus, service Service[In]) error {
	service.setDefaults(b)
	if service.Handle == nil || service.From == "" || service.Name == "" || token(service.Name) != service.Name {
		return fmt.Errorf("service %q on stream %q needs a handler, a stream, and a name of letters, digits, - and _",
			service.Name, service.From)
	}
	// The handlers may run for DrainTimeout longer than ctx.
	handling, drop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer drop(nil)
	defer context.AfterFunc(ctx, func() {
		time.AfterFunc(service.DrainTimeout, func() { drop(ErrDrain) })
	})()

	w := &worker[In]{Service: service, bus: b, meter: b.meters.service(service.Name), handling: handling, stopping: ctx,
		log: b.log.With(zap.String("service", service.Name))}
	ended := make(chan error, 1)
	go func() { ended <- w.run(ctx) }()
	select {
	case err := <-ended:
		return errors.Join(err, b.flush(ctx))
	case <-handling.Done():
	}
	select { // handlers that observe their ctx end now, and return their messages
	case <-ended:
	case <-time.After(cancelTimeout):
	}
	return errors.Join(fmt.Errorf("service %q: %w", service.Name, ErrDrain), b.flush(ctx))
}

// flush waits until the server has received what was sent, above all the
// acknowledgements.
func (b *Bus) flush(ctx context.Context) error {
	if !b.conn.IsConnected() {
		return nil // what was not acknowledged is delivered again
	}
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
	defer cancel()
	if err := b.conn.FlushWithContext(limited); err != nil {
		return fmt.Errorf("flush acknowledgements: %w", err)
	}
	return nil
}

func (s *Service[In]) setDefaults(b *Bus) {
	orElse(&s.Workers, runtime.GOMAXPROCS(0))
	orElse(&s.AckWait, b.ackWait)
	orElse(&s.HandleTimeout, 5*time.Minute)
	orElse(&s.MaxTries, 20)
	orElse(&s.Backoff, time.Second)
	orElse(&s.MaxBackoff, 5*time.Minute)
	orElse(&s.DrainTimeout, 15*time.Second)
}

func orElse[T comparable](v *T, def T) {
	var zero T
	if *v == zero {
		*v = def
	}
}
