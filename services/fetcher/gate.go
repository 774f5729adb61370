package fetcher

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/arqam-io/arqam/pkg/bus/memory"
	"github.com/arqam-io/arqam/pkg/feed/refusal"
	"github.com/arqam-io/arqam/pkg/feed/web"
)

const (
	// requestTime is how long a host counts as busy with a request that does not end,
	// because its process died.
	requestTime = web.DefaultTimeout + 10*time.Second
	// patience is how long a request waits for its host; after it the feed is tried
	// again when the host allows it.
	patience = 2 * time.Minute
	// busyPause is between two checks of a host that another process uses.
	busyPause = 250 * time.Millisecond
	// robotsAge is how long a robots.txt is kept, robotsRetry one that failed.
	robotsAge   = 24 * time.Hour
	robotsRetry = time.Hour
	robotsKept  = 64 << 10 // bytes
)

// gate allows one request at a time to a host, over all processes on the same NATS, with
// a pause between two requests. It implements web.Gate.
type gate struct {
	state  *memory.State
	clock  Clock
	gap    time.Duration
	spread func() float64

	mu    sync.Mutex
	hosts map[string]*sync.Mutex // of this process, so that its workers queue
}

// hostState is what all processes share about a host.
type hostState struct {
	Busy time.Time     `json:"busy,omitzero"` // until when a request is under way
	Next time.Time     `json:"next,omitzero"` // when the next request may start
	Gap  time.Duration `json:"gap,omitempty"` // that its robots.txt asks for
}

func hostKey(u *url.URL) string { return "host " + strings.ToLower(u.Host) }

func (g *gate) line(key string) *sync.Mutex {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.hosts[key] == nil {
		g.hosts[key] = &sync.Mutex{}
	}
	return g.hosts[key]
}

// Enter waits until the host of u may be requested.
func (g *gate) Enter(ctx context.Context, u *url.URL) (func(time.Time), error) {
	key := hostKey(u)
	line := g.line(key)
	begun := g.clock.Now()
	for !line.TryLock() {
		if err := g.wait(ctx, begun, busyPause); err != nil {
			return nil, err
		}
	}
	for {
		var h hostState
		version, err := g.load(ctx, key, &h)
		if err != nil {
			line.Unlock()
			return nil, err
		}
		now := g.clock.Now()
		pause := h.Next.Sub(now)
		if now.Before(h.Busy) {
			pause = max(pause, busyPause)
		}
		if pause <= 0 {
			h.Busy = now.Add(requestTime)
			if version, err = g.save(ctx, key, h, version); err == nil {
				return func(until time.Time) { g.leave(ctx, key, h, version, until); line.Unlock() }, nil
			}
			if errors.Is(err, memory.ErrChanged) {
				pause = busyPause
			} else {
				line.Unlock()
				return nil, err
			}
		}
		if h.Next.Sub(begun) > patience {
			line.Unlock()
			return nil, &web.Delay{Err: refusal.New(refusal.Throttled, "the host allows no request before %s", h.Next.UTC().Format(time.RFC3339)), Until: h.Next}
		}
		if err := g.wait(ctx, begun, pause); err != nil {
			line.Unlock()
			return nil, err
		}
	}
}

// wait sleeps, or fails once patience is exhausted.
func (g *gate) wait(ctx context.Context, begun time.Time, pause time.Duration) error {
	now := g.clock.Now()
	if now.Sub(begun) > 4*patience {
		return &web.Delay{Err: refusal.New(refusal.Throttled, "the host is busy with our other requests"), Until: now.Add(patience)}
	}
	return g.clock.Sleep(ctx, pause)
}

// leave frees the host. If that fails, requestTime does.
func (g *gate) leave(ctx context.Context, key string, h hostState, version uint64, until time.Time) {
	ctx = context.WithoutCancel(ctx)
	for range 3 {
		gap := max(g.gap, h.Gap)
		h.Busy, h.Next = time.Time{}, g.clock.Now().Add(gap+time.Duration(g.spread()*float64(gap)/2))
		if until.After(h.Next) {
			h.Next = until
		}
		_, err := g.save(ctx, key, h, version)
		if !errors.Is(err, memory.ErrChanged) {
			return
		}
		// Another process stored the pause of robots.txt.
		if version, err = g.load(ctx, key, &h); err != nil {
			return
		}
	}
}

func (g *gate) load(ctx context.Context, key string, into any) (uint64, error) {
	value, version, err := g.state.Get(ctx, key)
	if err != nil || version == 0 {
		return 0, err
	}
	return version, json.Unmarshal(value, into)
}

func (g *gate) save(ctx context.Context, key string, from any, version uint64) (uint64, error) {
	value, err := json.Marshal(from)
	if err != nil {
		return 0, err
	}
	return g.state.Set(ctx, key, value, version)
}

// robotsState is the last robots.txt of a site.
type robotsState struct {
	Text  string    `json:"text"`
	Until time.Time `json:"until"`
}

// allowed checks the site's robots.txt, which all processes share.
func (g *gate) allowed(ctx context.Context, client *web.Client, u *url.URL) error {
	key := "robots " + u.Scheme + "://" + strings.ToLower(u.Host)
	var r robotsState
	version, err := g.load(ctx, key, &r)
	if err != nil {
		return err
	}
	if !g.clock.Now().Before(r.Until) {
		text, failed := client.RobotsText(ctx, u)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		age := robotsAge
		if failed != nil {
			age = robotsRetry
		}
		if len(text) > robotsKept {
			text = text[:robotsKept]
		}
		r = robotsState{text, g.clock.Now().Add(age)}
		if _, err := g.save(ctx, key, r, version); err != nil && !errors.Is(err, memory.ErrChanged) {
			return err
		}
	}
	robots := web.ParseRobots(r.Text, client.Agent)
	if err := g.slow(ctx, hostKey(u), robots.Delay()); err != nil {
		return err
	}
	if !robots.Allows(u) {
		return refusal.New(refusal.Robots, "robots.txt of %s asks not to fetch %s", u.Host, u.EscapedPath())
	}
	return nil
}

// slow sets the pause that a host asks for.
func (g *gate) slow(ctx context.Context, key string, gap time.Duration) error {
	var h hostState
	version, err := g.load(ctx, key, &h)
	if err != nil || h.Gap == gap {
		return err
	}
	h.Gap = gap
	if until := g.clock.Now().Add(gap); until.After(h.Next) {
		h.Next = until
	}
	if _, err = g.save(ctx, key, h, version); errors.Is(err, memory.ErrChanged) {
		return nil // a request is under way; the next page sets it
	}
	return err
}
