package fetcher

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/feed/web"
	"github.com/arqam-io/arqam/pkg/figure"
)

const (
	dayFeeds     = 200
	dayInterval  = 15 * time.Minute
	dayGap       = 2 * time.Second
	shown        = 40 // articles that a feed shows
	articleEvery = 50 * time.Minute
)

// press simulates 200 feeds on 100 hosts for a day. It records when each was requested, and
// every request that manners forbids.
type press struct {
	t     *testing.T
	clock *fakeClock
	begin time.Time

	mu        sync.Mutex
	requests  int
	unchanged int
	requested map[string]time.Time // time of the last request, by feed or host
	earliest  map[string]time.Time // earliest allowed time of the next request
	faults    []string
}

func (p *press) fault(format string, args ...any) {
	if len(p.faults) < 20 {
		p.faults = append(p.faults, fmt.Sprintf(format, args...))
	}
}

// articles is how many articles feed n has published at a time.
func (p *press) articles(n int, at time.Time) int {
	return 1 + int((at.Sub(p.begin)+time.Duration(n)*13*time.Second)/articleEvery)
}

// ServeHTTP answers for every host: feed n lies at http://host<n/2>.example/feed<n>.
func (p *press) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock.Now()
	p.requests++
	n, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/feed"))
	if err != nil {
		p.fault("%s was requested", r.URL)
		w.WriteHeader(http.StatusNotFound)
		return
	}
	host, address := r.URL.Host, r.URL.String()
	if last, ok := p.requested[host]; ok && now.Sub(last) < dayGap {
		p.fault("%s was requested %v after another request to its host", host, now.Sub(last))
	}
	if last, ok := p.requested[address]; ok && now.Sub(last) < dayInterval {
		p.fault("%s was requested %v after its last request", address, now.Sub(last))
	}
	if until := p.earliest[address]; now.Before(until) {
		p.fault("%s was requested %v too early", address, until.Sub(now))
	}
	if until := p.earliest[host]; now.Before(until) {
		p.fault("%s was requested %v too early", host, until.Sub(now))
	}
	if r.UserAgent() == "" || !strings.Contains(r.UserAgent(), "desk@paper.example") {
		p.fault("the agent is %q", r.UserAgent())
	}
	p.requested[host], p.requested[address] = now, now
	p.answer(w, r, n, now)
}

// answer simulates the behaviour of feed n: one in twenty fails for hours.
func (p *press) answer(w http.ResponseWriter, r *http.Request, n int, now time.Time) {
	hour := int(now.Sub(p.begin) / time.Hour)
	address := r.URL.String()
	if n%20 == 7 && hour%12 < 4 {
		switch n % 3 {
		case 0:
			w.Header().Set("Retry-After", "2400")
			p.earliest[address] = now.Add(40 * time.Minute)
			p.earliest[r.URL.Host] = now.Add(40 * time.Minute)
			w.WriteHeader(http.StatusServiceUnavailable)
		case 1:
			w.WriteHeader(http.StatusInternalServerError)
		default:
			fmt.Fprint(w, "<html><title>We are busy</title></html>")
		}
		return
	}
	count := p.articles(n, now)
	tag := fmt.Sprintf(`"%d"`, count)
	if n%2 == 0 {
		w.Header().Set("ETag", tag)
	}
	skip, ttl := "", ""
	switch n % 10 {
	case 3:
		w.Header().Set("Cache-Control", "max-age=3600")
		p.earliest[address] = now.Add(time.Hour)
	case 5:
		ttl = "<ttl>30</ttl>"
		p.earliest[address] = now.Add(30 * time.Minute)
	case 6:
		skip = "<skipHours><hour>2</hour><hour>3</hour></skipHours>"
		if h := now.UTC().Hour(); (h == 2 || h == 3) && p.requested["skip"+address] != (time.Time{}) {
			p.fault("%s was requested in an hour that its skipHours excludes", address)
		}
		p.requested["skip"+address] = now
	}
	if n%2 == 0 && r.Header.Get("If-None-Match") == tag {
		p.unchanged++
		w.WriteHeader(http.StatusNotModified)
		return
	}
	var items []string
	for i := count; i > max(0, count-shown); i-- {
		at := p.begin.Add(time.Duration(i-1)*articleEvery - time.Duration(n)*13*time.Second).UTC().Format(time.RFC1123Z)
		items = append(items, item(fmt.Sprintf("http://%s/news/%d/%d?utm_source=rss", r.URL.Host, n, i), fmt.Sprintf("وصول %d شاحنة", i), "نص", at))
	}
	fmt.Fprint(w, strings.Replace(rss(items...), "<title>t</title>", "<title>t</title>"+ttl+skip, 1))
}

// process runs one fetcher on the shared bus until stop is called.
func (p *press) process(b *bus.Bus, r *roster.Roster, holder string, workers int) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	l := follow(p.t, b, p.clock, p, FollowOptions{Roster: r, Holder: holder, Workers: workers, Web: web.Options{Agent: "arqam/test (+mailto:desk@paper.example)"}})
	p.clock.enter(workers)
	var done sync.WaitGroup
	for range workers {
		done.Add(1)
		go func() {
			defer done.Done()
			defer p.clock.leave()
			if err := l.work(ctx); !errors.Is(err, context.Canceled) {
				p.t.Errorf("%s: %v", holder, err)
			}
		}()
	}
	return func() { cancel(); done.Wait() }
}

// TestDay follows 200 feeds for 24 simulated hours. A second process joins after eight hours;
// the first is killed and restarted after twelve. Together they make no request that manners
// forbids, miss no article and publish none twice.
func TestDay(t *testing.T) {
	if testing.Short() {
		t.Skip("a day of simulated time takes half a minute")
	}
	b := startBus(t, t.TempDir())
	clock := &fakeClock{now: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
	p := &press{t: t, clock: clock, begin: clock.now.Add(-time.Hour), requested: map[string]time.Time{}, earliest: map[string]time.Time{}}
	var list strings.Builder
	fmt.Fprintf(&list, "manners: {gap: %v}\ndefaults: {interval: %v, fulltext: feed}\nfeeds:\n", dayGap, dayInterval)
	for n := range dayFeeds {
		fmt.Fprintf(&list, "  - {name: f%d, url: 'http://host%d.example/feed%d'}\n", n, n/2, n)
	}
	r := parseRoster(t, list.String())
	// The test also sleeps on the clock, so that it knows the hour.
	clock.enter(1)
	sleep := func(d time.Duration) {
		if err := clock.Sleep(context.Background(), d); err != nil {
			t.Fatal(err)
		}
	}
	stopFirst := p.process(b, r, "first", 4)
	sleep(8 * time.Hour)
	stopSecond := p.process(b, r, "second", 2)
	sleep(4 * time.Hour)
	stopFirst()
	sleep(10 * time.Minute)
	stopFirst = p.process(b, r, "third", 4)
	sleep(12*time.Hour - 10*time.Minute)
	// Failing feeds are read once they answer again: nine hours cover the longest back-off.
	end := clock.Now()
	sleep(9 * time.Hour)
	stopFirst()
	stopSecond()
	clock.leave()
	for _, f := range p.faults {
		t.Error(f)
	}
	p.compare(b, end)
	t.Logf("%d requests in 33 hours, %d of them answered 304", p.requests, p.unchanged)
}

// compare looks for every article of every feed on the stream, once.
func (p *press) compare(b *bus.Bus, end time.Time) {
	came := map[figure.ArticleID]int{}
	urls := map[string]bool{}
	arrived := arrivals(p.t, b)
	for range stored(p.t, b) {
		a := <-arrived
		came[a.ID]++
		urls[a.URL] = true
		if came[a.ID] == 2 {
			p.t.Errorf("%s was published twice", a.URL)
		}
		if a.Published.IsZero() || a.Undated != "" {
			p.t.Errorf("%s has no date", a.URL)
		}
	}
	missed := 0
	for n := range dayFeeds {
		for i := range p.articles(n, end) {
			if !urls[fmt.Sprintf("http://host%d.example/news/%d/%d", n/2, n, i+1)] {
				missed++
			}
		}
	}
	if missed > 0 || len(came) < dayFeeds*25 {
		p.t.Errorf("%d articles were not published, %d were", missed, len(came))
	}
}
