package collect_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/feed/collect"
	"github.com/arqam-io/arqam/pkg/feed/refusal"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/feed/web"
)

const (
	rss  = `<?xml version="1.0"?><rss version="2.0"><channel><title>Port</title><item><title>Wheat</title><link>http://x.example/1</link></item></channel></rss>`
	page = `<html><head><link rel="alternate" type="application/rss+xml" href="/rss" title="All">` +
		`<link rel="alternate" type="application/atom+xml" href="/atom" title="Ports"></head><body><p>Port.</p></body></html>`
)

func TestDiscover(t *testing.T) {
	mux := http.NewServeMux()
	serve := func(path, kind, body string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Write([]byte(body))
		})
	}
	serve("/rss", "application/rss+xml", rss)
	serve("/page", "text/html", page)
	serve("/bare", "text/html", "<html><body><p>No feed.</p></body></html>")
	mux.Handle("GET /old", http.RedirectHandler("/rss", http.StatusMovedPermanently))
	site := httptest.NewServer(mux)
	defer site.Close()
	client := web.New(web.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	for _, c := range []struct {
		path   string
		kind   roster.Kind
		want   string
		others int
	}{
		{"/rss", roster.Auto, "/rss", 0}, {"/old", roster.Auto, "/rss", 0}, {"/page", roster.Auto, "/rss", 1}, {"/bare", roster.Page, "/bare", 0},
	} {
		found, others, err := collect.Discover(t.Context(), client, site.URL+c.path, c.kind)
		if err != nil || found != site.URL+c.want || len(others) != c.others {
			t.Errorf("%s: %s, %v, %v; want %s and %d others", c.path, found, others, err, c.want, c.others)
		}
	}
	_, _, err := collect.Discover(t.Context(), client, site.URL+"/bare", roster.Auto)
	if refusal.Of(err) != refusal.NotFeed || !strings.Contains(err.Error(), "announces no feed") {
		t.Errorf("a page without feeds: %v", err)
	}
	var unfetched *collect.FetchError
	if _, _, err := collect.Discover(t.Context(), client, site.URL+"/none", roster.Auto); !errors.As(err, &unfetched) || refusal.Of(err) != refusal.NotFound {
		t.Errorf("an address that is not there: %v", err)
	}
}
