package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/figure"
)

const (
	seenBucket = "arqam-seen"
	// seenAge is how long an article is remembered after it last came in new.
	// An article that comes again later travels once more and changes nothing.
	seenAge = 180 * day
	// seenAtOnce bounds the requests under way for one batch.
	seenAtOnce = 32
	// seenRevisions and seenViews bound what is remembered of one article.
	seenRevisions = 32
	seenViews     = 16
)

// Seen remembers which revisions of each article were published, for longer
// than the deduplication window of ARTICLES and across restarts. It is safe for
// concurrent use, and shared by every process on the same NATS.
type Seen struct{ values }

// Arrival is an article and the way it came. View names what shows the article
// again and again: a feed, or a file, whose Line counts from 1. Whoever sends an
// article for its own sake has no view.
type Arrival struct {
	Article figure.Article
	View    string
	Line    int
}

// Seen opens the memory of published articles, and creates it when there is
// none.
func (b *Bus) Seen(ctx context.Context) (*Seen, error) {
	kv, err := b.keyValue(ctx, seenBucket, "article id to the revisions published", seenAge)
	if err != nil {
		return nil, err
	}
	return &Seen{values{kv}}, nil
}

// keyValue opens a bucket on disk, and creates it when there is none.
func (b *Bus) keyValue(ctx context.Context, bucket, description string, age time.Duration) (jetstream.KeyValue, error) {
	var kv jetstream.KeyValue
	stream := "KV_" + bucket
	open := func(ctx context.Context) error {
		return b.ask(ctx, stream, func(ctx context.Context) (err error) {
			kv, err = b.js.KeyValue(ctx, bucket)
			return err
		})
	}
	create := func(ctx context.Context) (err error) {
		kv, err = b.js.CreateKeyValue(ctx, jetstream.KeyValueConfig{
			Bucket: bucket, Description: description, TTL: age, Storage: jetstream.FileStorage, Replicas: b.replicas,
		})
		return err
	}
	err := b.await(ctx, "bucket", "", func(ctx context.Context) error {
		err := open(ctx)
		if errors.Is(err, jetstream.ErrBucketNotFound) {
			err = b.create(ctx, stream, SetupError{What: fmt.Sprintf("bucket %q", bucket)}, create)
		}
		if errors.Is(err, jetstream.ErrBucketExists) {
			err = open(ctx) // another process was faster
		}
		if err != nil {
			return err
		}
		changed, err := b.fromLeader(ctx, stream)
		if changed && err == nil {
			err = open(ctx)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open key-value bucket %q: %w", bucket, err)
	}
	return kv, nil
}

// Judgement says which arrivals are to be published.
type Judgement struct {
	// Fresh is set for arrivals that change what is known of their article, and
	// Editions then counts those changes.
	Fresh    []bool
	Editions []int

	seen     *Seen
	memories map[string]*memory
}

// memory is what is known of one article.
type memory struct {
	Revision figure.Revision   `json:"rev"` // published last
	Edition  int               `json:"n"`
	Old      []figure.Revision `json:"old,omitempty"` // published before, the newest last
	Views    []view            `json:"views,omitempty"`

	stored  uint64 // revision of the key-value entry; 0 is none
	changed bool
}

// view is what a feed or file showed last of an article.
type view struct {
	Name     string          `json:"v"`
	Revision figure.Revision `json:"rev"`
	Line     int             `json:"line,omitempty"`
}

// Judge looks the arrivals up, in their order.
//
// The revision that was published last is known. One that was published before
// it is either an old copy or a text that was edited back, and the view tells: a
// feed that shows an old revision for the first time, or still, and a file whose
// line was read before, bring nothing new; a feed that showed another revision
// before, a later line of a file, and whoever sends the article for its own sake
// edit it back.
func (s *Seen) Judge(ctx context.Context, arrivals ...Arrival) (*Judgement, error) {
	j := &Judgement{Fresh: make([]bool, len(arrivals)), Editions: make([]int, len(arrivals)), seen: s, memories: map[string]*memory{}}
	for _, a := range arrivals {
		j.memories[seenKey(a.Article)] = &memory{}
	}
	g, limited := errgroup.WithContext(ctx)
	g.SetLimit(seenAtOnce)
	for key, m := range j.memories {
		g.Go(func() error { return s.load(limited, key, m) })
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	for i, a := range arrivals {
		m := j.memories[seenKey(a.Article)]
		j.Fresh[i] = m.judge(a)
		j.Editions[i] = m.Edition
	}
	return j, nil
}

func (s *Seen) load(ctx context.Context, key string, m *memory) error {
	value, version, err := s.get(ctx, key)
	switch {
	case err != nil:
		return fmt.Errorf("look up article %q: %w", key, err)
	case version == 0:
		return nil
	}
	m.stored = version
	if len(value) == 0 || value[0] != '{' {
		m.Revision, m.Edition = figure.Revision(value), 1 // as it was written first
	} else if err := json.Unmarshal(value, m); err != nil {
		return fmt.Errorf("look up article %q: %w", key, err)
	}
	return nil
}

// judge reports whether a changes the article, and remembers it.
func (m *memory) judge(a Arrival) bool {
	revision := a.Article.Revision
	shown := view{Name: a.View, Revision: revision, Line: a.Line}
	at := slices.IndexFunc(m.Views, func(v view) bool { return v.Name == a.View })
	fresh := revision != m.Revision
	if fresh && slices.Contains(m.Old, revision) && a.View != "" {
		switch {
		case at < 0:
			fresh = false
		case a.Line > 0:
			fresh = a.Line > m.Views[at].Line
		default:
			fresh = m.Views[at].Revision != revision
		}
	}
	if a.View != "" {
		switch {
		case at < 0:
			m.Views = keep(append(m.Views, shown), seenViews)
			m.changed = true
		case a.Line == 0 && m.Views[at] != shown, a.Line > m.Views[at].Line:
			m.Views[at] = shown
			m.changed = true
		}
	}
	if fresh {
		if m.Revision != "" {
			m.Old = slices.DeleteFunc(m.Old, func(r figure.Revision) bool { return r == m.Revision })
			m.Old = keep(append(m.Old, m.Revision), seenRevisions)
		}
		m.Revision, m.changed = revision, true
		m.Edition++
	}
	return fresh
}

// keep is the last n of list.
func keep[T any](list []T, n int) []T { return list[max(0, len(list)-n):] }

// Remember records the judgement once the fresh arrivals are published.
func (j *Judgement) Remember(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(seenAtOnce)
	for key, m := range j.memories {
		if m.changed {
			g.Go(func() error { return j.seen.store(ctx, key, m) })
		}
	}
	return g.Wait()
}

// store writes a memory down. Where another process was faster, both are kept:
// its revision becomes an old one.
func (s *Seen) store(ctx context.Context, key string, m *memory) error {
	for {
		value, err := json.Marshal(m)
		if err != nil {
			return fmt.Errorf("remember article %q: %w", key, err)
		}
		if _, err = s.set(ctx, key, value, m.stored); err == nil {
			return nil
		}
		if !errors.Is(err, ErrChanged) {
			return fmt.Errorf("remember article %q: %w", key, err)
		}
		theirs := &memory{}
		if err := s.load(ctx, key, theirs); err != nil {
			return err
		}
		m.merge(theirs)
	}
}

func (m *memory) merge(theirs *memory) {
	old := append(slices.Clone(theirs.Old), m.Old...)
	if theirs.Revision != m.Revision {
		old = append(old, theirs.Revision)
	}
	m.Old = m.Old[:0:0]
	for _, r := range old {
		if r != m.Revision && !slices.Contains(m.Old, r) {
			m.Old = append(m.Old, r)
		}
	}
	m.Old = keep(m.Old, seenRevisions)
	for _, v := range theirs.Views {
		if !slices.ContainsFunc(m.Views, func(own view) bool { return own.Name == v.Name }) {
			m.Views = append(m.Views, v)
		}
	}
	m.Views = keep(m.Views, seenViews)
	m.Edition = max(m.Edition, theirs.Edition)
	m.stored = theirs.stored
}

// seenKey is a digest, because publishers' ids may hold what keys may not.
func seenKey(a figure.Article) string { return digest(string(a.ID)) }
