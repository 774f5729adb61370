package sink

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
)

// patience is how long an edition of an article waits for the one before it: a redelivery can
// reverse their order, and a series keeps the first report of a time. It exceeds both the 30 s
// that a service waits for an ack whose reply was lost, and the time after which the messages
// of a dead process are redelivered to another.
func patience(ackWait time.Duration) time.Duration {
	return max(2*time.Minute, 4*ackWait)
}

// editionOrder delays an edition of an article until its predecessor has been handled.
type editionOrder struct {
	patience time.Duration
	mu       sync.Mutex
	since    map[figure.ArticleID]time.Time // when an edition first arrived before its predecessor
}

// wait returns an error while an earlier edition may still arrive.
func (o *editionOrder) wait(ctx context.Context, l *ledger.Ledger, a *figure.Article, now time.Time) error {
	if a.Edition < 2 {
		return nil
	}
	have, err := l.Edition(ctx, a.ID)
	if err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	since, waits := o.since[a.ID]
	switch {
	case have >= a.Edition-1, waits && now.Sub(since) >= o.patience:
		delete(o.since, a.ID)
		return nil
	case !waits:
		if o.since == nil {
			o.since = map[figure.ArticleID]time.Time{}
		}
		o.since[a.ID] = now
	}
	return fmt.Errorf("edition %d of article %q arrived before edition %d; it is retried once that one is recorded", a.Edition, a.ID, a.Edition-1)
}
