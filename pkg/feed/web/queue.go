package web

import (
	"context"
	"net/url"
	"sync"
	"time"

	"github.com/arqam-io/arqam/pkg/feed/refusal"
)

// maxQueue is how long a Queue waits for a host at most.
const maxQueue = time.Minute

// Queue is the Gate of one short run: one request at a time, with a pause between
// two to the same host. It is safe for concurrent use.
type Queue struct {
	gap  time.Duration
	mu   sync.Mutex
	next map[string]time.Time
}

// NewQueue returns a queue with this pause.
func NewQueue(gap time.Duration) *Queue { return &Queue{gap: gap, next: map[string]time.Time{}} }

// Enter waits for its turn. It refuses a host that asked for a long pause.
func (q *Queue) Enter(ctx context.Context, u *url.URL) (leave func(notBefore time.Time), err error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	q.mu.Lock()
	pause := time.Until(q.next[u.Host])
	if pause > maxQueue {
		q.mu.Unlock()
		return nil, refusal.New(refusal.Throttled, "%s asks for no request for %v", u.Host, pause.Round(time.Second))
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		q.mu.Unlock()
		return nil, context.Cause(ctx)
	}
	return func(until time.Time) {
		q.next[u.Host] = time.Now().Add(q.gap)
		if until.After(q.next[u.Host]) {
			q.next[u.Host] = until
		}
		q.mu.Unlock()
	}, nil
}

// Obey returns what says whether robots.txt lets an address be fetched. Each site
// is asked for its robots.txt once.
func (c *Client) Obey() func(ctx context.Context, u *url.URL) error {
	var mu sync.Mutex
	sites := map[string]Robots{}
	return func(ctx context.Context, u *url.URL) error {
		mu.Lock()
		defer mu.Unlock()
		site := u.Scheme + "://" + u.Host
		robots, known := sites[site]
		if !known {
			text, err := c.RobotsText(ctx, u)
			if ctx.Err() != nil {
				return err
			}
			robots = ParseRobots(text, c.Agent)
			sites[site] = robots
		}
		if !robots.Allows(u) {
			return refusal.New(refusal.Robots, "robots.txt of %s asks not to fetch it", u.Host)
		}
		return nil
	}
}
