package document

import (
	"bytes"
	"cmp"
	"net/url"
	"strings"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/arqam-io/arqam/pkg/feed/refusal"
)

// maxNodes bounds the elements of a page.
const maxNodes = 50000

// Page is an HTML page parsed as an article.
type Page struct {
	Title string
	Text  string // of the article alone, without navigation and the like
	All   string // of the whole page, where no article was found
	// Canonical is the page's URL according to Honoured.
	Canonical string
	// Published is the date as the page states it.
	Published string
	Lang      string
	Feeds     []Link
	Notes     []string
	// CharsetFault means that the declared encoding was wrong or incomplete.
	CharsetFault bool
}

// Link is a feed that a page points to.
type Link struct {
	URL, Title string
}

// IsPage reports whether a body begins as a page of HTML does.
func IsPage(body []byte) bool { return form(trim(body)) == "html" }

// ReadPage reads a page. Text is empty where no article was found; every error
// is a *refusal.Error.
func ReadPage(in Source) (page *Page, err error) {
	defer recovered(&err)
	text, err := decode(in)
	if err != nil {
		return nil, err
	}
	node, err := html.Parse(bytes.NewReader(text.Body))
	if err != nil {
		return nil, refusal.New(refusal.Bomb, "%v", err)
	}
	doc := goquery.NewDocumentFromNode(node)
	if doc.Find("*").Length() > maxNodes {
		return nil, refusal.New(refusal.Bomb, "more than %d elements", maxNodes)
	}
	base := in.URL
	if href, ok := doc.Find("base[href]").Attr("href"); ok {
		if u, err := in.URL.Parse(href); err == nil && SameSite(u, in.URL) {
			base = u
		}
	}
	page = &Page{
		Title:     line(doc.Find("title").First().Text()),
		Canonical: Honoured(doc.Find("link[rel~=canonical]").AttrOr("href", ""), in.URL),
		Published: published(doc), Lang: doc.Find("html").AttrOr("lang", ""),
		Feeds: feeds(doc, base), CharsetFault: text.Note != "",
	}
	if text.Note != "" {
		page.Notes = append(page.Notes, text.Note)
	}
	article, err := readability.FromDocument(node, base)
	if err != nil || article.Node == nil {
		page.All = plain(string(text.Body))
		return page, nil
	}
	var body bytes.Buffer
	if err := article.RenderText(&body); err != nil {
		return nil, malformed(err)
	}
	page.Text = strings.TrimSpace(blankLines.ReplaceAllString(body.String(), "\n\n"))
	if len(page.Text) > maxText {
		return nil, refusal.New(refusal.Entry, "the page has %d bytes of text", len(page.Text))
	}
	if page.Text == "" {
		page.All = plain(string(text.Body))
	}
	page.Title = cmp.Or(line(article.Title()), page.Title)
	if page.Published == "" {
		if at, err := article.PublishedTime(); err == nil {
			page.Published = at.Format(time.RFC3339)
		}
	}
	return page, nil
}

// published returns the date in the page's head or its first <time>.
func published(doc *goquery.Document) string {
	for _, at := range []struct{ selector, attribute string }{
		{`meta[property="article:published_time"]`, "content"},
		{`meta[property="og:published_time"]`, "content"},
		{`meta[itemprop="datePublished"], meta[name="datePublished"]`, "content"},
		{`meta[name="pubdate"], meta[name="publishdate"], meta[name="date"], meta[name="DC.date.issued"]`, "content"},
		{`time[itemprop="datePublished"], time[pubdate], article time[datetime]`, "datetime"},
	} {
		if value := strings.TrimSpace(doc.Find(at.selector).First().AttrOr(at.attribute, "")); value != "" {
			return value
		}
	}
	return ""
}

// feeds returns the feeds that a page declares, or else the links that look like feeds.
func feeds(doc *goquery.Document, base *url.URL) []Link {
	var out []Link
	seen := map[string]bool{}
	add := func(href, title string) {
		u, err := base.Parse(strings.TrimSpace(href))
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || seen[u.String()] || len(out) >= 50 {
			return
		}
		seen[u.String()] = true
		out = append(out, Link{u.String(), line(title)})
	}
	doc.Find("link[rel~=alternate][href]").Each(func(_ int, s *goquery.Selection) {
		switch kind := strings.ToLower(s.AttrOr("type", "")); {
		case strings.Contains(kind, "rss"), strings.Contains(kind, "atom"), strings.Contains(kind, "feed+json"), kind == "application/rdf+xml":
			add(s.AttrOr("href", ""), s.AttrOr("title", ""))
		}
	})
	if len(out) > 0 {
		return out
	}
	doc.Find("a[href]").Each(func(_ int, s *goquery.Selection) {
		href := s.AttrOr("href", "")
		path, _, _ := strings.Cut(strings.ToLower(href), "?")
		path = strings.TrimSuffix(path, "/")
		for _, end := range []string{"/rss", "/feed", "/atom", ".rss", ".atom", "rss.xml", "feed.xml", "atom.xml", "/rss.aspx", "feed.json"} {
			if strings.HasSuffix(path, end) {
				add(href, s.Text())
				return
			}
		}
	})
	return out
}
