// Package extractor is the service that reads articles: each article of ARTICLES
// becomes one message of mentions on MENTIONS. It deletes articles that it has read
// from ARTICLES when that stream fills. The reading itself, and all knowledge of
// language, belongs to the Reader; delivery, retries and dead
// letters belong to the bus. cmd/arqam runs it, in one process with the other
// services or alone.
package extractor

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/metrics"
)

// Name is the service's durable consumer and its metrics label.
const Name = "extractor"

// Reader finds the figures that an article states. It is called concurrently.
type Reader interface {
	Article(figure.Article) figure.Mentions
}

// Options are what the service needs; Bus and Reader are required.
type Options struct {
	Bus     *bus.Bus
	Reader  Reader
	Langs   []string              // languages with separate metrics; the rest is "other"
	Metrics prometheus.Registerer // nil keeps no metrics of mentions
	Workers int                   // articles read at once; 0 is GOMAXPROCS
}

// ErrNoText marks an article in which there is nothing to read.
var ErrNoText = errors.New("article has neither title nor text")

// Run works until ctx ends, and returns nil after a drain.
func Run(ctx context.Context, o Options) error {
	tally, err := metrics.NewTally(o.Metrics, "arqam_extractor_mentions_total", "Mentions of figures found in articles.", o.Langs)
	if err != nil {
		return fmt.Errorf("extractor: register metrics: %w", err)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return bus.Trim(ctx, o.Bus, bus.Articles, Name) })
	group.Go(func() error { return bus.Work(ctx, o.Bus, service(o, tally)) })
	return group.Wait()
}

func service(o Options, tally *metrics.Tally) bus.Service[figure.Article] {
	return bus.Service[figure.Article]{
		Name: Name, From: bus.Articles, Workers: o.Workers,
		Handle: func(_ context.Context, a figure.Article) ([]bus.Outgoing, error) {
			m, err := read(o.Reader, a)
			if err != nil {
				return nil, bus.Permanent(err)
			}
			out, err := bus.NewMentions(m)
			if err != nil {
				return nil, bus.Permanent(err)
			}
			for _, mention := range m.Mentions {
				tally.Add(m.Article.Lang, mention.Kind)
			}
			return []bus.Outgoing{out}, nil
		},
	}
}

// read sets the article's id and revision if the publisher did not, and reads it. The text is
// not changed: invalid UTF-8 bytes became U+FFFD, one code point each, when the message was
// written or decoded, so that spans index the same text in every later service. Such an
// article is read like any other, since its undamaged figures are still good.
func read(r Reader, a figure.Article) (figure.Mentions, error) {
	a.Identify()
	if strings.TrimSpace(a.Title) == "" && strings.TrimSpace(a.Text) == "" {
		return figure.Mentions{}, fmt.Errorf("article %q: %w", a.ID, ErrNoText)
	}
	return r.Article(a), nil
}
