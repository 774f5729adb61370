// Package fetcher is the room that brings articles in: from files, from watched
// directories and over HTTP, onto the ARTICLES stream. It publishes an article
// once for each revision, across restarts, and neither reads figures nor keeps
// articles itself. cmd/arqam runs it, alone or with the other rooms.
package fetcher

import (
	"context"
	"fmt"
	"iter"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/figure"
)

const (
	// batchArticles and batchBytes bound what is published at once.
	batchArticles = 64
	batchBytes    = 8 << 20
)

// Options is what a fetcher works with. Bus and Log are required.
type Options struct {
	Bus     *bus.Bus
	Log     *zap.Logger
	Reader  *feed.Reader          // nil is a Reader with its defaults
	Metrics prometheus.Registerer // nil keeps the metrics to itself
	Token   string                // asked of every HTTP request; empty asks for none
	MaxBody int64                 // of one HTTP request, in bytes; 0 is 64 MiB
}

// Fetcher publishes articles. It is safe for concurrent use.
type Fetcher struct {
	Options
	seen     *bus.Seen
	articles *prometheus.CounterVec
}

// New returns a fetcher that remembers on the bus what was published before.
func New(ctx context.Context, o Options) (*Fetcher, error) {
	seen, err := o.Bus.Seen(ctx)
	if err != nil {
		return nil, fmt.Errorf("fetcher: %w", err)
	}
	if o.Reader == nil {
		o.Reader = &feed.Reader{}
	}
	if o.MaxBody == 0 {
		o.MaxBody = feed.DefaultLimit
	}
	articles := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "arqam_fetcher_articles_total",
		Help: "Articles that came in: published, known (this revision was published before), or rejected.",
	}, []string{"status"})
	for _, s := range []feed.Status{feed.Published, feed.Known, feed.Rejected} {
		articles.WithLabelValues(string(s))
	}
	if o.Metrics != nil {
		if err := o.Metrics.Register(articles); err != nil {
			return nil, fmt.Errorf("fetcher: register metrics: %w", err)
		}
	}
	return &Fetcher{Options: o, seen: seen, articles: articles}, nil
}

// Ingest publishes every article of items and returns when the stream holds
// them all. What cannot be read is logged with its place and counted, and the
// article after it goes on; the error means that ctx ended first.
func (f *Fetcher) Ingest(ctx context.Context, items iter.Seq2[feed.Item, error]) (feed.Tally, error) {
	var tally feed.Tally
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	read := make(chan feed.Item, batchArticles)
	rejected := make(chan int, 1)
	go func() {
		defer close(read)
		bad := 0
		defer func() { rejected <- bad }()
		for item, err := range items {
			if err != nil {
				f.Log.Warn("article rejected", zap.Error(err))
				f.count(feed.Rejected)
				bad++
				continue
			}
			select {
			case read <- item:
			case <-ctx.Done():
				return
			}
		}
	}()
	for batch := range batches(ctx, read) {
		for _, item := range batch {
			f.mention(item)
		}
		statuses, err := f.publish(ctx, batch)
		if err != nil {
			return tally, err
		}
		for _, s := range statuses {
			tally.Add(s)
		}
	}
	select {
	case tally.Rejected = <-rejected:
	case <-ctx.Done():
	}
	return tally, context.Cause(ctx)
}

// batches gathers what is at hand, without waiting for more, so that a slow
// pipe is not held back and a fast one is published many at a time. It ends
// with ctx, and leaves a reader that waits on its pipe to itself.
func batches(ctx context.Context, items <-chan feed.Item) iter.Seq[[]feed.Item] {
	return func(yield func([]feed.Item) bool) {
		for {
			select {
			case <-ctx.Done():
				return
			case item, more := <-items:
				if !more || !yield(gather(item, items)) {
					return
				}
			}
		}
	}
}

func gather(first feed.Item, items <-chan feed.Item) []feed.Item {
	batch, size := []feed.Item{first}, len(first.Article.Text)
	for len(batch) < batchArticles && size < batchBytes {
		select {
		case item, more := <-items:
			if !more {
				return batch
			}
			batch, size = append(batch, item), size+len(item.Article.Text)
		default:
			return batch
		}
	}
	return batch
}

func (f *Fetcher) mention(item feed.Item) {
	for _, note := range item.Notes {
		f.Log.Debug("article is odd", zap.String("file", item.File), zap.Int("line", item.Line),
			zap.String("article", string(item.Article.ID)), zap.String("note", note))
	}
}

// publish sends the articles that are new, in their order, and says what became
// of each.
func (f *Fetcher) publish(ctx context.Context, batch []feed.Item) ([]feed.Status, error) {
	articles := make([]figure.Article, len(batch))
	for i, item := range batch {
		articles[i] = item.Article
	}
	known, err := f.seen.Known(ctx, articles...)
	if err != nil {
		return nil, fmt.Errorf("fetcher: %w", err)
	}
	statuses := make([]feed.Status, len(batch))
	var out []bus.Outgoing
	var fresh []figure.Article
	for i, a := range articles {
		if statuses[i] = feed.Known; known[i] {
			continue
		}
		message, err := bus.NewArticle(a)
		if err != nil {
			return nil, fmt.Errorf("fetcher: %w", err)
		}
		statuses[i] = feed.Published
		out, fresh = append(out, message), append(fresh, a)
	}
	if err := f.Bus.Publish(ctx, out...); err != nil {
		return nil, fmt.Errorf("fetcher: %w", err)
	}
	// A crash between the two leads to a second publication, which changes
	// nothing; the other way round it would lose the article.
	if err := f.seen.Remember(ctx, fresh...); err != nil {
		return nil, fmt.Errorf("fetcher: %w", err)
	}
	for _, s := range statuses {
		f.count(s)
	}
	return statuses, nil
}

func (f *Fetcher) count(s feed.Status) { f.articles.WithLabelValues(string(s)).Inc() }
