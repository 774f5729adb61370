package fetcher

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/feed/date"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/feed/web"
	"github.com/arqam-io/arqam/pkg/lang"
)

// dates reads the dates of every test; the language packs are loaded once.
var dates = sync.OnceValue(func() *date.Parser {
	set, err := lang.Load()
	if err != nil {
		panic(err)
	}
	p, err := date.New(set)
	if err != nil {
		panic(err)
	}
	return p
})

// fakeClock stands still while anybody works, and goes on to the next waking
// once all sleep.
type fakeClock struct {
	mu       sync.Mutex
	now      time.Time
	working  int
	sleepers []*sleeper
}

type sleeper struct {
	until time.Time
	wake  chan struct{}
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// enter counts one more worker, and leave one less.
func (c *fakeClock) enter(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.working += n
}

func (c *fakeClock) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.working--
	c.advance()
}

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	s := &sleeper{until: c.now.Add(max(d, 0)), wake: make(chan struct{})}
	c.sleepers = append(c.sleepers, s)
	c.working--
	c.advance()
	c.mu.Unlock()
	select {
	case <-s.wake:
		return nil
	case <-ctx.Done():
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if i := slices.Index(c.sleepers, s); i >= 0 {
		c.sleepers = slices.Delete(c.sleepers, i, i+1)
		c.working++
	}
	return context.Cause(ctx)
}

// advance wakes whoever sleeps the shortest, once nobody works.
func (c *fakeClock) advance() {
	if c.working > 0 || len(c.sleepers) == 0 {
		return
	}
	next := slices.MinFunc(c.sleepers, func(a, b *sleeper) int { return a.until.Compare(b.until) })
	if next.until.After(c.now) {
		c.now = next.until
	}
	c.sleepers = slices.DeleteFunc(c.sleepers, func(s *sleeper) bool {
		due := !s.until.After(c.now)
		if due {
			c.working++
			close(s.wake)
		}
		return due
	})
}

// inMemory serves requests by a handler, without a network.
type inMemory struct{ http.Handler }

func (m inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	served := r.Clone(r.Context())
	served.Host = r.URL.Host
	m.ServeHTTP(w, served)
	out := w.Result()
	body, _ := io.ReadAll(out.Body)
	out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	out.Request = r
	return out, nil
}

// follow makes a follower of feeds that a handler serves.
func follow(t testing.TB, b *bus.Bus, clock Clock, handler http.Handler, o FollowOptions) *Follower {
	t.Helper()
	f, err := New(t.Context(), Options{Bus: b, Log: zap.NewNop()})
	if err != nil {
		t.Fatal(err)
	}
	o.Dates, o.Clock, o.Web.Transport = dates(), clock, inMemory{handler}
	if o.Holder == "" {
		o.Holder = "test"
	}
	if o.Spread == nil {
		o.Spread = func() float64 { return 0 }
	}
	l, err := f.Follow(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// parseRoster reads the feeds of a test.
func parseRoster(t testing.TB, text string) *roster.Roster {
	t.Helper()
	r, err := roster.Decode("feeds.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// item is one entry of an RSS feed.
func item(link, title, text, published string) string {
	return fmt.Sprintf("<item><title>%s</title><link>%s</link><description>%s</description><pubDate>%s</pubDate></item>", title, link, text, published)
}

func rss(items ...string) string {
	return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>` + fmt.Sprint(join(items)) + `</channel></rss>`
}

func join(items []string) (all string) {
	for _, s := range items {
		all += s
	}
	return all
}

var _ web.Gate = (*gate)(nil)
