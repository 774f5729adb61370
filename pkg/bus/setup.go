package bus

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"
)

const (
	day = 24 * time.Hour
	mib = 1 << 20

	// queueMessages and queueBytes bound the messages between two services: the service
	// before a slow one waits, and the disk holds no more than this.
	queueMessages = 10_000
	queueBytes    = 512 * mib

	// dedupWindow covers a service's restart and a few redeliveries; after it a
	// duplicate is stored, and its reader's idempotent writes absorb it.
	dedupWindow = 5 * time.Minute
)

// streams is the configuration of each stream. ARTICLES, EVENTS and DEAD keep messages
// after they were read, for replay and for a second try; MENTIONS and FIGURES delete
// them. A full stream on an article's way refuses new messages, so that the service
// before it waits and no unread message is discarded. Trim makes space on ARTICLES.
func streams(replicas int) []jetstream.StreamConfig {
	kept := func(s Stream, subject string, age time.Duration, bytes int64) jetstream.StreamConfig {
		return jetstream.StreamConfig{
			Name: string(s), Subjects: []string{subject},
			Retention: jetstream.LimitsPolicy, MaxAge: age, MaxBytes: bytes,
			Storage: jetstream.FileStorage, Replicas: replicas,
			Duplicates: dedupWindow, AllowDirect: true,
		}
	}
	queue := func(s Stream, subject string) jetstream.StreamConfig {
		c := kept(s, subject, 0, queueBytes)
		c.Retention, c.Discard, c.MaxMsgs = jetstream.WorkQueuePolicy, jetstream.DiscardNew, queueMessages
		return c
	}
	articles := kept(Articles, articlesPrefix+"*", 30*day, 2048*mib)
	articles.Discard = jetstream.DiscardNew
	return []jetstream.StreamConfig{
		articles,
		queue(Mentions, mentionsPrefix+"*"),
		queue(Figures, figuresPrefix+"*"),
		kept(Events, eventsPrefix+"*.>", 90*day, 512*mib),
		kept(Dead, deadPrefix+"*", 90*day, 512*mib),
	}
}

// ErrStreamConflict says that a stream exists in a form that cannot be changed into the
// one needed: it is in memory, or deletes on acknowledgement what must be kept.
var ErrStreamConflict = errors.New("existing stream cannot be upgraded; save what it holds and delete it")

// Setup creates every stream that is missing and widens those whose limits are too
// narrow; with names, only those streams, and always the store of large bodies. It
// never narrows a stream: larger limits, further subjects and other settings that an
// operator chose stay. Running it again, or from several processes at once, changes
// nothing. Once it has succeeded, the bus creates a stream again that is deleted while
// it runs. The error wraps a SetupError where the user may not create or change a
// stream.
func (b *Bus) Setup(ctx context.Context, only ...Stream) error {
	if err := b.await(ctx, "streams", "", func(ctx context.Context) error { return b.setup(ctx, only) }); err != nil {
		return err
	}
	b.managed.Store(&only)
	return nil
}

func (b *Bus) setup(ctx context.Context, only []Stream) error {
	for _, want := range streams(b.replicas) {
		if len(only) > 0 && !slices.Contains(only, Stream(want.Name)) {
			continue
		}
		if err := b.setupStream(ctx, want, func(ctx context.Context) error {
			_, err := b.js.CreateStream(ctx, want)
			return err
		}); err != nil {
			return fmt.Errorf("set up stream %q: %w", want.Name, err)
		}
	}
	store := jetstream.StreamConfig{
		Name: bodiesStream, MaxAge: bodyAge, MaxBytes: -1,
		Storage: jetstream.FileStorage, Replicas: b.replicas,
	}
	if err := b.setupStream(ctx, store, func(ctx context.Context) error {
		_, err := b.js.CreateObjectStore(ctx, jetstream.ObjectStoreConfig{
			Bucket: bodiesBucket, Description: "bodies of messages over the payload limit",
			TTL: bodyAge, Storage: jetstream.FileStorage, Replicas: b.replicas,
		})
		return err
	}); err != nil {
		return fmt.Errorf("set up object store %q: %w", bodiesBucket, err)
	}
	return nil
}

// readFromLeader turns off direct reads of a stream, so that its leader answers them,
// and reports whether that changed it. A direct read is answered by any replica, and
// one that lags behind does not have what was just written.
func (b *Bus) readFromLeader(ctx context.Context, name string) (changed bool, err error) {
	s, err := b.stream(ctx, name)
	if err != nil || !s.CachedInfo().Config.AllowDirect {
		return false, err
	}
	config := s.CachedInfo().Config
	config.AllowDirect = false
	return true, b.create(ctx, name, SetupError{fmt.Sprintf("stream %q", name), true}, func(ctx context.Context) error {
		_, err := b.js.UpdateStream(ctx, config)
		return err
	})
}

func (b *Bus) setupStream(ctx context.Context, want jetstream.StreamConfig, create func(context.Context) error) error {
	missing := SetupError{What: fmt.Sprintf("stream %q", want.Name)}
	s, err := b.stream(ctx, want.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		if err = b.create(ctx, want.Name, missing, create); err == nil {
			return nil
		}
		if !errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) && !errors.Is(err, jetstream.ErrBucketExists) {
			return err
		}
		s, err = b.stream(ctx, want.Name) // another process created it first
	}
	if err != nil {
		return err
	}
	have := s.CachedInfo().Config
	wide, err := widen(have, want)
	if err != nil || reflect.DeepEqual(have, wide) {
		return err
	}
	missing.Exists = true
	return b.create(ctx, want.Name, missing, func(ctx context.Context) error {
		_, err := b.js.UpdateStream(ctx, wide)
		return err
	})
}

func (b *Bus) stream(ctx context.Context, name string) (s jetstream.Stream, err error) {
	err = b.ask(ctx, name, func(ctx context.Context) (err error) {
		s, err = b.js.Stream(ctx, name)
		return err
	})
	return s, err
}

// restoreStreams creates streams that were deleted after Setup. It does not wait for a
// cluster to elect a leader: until then, too, a publish finds no stream for its subject.
func (b *Bus) restoreStreams(ctx context.Context) {
	only := b.managed.Load()
	if only == nil || !b.restoring.TryLock() {
		return
	}
	defer b.restoring.Unlock()
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	if err := b.setup(ctx, *only); err != nil {
		b.log.Warn("missing streams could not be created; trying again with the next message", zap.Error(err))
		return
	}
	b.log.Info("all streams exist again")
}
