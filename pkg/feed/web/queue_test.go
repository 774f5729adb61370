package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/arqam-io/arqam/pkg/feed/refusal"
	"github.com/arqam-io/arqam/pkg/feed/web"
)

func TestQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := web.NewQueue(2 * time.Second)
		enter := func(host string, until time.Duration) time.Duration {
			t.Helper()
			begun := time.Now()
			leave, err := q.Enter(t.Context(), &url.URL{Host: host})
			if err != nil {
				t.Fatal(err)
			}
			waited := time.Since(begun)
			if until > 0 {
				leave(time.Now().Add(until))
			} else {
				leave(time.Time{})
			}
			return waited
		}
		if got := enter("a.example", 0); got != 0 {
			t.Errorf("the first request waits %v", got)
		}
		if got := enter("b.example", 0); got != 0 {
			t.Errorf("another host waits %v", got)
		}
		if got := enter("a.example", 10*time.Second); got != 2*time.Second {
			t.Errorf("the second request waits %v, want the gap", got)
		}
		if got := enter("a.example", time.Hour); got != 10*time.Second {
			t.Errorf("the third waits %v, want as long as the host asked", got)
		}
		if _, err := q.Enter(t.Context(), &url.URL{Host: "a.example"}); refusal.Of(err) != refusal.Throttled {
			t.Errorf("an hour is waited for: %v", err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := q.Enter(ended, &url.URL{Host: "b.example"}); !errors.Is(err, context.Canceled) {
			t.Errorf("it waits past its context: %v", err)
		}
		if got := enter("c.example", 0); got != 0 {
			t.Errorf("after refusals the queue is shut for %v", got)
		}
	})
}

func TestObey(t *testing.T) {
	var asked atomic.Int32
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Write([]byte("User-agent: *\nDisallow: /private/\n"))
	}))
	defer site.Close()
	client := web.New(web.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	allowed := client.Obey()
	for path, want := range map[string]refusal.Reason{"/news": "", "/private/x": refusal.Robots, "/": ""} {
		u, err := url.Parse(site.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		err = allowed(t.Context(), u)
		if want == "" && err != nil || want != "" && refusal.Of(err) != want {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	if asked.Load() != 1 {
		t.Errorf("robots.txt was fetched %d times", asked.Load())
	}
}
