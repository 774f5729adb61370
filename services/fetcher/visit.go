package fetcher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/bus/memory"
	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/feed/collect"
	"github.com/arqam-io/arqam/pkg/feed/document"
	"github.com/arqam-io/arqam/pkg/feed/manners"
	"github.com/arqam-io/arqam/pkg/feed/refusal"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/feed/web"
)

const (
	// leaseTime is how long a process holds a feed: after it another process takes
	// over. A long visit renews its lease at half of it.
	leaseTime = 5 * time.Minute
	// batchSize bounds the articles that are published at once.
	batchSize = 64
	// pageTries is how often a page is requested when its feed has no text of the article.
	pageTries = 3
	// maxKept bounds the entries that are kept in the state of one feed.
	maxKept = 10000
)

// visit is one request for a feed, while this process holds its lease.
type visit struct {
	*Follower
	feed    roster.Feed
	state   manners.State
	version uint64
	kept    map[string]string // entries that are done
	pending bool              // an entry must be tried again
	fresh   int
}

// visit requests a feed if it is due and no other process holds it, and returns when to check
// it again. It returns an error only if NATS fails; failures of a site are counted, and
// manners decides when to retry.
func (l *Follower) visit(ctx context.Context, f roster.Feed) (time.Time, error) {
	v := &visit{Follower: l, feed: f, kept: map[string]string{}}
	value, version, err := l.gate.state.Get(ctx, v.key())
	if err != nil {
		return time.Time{}, err
	}
	if version > 0 {
		if err := json.Unmarshal(value, &v.state); err != nil {
			return time.Time{}, fmt.Errorf("state of feed %q: %w", f.Name, err)
		}
	}
	v.version = version
	if v.state.URL != f.URL {
		v.state = manners.State{URL: f.URL}
	}
	now := l.Clock.Now()
	if ok, again := v.state.Free(l.Holder, now); !ok {
		l.health.resume(f, &v.state, now)
		return again, nil
	}
	if err := v.renew(ctx); errors.Is(err, memory.ErrChanged) {
		return now.Add(busyPause), nil // another process has it
	} else if err != nil {
		return time.Time{}, err
	}
	harvest, err := l.collector.Fetch(ctx, f, v.last())
	if err == nil && !harvest.Unchanged {
		err = v.read(ctx, harvest)
	}
	if ctx.Err() != nil {
		v.abandon()
		return time.Time{}, context.Cause(ctx)
	}
	var refused *refusal.Error
	if err != nil && !errors.As(err, &refused) {
		v.abandon()
		return time.Time{}, err
	}
	v.plan(harvest, err)
	return v.state.Next, v.save(ctx)
}

func (v *visit) key() string { return "feed " + v.feed.Name }

// last is the copy of the feed that the request compares with.
func (v *visit) last() collect.Copy {
	children := map[string]string{}
	for key, sum := range v.state.Entries {
		if child, ok := strings.CutPrefix(key, "sitemap "); ok {
			children[child] = sum
		}
	}
	return collect.Copy{ETag: v.state.ETag, LastModified: v.state.LastModified, Sum: v.state.Sum, Children: children}
}

// renew takes or extends the lease.
func (v *visit) renew(ctx context.Context) error {
	v.state.Holder, v.state.Lease = v.Holder, v.Clock.Now().Add(leaseTime)
	return v.store(ctx)
}

// abandon gives the lease back and changes nothing else, so that the visit is repeated.
// If that fails, the lease expires.
func (v *visit) abandon() {
	v.state.Holder, v.state.Lease = "", time.Time{}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = v.store(ctx)
}

func (v *visit) store(ctx context.Context) error {
	value, err := json.Marshal(&v.state)
	if err != nil {
		return err
	}
	version, err := v.gate.state.Set(ctx, v.key(), value, v.version)
	if err == nil {
		v.version = version
	}
	return err
}

// save ends the visit. If the lease was lost, the state of the other process stays;
// Revisions recognises articles that both found.
func (v *visit) save(ctx context.Context) error {
	v.state.Holder, v.state.Lease = "", time.Time{}
	if err := v.store(ctx); err != nil && !errors.Is(err, memory.ErrChanged) {
		return err
	}
	return nil
}

// read publishes what is new in a feed.
func (v *visit) read(ctx context.Context, h *collect.Harvest) error {
	doc := h.Document
	if len(doc.Entries) == 0 && len(doc.Refused) > 0 {
		return doc.Refused[0]
	}
	v.health.document(v.feed, doc)
	for _, err := range h.Faults {
		v.health.refused(v.feed, err)
	}
	for _, err := range append(doc.Refused, h.Faults...) {
		v.fetcher.Log.Info("part of a feed could not be read and is skipped", zap.String("feed", v.feed.Name), zap.Error(err))
	}
	var batch []feed.Item
	// Feeds list the newest first; revisions and series need the oldest first.
	for i := len(doc.Entries) - 1; i >= 0; i-- {
		item, ok, err := v.entry(ctx, h, doc.Entries[i])
		if err != nil {
			return err
		}
		if ok {
			batch = append(batch, item)
		}
		if len(batch) == batchSize || i == 0 && len(batch) > 0 {
			if err := v.publish(ctx, batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	v.state.Wishes = manners.Wishes{TTL: doc.TTL, SkipHours: doc.SkipHours, SkipDays: doc.SkipDays}
	if h.Children != nil {
		// The entries of sitemaps that were not read again are still known.
		for key, sum := range v.state.Entries {
			if _, ok := v.kept[key]; !ok && !strings.HasPrefix(key, "sitemap ") && len(v.kept) < maxKept {
				v.kept[key] = sum
			}
		}
		for key, sum := range h.Children {
			v.kept["sitemap "+key] = sum
		}
	}
	v.state.Entries = v.kept
	return nil
}

// entry makes the article of an entry that is not done yet.
func (v *visit) entry(ctx context.Context, h *collect.Harvest, e document.Entry) (item feed.Item, ok bool, err error) {
	key, sum := collect.Digest(e.Key), collect.DigestOf(e)
	before, tries := v.state.Entries[key], 0
	if before == sum {
		v.kept[key] = sum
		return item, false, nil
	}
	if was, n, waiting := strings.Cut(before, " "); waiting && was == sum {
		tries, _ = strconv.Atoi(n)
	}
	if v.Clock.Now().After(v.state.Lease.Add(-leaseTime / 2)) {
		if err := v.renew(ctx); err != nil {
			return item, false, err
		}
	}
	made, err := v.collector.Article(ctx, v.feed, h, e)
	if ctx.Err() != nil {
		return item, false, context.Cause(ctx)
	}
	if made.PageFault != nil {
		v.health.refused(v.feed, made.PageFault)
		v.fetcher.Log.Info("page of an article could not be read", zap.String("feed", v.feed.Name), zap.String("url", e.URL), zap.Error(made.PageFault))
		if collect.Transient(made.PageFault) && tries+1 < pageTries && e.Teaser == "" && e.Content == "" {
			v.kept[key], v.pending = fmt.Sprintf("%s %d", sum, tries+1), true
			return item, false, nil
		}
	}
	v.kept[key] = sum
	if err != nil {
		v.health.refused(v.feed, err)
		v.health.item(v.feed, feed.Rejected)
		v.fetcher.count(feed.Rejected)
		return item, false, nil
	}
	v.health.article(v.feed, made)
	v.fetcher.logNotes(made.Item)
	return made.Item, true, nil
}

// publish publishes a batch.
func (v *visit) publish(ctx context.Context, batch []feed.Item) error {
	statuses, err := v.fetcher.publish(ctx, batch)
	if err != nil {
		return err
	}
	for _, s := range statuses {
		v.health.item(v.feed, s)
		if s == feed.Published {
			v.fresh++
		}
	}
	return nil
}

// plan sets when the feed is requested again.
func (v *visit) plan(h *collect.Harvest, err error) {
	now, spread := v.Clock.Now(), v.Spread()
	if err != nil {
		var delay *web.Delay
		var until time.Time
		if errors.As(err, &delay) {
			until = delay.Until
		}
		reason := refusal.Of(err)
		v.state.Failed(now, until, v.feed.Interval, string(reason), reason == refusal.Gone, spread)
		v.health.failed(v.feed, &v.state, err, now)
		v.fetcher.Log.Info("feed could not be fetched; trying again later", zap.String("feed", v.feed.Name), zap.Int("failures_in_a_row", v.state.Failures),
			zap.Time("next", v.state.Next), zap.Error(err))
		return
	}
	v.state.ETag, v.state.LastModified, v.state.Sum = h.ETag, h.LastModified, h.Sum
	if v.pending { // the same copy must be read again
		v.state.ETag, v.state.LastModified, v.state.Sum = "", "", ""
	}
	if v.fresh > 0 {
		v.state.LastNew = now
	}
	v.state.Succeeded(now, v.feed.Interval, h.MaxAge, spread)
	v.health.succeeded(v.feed, &v.state, h.Unchanged, now)
	if h.MovedTo != "" {
		v.fetcher.Log.Warn("feed moved permanently: change its url in the feeds file", zap.String("feed", v.feed.Name), zap.String("to", h.MovedTo))
	}
	if v.fresh > 0 {
		v.fetcher.Log.Info("articles published", zap.String("feed", v.feed.Name), zap.Int("articles", v.fresh))
	}
}
