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
	// trimEvery is how often a stream is checked.
	trimEvery = 5 * time.Second
	// A stream is trimmed while it is more than trimAbove full, by an eighth of its
	// messages at a time. The rest is for a service that falls behind.
	trimAbove = 0.75
	trimParts = 8
)

// Trim deletes the oldest messages of a stream that keeps messages after they were read,
// whenever it is three quarters full, until ctx ends; it then returns nil. It deletes
// only what service has acknowledged, so that a full stream refuses new messages
// (jetstream.DiscardNew) and loses no unread one. Several processes may trim one stream.
func Trim(ctx context.Context, b *Bus, s Stream, service string) error {
	ticker := time.NewTicker(trimEvery)
	defer ticker.Stop()
	log := b.log.With(zap.String("stream", string(s)), zap.String("service", service))
	for {
		deleted, err := b.trim(ctx, s, service)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			log.Warn("stream could not be trimmed; it refuses new messages once it is full", zap.Error(err))
		case deleted > 0:
			log.Debug("stream trimmed", zap.Uint64("messages", deleted))
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// trim checks the stream once and returns how many messages it deleted.
func (b *Bus) trim(ctx context.Context, s Stream, service string) (uint64, error) {
	stream, err := b.js.Stream(ctx, string(s))
	if err != nil {
		return 0, fmt.Errorf("read stream %q: %w", s, err)
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
		return 0, fmt.Errorf("read consumer %q of stream %q: %w", service, s, err)
	}
	first := info.State.FirstSeq
	// Everything up to the floor is acknowledged.
	next := min(consumer.CachedInfo().AckFloor.Stream+1, first+max(info.State.Msgs/trimParts, 1))
	if next <= first {
		return 0, nil
	}
	if err := stream.Purge(ctx, jetstream.WithPurgeSequence(next)); err != nil {
		return 0, fmt.Errorf("purge stream %q: %w", s, err)
	}
	return next - first, nil
}

// fullness is 1 for a full stream.
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
