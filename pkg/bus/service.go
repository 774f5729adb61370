package bus

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Service is a place where messages of one stream are worked on. Name, From and
// Handle are required; zero values of the rest take the defaults named.
type Service[In any] struct {
	// Name is the durable consumer's name: letters, digits, "-" and "_". All
	// copies of a service share it, and with it the work.
	Name string
	From Stream
	// Handle returns what to publish before the message is acknowledged. An
	// error is transient, and the message is delivered again later, unless it
	// was made by Permanent. Handle runs concurrently, may see a message more
	// than once, and its ctx carries the sender's span context.
	Handle func(ctx context.Context, in In) ([]Outgoing, error)

	Workers int // handlers at once in this process; GOMAXPROCS
	// AckWait is how long after a service dies its messages go to another one;
	// that of the bus. It does not limit a handler: while one runs, the server is told.
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
	// MaxUnanswered bounds the messages that wait for an answer, those that are
	// to be tried again among them; NATS' own bound, 1000.
	MaxUnanswered int

	decode func([]byte) (In, error)
	fresh  bool // the consumer begins with what is published after its making
}

// ErrDrain is returned by Work when handlers were still running at the end of
// the service's DrainTimeout. Their messages will be delivered again.
var ErrDrain = errors.New("handlers did not finish in time")

// unansweredTries is how many times MaxTries a message may be delivered before it
// goes to DEAD without another attempt. A service that stops hands back what it has
// not begun, and that counts as a delivery.
const unansweredTries = 5

// lastWords is how long a handler may take to heed the end of its ctx.
const lastWords = time.Second

type permanentError struct{ err error }

func (e permanentError) Error() string { return e.err.Error() }
func (e permanentError) Unwrap() error { return e.err }

// Permanent marks err as one that no retry can mend: a service that returns it
// sends the message to DEAD. Permanent(nil) is nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanentError{err}
}

func isPermanent(err error) bool {
	_, ok := errors.AsType[permanentError](err)
	return ok
}

type outageError struct{ err error }

func (e outageError) Error() string { return e.err.Error() }
func (e outageError) Unwrap() error { return e.err }

// Outage marks err as no fault of the message: what the service works with is away
// or full. The service keeps the message and tries again until that is over, however
// long it lasts, and no try is counted. Outage(nil) is nil.
func Outage(err error) error {
	if err == nil {
		return nil
	}
	return outageError{err}
}

func isOutage(err error) bool {
	_, ok := errors.AsType[outageError](err)
	return ok
}

// Work takes messages of service.From until ctx ends, hands each to service.Handle,
// publishes what it returns, and only then acknowledges. It returns nil after a
// drain: nothing is taken any more, handlers in progress end, and what was
// delivered but not begun is handed back. It outlives lost connections, server
// restarts and a deleted consumer; a closed connection, an impossible service, or a
// consumer that the user may neither find nor make is an error.
//
// The acknowledgement is not itself acknowledged: were it lost, the message
// would be delivered again, and its output has the same id. That is cheaper
// than a round trip for each message.
func Work[In figure.Message](ctx context.Context, b *Bus, service Service[In]) error {
	service.decode = figure.Decode[In]
	return serve(ctx, b, service)
}

func serve[In any](ctx context.Context, b *Bus, service Service[In]) error {
	service.setDefaults(b)
	if service.Handle == nil || service.From == "" || service.Name == "" || token(service.Name) != service.Name {
		return fmt.Errorf("service %q on stream %q: it needs a handler, a stream, and a name of letters, digits, - and _",
			service.Name, service.From)
	}
	// hands is the life of the handlers, which is longer than ctx by the drain.
	hands, drop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer drop(nil)
	defer context.AfterFunc(ctx, func() {
		time.AfterFunc(service.DrainTimeout, func() { drop(ErrDrain) })
	})()

	w := &worker[In]{Service: service, bus: b, meter: b.meters.service(service.Name), hands: hands, stopping: ctx,
		log: b.log.With(zap.String("service", service.Name))}
	ended := make(chan error, 1)
	go func() { ended <- w.run(ctx) }()
	select {
	case err := <-ended:
		return errors.Join(err, b.settle(ctx))
	case <-hands.Done():
	}
	select { // handlers that heed their ctx end now, and hand their messages back
	case <-ended:
	case <-time.After(lastWords):
	}
	return errors.Join(fmt.Errorf("service %q: %w", service.Name, ErrDrain), b.settle(ctx))
}

// settle waits until the server has what was sent, acknowledgements above all.
func (b *Bus) settle(ctx context.Context) error {
	if !b.conn.IsConnected() {
		return nil // what is lost will be delivered again
	}
	flush, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
	defer cancel()
	if err := b.conn.FlushWithContext(flush); err != nil {
		return fmt.Errorf("flush acknowledgements: %w", err)
	}
	return nil
}

func (r *Service[In]) setDefaults(b *Bus) {
	orElse(&r.Workers, runtime.GOMAXPROCS(0))
	orElse(&r.AckWait, b.ackWait)
	orElse(&r.HandleTimeout, 5*time.Minute)
	orElse(&r.MaxTries, 20)
	orElse(&r.Backoff, time.Second)
	orElse(&r.MaxBackoff, 5*time.Minute)
	orElse(&r.DrainTimeout, 15*time.Second)
}

func orElse[T comparable](v *T, def T) {
	var zero T
	if *v == zero {
		*v = def
	}
}

type worker[In any] struct {
	Service[In]
	bus   *Bus
	meter meter
	log   *zap.Logger
	// hands is the life of the handlers; stopping ends when the drain begins.
	hands, stopping context.Context
}

// run serves one life of the consumer after another.
func (w *worker[In]) run(ctx context.Context) error {
	defer w.bus.services.forget(w.Name)
	life := func() (struct{}, error) {
		err := w.consume(ctx)
		w.bus.services.set(w.Name, err)
		if err == nil || ctx.Err() != nil {
			return struct{}{}, nil
		}
		if w.bus.conn.IsClosed() || isRefused(err) {
			return struct{}{}, backoff.Permanent(fmt.Errorf("service %q: %w", w.Name, err))
		}
		return struct{}{}, err
	}
	_, err := backoff.Retry(ctx, life, backoff.WithBackOff(pauses()), backoff.WithMaxElapsedTime(0),
		backoff.WithNotify(func(err error, wait time.Duration) {
			w.log.Warn("consumer failed and will be opened again", zap.Duration("wait", wait), zap.Error(err))
			if errors.Is(err, jetstream.ErrStreamNotFound) {
				w.bus.mend(ctx)
			}
		}))
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func (w *worker[In]) consume(ctx context.Context) error {
	w.bus.services.set(w.Name, errOpening)
	consumer, err := w.open(ctx, w.bus)
	if err != nil {
		return err
	}
	w.bus.services.set(w.Name, nil)
	group, ctx := errgroup.WithContext(ctx)
	for range w.Workers {
		group.Go(func() error { return w.loop(ctx, consumer) })
	}
	return group.Wait()
}

// open finds the service's durable consumer or makes it.
func (r *Service[In]) open(ctx context.Context, b *Bus) (jetstream.Consumer, error) {
	want := jetstream.ConsumerConfig{
		Durable:   r.Name,
		AckPolicy: jetstream.AckExplicitPolicy,
		AckWait:   r.AckWait,
		// The service counts the tries itself: past the server's MaxDeliver a
		// message would stay in the stream, seen by nobody.
		MaxDeliver:    -1,
		MaxAckPending: r.MaxUnanswered,
	}
	if r.fresh {
		want.DeliverPolicy = jetstream.DeliverNewPolicy
	}
	consumer, err := b.consumer(ctx, r.From, want)
	if err != nil {
		return nil, fmt.Errorf("open consumer %q of stream %q: %w", r.Name, r.From, err)
	}
	return consumer, nil
}

const (
	// pullLife is how long one request for a message stands before it is made
	// again, which bounds how long a message waits for a request that went astray.
	pullLife = 5 * time.Second
	// pullGrace is for a message that is on its way when the service stops.
	pullGrace = 20 * time.Millisecond
)

// loop is one worker. It asks for a message only when it is free, so no message
// waits in a buffer while its AckWait runs.
func (w *worker[In]) loop(ctx context.Context, consumer jetstream.Consumer) error {
	for ctx.Err() == nil {
		msg, err := next(ctx, consumer)
		switch {
		case errors.Is(err, nats.ErrTimeout), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		case err != nil:
			return fmt.Errorf("next message of consumer %q: %w", w.Name, err)
		case ctx.Err() != nil:
			w.answered(msg, msg.Nak())
		default:
			w.take(msg)
		}
	}
	return nil
}

// next asks for one message. The iterator of nats.go (Messages) would cost less,
// but it may wait 30 s for a message that is there (its issue 2063).
func next(ctx context.Context, consumer jetstream.Consumer) (jetstream.Msg, error) {
	request, cancel := context.WithTimeout(context.WithoutCancel(ctx), pullLife)
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(pullGrace, cancel) })()
	return consumer.Next(jetstream.FetchContext(request))
}

// take handles one delivery and answers it.
func (w *worker[In]) take(msg jetstream.Msg) {
	start := time.Now()
	w.meter.received.Inc()
	w.meter.inFlight.Inc()
	ctx := extract(w.hands, msg.Headers())
	endBeat := w.heartbeat(msg)
	defer func() {
		endBeat()
		w.meter.inFlight.Dec()
		w.meter.handling.Observe(time.Since(start).Seconds())
	}()

	meta, err := msg.Metadata()
	if err != nil {
		w.log.Error("delivery without metadata", zap.String("subject", msg.Subject()), zap.Error(err))
		return
	}
	d := &delivery{msg: msg, meta: meta}
	if meta.NumDelivered > uint64(w.MaxTries)*unansweredTries {
		// Nobody answered it before: the handler may have ended the process.
		d.body, _ = w.bus.unpack(ctx, msg.Headers(), msg.Data())
		w.bury(ctx, d, verdict{ReasonTries, errUnanswered})
		return
	}
	out, v := w.attempt(ctx, d)
	for pause := pauses(); isOutage(v.err) && w.waited(ctx, d, v.err, pause.NextBackOff()); {
		out, v = w.attempt(ctx, d)
	}
	if v.err == nil {
		v = w.publish(ctx, out)
	}
	switch {
	case v.err == nil:
		w.meter.published.Add(float64(len(out)))
		w.answered(msg, msg.Ack())
	case v.reason != "":
		w.bury(ctx, d, v)
	case w.stopping.Err() != nil: // stopped by the drain, no fault of the message
		w.answered(msg, msg.Nak())
	case meta.NumDelivered >= uint64(w.MaxTries):
		w.bury(ctx, d, verdict{ReasonTries, v.err})
	default:
		w.retry(d, v.err)
	}
}

// delivery is a message as it was received, and what is known of it so far.
type delivery struct {
	msg     jetstream.Msg
	meta    *jetstream.MsgMetadata
	body    []byte
	article figure.ArticleID
}

// verdict is why a message was not done. An error without a reason is
// transient.
type verdict struct {
	reason Reason
	err    error
}

// waited lets a while of an outage pass; false says that the service stops.
func (w *worker[In]) waited(ctx context.Context, d *delivery, err error, pause time.Duration) bool {
	w.meter.failed.Inc()
	w.logger(ctx, d).Warn("the service waits for what it works with", zap.Duration("wait", pause), zap.Error(err))
	select {
	case <-w.stopping.Done():
		return false
	case <-time.After(pause):
		return true
	}
}

// publish sends the output, and waits while a stream does not take it. In a drain
// it waits no longer than a third of what the drain may take.
func (w *worker[In]) publish(ctx context.Context, out []Outgoing) verdict {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(w.stopping, func() { time.AfterFunc(w.DrainTimeout/3, cancel) })()
	err := w.bus.Publish(ctx, out...)
	if isPermanent(err) {
		return verdict{ReasonPermanent, err}
	}
	return verdict{err: err}
}

var errUnanswered = errors.New("delivered again and again without an answer; its handler may end the process")

func (w *worker[In]) attempt(ctx context.Context, d *delivery) (out []Outgoing, v verdict) {
	ctx, cancel := context.WithTimeout(ctx, w.HandleTimeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			w.logger(ctx, d).Error("handler panicked", zap.Any("panic", p), zap.ByteString("stack", debug.Stack()))
			out, v = nil, verdict{ReasonPanic, fmt.Errorf("panic: %v", p)}
		}
	}()
	d.body = d.msg.Data()
	err := copied(w.From, d.msg.Subject(), d.msg.Headers())
	if err != nil {
		return nil, verdict{ReasonCopied, err}
	}
	if d.body, err = w.bus.unpack(ctx, d.msg.Headers(), d.msg.Data()); errors.Is(err, errBodyMissing) && d.meta.NumDelivered >= min(missingTries, uint64(w.MaxTries)) {
		return nil, verdict{ReasonMissing, err}
	} else if err != nil {
		return nil, verdict{err: err}
	}
	in, err := w.decode(d.body)
	switch {
	case errors.Is(err, figure.ErrWireVersion):
		return nil, verdict{ReasonVersion, err}
	case err != nil:
		return nil, verdict{ReasonDecode, err}
	}
	d.article = articleID(in)
	if out, err = w.Handle(ctx, in); isPermanent(err) {
		return nil, verdict{ReasonPermanent, err}
	}
	return out, verdict{err: err}
}

func articleID[In any](in In) figure.ArticleID {
	switch m := any(in).(type) {
	case figure.Article:
		return m.ID
	case figure.Mentions:
		return m.Article.ID
	case figure.Figures:
		return m.Article.ID
	}
	return ""
}

// heartbeat tells the server, thrice within each AckWait, that the message is
// being handled, until the returned function is called.
func (w *worker[In]) heartbeat(msg jetstream.Msg) (end func()) {
	var (
		mu    sync.Mutex
		timer *time.Timer
		ended bool
	)
	mu.Lock()
	defer mu.Unlock()
	timer = time.AfterFunc(w.AckWait/3, func() {
		mu.Lock()
		defer mu.Unlock()
		if !ended {
			w.answered(msg, msg.InProgress())
			timer.Reset(w.AckWait / 3)
		}
	})
	return func() {
		mu.Lock()
		defer mu.Unlock()
		ended = true
		timer.Stop()
	}
}

func (w *worker[In]) retry(d *delivery, err error) {
	delay := w.MaxBackoff
	if n := d.meta.NumDelivered - 1; n < 32 && w.Backoff<<n < w.MaxBackoff {
		delay = w.Backoff << n
	}
	w.meter.failed.Inc()
	w.logger(w.hands, d).Warn("attempt failed and will be made again", zap.Duration("delay", delay), zap.Error(err))
	w.answered(d.msg, d.msg.NakWithDelay(delay))
}

// bury puts the message on DEAD, and only then takes it off its stream.
func (w *worker[In]) bury(ctx context.Context, d *delivery, v verdict) {
	if err := w.bus.Publish(ctx, d.letter(w.Name, v)); err != nil {
		w.logger(ctx, d).Error("dead letter not stored; the message stays", zap.Error(err))
		w.answered(d.msg, d.msg.Nak())
		return
	}
	w.meter.dead.Inc()
	w.logger(ctx, d).Error("message put on DEAD", zap.String("reason", string(v.reason)), zap.Error(v.err))
	w.answered(d.msg, d.msg.TermWithReason(string(v.reason)))
}

// answered notes an answer that could not be sent; the message will be
// delivered again.
func (w *worker[In]) answered(msg jetstream.Msg, err error) {
	if err != nil {
		w.log.Warn("answer not sent", zap.String("subject", msg.Subject()), zap.Error(err))
	}
}

func (w *worker[In]) logger(ctx context.Context, d *delivery) *zap.Logger {
	fields := []zap.Field{
		zap.String("subject", d.msg.Subject()),
		zap.Uint64("sequence", d.meta.Sequence.Stream),
		zap.Uint64("try", d.meta.NumDelivered),
	}
	if d.article != "" {
		fields = append(fields, zap.String("article_id", string(d.article)))
	}
	if sc := trace.SpanContextFromContext(ctx); sc.IsValid() {
		fields = append(fields, zap.String("trace_id", sc.TraceID().String()))
	}
	return w.log.With(fields...)
}
