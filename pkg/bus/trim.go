package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"
)

const (
	// trimEvery is how often a stream is looked at.
	trimEvery = 5 * time.Second
	// A stream is trimmed while it is more than trimAbove full, by an eighth of its
	// messages at a time. What is left free is for a service that falls behind.
	trimAbove = 0.75
	trimParts = 8
)

// Trim takes the oldest messages off a stream that keeps what was read, whenever
// it is three quarters full, until ctx ends; it then returns nil. It takes only
// what service has read and acknowledged, so that such a stream may refuse what is
// new when it is full (jetstream.DiscardNew) in place of discarding what nobody
// has read. Several may do so at once.
func Trim(ctx context.Context, b *Bus, s Stream, service string) error {
	ticker := time.NewTicker(trimEvery)
	defer ticker.Stop()
	log := b.log.With(zap.String("stream", string(s)), zap.String("service", service))
	for {
		taken, err := b.trim(ctx, s, service)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			log.Warn("stream not trimmed; it refuses what is new once it is full", zap.Error(err))
		case taken > 0:
			log.Debug("stream trimmed", zap.Uint64("messages", taken))
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// trim looks at the stream once and says how many messages it took.
func (b *Bus) trim(ctx context.Context, s Stream, service string) (uint64, error) {
	stream, err := b.js.Stream(ctx, string(s))
	if err != nil {
		return 0, fmt.Errorf("look at stream %q: %w", s, err)
	}
	info := stream.CachedInfo()
	if fullness(info) < trimAbove {
		return 0, nil
	}
	consumer, err := stream.Consumer(ctx, service)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		return 0, nil // nothing was read
	}
	if err != nil {
		return 0, fmt.Errorf("look at consumer %q of stream %q: %w", service, s, err)
	}
	first := info.State.FirstSeq
	// All up to the floor was acknowledged.
	next := min(consumer.CachedInfo().AckFloor.Stream+1, first+max(info.State.Msgs/trimParts, 1))
	if next <= first {
		return 0, nil
	}
	if err := stream.Purge(ctx, jetstream.WithPurgeSequence(next)); err != nil {
		return 0, fmt.Errorf("take what was read off stream %q: %w", s, err)
	}
	return next - first, nil
}

// fullness is 1 when the stream takes no more.
func fullness(info *jetstream.StreamInfo) float64 {
	var full float64
	if limit := info.Config.MaxBytes; limit > 0 {
		full = float64(info.State.Bytes) / float64(limit)
	}
	if limit := info.Config.MaxMsgs; limit > 0 {
		full = max(full, float64(info.State.Msgs)/float64(limit))
	}
	return full
}
