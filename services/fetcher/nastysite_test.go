package fetcher

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// fulltexts are teasers whose full text is on a page that may be unavailable.
func fulltexts() []quirk {
	teaser := xml(one(arabic, "12 شاحنة", good))
	onPage := []string{"/n/1 " + arabic + " | " + clipped(news) + " | " + goodDate}
	inFeed := []string{"/n/1 " + arabic + " | 12 شاحنة | " + goodDate}
	robots := func(rules string, rest site) site {
		return func(w http.ResponseWriter, r *http.Request, visit int) {
			if r.URL.Path == "/robots.txt" {
				fmt.Fprint(w, rules)
				return
			}
			rest(w, r, visit)
		}
	}
	long := strings.Repeat("وصلت 12 شاحنة إلى الميناء. ", 40)
	return []quirk{
		{name: "a teaser of one sentence", settings: "fulltext: auto", visits: 2, serve: with(teaser, map[string]string{"/n/1": page("", news)}), want: onPage},
		{name: "a whole article in the feed", settings: "fulltext: auto", serve: xml(one(arabic, long, good)), want: []string{"/n/1 " + arabic + " | " + clipped(long) + " | " + goodDate}},
		{name: "a page that robots.txt disallows", settings: "fulltext: page", serve: robots("User-agent: arqam\nDisallow: /n/\n", with(teaser, map[string]string{"/n/1": page("", news)})), want: inFeed, refused: []string{"robots 1"}},
		{name: "a robots.txt that fails", settings: "fulltext: page", serve: func(w http.ResponseWriter, r *http.Request, visit int) {
			if r.URL.Path == "/robots.txt" {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			with(teaser, map[string]string{"/n/1": page("", news)})(w, r, visit)
		}, want: inFeed, refused: []string{"robots 1"}},
		{name: "a page that is gone", settings: "fulltext: page", serve: teaser, want: inFeed, refused: []string{"not_found 1"}},
		{name: "a page without an article", settings: "fulltext: page", serve: with(teaser, map[string]string{"/n/1": "<html><body></body></html>"}), want: inFeed},
		{name: "a page that redirects to the home page", settings: "fulltext: page", serve: func(w http.ResponseWriter, r *http.Request, visit int) {
			switch r.URL.Path {
			case "/n/1":
				http.Redirect(w, r, "/", http.StatusFound)
			case "/":
				fmt.Fprint(w, page("", news))
			default:
				teaser(w, r, visit)
			}
		}, want: inFeed, refused: []string{"not_found 1"}},
		{name: "a page with a canonical URL", settings: "fulltext: page", serve: with(teaser, map[string]string{"/n/1": page(`<link rel="canonical" href="/news/one?utm_source=x">`, news)}),
			want: []string{"/news/one " + arabic + " | " + clipped(news) + " | " + goodDate}},
		{name: "a page with a canonical URL on another site", settings: "fulltext: page", serve: with(teaser, map[string]string{"/n/1": page(`<link rel="canonical" href="https://victim.example.org/1">`, news)}), want: onPage},
		{name: "a page with the publication date", settings: "fulltext: page", serve: with(xml(one(arabic, "12 شاحنة", "")), map[string]string{"/n/1": page(`<meta property="article:published_time" content="2026-03-01T12:00:00+03:00">`, news)}), want: onPage},
		{name: "a page of a sitemap that fails twice", settings: "fulltext: auto", visits: 3, serve: func(w http.ResponseWriter, r *http.Request, visit int) {
			switch {
			case r.URL.Path == "/feed":
				fmt.Fprintf(w, `<urlset><url><loc>http://%s/n/1</loc><lastmod>2026-03-01T09:00:00Z</lastmod></url></urlset>`, r.URL.Host)
			case r.URL.Path == "/n/1" && visit < 3:
				w.WriteHeader(http.StatusBadGateway)
			case r.URL.Path == "/n/1":
				fmt.Fprint(w, page(`<meta property="article:published_time" content="2026-03-01T09:00:00Z">`, news))
			default:
				w.WriteHeader(http.StatusNotFound)
			}
		}, want: []string{"/n/1 خبر | " + clipped(news) + " | " + goodDate}, refused: []string{"status 2"}},
	}
}

// refusals are responses without a usable feed.
func refusals() []quirk {
	body := one("ع", "نص", good)
	line := []string{"/n/1 ع | نص | " + goodDate}
	etag := func(w http.ResponseWriter, r *http.Request, visit int) {
		w.Header().Set("ETag", `"1"`)
		if visit > 1 && r.Header.Get("If-None-Match") != `"1"` {
			w.WriteHeader(http.StatusTeapot)
		} else if visit > 1 {
			w.WriteHeader(http.StatusNotModified)
		} else {
			fmt.Fprint(w, body)
		}
	}
	return []quirk{
		{name: "304 to an ETag", visits: 3, serve: etag, want: line, pauses: []string{"15m0s", "15m0s", "15m0s"}},
		{name: "Cache-Control", visits: 2, serve: func(w http.ResponseWriter, r *http.Request, v int) {
			w.Header().Set("Cache-Control", "max-age=7200")
			xml(body)(w, r, v)
		}, want: line, pauses: []string{"2h0m0s", "2h0m0s"}},
		{name: "a ttl", visits: 2, serve: xml(strings.Replace(body, "<item>", "<ttl>60</ttl><item>", 1)), want: line, pauses: []string{"1h0m0s", "1h0m0s"}},
		{name: "skipHours", visits: 2, serve: xml(strings.Replace(body, "<item>", "<skipHours><hour>12</hour><hour>13</hour></skipHours><item>", 1)), want: line, pauses: []string{"2h0m0s", "15m0s"}},
		{name: "429 with Retry-After", visits: 2, serve: turns(status(429, "Retry-After", "5400"), xml(body)), want: line, refused: []string{"throttled 1"}, pauses: []string{"1h30m0s", "15m0s"}},
		{name: "503 with a date", visits: 2, serve: turns(status(503, "Retry-After", visitStart.Add(40*time.Minute).Format(http.TimeFormat)), xml(body)), want: line, refused: []string{"throttled 1"}, pauses: []string{"40m0s", "15m0s"}},
		{name: "500 again and again", visits: 4, serve: status(500), refused: []string{"status 4"}, pauses: []string{"15m0s", "30m0s", "1h0m0s", "2h0m0s"}},
		{name: "410", visits: 2, serve: turns(xml(body), status(410)), want: line, refused: []string{"gone 1"}, pauses: []string{"15m0s", "168h0m0s"}},
		{name: "an error page with status 200", visits: 2, serve: turns(text("text/html", "<!DOCTYPE html><html><head><title>Error establishing a database connection</title></head></html>"), xml(body)), want: line, refused: []string{"not_feed 1"}},
		{name: "an empty body with status 200", visits: 2, serve: turns(xml(""), xml(body)), want: line, refused: []string{"empty 1"}},
		{name: "a picture", serve: text("image/png", "\x89PNG"), refused: []string{"media 1"}},
		{name: "a billion laughs", serve: xml(`<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>` + body), refused: []string{"bomb 1"}},
		{name: "a gzip bomb", serve: func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, zipped(strings.Repeat("\x00", 40<<20)))
		}, refused: []string{"size 1"}},
		{name: "a redirect loop", serve: func(w http.ResponseWriter, r *http.Request, _ int) {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		}, refused: []string{"redirects 1"}},
		{name: "a redirect to a file", serve: status(302, "Location", "file:///etc/passwd"), refused: []string{"scheme 1"}},
		{name: "a feed that moved permanently", visits: 2, serve: func(w http.ResponseWriter, r *http.Request, v int) {
			if r.URL.Path == "/feed" {
				http.Redirect(w, r, "/new", http.StatusMovedPermanently)
				return
			}
			fmt.Fprint(w, body)
		}, want: line},
		{name: "a feed without new entries", settings: "interval: 6h\n  silent_after: 1d", visits: 6, serve: xml(body), want: line, refused: []string{"silent 1"}},
		{name: "a feed that was always empty", settings: "interval: 6h\n  silent_after: 1d", visits: 6, serve: xml(rss()), refused: []string{"silent 1"}},
	}
}

// outlets imitate Arabic outlets.
func outlets() []quirk {
	title := func(s string) site { return xml(rss(item("/n/1?traffic_source=rss", s, "نص", good))) }
	bbc := func(n int, title string) site {
		return xml(rss(fmt.Sprintf(`<item><title><![CDATA[%s]]></title><description><![CDATA[نص]]></description><link>/arabic/articles/c1o?at_medium=RSS&amp;at_campaign=rss</link><guid isPermaLink="false">/arabic/articles/c1o#%d</guid><pubDate>%s</pubDate></item>`, title, n, good)))
	}
	var many, manyWant []string
	for i := range 300 {
		many = append(many, item(fmt.Sprintf("/n/%d", 300-i), fmt.Sprintf("المباراة %d", 300-i), "انتهت 2-1", good))
		manyWant = append(manyWant, fmt.Sprintf("/n/%d المباراة %d | انتهت 2-1 | %s", i+1, i+1, goodDate))
	}
	return []quirk{
		{name: "Al Jazeera: titles edited under one GUID and date", visits: 2, serve: turns(title("وصول 12 شاحنة"), title("وصول 13 شاحنة")),
			want: []string{"/n/1 وصول 12 شاحنة | نص | " + goodDate, "/n/1 وصول 13 شاحنة | نص | " + goodDate}},
		{name: "BBC Arabic: a GUID that counts, then a title that changes", visits: 3, serve: turns(bbc(0, "أ"), bbc(1, "أ"), bbc(1, "ب")),
			want: []string{"/arabic/articles/c1o أ | نص | " + goodDate, "/arabic/articles/c1o ب | نص | " + goodDate}},
		{name: "Youm7: a day by name, «م», and no zone", settings: "zone: Africa/Cairo", serve: xml(one("ع", "نص", "السبت، 28 فبراير 2026 01:00 م")), want: []string{"/n/1 ع | نص | 2026-02-28T11:00Z"}},
		{name: "Asharq Al-Awsat: 300 entries with sports between", visits: 2, serve: xml(rss(many...)), want: manyWant},
		{name: "Sky News Arabia: a path that answers 404 later", visits: 3, serve: turns(xml(one("ع", "نص", good)), status(404), status(404)),
			want: []string{"/n/1 ع | نص | " + goodDate}, refused: []string{"not_found 2"}, pauses: []string{"15m0s", "15m0s", "30m0s"}},
		{name: "Al Arabiya: 403 to data centres", visits: 3, serve: status(403), refused: []string{"forbidden 3"}, pauses: []string{"15m0s", "30m0s", "1h0m0s"}},
		{name: "RT Arabic: mark-up in descriptions", serve: xml(one("ع", `<![CDATA[<img src="https://cdn.example/1.jpg" style="width:100%"/><br/>أعلنت الوزارة إسقاط <strong>36</strong>&nbsp;مسيرة. <a href="/more">إقرأ المزيد</a>]]>`, good)),
			want: []string{"/n/1 ع | أعلنت الوزارة إسقاط 36 مسيرة. إقرأ المزيد | " + goodDate}},
	}
}
