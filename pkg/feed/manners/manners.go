// Package manners decides when a feed may be asked again: by its own wishes
// (Cache-Control, Retry-After, ttl, skipHours), by the interval of the settings
// and by how often it failed. It does no I/O and reads no clock. The fetcher
// service keeps a State for each feed, so that a restart repeats no request.
package manners

import (
	"slices"
	"time"
)

// The bounds of a pause, whatever a feed asks for.
const (
	maxPause  = 24 * time.Hour
	gonePause = 7 * 24 * time.Hour // of a feed that says it is gone for good
)

// State is what a fetcher keeps about one feed.
type State struct {
	URL string `json:"url"` // that the rest is about
	// ETag, LastModified and Sum identify the copy that was read last.
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"modified,omitempty"`
	Sum          string `json:"sum,omitempty"`
	// Entries are the digests of the entries that were dealt with, by the digest
	// of their key.
	Entries map[string]string `json:"entries,omitempty"`

	Next        time.Time `json:"next,omitzero"`
	Failures    int       `json:"failures,omitempty"` // in a row
	LastSuccess time.Time `json:"success,omitzero"`
	Since       time.Time `json:"since,omitzero"` // of the first success
	LastNew     time.Time `json:"new,omitzero"`   // when it last had something new
	Reason      string    `json:"reason,omitempty"`

	Wishes Wishes `json:"wishes,omitzero"`

	// Holder asks the feed until Lease.
	Holder string    `json:"holder,omitempty"`
	Lease  time.Time `json:"lease,omitzero"`
}

// Wishes are what a feed itself says about when to request it.
type Wishes struct {
	TTL       time.Duration  `json:"ttl,omitempty"`
	SkipHours []int          `json:"hours,omitempty"` // of GMT
	SkipDays  []time.Weekday `json:"days,omitempty"`  // of GMT
}

// Free reports whether holder may ask the feed now, and else when to look again.
func (s *State) Free(holder string, now time.Time) (ok bool, again time.Time) {
	if s.Holder != "" && s.Holder != holder && now.Before(s.Lease) {
		return false, s.Lease
	}
	return !now.Before(s.Next), s.Next
}

// Succeeded plans the next request after one that was answered. MaxAge is how
// long the answer stays good, and spread in [0,1) keeps many feeds from coming
// due at once.
func (s *State) Succeeded(now time.Time, interval, maxAge time.Duration, spread float64) {
	pause := max(interval, min(max(maxAge, s.Wishes.TTL), maxPause))
	s.Failures, s.Reason, s.LastSuccess = 0, "", now
	if s.Since.IsZero() {
		s.Since = now
	}
	s.Next = s.Wishes.after(now.Add(jittered(pause, spread)))
}

// Failed plans the next request after one that failed for the n-th time: twice
// the pause each time. The feed's own word, until, counts where it is later.
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

// after is t, or the first hour after it in which the feed allows a request.
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
