package feed

import (
	"context"
	"iter"
)

// batchItems and batchBytes bound a batch.
const (
	batchItems = 64
	batchBytes = 4 << 20
)

type outcome struct {
	item Item
	err  error
}

// Batches groups the items that are available, without waiting for more, so that a slow pipe
// is not delayed and a fast one is handled in batches. Items and errors stay in order; an
// error is a batch of its own. The sequence ends with ctx; a reader that is blocked on its
// pipe is then abandoned.
func Batches(ctx context.Context, items iter.Seq2[Item, error]) iter.Seq2[[]Item, error] {
	return func(yield func([]Item, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		read := make(chan outcome, batchItems)
		go func() {
			defer close(read)
			for item, err := range items {
				select {
				case read <- outcome{item, err}:
				case <-ctx.Done():
					return
				}
			}
		}()
		for {
			select {
			case <-ctx.Done():
				return
			case first, more := <-read:
				if !more {
					return
				}
				batch, err := gather(first, read)
				if len(batch) > 0 && !yield(batch, nil) || err != nil && !yield(nil, err) {
					return
				}
			}
		}
	}
}

// gather receives what is available in the channel, up to a full batch or an error.
func gather(first outcome, read <-chan outcome) (batch []Item, err error) {
	size := 0
	for next := first; ; {
		if next.err != nil {
			return batch, next.err
		}
		batch, size = append(batch, next.item), size+len(next.item.Article.Text)
		if len(batch) == batchItems || size >= batchBytes {
			return batch, nil
		}
		more := false
		select {
		case next, more = <-read:
		default:
		}
		if !more {
			return batch, nil
		}
	}
}
