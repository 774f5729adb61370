// Package engine reads figures from articles without a server. It combines extractor and
// normalizer and can process many articles at once. It opens no file and keeps no state. The
// tools of cmd/arqam call it; the services run extractor and normalizer separately.
package engine

import (
	"context"
	"fmt"
	"iter"

	"github.com/arqam-io/arqam/pkg/eval"
	"github.com/arqam-io/arqam/pkg/extract"
	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
	"github.com/arqam-io/arqam/pkg/normalize"
	"github.com/arqam-io/arqam/pkg/track"
	"github.com/arqam-io/arqam/pkg/unit"
)

// Engine reads figures. It is safe for concurrent use.
type Engine struct {
	Packs      *lang.Set
	Words      *search.Folder
	Units      *unit.Table
	Extractor  *extract.Extractor
	Normalizer *normalize.Normalizer
}

// New returns an engine for these languages.
func New(packs *lang.Set) (*Engine, error) {
	units, err := unit.New()
	if err != nil {
		return nil, fmt.Errorf("load the units: %w", err)
	}
	words := search.New(packs)
	normalizer, err := normalize.New(units, words)
	if err == nil {
		normalizer, err = normalizer.WithAnchors()
	}
	if err != nil {
		return nil, fmt.Errorf("load the normalizer: %w", err)
	}
	extractor, err := extract.New(packs)
	if err != nil {
		return nil, fmt.Errorf("load the extractor: %w", err)
	}
	return &Engine{packs, words, units, extractor, normalizer}, nil
}

// Figures returns the figures of an article.
func (e *Engine) Figures(a figure.Article) figure.Figures {
	return e.Normalizer.Figures(e.Extractor.Article(a))
}

// Matcher returns a matcher for the trackers, with their subject terms resolved to concepts.
func (e *Engine) Matcher(trackers []track.Tracker) (*track.Matcher, error) {
	m, err := track.NewMatcher(trackers, e.Units, e.Words)
	if err != nil {
		return nil, err
	}
	m.Resolve(e.Packs)
	return m, nil
}

// Evaluate compares the figures that the engine reads with those of gold documents.
func (e *Engine) Evaluate(ctx context.Context, docs []eval.Document, workers int) (eval.Report, error) {
	predicted := make(map[figure.ArticleID][]figure.Figure, len(docs))
	for r := range e.Read(ctx, articlesOfGold(docs), workers) {
		predicted[r.Item.Article.ID] = r.Figures.Figures
	}
	return eval.Score(docs, predicted, e.Words), context.Cause(ctx)
}

func articlesOfGold(docs []eval.Document) iter.Seq2[feed.Item, error] {
	return func(yield func(feed.Item, error) bool) {
		for _, d := range docs {
			a := d.Article()
			a.Identify()
			if !yield(feed.Item{Article: a}, nil) {
				return
			}
		}
	}
}

// Agreement counts how often the engine reads the same figures in both sides of parallel
// texts.
func (e *Engine) Agreement(pairs []eval.Pair) eval.Agreement {
	var out eval.Agreement
	for _, p := range pairs {
		var read [2][]figure.Figure
		for side := range read {
			article := figure.Article{ID: figure.ArticleID(p.ID), Lang: p.Langs[side], Text: p.Texts[side]}
			read[side] = e.Figures(article).Figures
		}
		out.Compare(p, read)
	}
	return out
}
