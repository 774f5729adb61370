// Package manners decides when a feed may be requested again: by the feed's own wishes
// (Cache-Control, Retry-After, ttl, skipHours), by the interval in the settings and by its
// number of failures. It does no I/O and reads no clock. The fetcher service keeps a State for
// each feed, so that a restart repeats no request.
package manners

import (
	"slices"
	"time"
)

// The bounds of a pause, whatever a feed requests.
const (
	maxPause  = 24 * time.Hour
	gonePause = 7 * 24 * time.Hour // for a feed that answers 410 Gone
)

// State is the persistent state of one feed.
type State struct {
	URL string `json:"url"` // URL of the feed
	// ETag, LastModified and Sum identify the last copy.
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"modified,omitempty"`
	Sum          string `json:"sum,omitempty"`
	// Entries are the digests of the entries that were handled, by the digest of their key.
	Entries map[string]string `json:"entries,omitempty"`

	Next        time.Time `json:"next,omitzero"`
	Failures    int       `json:"failures,omitempty"` // in a row
	LastSuccess time.Time `json:"success,omitzero"`
	Since       time.Time `json:"since,omitzero"` // of the first success
	LastNew     time.Time `json:"new,omitzero"`   // when it last had something new
	Reason      string    `json:"reason,omitempty"`

	Wishes Wishes `json:"wishes,omitzero"`

	// Holder has the lease of the feed until Lease.
	Holder string    `json:"holder,omitempty"`
	Lease  time.Time `json:"lease,omitzero"`
}

// Wishes are a feed's own statements about when to request it.
type Wishes struct {
	TTL       time.Duration  `json:"ttl,omitempty"`
	SkipHours []int          `json:"hours,omitempty"` // of GMT
	SkipDays  []time.Weekday `json:"days,omitempty"`  // of GMT
}

// Free reports whether holder may request the feed now, and otherwise when to check again.
func (s *State) Free(holder string, now time.Time) (ok bool, again time.Time) {
	if s.Holder != "" && s.Holder != holder && now.Before(s.Lease) {
		return false, s.Lease
	}
	return !now.Before(s.Next), s.Next
}

// Succeeded plans the next request after a successful one. maxAge is how long the response is
// fresh, and spread in [0,1) prevents many feeds from becoming due at once.
func (s *State) Succeeded(now time.Time, interval, maxAge time.Duration, spread float64) {
	pause := max(interval, min(max(maxAge, s.Wishes.TTL), maxPause))
	s.Failures, s.Reason, s.LastSuccess = 0, "", now
	if s.Since.IsZero() {
		s.Since = now
	}
	s.Next = s.Wishes.after(now.Add(jittered(pause, spread)))
}

// Failed plans the next request after a failure: each further one doubles the pause. The
// feed's own time, until, is used if it is later.
func (s *State) Failed(now, until time.Time, interval time.Duration, reason string, gone bool, spread float64) {
	pause := interval
	for range min(s.Failures, 16) {
		if pause = 2 * pause; pause >= maxPause {
			pause = max(maxPause, interval)
			break
		}
	}
	if gone {
		pause = gonePause
	}
	s.Failures++
	s.Reason = reason
	s.Next = now.Add(jittered(pause, spread))
	if until.After(s.Next) {
		s.Next = until.Add(time.Duration(spread * float64(time.Minute)))
	}
	s.Next = s.Wishes.after(s.Next)
}

// jittered makes a pause up to a tenth longer, never shorter.
func jittered(pause time.Duration, spread float64) time.Duration {
	return pause + time.Duration(spread*float64(pause)/10)
}

// after returns t, or the first hour after it in which the feed allows a request.
func (w Wishes) after(t time.Time) time.Time {
	t = t.UTC()
	for range 7 * 24 {
		if !slices.Contains(w.SkipHours, t.Hour()) && !slices.Contains(w.SkipDays, t.Weekday()) {
			return t
		}
		t = t.Truncate(time.Hour).Add(time.Hour)
	}
	return t // it skips every hour, which must be a mistake
}
