package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/arqam-io/arqam/pkg/bus/memory"
)

// The key-value buckets and how long each keeps a value after its last write.
const (
	revisionsBucket = "arqam-seen"
	// An article that comes again later is published once more and changes nothing.
	revisionsAge = 180 * day

	stateBucket = "arqam-fetcher"
	stateAge    = 90 * day // of a feed that is no longer followed

	deliveriesBucket = "arqam-deliveries"
	// deliveriesAge is longer than that of the events on EVENTS and the letters on
	// DEAD, so that none that is sent again reaches a receiver twice.
	deliveriesAge = 2 * 90 * day
)

// Revisions opens the record of published revisions, and creates it if it is missing.
func (b *Bus) Revisions(ctx context.Context) (*memory.Revisions, error) {
	v, err := b.values(ctx, revisionsBucket, "article id to the revisions published", revisionsAge)
	if err != nil {
		return nil, err
	}
	return memory.NewRevisions(v), nil
}

// State opens the state that fetchers share, and creates it if it is missing.
func (b *Bus) State(ctx context.Context) (*memory.State, error) {
	v, err := b.values(ctx, stateBucket, "where fetchers stand with feeds and hosts", stateAge)
	if err != nil {
		return nil, err
	}
	return memory.NewState(v), nil
}

// Deliveries opens the record of events that receivers have accepted, and creates it if
// it is missing.
func (b *Bus) Deliveries(ctx context.Context) (*memory.Deliveries, error) {
	v, err := b.values(ctx, deliveriesBucket, "receiver and event to the time of the answer", deliveriesAge)
	if err != nil {
		return nil, err
	}
	return memory.NewDeliveries(v), nil
}

// values opens a bucket on disk, and creates it if it is missing.
func (b *Bus) values(ctx context.Context, name, description string, age time.Duration) (bucket, error) {
	var kv jetstream.KeyValue
	stream := "KV_" + name
	open := func(ctx context.Context) error {
		return b.ask(ctx, stream, func(ctx context.Context) (err error) {
			kv, err = b.js.KeyValue(ctx, name)
			return err
		})
	}
	create := func(ctx context.Context) (err error) {
		kv, err = b.js.CreateKeyValue(ctx, jetstream.KeyValueConfig{
			Bucket: name, Description: description, TTL: age, Storage: jetstream.FileStorage, Replicas: b.replicas,
		})
		return err
	}
	err := b.await(ctx, "bucket", "", func(ctx context.Context) error {
		err := open(ctx)
		if errors.Is(err, jetstream.ErrBucketNotFound) {
			err = b.create(ctx, stream, SetupError{What: fmt.Sprintf("bucket %q", name)}, create)
		}
		if errors.Is(err, jetstream.ErrBucketExists) {
			err = open(ctx) // another process created it first
		}
		if err != nil {
			return err
		}
		changed, err := b.readFromLeader(ctx, stream)
		if changed && err == nil {
			err = open(ctx)
		}
		return err
	})
	if err != nil {
		return bucket{}, fmt.Errorf("open key-value bucket %q: %w", name, err)
	}
	return bucket{kv}, nil
}

// bucket is a key-value bucket on NATS, as the store of a memory.
type bucket struct{ kv jetstream.KeyValue }

// keyOf is a digest, because a key of NATS may not be any text.
func keyOf(key memory.Key) string { return digest(key...) }

func (b bucket) Get(ctx context.Context, key memory.Key) (value []byte, version uint64, err error) {
	entry, err := untilAnswered(ctx, func(ctx context.Context) (jetstream.KeyValueEntry, error) { return b.kv.Get(ctx, keyOf(key)) })
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	return entry.Value(), entry.Revision(), nil
}

func (b bucket) Set(ctx context.Context, key memory.Key, value []byte, over uint64) (uint64, error) {
	version, err := untilAnswered(ctx, func(ctx context.Context) (uint64, error) {
		if over == 0 {
			return b.kv.Create(ctx, keyOf(key), value)
		}
		return b.kv.Update(ctx, keyOf(key), value, over)
	})
	if isConflict(err) {
		err = memory.ErrChanged
	}
	return version, err
}

func (b bucket) Put(ctx context.Context, key memory.Key, value []byte) error {
	_, err := untilAnswered(ctx, func(ctx context.Context) (uint64, error) { return b.kv.Put(ctx, keyOf(key), value) })
	return err
}

// isConflict reports whether a conditional write found a newer value.
func isConflict(err error) bool {
	api, ok := errors.AsType[*jetstream.APIError](err)
	return errors.Is(err, jetstream.ErrKeyExists) || ok && api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence
}
