package bus

import (
	"context"
	"fmt"
)

// Travelling is the number of messages on their way to the ledger: articles that
// the consumer of this name has not finished, and all of the streams behind it.
// Streams are looked at in the order of the journey: a service acknowledges only
// after its output is stored, so what has left one stream is in the next or
// through.
func (b *Bus) Travelling(ctx context.Context, consumer string) (int, error) {
	js := b.JetStream()
	articles, err := js.Consumer(ctx, string(Articles), consumer)
	if err != nil {
		return 0, fmt.Errorf("progress of %s: %w", Articles, err)
	}
	info, err := articles.Info(ctx)
	if err != nil {
		return 0, fmt.Errorf("progress of %s: %w", Articles, err)
	}
	left := int(info.NumPending) + info.NumAckPending // #nosec G115 -- a count of messages on a disk
	for _, name := range []Stream{Mentions, Figures} {
		stream, err := js.Stream(ctx, string(name))
		if err != nil {
			return 0, fmt.Errorf("progress of %s: %w", name, err)
		}
		left += int(stream.CachedInfo().State.Msgs) // #nosec G115 -- likewise
	}
	return left, nil
}
