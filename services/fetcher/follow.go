package fetcher

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"sync"
	"time"

	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/feed/collect"
	"github.com/arqam-io/arqam/pkg/feed/date"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/feed/web"
)

// FollowOptions is what a follower needs. Roster, Dates and Holder are required.
type FollowOptions struct {
	Roster *roster.Roster
	Dates  *date.Parser
	Web    web.Options // the follower sets Gate, Now and Allow
	// Holder names this process among those that share the feeds.
	Holder  string
	Workers int            // feeds requested at once; 0 is 8
	Clock   Clock          // nil is the system's
	Spread  func() float64 // jitter in [0,1); nil is random
}

// Follower requests feeds as often as manners allows and publishes what is new. Any number of
// followers share the feeds: one process at a time holds the lease of a feed, and the state of
// feeds and hosts is kept on NATS.
type Follower struct {
	FollowOptions
	fetcher   *Fetcher
	gate      *gate
	collector *collect.Collector
	health    *health

	mu    sync.Mutex
	feeds []*followed
}

// followed is a feed as this process sees it.
type followed struct {
	roster.Feed
	host  string
	next  time.Time // when to check its state again
	taken bool      // by a worker
}

const (
	defaultWorkers = 8
	// idlePause bounds how long an idle worker sleeps, so that it takes over the feeds
	// of a process that died.
	idlePause = time.Minute
	// troublePause follows an error of NATS.
	troublePause = 10 * time.Second
)

// Follow returns a follower of the feeds.
func (f *Fetcher) Follow(ctx context.Context, o FollowOptions) (*Follower, error) {
	state, err := f.Bus.State(ctx)
	if err != nil {
		return nil, fmt.Errorf("fetcher: %w", err)
	}
	if o.Clock == nil {
		o.Clock = systemClock{}
	}
	if o.Spread == nil {
		o.Spread = rand.Float64
	}
	if o.Workers == 0 {
		o.Workers = defaultWorkers
	}
	l := &Follower{FollowOptions: o, fetcher: f}
	l.gate = &gate{state: state, clock: o.Clock, gap: o.Roster.Manners.Gap, spread: o.Spread, hosts: map[string]*sync.Mutex{}}
	o.Web.Gate, o.Web.Now = l.gate, o.Clock.Now
	o.Web.Allow = append(o.Web.Allow, o.Roster.Manners.Allow...)
	client := web.New(o.Web)
	l.collector = &collect.Collector{Client: client, Dates: o.Dates, Now: o.Clock.Now,
		Allowed: func(ctx context.Context, u *url.URL) error { return l.gate.allowed(ctx, client, u) }}
	for _, feed := range o.Roster.Feeds {
		u, err := web.Check(feed.URL)
		if err != nil {
			return nil, fmt.Errorf("fetcher: feed %q: %w", feed.Name, err)
		}
		l.feeds = append(l.feeds, &followed{Feed: feed, host: u.Host})
	}
	if l.health, err = newHealth(f.Metrics, o.Roster.Feeds); err != nil {
		return nil, fmt.Errorf("fetcher: register metrics: %w", err)
	}
	return l, nil
}

// Run follows the feeds until ctx ends; it then returns nil.
func (l *Follower) Run(ctx context.Context) error {
	l.fetcher.Log.Info("following feeds", zap.Int("feeds", len(l.feeds)), zap.String("holder", l.Holder))
	g, ctx := errgroup.WithContext(ctx)
	for range l.Workers {
		g.Go(func() error { return l.work(ctx) })
	}
	return ended(ctx, g.Wait())
}

// work visits one feed after the other.
func (l *Follower) work(ctx context.Context) error {
	for {
		feed, pause := l.take()
		if feed == nil {
			if err := l.Clock.Sleep(ctx, pause); err != nil {
				return err
			}
			continue
		}
		next, err := l.visit(ctx, feed.Feed)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			l.fetcher.Log.Warn("feed skipped for now: its state on NATS could not be read or written", zap.String("feed", feed.Name), zap.Error(err))
			next = l.Clock.Now().Add(troublePause)
		}
		l.mu.Lock()
		feed.next, feed.taken = next, false
		l.mu.Unlock()
	}
}

// take returns the feed that has been due for the longest, of a host that no other
// worker uses, or else how long to sleep.
func (l *Follower) take() (*followed, time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.Clock.Now()
	busy := map[string]bool{}
	for _, f := range l.feeds {
		if f.taken {
			busy[f.host] = true
		}
	}
	var best *followed
	pause := idlePause
	for _, f := range l.feeds {
		switch {
		case f.taken:
		case f.next.After(now):
			pause = min(pause, f.next.Sub(now))
		case busy[f.host]:
			pause = min(pause, busyPause)
		case best == nil || f.next.Before(best.next):
			best = f
		}
	}
	if best == nil {
		return nil, pause
	}
	best.taken = true
	return best, 0
}
