package bus

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// stalled is longer than it takes to find that a request no longer stands, and
// far shorter than the 30 s of the iterator's missed heartbeats.
const stalled = 2 * pullTimeout

// handled runs a service and returns the articles that it handles.
func handled(t *testing.T, b *Bus, service Service[figure.Article]) <-chan figure.ArticleID {
	t.Helper()
	seen := make(chan figure.ArticleID, 1000)
	service.Handle = func(_ context.Context, a figure.Article) ([]Outgoing, error) {
		seen <- a.ID
		return nil, nil
	}
	work(t, b, service)
	return seen
}

func soon(t *testing.T, seen <-chan figure.ArticleID, what string) {
	t.Helper()
	select {
	case <-seen:
	case <-time.After(stalled):
		t.Fatalf("%s: nothing came for %v", what, stalled)
	}
}

// A handler that is done at once is ready for the next message before the last
// request is booked.
func TestNoPauseBetweenMessages(t *testing.T) {
	b, _ := newBus(t)
	const n = 500
	articles := make([]figure.Article, n)
	for i := range articles {
		articles[i] = article(fmt.Sprint("a", i))
	}
	publishArticles(t, b, articles...)
	seen := handled(t, b, Service[figure.Article]{Name: "quick", From: Articles, Workers: 1})
	for i := range n {
		soon(t, seen, fmt.Sprintf("message %d of %d", i+1, n))
	}
}

// What came of a request is unknown when the connection is lost.
func TestPullAfterReconnect(t *testing.T) {
	b, _ := newBus(t)
	seen := handled(t, b, Service[figure.Article]{Name: "lost", From: Articles, Workers: 2})
	for i := range 5 {
		publishArticles(t, b, article(fmt.Sprint("a", i)))
		soon(t, seen, "before the connection was lost")
		if err := b.conn.ForceReconnect(); err != nil {
			t.Fatal(err)
		}
	}
	publishArticles(t, b, article("last"))
	soon(t, seen, "after the connection was lost")
}

// A consumer that somebody deleted is made again, whether a request stood at it
// or not.
func TestPullOfDeletedConsumer(t *testing.T) {
	b, _ := newBus(t)
	seen := handled(t, b, Service[figure.Article]{Name: "gone", From: Articles, Workers: 1})
	publishArticles(t, b, article("a"))
	soon(t, seen, "before")
	if err := b.js.DeleteConsumer(testContext(t), string(Articles), "gone"); err != nil {
		t.Fatal(err)
	}
	publishArticles(t, b, article("b"))
	soon(t, seen, "the first message again")
	soon(t, seen, "after")
}
