package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/feed/refusal"
	"github.com/arqam-io/arqam/pkg/feed/web"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

func TestGet(t *testing.T) {
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	mux.HandleFunc("/feed", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Cache-Control", "public, max-age=600")
		if r.Header.Get("If-None-Match") == `"1"` || r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(gzipped(1, []byte(r.UserAgent()+" asks for "+r.Header.Get("Accept"))))
	})
	mux.Handle("/old", http.RedirectHandler("/older", http.StatusMovedPermanently))
	mux.Handle("/older", http.RedirectHandler("/feed#top", http.StatusPermanentRedirect))
	mux.Handle("/today", http.RedirectHandler("/old", http.StatusFound))
	mux.HandleFunc("/busy", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "Sun, 01 Mar 2026 10:00:00 GMT")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	mux.HandleFunc("/never", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "99999999999")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	mux.HandleFunc("/expires", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Expires", "Sun, 01 Mar 2026 09:30:00 GMT")
	})
	client := web.New(web.Options{Agent: "arqam/1 (+mailto:desk@paper.example)", Allow: loopback, Now: func() time.Time { return now }})
	get := func(path, etag string) *web.Response {
		t.Helper()
		out, err := client.Get(t.Context(), web.Request{URL: server.URL + path, Accept: "text/xml", ETag: etag})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	out := get("/feed", "")
	if s := string(out.Body); s != "arqam/1 (+mailto:desk@paper.example) asks for text/xml" || out.MaxAge != 10*time.Minute {
		t.Errorf("body %q, age %v", s, out.MaxAge)
	}
	if out := get("/feed", `"1"`); out.Status != http.StatusNotModified || len(out.Body) > 0 {
		t.Errorf("a conditional request is answered with %d", out.Status)
	}
	if out := get("/old", `"1"`); out.Status != 304 || out.MovedTo != server.URL+"/feed" || out.Requests != 3 {
		t.Errorf("permanent redirect: %+v", out)
	}
	if out := get("/today", ""); out.MovedTo != "" || out.URL.Path != "/feed" {
		t.Errorf("temporary redirect: %+v", out)
	}
	if out := get("/expires", ""); out.MaxAge != 30*time.Minute {
		t.Errorf("expires in %v", out.MaxAge)
	}
	for path, want := range map[string]time.Time{"/busy": now.Add(time.Hour), "/never": now.Add(7 * 24 * time.Hour)} {
		_, err := client.Get(t.Context(), web.Request{URL: server.URL + path})
		var d *web.Delay
		if !errors.As(err, &d) || !d.Until.Equal(want) || refusal.Of(err) != refusal.Throttled {
			t.Errorf("%s: %v, want until %v", path, err, want)
		}
	}
}

// turnstile records the calls of a Gate.
type turnstile struct{ entered []string }

func (s *turnstile) Enter(_ context.Context, u *url.URL) (func(time.Time), error) {
	if u.Path == "/closed" {
		return nil, refusal.New(refusal.Robots, "closed")
	}
	s.entered = append(s.entered, "in "+u.Path)
	return func(until time.Time) { s.entered = append(s.entered, fmt.Sprint("out ", u.Path, " ", !until.IsZero())) }, nil
}

// TestGate checks that the gate is called before every hop, and gets the time before which the
// host allows no request.
func TestGate(t *testing.T) {
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	mux.Handle("/a", http.RedirectHandler("/b", http.StatusFound))
	mux.Handle("/c", http.RedirectHandler("/closed", http.StatusFound))
	mux.HandleFunc("/b", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "60")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	gate := &turnstile{}
	client := web.New(web.Options{Allow: loopback, Gate: gate})
	for path, want := range map[string]refusal.Reason{"/a": refusal.Throttled, "/closed": refusal.Robots} {
		if _, err := client.Get(t.Context(), web.Request{URL: server.URL + path}); refusal.Of(err) != want {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
	want := []string{"in /a", "out /a false", "in /b", "out /b true"}
	if diff := cmp.Diff(want, gate.entered); diff != "" {
		t.Error(diff)
	}
}

func TestRobots(t *testing.T) {
	const text = `User-agent: *
Disallow: /private
Crawl-delay: 5

User-agent: arqam
Disallow: /archive
Allow: /archive/today
Disallow: /*?print=
Crawl-delay: 600
`
	r := web.ParseRobots(text, "arqam/1 (+https://paper.example)")
	for path, want := range map[string]bool{
		"/":                               true,
		"/private":                        true,
		"/archive/2020":                   false,
		"/archive/today":                  true,
		"/news?print=1":                   false,
		"/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1": true,
	} {
		u, err := url.Parse("https://paper.example" + path)
		if err != nil {
			t.Fatal(err)
		}
		if r.Allows(u) != want {
			t.Errorf("%s is allowed: %v", path, !want)
		}
	}
	if d := r.Delay(); d != 2*time.Minute {
		t.Errorf("a delay of %v", d)
	}
	if !web.ParseRobots("<html>", "arqam").Allows(&url.URL{Path: "/"}) {
		t.Error("an HTML page in place of robots.txt forbids requests")
	}
}

// TestRobotsText follows RFC 9309: a missing robots.txt forbids nothing, a failing server
// forbids everything.
func TestRobotsText(t *testing.T) {
	for status, want := range map[int]bool{200: false, 400: true, 403: true, 404: true, 410: true, 429: false, 500: false, 503: false} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			fmt.Fprint(w, "User-agent: *\nDisallow: /a\n")
		}))
		u, err := url.Parse(server.URL + "/a")
		if err != nil {
			t.Fatal(err)
		}
		text, err := web.New(web.Options{Allow: loopback}).RobotsText(t.Context(), u)
		if (err != nil) != (status >= 429) {
			t.Errorf("%d: %v", status, err)
		}
		if got := web.ParseRobots(text, "arqam").Allows(u); got != want {
			t.Errorf("a robots.txt answered %d allows: %v", status, got)
		}
		server.Close()
	}
}

func FuzzParseRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /\nCrawl-delay: 10", "/a?b=c")
	f.Add("\xef\xbb\xbfuser-agent: Arqam\rAllow: /*$\rCrawl-delay: -1", "/")
	f.Add("User-agent:*\nCrawl-delay: 1e308\nDisallow: "+strings.Repeat("*", 200)+"x$", "/"+strings.Repeat("a", 200))
	f.Fuzz(func(t *testing.T, text, path string) {
		r := web.ParseRobots(text, "arqam")
		if d := r.Delay(); d < 0 || d > time.Hour {
			t.Errorf("delay %v", d)
		}
		if u, err := url.Parse("https://paper.example/" + strings.TrimPrefix(path, "/")); err == nil {
			r.Allows(u)
		}
	})
}
