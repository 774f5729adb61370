package bus

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Stream names a JetStream stream.
type Stream string

// The streams, in the order of an article's journey.
const (
	Articles Stream = "ARTICLES" // articles.<source>
	Mentions Stream = "MENTIONS" // mentions.<lang>
	Figures  Stream = "FIGURES"  // figures.<lang>
	Events   Stream = "EVENTS"   // events.<tracker>.<type>
	Dead     Stream = "DEAD"     // dead.<service>
)

const (
	articlesPrefix = "articles."
	mentionsPrefix = "mentions."
	figuresPrefix  = "figures."
	eventsPrefix   = "events."
	deadPrefix     = "dead."

	day = 24 * time.Hour
	mib = 1 << 20

	// queueMessages and queueBytes bound what waits between two services: a slow service
	// holds up the one before it, and takes no more of the disk than this.
	queueMessages = 10_000
	queueBytes    = 512 * mib

	// dedupWindow covers a service's restart and a few redeliveries; past it every
	// reader writes idempotently.
	dedupWindow = 5 * time.Minute
)

// streams is the wanted configuration. ARTICLES, EVENTS and DEAD keep what was
// read, for replay and for a second try; the inner streams keep only what is
// still to be read. On an article's way a full stream refuses what is new, so that
// the service before it waits: nothing is discarded that was not read. Trim makes
// service on ARTICLES.
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

// ErrStreamConflict marks a stream that exists in a form that cannot be made to
// serve: in memory, or deleting on acknowledgement what must be kept.
var ErrStreamConflict = errors.New("existing stream cannot be upgraded")

// Setup creates every stream that is missing and widens those whose limits are
// below the wanted ones; given streams, only those, and always the store of
// large bodies. It never narrows a stream: larger limits, further subjects and
// other settings that an operator chose stay. Running it again, or from several
// processes at once, changes nothing. A bus that was set up makes a stream anew
// that is deleted under it. The error wraps a SetupError where the user may not do
// it.
func (b *Bus) Setup(ctx context.Context, only ...Stream) error {
	if err := b.await(ctx, "streams", "", func(ctx context.Context) error { return b.setup(ctx, only) }); err != nil {
		return err
	}
	b.tended.Store(&only)
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
		Name: bodies, MaxAge: bodyAge, MaxBytes: -1,
		Storage: jetstream.FileStorage, Replicas: b.replicas,
	}
	if err := b.setupStream(ctx, store, func(ctx context.Context) error {
		_, err := b.js.CreateObjectStore(ctx, jetstream.ObjectStoreConfig{
			Bucket: bucket, Description: "bodies of messages over the payload limit",
			TTL: bodyAge, Storage: jetstream.FileStorage, Replicas: b.replicas,
		})
		return err
	}); err != nil {
		return fmt.Errorf("set up object store %q: %w", bucket, err)
	}
	return nil
}

// fromLeader has a stream's leader answer all who read single messages, and reports
// whether that is new. Any replica may answer otherwise, and one that lags behind
// says of what was just written that it is not there.
func (b *Bus) fromLeader(ctx context.Context, name string) (changed bool, err error) {
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
		s, err = b.stream(ctx, want.Name) // another process was faster
	}
	if err != nil {
		return err
	}
	have := s.CachedInfo().Config
	wide, err := widen(have, want)
	if err != nil || reflect.DeepEqual(have, wide) {
		return err
	}
	missing.There = true
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

// widen returns have with every limit at least as wide as in want.
func widen(have, want jetstream.StreamConfig) (jetstream.StreamConfig, error) {
	if have.Storage != want.Storage {
		return have, fmt.Errorf("%w: it is kept in %s, not in %s", ErrStreamConflict, have.Storage, want.Storage)
	}
	if want.Retention == jetstream.LimitsPolicy && have.Retention != jetstream.LimitsPolicy {
		return have, fmt.Errorf("%w: its retention is %s, not %s", ErrStreamConflict, have.Retention, want.Retention)
	}
	wide := have
	wide.Subjects = slices.Clone(have.Subjects)
	for _, s := range want.Subjects {
		if slices.ContainsFunc(wide.Subjects, func(h string) bool { return covers(h, s) }) {
			continue
		}
		wide.Subjects = slices.DeleteFunc(wide.Subjects, func(h string) bool { return covers(s, h) })
		wide.Subjects = append(wide.Subjects, s)
	}
	wide.MaxAge = wider(have.MaxAge, want.MaxAge)
	switch {
	case want.Retention == jetstream.LimitsPolicy:
		wide.MaxBytes = wider(have.MaxBytes, want.MaxBytes)
		if want.Discard == jetstream.DiscardNew {
			wide.Discard = jetstream.DiscardNew
		}
	case have.Retention == jetstream.LimitsPolicy: // it keeps what was read, and must let go of it
	default:
		// The limits of a queue lose nothing and stay as they were chosen. One with no
		// limit that would discard the old is as earlier versions made it.
		if have.Discard != jetstream.DiscardNew && have.MaxBytes <= 0 && have.MaxMsgs <= 0 {
			wide.MaxBytes, wide.MaxMsgs = want.MaxBytes, want.MaxMsgs
		}
		wide.Discard = jetstream.DiscardNew
	}
	wide.Duplicates = max(have.Duplicates, want.Duplicates)
	wide.Replicas = max(have.Replicas, want.Replicas)
	wide.AllowDirect = have.AllowDirect || want.AllowDirect
	return wide, nil
}

// homeOf is the stream that a subject belongs to; empty is none of these.
func homeOf(subject string) Stream {
	first, _, _ := strings.Cut(subject, ".")
	switch first + "." {
	case articlesPrefix:
		return Articles
	case mentionsPrefix:
		return Mentions
	case figuresPrefix:
		return Figures
	case eventsPrefix:
		return Events
	case deadPrefix:
		return Dead
	}
	return ""
}

// wider is the greater of two limits, of which none (0 or -1) is the greatest.
func wider[T ~int64](have, want T) T {
	if have <= 0 || have >= want && want > 0 {
		return have
	}
	return want
}

// covers reports whether every subject that b matches is matched by a.
func covers(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i, t := range as {
		switch {
		case t == ">":
			return len(bs) > i
		case i >= len(bs), bs[i] == ">":
			return false
		case t != "*" && t != bs[i]:
			return false
		}
	}
	return len(as) == len(bs)
}

// maxToken bounds a subject token, in bytes.
const maxToken = 96

// tokens writes a dotted name such as "figure.new" as the subject tokens that it
// stands for.
func tokens(name string) string {
	parts := strings.Split(name, ".")
	for i, p := range parts {
		parts[i] = token(p)
	}
	return strings.Join(parts, ".")
}

// token makes one subject token of any text. Letters, digits, "-" and "_" of
// ASCII stay; every other byte becomes "=" and two hex digits, so that no two
// texts share a token. A token that would be long ends in "=~" and a digest of
// the whole text; the token of no text is "=".
func token(s string) string {
	if s == "" {
		return "="
	}
	var t strings.Builder
	for _, c := range []byte(s) {
		size := t.Len()
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_':
			t.WriteByte(c)
		default:
			fmt.Fprintf(&t, "=%02X", c)
		}
		if t.Len() > maxToken {
			return t.String()[:size] + "=~" + digest(s)
		}
	}
	return t.String()
}

// language is the token of a language tag, "und" when it is unknown.
func language(tag string) string {
	if tag == "" {
		return "und"
	}
	return token(strings.ToLower(tag))
}
