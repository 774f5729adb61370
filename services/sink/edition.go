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
// redelivery can turn their order, and a series keeps what it was given first. It is
// well beyond the half minute that a service waits for an ack that a server swallowed,
// and the time after which what a dead service held goes to another.
func patience(ackWait time.Duration) time.Duration {
	return max(2*time.Minute, 4*ackWait)
}

// turns makes the editions of an article wait for one another.
type turns struct {
	patience time.Duration
	mu       sync.Mutex
	since    map[figure.ArticleID]time.Time // when an edition first came too early
}

// wait returns an error while an earlier edition may still come.
func (w *turns) wait(ctx context.Context, l *ledger.Ledger, a *figure.Article, now time.Time) error {
	if a.Edition < 2 {
		return nil
	}
	have, err := l.Edition(ctx, a.ID)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	begun, waits := w.since[a.ID]
	switch {
	case have >= a.Edition-1, waits && now.Sub(begun) >= w.patience:
		delete(w.since, a.ID)
		return nil
	case !waits:
		if w.since == nil {
			w.since = map[figure.ArticleID]time.Time{}
		}
		w.since[a.ID] = now
	}
	return fmt.Errorf("edition %d of article %q came before edition %d, which it waits for", a.Edition, a.ID, a.Edition-1)
}
