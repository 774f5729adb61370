package bus

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/bus/dead"
	"github.com/arqam-io/arqam/pkg/figure"
)

// unansweredTries is how many times MaxTries a message may be delivered before it is put
// on DEAD without another try. The margin is for services that stop: they return
// messages that they have not begun, and each counts as a delivery.
const unansweredTries = 5

type worker[In any] struct {
	Service[In]
	bus   *Bus
	meter meter
	log   *zap.Logger
	// handling is the context of the handlers; stopping ends when the drain begins.
	handling, stopping context.Context
}

// run consumes, and opens the consumer again each time that this fails.
func (w *worker[In]) run(ctx context.Context) error {
	defer w.bus.services.forget(w.Name)
	consume := func() (struct{}, error) {
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
	_, err := backoff.Retry(ctx, consume, backoff.WithBackOff(pauses()), backoff.WithMaxElapsedTime(0),
		backoff.WithNotify(func(err error, wait time.Duration) {
			w.log.Warn("consumer failed; opening it again", zap.Duration("wait", wait), zap.Error(err))
			if errors.Is(err, jetstream.ErrStreamNotFound) {
				w.bus.restoreStreams(ctx)
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

const (
	// pullTimeout is how long one request for a message waits before it is repeated,
	// which bounds how long a message waits if a request is lost.
	pullTimeout = 5 * time.Second
	// pullGrace is time for a message that is on its way when the service stops.
	pullGrace = 20 * time.Millisecond
)

// loop is one worker. It requests a message only when it is idle, so that no message
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

// next requests one message. The iterator of nats.go (Messages) is cheaper, but may wait
// 30 s for a message that is available (its issue 2063).
func next(ctx context.Context, consumer jetstream.Consumer) (jetstream.Msg, error) {
	request, cancel := context.WithTimeout(context.WithoutCancel(ctx), pullTimeout)
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(pullGrace, cancel) })()
	return consumer.Next(jetstream.FetchContext(request))
}

// take handles one delivery and answers it.
func (w *worker[In]) take(msg jetstream.Msg) {
	start := time.Now()
	w.meter.received.Inc()
	w.meter.inFlight.Inc()
	ctx := extract(w.handling, msg.Headers())
	endBeat := w.heartbeat(msg)
	defer func() {
		endBeat()
		w.meter.inFlight.Dec()
		w.meter.handling.Observe(time.Since(start).Seconds())
	}()

	meta, err := msg.Metadata()
	if err != nil {
		w.log.Error("message has no delivery metadata; skipped until it is delivered again", zap.String("subject", msg.Subject()), zap.Error(err))
		return
	}
	d := &delivery{msg: msg, meta: meta}
	if meta.NumDelivered > uint64(w.MaxTries)*unansweredTries {
		// No try was answered: the handler may have ended the process.
		d.body, _ = w.bus.unpack(ctx, msg.Headers(), msg.Data())
		w.bury(ctx, d, verdict{dead.ReasonTries, errUnanswered})
		return
	}
	out, v := w.attempt(ctx, d)
	for pause := pauses(); isOutage(v.err) && w.waitOut(ctx, d, v.err, pause.NextBackOff()); {
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
		w.bury(ctx, d, verdict{dead.ReasonTries, v.err})
	default:
		w.retry(d, v.err)
	}
}

// delivery is a received message and what is known of it so far.
type delivery struct {
	msg     jetstream.Msg
	meta    *jetstream.MsgMetadata
	body    []byte
	article figure.ArticleID
}

// verdict is why a message was not processed. An error without a reason can be retried.
type verdict struct {
	reason dead.Reason
	err    error
}

// waitOut waits during an outage; false says that the service is stopping.
func (w *worker[In]) waitOut(ctx context.Context, d *delivery, err error, pause time.Duration) bool {
	w.meter.failed.Inc()
	w.logger(ctx, d).Warn("waiting for a dependency of the service; the message is kept and tried again", zap.Duration("wait", pause), zap.Error(err))
	select {
	case <-w.stopping.Done():
		return false
	case <-time.After(pause):
		return true
	}
}

// publish publishes the output, and waits while a stream refuses it; in a drain, for no
// longer than a third of DrainTimeout.
func (w *worker[In]) publish(ctx context.Context, out []Outgoing) verdict {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(w.stopping, func() { time.AfterFunc(w.DrainTimeout/3, cancel) })()
	err := w.bus.Publish(ctx, out...)
	if isPermanent(err) {
		return verdict{dead.ReasonPermanent, err}
	}
	return verdict{err: err}
}

var errUnanswered = errors.New("delivered repeatedly without an answer; its handler may crash the process")

func (w *worker[In]) attempt(ctx context.Context, d *delivery) (out []Outgoing, v verdict) {
	ctx, cancel := context.WithTimeout(ctx, w.HandleTimeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			w.logger(ctx, d).Error("handler panicked", zap.Any("panic", p), zap.ByteString("stack", debug.Stack()))
			out, v = nil, verdict{dead.ReasonPanic, fmt.Errorf("panic: %v", p)}
		}
	}()
	d.body = d.msg.Data()
	err := checkOrigin(w.From, d.msg.Subject(), d.msg.Headers())
	if err != nil {
		return nil, verdict{dead.ReasonCopied, err}
	}
	if d.body, err = w.bus.unpack(ctx, d.msg.Headers(), d.msg.Data()); errors.Is(err, errBodyMissing) && d.meta.NumDelivered >= min(missingTries, uint64(w.MaxTries)) {
		return nil, verdict{dead.ReasonMissing, err}
	} else if err != nil {
		return nil, verdict{err: err}
	}
	in, err := w.decode(d.body)
	switch {
	case errors.Is(err, figure.ErrWireVersion):
		return nil, verdict{dead.ReasonVersion, err}
	case err != nil:
		return nil, verdict{dead.ReasonDecode, err}
	}
	d.article = articleID(in)
	if out, err = w.Handle(ctx, in); isPermanent(err) {
		return nil, verdict{dead.ReasonPermanent, err}
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

// heartbeat reports to the server, three times in each AckWait, that the message is
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
	w.logger(w.handling, d).Warn("handling failed; the message will be tried again", zap.Duration("delay", delay), zap.Error(err))
	w.answered(d.msg, d.msg.NakWithDelay(delay))
}

// bury puts the message on DEAD, and only then removes it from its stream.
func (w *worker[In]) bury(ctx context.Context, d *delivery, v verdict) {
	if err := w.bus.Publish(ctx, d.letter(w.Name, v)); err != nil {
		w.logger(ctx, d).Error("dead letter could not be stored; the message stays on its stream and is tried again", zap.Error(err))
		w.answered(d.msg, d.msg.Nak())
		return
	}
	w.meter.dead.Inc()
	w.logger(ctx, d).Error("message put on DEAD", zap.String("reason", string(v.reason)), zap.Error(v.err))
	w.answered(d.msg, d.msg.TermWithReason(string(v.reason)))
}

// answered logs an answer that could not be sent; the message is delivered again.
func (w *worker[In]) answered(msg jetstream.Msg, err error) {
	if err != nil {
		w.log.Warn("could not acknowledge a message; it will be delivered again", zap.String("subject", msg.Subject()), zap.Error(err))
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
