package manners_test

import (
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/feed/manners"
)

// now is a Tuesday.
var now = time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)

func TestSucceeded(t *testing.T) {
	const interval = 15 * time.Minute
	for _, c := range []struct {
		name   string
		wishes manners.Wishes
		maxAge time.Duration
		spread float64
		want   time.Duration
	}{
		{"the interval", manners.Wishes{}, 0, 0, interval},
		{"with jitter", manners.Wishes{}, 0, 0.5, interval + 45*time.Second},
		{"a longer ttl", manners.Wishes{TTL: time.Hour}, 0, 0, time.Hour},
		{"a shorter ttl", manners.Wishes{TTL: time.Minute}, 0, 0, interval},
		{"a longer age", manners.Wishes{TTL: time.Hour}, 2 * time.Hour, 0, 2 * time.Hour},
		{"an age of a year", manners.Wishes{}, 365 * 24 * time.Hour, 0, 24 * time.Hour},
		{"an hour that is skipped", manners.Wishes{SkipHours: []int{12, 13}}, 0, 0, 2 * time.Hour},
		{"a day that is skipped", manners.Wishes{SkipDays: []time.Weekday{time.Tuesday}}, 0, 0, 12 * time.Hour},
		{"every day is skipped", manners.Wishes{SkipDays: []time.Weekday{0, 1, 2, 3, 4, 5, 6}}, 0, 0, 7 * 24 * time.Hour},
	} {
		s := manners.State{Wishes: c.wishes, Failures: 3, Reason: "timeout"}
		s.Succeeded(now, interval, c.maxAge, c.spread)
		if got := s.Next.Sub(now); got != c.want || s.Failures != 0 || s.Reason != "" {
			t.Errorf("%s: next request in %v, want %v; %+v", c.name, got, c.want, s)
		}
	}
}

func TestFailed(t *testing.T) {
	s := manners.State{}
	for i, want := range []time.Duration{15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 16 * time.Hour, 24 * time.Hour, 24 * time.Hour} {
		s.Failed(now, time.Time{}, 15*time.Minute, "timeout", false, 0)
		if got := s.Next.Sub(now); got != want {
			t.Errorf("after %d failures: %v, want %v", i+1, got, want)
		}
	}
	s = manners.State{}
	s.Failed(now, now.Add(3*time.Hour), 15*time.Minute, "throttled", false, 0.5)
	if got := s.Next.Sub(now); got != 3*time.Hour+30*time.Second {
		t.Errorf("Retry-After of three hours: %v", got)
	}
	s.Failed(now, time.Time{}, 15*time.Minute, "gone", true, 0)
	if got := s.Next.Sub(now); got != 7*24*time.Hour {
		t.Errorf("gone: %v", got)
	}
	s = manners.State{}
	s.Failed(now, time.Time{}, 48*time.Hour, "status", false, 0)
	s.Failed(now, time.Time{}, 48*time.Hour, "status", false, 0)
	if got := s.Next.Sub(now); got < 48*time.Hour {
		t.Errorf("an interval of two days, after a failure: %v", got)
	}
}

func TestFree(t *testing.T) {
	s := manners.State{Next: now, Holder: "a", Lease: now.Add(time.Minute)}
	if ok, again := s.Free("b", now); ok || !again.Equal(s.Lease) {
		t.Errorf("leased to another: %v, %v", ok, again)
	}
	for holder, at := range map[string]time.Time{"a": now, "b": now.Add(time.Minute)} {
		if ok, _ := s.Free(holder, at); !ok {
			t.Errorf("%s at %v is not free", holder, at)
		}
	}
	if ok, again := s.Free("a", now.Add(-time.Second)); ok || !again.Equal(now) {
		t.Errorf("too early: %v, %v", ok, again)
	}
}
