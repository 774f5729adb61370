package engine

import (
	"context"
	"iter"

	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/figure"
)

// Reading is the result for one article, or its error.
type Reading struct {
	Item    feed.Item
	Figures figure.Figures
	Err     error
	// Last means that no further reading is ready, so buffered output should be flushed.
	Last bool
}

// Read reads the articles with the given number of workers and yields the results in order.
func (e *Engine) Read(ctx context.Context, items iter.Seq2[feed.Item, error], workers int) iter.Seq[Reading] {
	return func(yield func(Reading) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		queue := make(chan chan Reading, workers)
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
				r.Last = len(queue) == 0
				if !yield(r) {
					return
				}
			}
		}
	}
}

// enqueue gives every article a slot in the queue and a worker.
func (e *Engine) enqueue(ctx context.Context, items iter.Seq2[feed.Item, error], queue chan<- chan Reading) {
	defer close(queue)
	for item, err := range items {
		place := make(chan Reading, 1)
		select {
		case queue <- place:
		case <-ctx.Done():
			return
		}
		if err != nil {
			place <- Reading{Err: err}
			continue
		}
		go func() { place <- Reading{Item: item, Figures: e.Figures(item.Article)} }()
	}
}
