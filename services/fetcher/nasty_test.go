package fetcher

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"golang.org/x/text/encoding"

	"github.com/arqam-io/arqam/pkg/figure"
)

// visitStart is when the first request of each case is made: a Sunday.
var visitStart = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// site serves one host of a case. Visit counts from 1; path is without a query.
type site func(w http.ResponseWriter, r *http.Request, visit int)

// quirk is one way in which a feed or site misbehaves, with the expected result.
type quirk struct {
	name     string
	settings string // YAML of the feed; the default url is /feed
	visits   int    // 0 means 1
	serve    site
	// want lists the published articles, each as "path title
	//
	// text
	//
	// date". refused lists the counted reasons, in order.
	want    []string
	refused []string
	// pauses are those between visits; nil skips the check.
	pauses []string
}

// text serves a body with a Content-Type at /feed.
func text(kind, body string) site {
	return func(w http.ResponseWriter, r *http.Request, _ int) {
		if r.URL.Path != "/feed" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", kind)
		fmt.Fprint(w, body)
	}
}

func xml(body string) site { return text("text/xml", body) }

// status answers every visit with this HTTP status.
func status(code int, header ...string) site {
	return func(w http.ResponseWriter, _ *http.Request, _ int) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

// turns serves one handler per visit, in order.
func turns(sites ...site) site {
	return func(w http.ResponseWriter, r *http.Request, visit int) {
		sites[min(visit, len(sites))-1](w, r, visit)
	}
}

// with adds pages to a feed.
func with(feed site, pages map[string]string) site {
	return func(w http.ResponseWriter, r *http.Request, visit int) {
		if page, ok := pages[r.URL.Path]; ok {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, page)
			return
		}
		feed(w, r, visit)
	}
}

func encoded(e encoding.Encoding, body string) string {
	out, err := e.NewEncoder().String(body)
	if err != nil {
		panic(err)
	}
	return out
}

func zipped(body string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprint(z, body)
	z.Close()
	return b.String()
}

// page is an article of several paragraphs; the first has the news.
func page(head, news string) string {
	filler := "وقال المتحدث باسم الهيئة، إن القافلة ستوزع على القرى القريبة من المدينة خلال الأيام المقبلة، وإن الطريق الساحلية مفتوحة أمام حركة السير منذ مطلع الأسبوع، وفق ما جاء في البيان."
	return `<html lang="ar"><head><title>خبر</title>` + head + `</head><body><nav><a href="/">الرئيسية</a></nav><article><p>` + news + `</p><p>` + filler + `</p><p>` + filler + `</p></article></body></html>`
}

const (
	good     = "Sun, 01 Mar 2026 09:00:00 GMT"
	goodDate = "2026-03-01T09:00Z"
	arabic   = "وصول 12 شاحنة"
	news     = "وصلت 12 شاحنة محملة بنحو 260 طنا من القمح إلى الميناء صباح الأحد، بحسب ما أعلنته الهيئة."
)

// one is a feed of one entry, and its article.
func one(title, body, published string) string { return rss(item("/n/1", title, body, published)) }

// steadyClock advances only during Sleep: for tests with one worker.
type steadyClock struct{ now time.Time }

func (c *steadyClock) Now() time.Time { return c.now }

func (c *steadyClock) Sleep(ctx context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	return context.Cause(ctx)
}

// TestNasty runs every quirk through the fetcher.
func TestNasty(t *testing.T) {
	b := startBus(t, t.TempDir())
	came := arrivals(t, b)
	seen := map[string]bool{}
	all := slices.Concat(formats(), encodings(), texts(), dateQuirks(), identities(), fulltexts(), refusals(), outlets())
	if len(all) < 40 {
		t.Errorf("only %d quirks, some are missing", len(all))
	}
	for i, q := range all {
		if seen[q.name] {
			t.Errorf("%s is defined twice", q.name)
		}
		seen[q.name] = true
		t.Run(q.name, func(t *testing.T) {
			before := stored(t, b)
			reg := prometheus.NewRegistry()
			host := fmt.Sprintf("q%d.example", i)
			settings := q.settings
			if !strings.Contains(settings, "fulltext") {
				settings += "\n  fulltext: feed"
			}
			if !strings.Contains(settings, "url:") {
				settings += "\n  url: http://" + host + "/feed"
			}
			visit := 0
			handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { q.serve(w, r, visit) })
			clock := &steadyClock{now: visitStart}
			f, err := New(t.Context(), Options{Bus: b, Log: zap.NewNop(), Metrics: reg})
			if err != nil {
				t.Fatal(err)
			}
			l, err := f.Follow(t.Context(), FollowOptions{Roster: parseRoster(t, "- name: q "+host+"\n  "+strings.TrimSpace(settings)),
				Dates: dates(), Holder: "test", Clock: clock, Spread: func() float64 { return 0 }, Web: webOf(handler)})
			if err != nil {
				t.Fatal(err)
			}
			var pauses []string
			for visit = 1; visit <= max(q.visits, 1); visit++ {
				at := clock.Now()
				next, err := l.visit(t.Context(), l.feeds[0].Feed)
				if err != nil {
					t.Fatal(err)
				}
				pauses = append(pauses, next.Sub(at).Round(time.Minute).String())
				clock.now = next
			}
			got := []string{}
			for range stored(t, b) - before {
				got = append(got, show(<-came))
			}
			if diff := cmp.Diff(append([]string{}, q.want...), got); diff != "" {
				t.Errorf("articles (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(append([]string{}, q.refused...), counted(t, reg)); diff != "" {
				t.Errorf("refusals (-want +got):\n%s", diff)
			}
			if q.pauses != nil {
				if diff := cmp.Diff(q.pauses, pauses); diff != "" {
					t.Errorf("pauses (-want +got):\n%s", diff)
				}
			}
		})
	}
	t.Logf("%d quirks", len(all))
}

// show prints an article on one line.
func show(a figure.Article) string {
	address := a.URL
	if _, path, ok := strings.Cut(address, ".example/"); ok && strings.HasPrefix(address, "http://q") {
		address = "/" + path
	}
	when := a.Undated
	if !a.Published.IsZero() {
		when = a.Published.Format("2006-01-02T15:04Z07:00")
	}
	body := []rune(strings.ReplaceAll(a.Text, "\n", "¶"))
	if len(body) > 60 {
		body = append(body[:60], '…')
	}
	return fmt.Sprintf("%s %s | %s | %s", address, a.Title, string(body), when)
}

// counted lists what the metrics counted: reasons of refusals, and faults of dates and
// encodings.
func counted(t *testing.T, reg *prometheus.Registry) []string {
	t.Helper()
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, family := range families {
		for _, m := range family.Metric {
			n := int(m.GetCounter().GetValue() + m.GetGauge().GetValue())
			what := ""
			for _, label := range m.Label {
				switch {
				case label.GetName() == "reason":
					what = label.GetValue()
				case label.GetName() == "fault":
					what = "date " + label.GetValue()
				case family.GetName() == "arqam_feed_encoding_faults_total":
					what = "encoding"
				case family.GetName() == "arqam_feed_silent":
					what = "silent"
				}
			}
			if what != "" && n > 0 {
				out = append(out, fmt.Sprintf("%s %d", what, n))
			}
		}
	}
	slices.Sort(out)
	return out
}

// formats are the forms of documents.
func formats() []quirk {
	line := func(text string) []string { return []string{"/n/1 " + arabic + " | " + text + " | " + goodDate} }
	return []quirk{
		{name: "RSS 0.91", serve: xml(strings.Replace(one(arabic, "نص", good), "2.0", "0.91", 1)), want: line("نص")},
		{name: "RSS 1.0", serve: xml(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>ص</title></channel><item rdf:about="1"><title>` + arabic + `</title><link>/n/1</link><description>نص</description><dc:date>2026-03-01T09:00:00Z</dc:date></item></rdf:RDF>`), want: line("نص")},
		{name: "Atom", serve: text("application/atom+xml", `<feed xmlns="http://www.w3.org/2005/Atom"><title>ص</title><entry><title>`+arabic+`</title><link href="/n/1"/><id>1</id><content type="html">&lt;p&gt;نص&lt;/p&gt;</content><published>2026-03-01T12:00:00+03:00</published></entry></feed>`), want: line("نص")},
		{name: "JSON Feed", serve: text("application/feed+json", `{"version":"https://jsonfeed.org/version/1","title":"ص","items":[{"id":"1","url":"/n/1","title":"`+arabic+`","content_html":"<p>نص</p>","date_published":"2026-03-01T09:00:00Z"}]}`), want: line("نص")},
		{name: "a news sitemap", settings: "fulltext: auto", serve: with(xml(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>/n/1</loc><news:news><news:publication_date>2026-03-01T09:00:00Z</news:publication_date><news:title>`+arabic+`</news:title></news:news></url></urlset>`), map[string]string{"/n/1": page("", news)}), want: line(clipped(news))},
		{name: "a sitemap index with one changed sitemap", settings: "fulltext: feed", visits: 3, serve: func(w http.ResponseWriter, r *http.Request, visit int) {
			loc := func(path, title string) string {
				return `<url><loc>http://` + r.URL.Host + path + `</loc><news:news><news:publication_date>2026-03-01T09:00:00Z</news:publication_date><news:title>` + title + `</news:title></news:news></url>`
			}
			open := `<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">`
			switch r.URL.Path {
			case "/feed":
				fmt.Fprintf(w, `<sitemapindex><sitemap><loc>http://%s/a.xml</loc><lastmod>2026-02-0%d</lastmod></sitemap><sitemap><loc>/b.xml</loc></sitemap><sitemap><loc>http://%s/c.xml.gz</loc><lastmod>2026-01-01</lastmod></sitemap></sitemapindex>`, r.URL.Host, min(visit, 2), r.URL.Host)
			case "/a.xml":
				fmt.Fprint(w, open, loc("/n/1", "أول"), loc("/n/2", strings.Repeat("ثان", min(visit, 2))), "</urlset>")
			case "/c.xml.gz":
				if visit > 1 {
					fmt.Fprint(w, "unchanged sitemap was requested again")
					return
				}
				w.Header().Set("Content-Type", "application/x-gzip")
				fmt.Fprint(w, zipped(open+loc("/n/3", "ثالث")+"</urlset>"))
			}
		}, want: []string{"/n/3 ثالث |  | " + goodDate, "/n/2 ثان |  | " + goodDate, "/n/1 أول |  | " + goodDate, "/n/2 ثانثان |  | " + goodDate}, refused: []string{"url 3"}},
		{name: "a page that is edited", settings: "kind: page\n  interval: 1h", visits: 3, serve: turns(
			text("text/html; charset=utf-8", page("", news)), text("text/html; charset=utf-8", page("", news)), text("text/html; charset=utf-8", page("", strings.Replace(news, "12", "13", 1)))),
			want:    []string{"/feed خبر | " + clipped(news) + " | missing", "/feed خبر | " + clipped(strings.Replace(news, "12", "13", 1)) + " | missing"},
			refused: []string{"date missing 2"}, pauses: []string{"1h0m0s", "1h0m0s", "1h0m0s"}},
	}
}

func clipped(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
