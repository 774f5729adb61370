package main

import (
	"context"
	"fmt"
	"iter"
	"os"

	"github.com/arqam-io/arqam/pkg/extract"
	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/normalize"
	"github.com/arqam-io/arqam/pkg/settings"
	"github.com/arqam-io/arqam/pkg/track"
	"github.com/arqam-io/arqam/pkg/unit"
)

// engine reads figures from articles without a server: the extractor and the
// normalizer in one. It is safe for concurrent use.
type engine struct {
	packs      *lang.Set
	units      *unit.Table
	extractor  *extract.Extractor
	normalizer *normalize.Normalizer
}

// newEngine returns an engine that knows the concepts of a user's file, too,
// unless its name is empty.
func newEngine(concepts string) (*engine, error) {
	packs, err := loadPacks(concepts)
	if err != nil {
		return nil, err
	}
	units, err := unit.New()
	if err != nil {
		return nil, fmt.Errorf("load the units: %w", err)
	}
	normalizer, err := normalize.New(units)
	if err == nil {
		normalizer, err = normalizer.WithAnchors(packs)
	}
	if err != nil {
		return nil, fmt.Errorf("load the normalizer: %w", err)
	}
	return &engine{packs, units, extract.New(packs), normalizer}, nil
}

// exchangingEngine is newEngine, with the exchange rates of the user's file where
// there is one. A fault in the file is the user's.
func (a *app) exchangingEngine(concepts string) (*engine, error) {
	e, err := newEngine(concepts)
	if err != nil || a.config.rates == "" {
		return e, err
	}
	f, err := os.Open(a.config.rates)
	if err != nil {
		return nil, usagef("rates: %s: %w", a.config.rates, settings.Cause(err))
	}
	defer f.Close()
	rates, err := normalize.ReadRates(a.config.rates, f, e.units, a.config.ratesDays)
	if err != nil {
		return nil, usage(err)
	}
	e.normalizer = e.normalizer.WithRates(rates)
	return e, nil
}

func (e *engine) figures(a figure.Article) figure.Figures {
	return e.normalizer.Figures(e.extractor.Article(a))
}

// matcher knows the trackers' terms by what they mean in every language.
func (e *engine) matcher(trackers []track.Tracker) (*track.Matcher, error) {
	m, err := track.NewMatcher(trackers, e.units)
	if err != nil {
		return nil, err
	}
	m.Resolve(e.packs)
	return m, nil
}

// reading is one article read, or the error in its place.
type reading struct {
	item    feed.Item
	figures figure.Figures
	err     error
	// last says that no further reading is at hand, so that output should not
	// be held back for it.
	last bool
}

// read reads the articles with so many workers, and yields them in their order.
func (e *engine) read(ctx context.Context, items iter.Seq2[feed.Item, error], workers int) iter.Seq[reading] {
	return func(yield func(reading) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		queue := make(chan chan reading, workers)
		go e.enqueue(ctx, items, queue)
		for {
			select {
			case <-ctx.Done():
				return
			case place, more := <-queue:
				if !more {
					return
				}
				r := <-place
				r.last = len(queue) == 0
				if !yield(r) {
					return
				}
			}
		}
	}
}

// enqueue gives every article a place in the queue and a worker.
func (e *engine) enqueue(ctx context.Context, items iter.Seq2[feed.Item, error], queue chan<- chan reading) {
	defer close(queue)
	for item, err := range items {
		place := make(chan reading, 1)
		select {
		case queue <- place:
		case <-ctx.Done():
			return
		}
		if err != nil {
			place <- reading{err: err}
			continue
		}
		go func() { place <- reading{item: item, figures: e.figures(item.Article)} }()
	}
}
