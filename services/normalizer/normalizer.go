// Package normalizer is the service that makes figures of mentions: each message
// of MENTIONS becomes one of FIGURES, with exact unit ids and canonical values.
// The conversion itself belongs to the Reader; delivery, retries and dead
// letters belong to the bus. cmd/arqam runs it, in one process with the other
// services or alone.
package normalizer

import (
	"context"
	"errors"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/metrics"
)

// Name is the service's durable consumer and its metrics label.
const Name = "normalizer"

// Reader gives mentions their units and canonical values. It is called
// concurrently.
type Reader interface {
	Figures(figure.Mentions) figure.Figures
}

// Options are what the service needs; Bus and Reader are required.
type Options struct {
	Bus     *bus.Bus
	Reader  Reader
	Langs   []string              // languages with separate metrics; the rest is "other"
	Metrics prometheus.Registerer // nil keeps no metrics of figures
	Workers int                   // messages handled at once; 0 is GOMAXPROCS
}

var (
	// ErrNoArticle marks mentions without an article id or revision: their figures could not
	// be traced to an article.
	ErrNoArticle = errors.New("the mentions have no article id or no revision")
	// ErrFigureLost marks a Reader that did not return one figure for each
	// mention.
	ErrFigureLost = errors.New("the reader did not return one figure for each mention")
)

// Run works until ctx ends, and returns nil after a drain.
func Run(ctx context.Context, o Options) error {
	tally, err := metrics.NewTally(o.Metrics, "arqam_normalizer_figures_total", "Figures made of mentions.", o.Langs)
	if err != nil {
		return fmt.Errorf("normalizer: register metrics: %w", err)
	}
	return bus.Work(ctx, o.Bus, bus.Service[figure.Mentions]{
		Name: Name, From: bus.Mentions, Workers: o.Workers,
		Handle: func(_ context.Context, m figure.Mentions) ([]bus.Outgoing, error) {
			f, err := convert(o.Reader, m)
			if err != nil {
				return nil, bus.Permanent(err)
			}
			out, err := bus.NewFigures(f)
			if err != nil {
				return nil, bus.Permanent(err)
			}
			for _, read := range f.Figures {
				tally.Add(f.Article.Lang, read.Mention.Kind)
			}
			return []bus.Outgoing{out}, nil
		},
	})
}

func convert(r Reader, m figure.Mentions) (figure.Figures, error) {
	if m.Article.ID == "" || m.Article.Revision == "" {
		return figure.Figures{}, fmt.Errorf("article %q, revision %q: %w", m.Article.ID, m.Article.Revision, ErrNoArticle)
	}
	f := r.Figures(m)
	if len(f.Figures) != len(m.Mentions) {
		return f, fmt.Errorf("article %q: %w: %d mentions, %d figures",
			m.Article.ID, ErrFigureLost, len(m.Mentions), len(f.Figures))
	}
	return f, nil
}
