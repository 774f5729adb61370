// Package document extracts entries from untrusted documents: RSS, Atom and JSON feeds, news
// sitemaps, HTML pages, and OPML lists of feeds. It makes no requests, and knows no feed's
// settings. Every document is bounded in size, depth and count, and rejected with a reason.
// The fetcher service and "arqam feed" call it.
package document

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/feed/charset"
	"github.com/arqam-io/arqam/pkg/feed/refusal"
)

// The limits of a document.
const (
	maxEntries = 5000
	maxText    = 1 << 20 // text of one entry, in bytes
	maxBody    = 32 << 20
	maxDepth   = 256
)

// Entry is one article as a document lists it.
type Entry struct {
	// Key identifies the entry in its document, independently of its text.
	Key string
	// URL is canonical; empty when the entry has none.
	URL   string
	Title string
	// Teaser is the summary, and Content the whole text if the document has it; both are plain
	// text, with line breaks between paragraphs.
	Teaser  string
	Content string
	// Published and Updated are as printed.
	Published, Updated string
	Lang               string
}

// Document is a parsed body.
type Document struct {
	Kind    string // "rss 2.0", "atom 1.0", "json 1.1", "sitemap", "sitemap index"
	Title   string
	Lang    string
	Entries []Entry
	// Children are the sitemaps of an index, newest first.
	Children []Child
	// Refused has the rejected entries, and Notes the irregularities.
	Refused []error
	Notes   []string
	Charset string // the encoding that the body was in
	// CharsetFault means that the declared encoding was wrong or incomplete.
	CharsetFault bool

	// TTL is how long the feed asks not to be requested; SkipHours (GMT) and SkipDays are when
	// it has nothing new.
	TTL       time.Duration
	SkipHours []int
	SkipDays  []time.Weekday
}

// Child is one sitemap of an index.
type Child struct {
	URL, LastModified string
}

// Source is a body and its origin.
type Source struct {
	Body        []byte
	ContentType string
	URL         *url.URL
}

// Parse parses a feed or a sitemap. Every error is a *refusal.Error.
func Parse(in Source) (out *Document, err error) {
	defer recovered(&err)
	text, err := decode(in)
	if err != nil {
		return nil, err
	}
	body := trim(text.Body)
	switch form(body) {
	case "":
		return nil, refusal.New(refusal.NotFeed, "it is neither XML nor JSON: it begins with %q", clip(string(body), 40))
	case "html":
		return nil, notFeed(body, in.URL)
	case "sitemap":
		if err = inspect(body); err == nil {
			out, err = sitemap(body, in.URL)
		}
	case "json":
		out, err = feed(body, in.URL)
	default:
		if err = inspect(body); err == nil {
			out, err = feed(body, in.URL)
		}
	}
	if err != nil {
		return nil, err
	}
	out.Charset, out.CharsetFault = text.Name, text.Note != ""
	if text.Note != "" {
		out.Notes = append(out.Notes, text.Note)
	}
	out.bound()
	return out, nil
}

// bound removes the entries that cannot be articles, and reports them.
func (d *Document) bound() {
	if n := len(d.Entries); n > maxEntries {
		d.Refused = append(d.Refused, refusal.New(refusal.Bomb, "%d entries; only the first %d are read", n, maxEntries))
		d.Entries = d.Entries[:maxEntries]
	}
	seen := map[string]bool{}
	kept := d.Entries[:0]
	for _, e := range d.Entries {
		switch {
		case len(e.Title)+len(e.Teaser)+len(e.Content) > maxText:
			d.Refused = append(d.Refused, refusal.New(refusal.Entry, "%q has %d bytes of text", clip(e.Title, 60), len(e.Title)+len(e.Teaser)+len(e.Content)))
		case e.Title == "" && e.Teaser == "" && e.Content == "" && e.URL == "":
			d.Refused = append(d.Refused, refusal.New(refusal.Entry, "an entry has neither text nor URL"))
		case seen[e.Key]:
			d.Notes = append(d.Notes, fmt.Sprintf("%q is in the feed twice", clip(e.Title, 60)))
		default:
			seen[e.Key] = true
			kept = append(kept, e)
		}
	}
	d.Entries = kept
}

// decode converts the body to UTF-8; sitemaps may also be gzip files.
func decode(in Source) (charset.Text, error) {
	body := in.Body
	if bytes.HasPrefix(body, []byte("\x1f\x8b")) {
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err == nil {
			body, err = io.ReadAll(io.LimitReader(z, maxBody+1))
		}
		if err != nil {
			return charset.Text{}, refusal.New(refusal.Compression, "the gzip file is broken")
		}
	}
	if len(body) > maxBody {
		return charset.Text{}, refusal.New(refusal.Size, "more than %d bytes", maxBody)
	}
	if len(bytes.Trim(body, " \t\r\n\x00")) == 0 {
		return charset.Text{}, refusal.New(refusal.Empty, "the body is empty")
	}
	return charset.Decode(body, in.ContentType), nil
}

// trim removes what precedes the root element, including the XML declaration: the text is
// UTF-8 now, whatever the declaration says.
func trim(body []byte) []byte {
	body = bytes.TrimLeft(body, "\ufeff \t\r\n\x00")
	if bytes.HasPrefix(body, []byte("<?xml")) {
		if end := bytes.Index(body, []byte("?>")); end > 0 {
			body = bytes.TrimLeft(body[end+2:], " \t\r\n")
		}
	}
	return body
}

// form determines the kind of a document by its first element.
func form(body []byte) string {
	if len(body) > 0 && body[0] == '{' {
		return "json"
	}
	head := bytes.ToLower(body[:min(len(body), 4096)])
	for {
		head = bytes.TrimLeft(head, " \t\r\n")
		switch {
		case bytes.HasPrefix(head, []byte("<!--")):
			_, rest, ok := bytes.Cut(head, []byte("-->"))
			if !ok {
				return ""
			}
			head = rest
			continue
		case bytes.HasPrefix(head, []byte("<?")):
			_, rest, ok := bytes.Cut(head, []byte("?>"))
			if !ok {
				return ""
			}
			head = rest
			continue
		case bytes.HasPrefix(head, []byte("<!doctype html")), bytes.HasPrefix(head, []byte("<html")), bytes.HasPrefix(head, []byte("<head")),
			bytes.HasPrefix(head, []byte("<body")):
			return "html"
		case bytes.HasPrefix(head, []byte("<!doctype")):
			return "xml"
		case bytes.HasPrefix(head, []byte("<urlset")), bytes.HasPrefix(head, []byte("<sitemapindex")):
			return "sitemap"
		case bytes.HasPrefix(head, []byte("<")):
			return "xml"
		}
		return ""
	}
}

// notFeed describes an HTML page and the feeds that it links to.
func notFeed(body []byte, at *url.URL) error {
	page, err := ReadPage(Source{Body: body, ContentType: "text/html; charset=utf-8", URL: at})
	if err != nil {
		return refusal.New(refusal.NotFeed, "it is an HTML page")
	}
	if len(page.Feeds) > 0 {
		return refusal.New(refusal.NotFeed, "it is the HTML page %q; its feed is %s", clip(page.Title, 60), page.Feeds[0].URL)
	}
	return refusal.New(refusal.NotFeed, "it is the HTML page %q", clip(page.Title, 60))
}

// recovered converts a parser's panic to a refusal.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = refusal.New(refusal.Malformed, "the parser failed: %v", p)
	}
}

// malformed converts a parser's error to a refusal, on one line.
func malformed(err error) error {
	var refused *refusal.Error
	if errors.As(err, &refused) {
		return refused
	}
	return refusal.New(refusal.Malformed, "%s", clip(strings.Join(strings.Fields(err.Error()), " "), 200))
}

// clip shortens a text for messages, in bytes.
func clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
