package fetcher

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/feed/date"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/lang"
)

// dates reads the dates in every test; the language packs are loaded once.
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

// fakeClock advances to the next wake-up only when every worker sleeps.
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

// advance wakes the worker with the earliest wake-up time once all are asleep.
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
	return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>` + strings.Join(items, "") + `</channel></rss>`
}

// TestTwoFeeds publishes an article once when two feeds link to it by different URLs.
func TestTwoFeeds(t *testing.T) {
	b := startBus(t, t.TempDir())
	l := follow(t, b, &steadyClock{now: visitStart}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, rss(item("https://paper.example/n/1?utm_source="+r.URL.Host, "وصول 12 شاحنة", "نص", "")))
	}), FollowOptions{Roster: parseRoster(t, "defaults: {fulltext: feed}\nfeeds:\n- url: http://a.example/\n- url: http://b.example/\n")})
	for _, f := range l.feeds {
		if _, err := l.visit(t.Context(), f.Feed); err != nil {
			t.Fatal(err)
		}
	}
	if n := stored(t, b); n != 1 {
		t.Errorf("an article in two feeds was published %d times", n)
	}
}

// TestTakeOver leaves a feed alone while another process holds its lease, and takes it over
// once the lease expires.
func TestTakeOver(t *testing.T) {
	b := startBus(t, t.TempDir())
	clock := &steadyClock{now: visitStart}
	asked := 0
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		fmt.Fprint(w, rss(item("/n/1", "ع", "نص", "")))
	})
	feeds := parseRoster(t, "- {url: 'http://a.example/', fulltext: feed}\n")
	dead := follow(t, b, clock, handler, FollowOptions{Roster: feeds, Holder: "dead"})
	v := &visit{Follower: dead, feed: feeds.Feeds[0]}
	v.state.URL = feeds.Feeds[0].URL
	if err := v.renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	l := follow(t, b, clock, handler, FollowOptions{Roster: feeds, Holder: "alive"})
	again, err := l.visit(t.Context(), feeds.Feeds[0])
	if err != nil || asked != 0 || !again.Equal(visitStart.Add(leaseTime)) {
		t.Fatalf("a feed leased to another process was requested %d times, next check at %v: %v", asked, again, err)
	}
	clock.now = again
	if _, err := l.visit(t.Context(), feeds.Feeds[0]); err != nil || asked != 1 || stored(t, b) != 1 {
		t.Errorf("a feed with an expired lease was requested %d times: %v", asked, err)
	}
}
