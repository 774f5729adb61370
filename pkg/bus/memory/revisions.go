package memory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/figure"
)

const (
	// parallelRequests bounds the requests under way for one batch.
	parallelRequests = 32
	// maxRevisions and maxViews bound what is kept of one article.
	maxRevisions = 32
	maxViews     = 16
)

// Revisions records which revisions of each article were published, for longer than
// the deduplication window of ARTICLES and across restarts. It is safe for concurrent
// use.
type Revisions struct{ values Values }

// Arrival is an article and where it came from. View names a source that shows the
// article repeatedly: a feed, or a file, whose Line counts from 1. An article that was
// posted has no view.
type Arrival struct {
	Article figure.Article
	View    string
	Line    int
}

// NewRevisions keeps the revisions in a store.
func NewRevisions(values Values) *Revisions { return &Revisions{values} }

// Judgement says which arrivals are to be published.
type Judgement struct {
	// Fresh is set for arrivals that change what is known of their article, and
	// Editions then counts those changes.
	Fresh    []bool
	Editions []int

	revisions *Revisions
	histories map[figure.ArticleID]*history
}

// history is what is known of one article.
type history struct {
	Revision figure.Revision   `json:"rev"` // published last
	Edition  int               `json:"n"`
	Old      []figure.Revision `json:"old,omitempty"` // published before, the newest last
	Views    []view            `json:"views,omitempty"`

	stored  uint64 // version of the stored value; 0 is none
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
// The revision that was published last is known. A revision published before that one
// is either an old copy, which is not fresh, or a text that was edited back, which is.
// It is an old copy where its feed shows it for the first time or has shown nothing else
// since, and where its file has been read past its line. It was edited back where its
// feed last showed another revision, on a later line of its file, and where it was
// posted.
func (r *Revisions) Judge(ctx context.Context, arrivals ...Arrival) (*Judgement, error) {
	j := &Judgement{Fresh: make([]bool, len(arrivals)), Editions: make([]int, len(arrivals)),
		revisions: r, histories: map[figure.ArticleID]*history{}}
	for _, a := range arrivals {
		j.histories[a.Article.ID] = &history{}
	}
	g, limited := errgroup.WithContext(ctx)
	g.SetLimit(parallelRequests)
	for id, h := range j.histories {
		g.Go(func() error { return r.load(limited, id, h) })
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	for i, a := range arrivals {
		h := j.histories[a.Article.ID]
		j.Fresh[i] = h.add(a)
		j.Editions[i] = h.Edition
	}
	return j, nil
}

func (r *Revisions) load(ctx context.Context, id figure.ArticleID, h *history) error {
	value, version, err := r.values.Get(ctx, Key{string(id)})
	switch {
	case err != nil:
		return fmt.Errorf("look up article %q: %w", id, err)
	case version == 0:
		return nil
	}
	h.stored = version
	if len(value) == 0 || value[0] != '{' {
		h.Revision, h.Edition = figure.Revision(value), 1 // the first form of these values
	} else if err := json.Unmarshal(value, h); err != nil {
		return fmt.Errorf("look up article %q: %w", id, err)
	}
	return nil
}

// add takes an arrival in and reports whether it changes the article.
func (h *history) add(a Arrival) bool {
	revision := a.Article.Revision
	shown := view{Name: a.View, Revision: revision, Line: a.Line}
	at := slices.IndexFunc(h.Views, func(v view) bool { return v.Name == a.View })
	fresh := revision != h.Revision
	if fresh && slices.Contains(h.Old, revision) && a.View != "" {
		switch {
		case at < 0:
			fresh = false
		case a.Line > 0:
			fresh = a.Line > h.Views[at].Line
		default:
			fresh = h.Views[at].Revision != revision
		}
	}
	if a.View != "" {
		switch {
		case at < 0:
			h.Views = keep(append(h.Views, shown), maxViews)
			h.changed = true
		case a.Line == 0 && h.Views[at] != shown, a.Line > h.Views[at].Line:
			h.Views[at] = shown
			h.changed = true
		}
	}
	if fresh {
		if h.Revision != "" {
			h.Old = slices.DeleteFunc(h.Old, func(r figure.Revision) bool { return r == h.Revision })
			h.Old = keep(append(h.Old, h.Revision), maxRevisions)
		}
		h.Revision, h.changed = revision, true
		h.Edition++
	}
	return fresh
}

// keep is the last n of list.
func keep[T any](list []T, n int) []T { return list[max(0, len(list)-n):] }

// Remember records the judgement, once the fresh arrivals are published.
func (j *Judgement) Remember(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(parallelRequests)
	for id, h := range j.histories {
		if h.changed {
			g.Go(func() error { return j.revisions.store(ctx, id, h) })
		}
	}
	return g.Wait()
}

// store writes a history. Where another process has written since, both are kept:
// its revision becomes an old one.
func (r *Revisions) store(ctx context.Context, id figure.ArticleID, h *history) error {
	for {
		value, err := json.Marshal(h)
		if err != nil {
			return fmt.Errorf("remember article %q: %w", id, err)
		}
		if _, err = r.values.Set(ctx, Key{string(id)}, value, h.stored); err == nil {
			return nil
		}
		if !errors.Is(err, ErrChanged) {
			return fmt.Errorf("remember article %q: %w", id, err)
		}
		theirs := &history{}
		if err := r.load(ctx, id, theirs); err != nil {
			return err
		}
		h.merge(theirs)
	}
}

func (h *history) merge(theirs *history) {
	old := append(slices.Clone(theirs.Old), h.Old...)
	if theirs.Revision != h.Revision {
		old = append(old, theirs.Revision)
	}
	h.Old = h.Old[:0:0]
	for _, r := range old {
		if r != h.Revision && !slices.Contains(h.Old, r) {
			h.Old = append(h.Old, r)
		}
	}
	h.Old = keep(h.Old, maxRevisions)
	for _, v := range theirs.Views {
		if !slices.ContainsFunc(h.Views, func(own view) bool { return own.Name == v.Name }) {
			h.Views = append(h.Views, v)
		}
	}
	h.Views = keep(h.Views, maxViews)
	h.Edition = max(h.Edition, theirs.Edition)
	h.stored = theirs.stored
}
