package sink

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
)

// patience is how long an edition of an article waits for the one before it: a
// redelivery can reverse their order, and a series keeps the first report of a time.
// It is well beyond the half minute that a service waits for an ack that a server
// lost, and the time after which the messages of a dead service go to another.
func patience(ackWait time.Duration) time.Duration {
	return max(2*time.Minute, 4*ackWait)
}

// editionOrder makes the editions of an article wait for one another.
type editionOrder struct {
	patience time.Duration
	mu       sync.Mutex
	since    map[figure.ArticleID]time.Time // when an edition first came before its predecessor
}

// wait returns an error while an earlier edition may still come.
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
	return fmt.Errorf("edition %d of article %q came before edition %d, which it waits for", a.Edition, a.ID, a.Edition-1)
}
