package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/figure"
)

const (
	seenBucket = "arqam-seen"
	// seenAge is how long an article is remembered after it was last published.
	// An article that comes again later travels once more and changes nothing.
	seenAge = 180 * day
	// seenAtOnce bounds the requests under way for one batch.
	seenAtOnce = 32
)

// Seen remembers which revision of each article was last published, for longer
// than the deduplication window of ARTICLES and across restarts. It is safe for
// concurrent use, and shared by every process on the same NATS.
type Seen struct {
	kv jetstream.KeyValue
}

// Seen opens the memory of published articles, and creates it when there is
// none.
func (b *Bus) Seen(ctx context.Context) (*Seen, error) {
	kv, err := b.keyValue(ctx, seenBucket, "article id to the revision last published", seenAge)
	if err != nil {
		return nil, err
	}
	return &Seen{kv}, nil
}

// keyValue opens a bucket on disk, and creates it when there is none.
func (b *Bus) keyValue(ctx context.Context, bucket, description string, age time.Duration) (jetstream.KeyValue, error) {
	kv, err := b.js.KeyValue(ctx, bucket)
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		kv, err = b.js.CreateKeyValue(ctx, jetstream.KeyValueConfig{
			Bucket: bucket, Description: description, TTL: age, Storage: jetstream.FileStorage, Replicas: b.replicas,
		})
		if errors.Is(err, jetstream.ErrBucketExists) {
			kv, err = b.js.KeyValue(ctx, bucket) // another process was faster
		}
	}
	if err != nil {
		return nil, fmt.Errorf("open key-value bucket %q: %w", bucket, err)
	}
	return kv, nil
}

// Known reports for each article whether this very revision of it was the last
// one published.
func (s *Seen) Known(ctx context.Context, articles ...figure.Article) ([]bool, error) {
	known := make([]bool, len(articles))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(seenAtOnce)
	for i, a := range articles {
		g.Go(func() error {
			entry, err := s.kv.Get(ctx, seenKey(a))
			if errors.Is(err, jetstream.ErrKeyNotFound) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("look up article %q: %w", a.ID, err)
			}
			known[i] = string(entry.Value()) == string(a.Revision)
			return nil
		})
	}
	return known, g.Wait()
}

// Remember records that the articles were published. Where several are
// revisions of one article, the last one counts.
func (s *Seen) Remember(ctx context.Context, articles ...figure.Article) error {
	last := make(map[string]figure.Article, len(articles))
	for _, a := range articles {
		last[seenKey(a)] = a
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(seenAtOnce)
	for key, a := range last {
		g.Go(func() error {
			if _, err := s.kv.PutString(ctx, key, string(a.Revision)); err != nil {
				return fmt.Errorf("remember article %q: %w", a.ID, err)
			}
			return nil
		})
	}
	return g.Wait()
}

// seenKey is a digest, because publishers' ids may hold what keys may not.
func seenKey(a figure.Article) string { return digest(string(a.ID)) }
