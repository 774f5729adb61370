package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"
)

const (
	// ackTimeout is that of one attempt to publish: 8 MiB over a slow line. A broken
	// connection is noticed at once.
	ackTimeout = 30 * time.Second
	// maxUnacked bounds the publishes without an ack on one connection; stallWait is how
	// long a further one waits for its turn.
	maxUnacked = 1024
	stallWait  = 10 * time.Second
)

// Why a message cannot be published for now.
var (
	ErrFull     = errors.New("the stream is full until the next service has read from it")
	ErrNoStream = errors.New("no stream has the subject")
)

// Publish stores the messages on their streams and returns once each is
// acknowledged. It tries again for as long as ctx allows, so an error means
// that ctx ended, or that a message can never be published (its subject or id
// is malformed, or the user may not publish it); it wraps ErrFull or ErrNoStream
// if that was the cause. A message with an ID that the stream got within its
// deduplication window is acknowledged and not stored again.
func (b *Bus) Publish(ctx context.Context, out ...Outgoing) error {
	for _, o := range out {
		if err := o.validate(); err != nil {
			return Permanent(err)
		}
	}
	var last error // of a stream, not that ctx ended during the next attempt
	pending := out
	try := func() (struct{}, error) {
		left, err := b.send(ctx, pending)
		pending = left
		if last == nil || ctx.Err() == nil {
			last = err
		}
		if isRefused(err) {
			err = backoff.Permanent(err)
		}
		return struct{}{}, err
	}
	_, err := backoff.Retry(ctx, try, backoff.WithBackOff(pauses()), backoff.WithMaxElapsedTime(0),
		backoff.WithNotify(func(err error, wait time.Duration) {
			b.log.Warn("publish failed; trying again",
				zap.Int("messages", len(pending)), zap.Duration("wait", wait), zap.Error(err))
			if errors.Is(err, ErrNoStream) {
				b.restoreStreams(ctx)
			}
		}))
	switch {
	case err == nil:
		return nil
	case errors.Is(last, err):
		return fmt.Errorf("publish: %w", last)
	}
	return fmt.Errorf("publish: %w; last failure: %w", err, last)
}

// send makes one attempt at each message and returns those without an ack.
func (b *Bus) send(ctx context.Context, out []Outgoing) ([]Outgoing, error) {
	names := []string{bodiesBucket, bodiesStream}
	for _, o := range out {
		names = append(names, o.Subject)
	}
	ctx, end := b.refused.watch(ctx, names...)
	defer end()
	msgs, errs := make([]*nats.Msg, len(out)), make([]error, len(out))
	for i, o := range out {
		msgs[i], errs[i] = b.pack(ctx, o)
	}
	b.deliver(ctx, msgs, errs)
	var failed []Outgoing
	var first error
	for i, err := range errs {
		if err == nil {
			continue
		}
		failed = append(failed, out[i])
		if first == nil {
			first = fmt.Errorf("message %q to %q: %w", out[i].ID, out[i].Subject, publishError(explain(ctx, err)))
		}
	}
	return failed, first
}

// deliver publishes the messages that have no error yet, and sets the error of each that
// its stream does not acknowledge.
func (b *Bus) deliver(ctx context.Context, msgs []*nats.Msg, errs []error, how ...jetstream.PublishOpt) {
	how = append(how, jetstream.WithStallWait(stallWait))
	acks := make([]jetstream.PubAckFuture, len(msgs))
	for i, msg := range msgs {
		if errs[i] == nil {
			acks[i], errs[i] = b.js.PublishMsgAsync(msg, how...)
		}
	}
	for i, ack := range acks {
		if errs[i] != nil {
			continue
		}
		select {
		case <-ack.Ok():
		case errs[i] = <-ack.Err():
		case <-ctx.Done():
			errs[i] = context.Cause(ctx)
		}
	}
}

// publishError adds ErrNoStream or ErrFull to the error of a stream.
func publishError(err error) error {
	const storeFailed = 10077 // the reason is in its text alone
	api, ok := errors.AsType[*jetstream.APIError](err)
	switch {
	case errors.Is(err, jetstream.ErrNoStreamResponse), errors.Is(err, jetstream.ErrBucketNotFound):
		return fmt.Errorf("%w: %w", ErrNoStream, err)
	case ok && api.ErrorCode == storeFailed && strings.HasPrefix(api.Description, "maximum "):
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}
