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

// Batches groups what is available, without waiting for more, so that a slow pipe
// is not held back and a fast one is handled many at a time. Items and errors
// stay in their order; an error comes alone. The sequence ends with ctx, and
// then leaves a reader that waits on its pipe to itself.
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

// gather takes what waits in the channel, up to a whole batch or an error.
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
