// Package fetcher is the service that publishes articles to the stream ARTICLES: from
// feeds, from files, from watched directories and over HTTP. It publishes an article
// once for each revision, across restarts, and neither reads figures nor stores
// articles itself. cmd/arqam runs it, alone or with the other services.
package fetcher

import (
	"context"
	"fmt"
	"iter"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/memory"
	"github.com/arqam-io/arqam/pkg/feed"
)

// Options is what a fetcher needs. Bus and Log are required.
type Options struct {
	Bus     *bus.Bus
	Log     *zap.Logger
	Reader  *feed.Reader          // nil is a Reader with its defaults
	Metrics prometheus.Registerer // nil exposes no metrics
	MaxBody int64                 // of one HTTP request, in bytes; 0 is 64 MiB
}

// Fetcher publishes articles. It is safe for concurrent use.
type Fetcher struct {
	Options
	revisions *memory.Revisions
	articles  *prometheus.CounterVec
}

// New returns a fetcher that keeps a record of published revisions on the bus.
func New(ctx context.Context, o Options) (*Fetcher, error) {
	revisions, err := o.Bus.Revisions(ctx)
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
		Help: "Articles received: published, known (this revision was published before), or rejected.",
	}, []string{"status"})
	for _, s := range []feed.Status{feed.Published, feed.Known, feed.Rejected} {
		articles.WithLabelValues(string(s))
	}
	if o.Metrics != nil {
		if err := o.Metrics.Register(articles); err != nil {
			return nil, fmt.Errorf("fetcher: register metrics: %w", err)
		}
	}
	return &Fetcher{Options: o, revisions: revisions, articles: articles}, nil
}

// Ingest publishes every article of items and returns once the stream holds them all.
// An article that cannot be read is logged with its position, counted and skipped; the
// error means that ctx ended first.
func (f *Fetcher) Ingest(ctx context.Context, items iter.Seq2[feed.Item, error]) (feed.Tally, error) {
	var tally feed.Tally
	for batch, err := range feed.Batches(ctx, items) {
		if err != nil {
			f.Log.Warn("article rejected: it cannot be read", zap.Error(err))
			f.count(feed.Rejected)
			tally.Add(feed.Rejected)
			continue
		}
		for _, item := range batch {
			f.logNotes(item)
		}
		statuses, err := f.publish(ctx, batch)
		if err != nil {
			return tally, err
		}
		for _, s := range statuses {
			tally.Add(s)
		}
	}
	return tally, context.Cause(ctx)
}

// logNotes logs what the reader noticed about an article that it could read.
func (f *Fetcher) logNotes(item feed.Item) {
	for _, note := range item.Notes {
		f.Log.Debug("article accepted with defects", zap.String("file", item.File), zap.Int("line", item.Line),
			zap.String("article", string(item.Article.ID)), zap.String("note", note))
	}
}

// publish publishes the articles that are new, in their order, and returns the status of
// each.
func (f *Fetcher) publish(ctx context.Context, batch []feed.Item) ([]feed.Status, error) {
	arrivals := make([]memory.Arrival, len(batch))
	for i, item := range batch {
		arrivals[i] = memory.Arrival{Article: item.Article, View: item.File, Line: item.Line}
		if item.File == feed.Stdin {
			arrivals[i].View = ""
		}
	}
	judgement, err := f.revisions.Judge(ctx, arrivals...)
	if err != nil {
		return nil, fmt.Errorf("fetcher: %w", err)
	}
	statuses := make([]feed.Status, len(batch))
	var out []bus.Outgoing
	for i, a := range arrivals {
		if statuses[i] = feed.Known; !judgement.Fresh[i] {
			continue
		}
		a.Article.Edition = judgement.Editions[i]
		message, err := bus.NewArticle(a.Article)
		if err != nil {
			return nil, fmt.Errorf("fetcher: %w", err)
		}
		statuses[i] = feed.Published
		out = append(out, message)
	}
	if err := f.Bus.Publish(ctx, out...); err != nil {
		return nil, fmt.Errorf("fetcher: %w", err)
	}
	// A crash before the record leads to a second publication, which changes nothing; in
	// the reverse order it would lose the article.
	if err := judgement.Remember(ctx); err != nil {
		return nil, fmt.Errorf("fetcher: %w", err)
	}
	for _, s := range statuses {
		f.count(s)
	}
	return statuses, nil
}

func (f *Fetcher) count(s feed.Status) { f.articles.WithLabelValues(string(s)).Inc() }
