// Package collect makes articles from the entries of a feed: it fetches the feed, lists its
// entries, and determines the text, date and id of each, from the entry's page if the feed has
// only a teaser. It stores nothing and publishes nothing. The fetcher service and "arqam feed
// check" call it.
package collect

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/arqam-io/arqam/pkg/feed/date"
	"github.com/arqam-io/arqam/pkg/feed/document"
	"github.com/arqam-io/arqam/pkg/feed/refusal"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/feed/web"
)

// Accepted media types, most likely first.
const (
	acceptFeed = "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
	acceptPage = "text/html, application/xhtml+xml, */*;q=0.5"
	pageBody   = 4 << 20 // bytes of one page
)

// maxChildren bounds the sitemaps that one visit of an index reads.
const maxChildren = 8

// Collector fetches feeds and pages. It is safe for concurrent use.
type Collector struct {
	Client *web.Client
	Dates  *date.Parser
	Now    func() time.Time
	// Allowed returns an error if robots.txt forbids a page; nil allows all.
	Allowed func(ctx context.Context, u *url.URL) error
}

// Copy identifies the last copy of a feed.
type Copy struct {
	ETag, LastModified, Sum string
	// Children are the digests of the sitemaps of an index, by Digest of their URL.
	Children map[string]string
}

// Harvest is the result of one request for a feed.
type Harvest struct {
	Copy
	// Unchanged means that the feed equals its last copy; Document is then nil.
	Unchanged bool
	Document  *document.Document
	// pages are the pages of entries that were already read, by the entry's key.
	pages   map[string]*document.Page
	Status  int
	MaxAge  time.Duration
	MovedTo string   // new URL after permanent redirects
	Final   *url.URL // after redirects
	Faults  []error  // errors of sitemaps of an index
}

// Fetch requests a feed. The error is a *refusal.Error or wraps one, except when ctx ends.
func (c *Collector) Fetch(ctx context.Context, f roster.Feed, last Copy) (*Harvest, error) {
	request := web.Request{URL: f.URL, Accept: acceptFeed, ETag: last.ETag, LastModified: last.LastModified}
	if f.Kind == roster.Page {
		u, err := web.Check(f.URL)
		if err == nil && c.Allowed != nil {
			err = c.Allowed(ctx, u)
		}
		if err != nil {
			return nil, err
		}
		request.Accept, request.Body = acceptPage, pageBody
	}
	out, err := c.Client.Get(ctx, request)
	if err != nil {
		return nil, err
	}
	h := &Harvest{Status: out.Status, MaxAge: out.MaxAge, MovedTo: out.MovedTo, Final: out.URL, pages: map[string]*document.Page{},
		Copy: Copy{ETag: clip(out.Header.Get("ETag")), LastModified: clip(out.Header.Get("Last-Modified")), Sum: Digest(string(out.Body)), Children: last.Children}}
	if out.Status == http.StatusNotModified {
		h.Unchanged = true
		h.Copy = Copy{cmp.Or(h.ETag, last.ETag), cmp.Or(h.LastModified, last.LastModified), last.Sum, last.Children}
		return h, nil
	}
	if h.Unchanged = h.Sum == last.Sum; h.Unchanged {
		return h, nil
	}
	source := document.Source{Body: out.Body, ContentType: out.Header.Get("Content-Type"), URL: out.URL}
	if f.Kind == roster.Page {
		return h, h.page(source)
	}
	if h.Document, err = document.Parse(source); err != nil {
		return nil, err
	}
	if len(h.Document.Children) > 0 {
		return h, c.children(ctx, h, last.Children)
	}
	return h, nil
}

// page makes a document from one page.
func (h *Harvest) page(source document.Source) error {
	page, err := document.ReadPage(source)
	if err != nil {
		return err
	}
	if page.Text == "" {
		return refusal.New(refusal.Empty, "no article found on the page")
	}
	e := document.Entry{Key: page.Canonical, URL: page.Canonical, Title: page.Title, Content: page.Text, Published: page.Published, Lang: page.Lang}
	h.pages[e.Key] = page
	h.Document = &document.Document{Kind: "page", Title: page.Title, Entries: []document.Entry{e}, Notes: page.Notes, CharsetFault: page.CharsetFault}
	return nil
}

// children reads the newest sitemaps of an index that changed since the last visit. One that
// cannot be fetched is reported, and retried at the next visit.
func (c *Collector) children(ctx context.Context, h *Harvest, last map[string]string) error {
	h.Children = map[string]string{}
	for i, child := range h.Document.Children {
		key := Digest(child.URL)
		if i >= maxChildren {
			break
		}
		if child.LastModified != "" && last[key] == Digest(child.LastModified) {
			h.Children[key] = last[key]
			continue
		}
		u, err := web.Check(child.URL)
		if err == nil && !document.SameSite(u, h.Final) {
			err = refusal.New(refusal.URL, "the sitemap %q belongs to another site", child.URL)
		}
		var out *web.Response
		if err == nil {
			out, err = c.Client.Get(ctx, web.Request{URL: child.URL, Accept: acceptFeed})
		}
		var part *document.Document
		if err == nil {
			part, err = document.Parse(document.Source{Body: out.Body, ContentType: out.Header.Get("Content-Type"), URL: out.URL})
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			h.Faults = append(h.Faults, err)
			h.Sum, h.ETag, h.LastModified = "", "", ""
			continue
		}
		h.Children[key] = Digest(child.LastModified)
		h.Document.Entries = append(h.Document.Entries, part.Entries...)
		h.Document.Refused = append(h.Document.Refused, part.Refused...)
	}
	return nil
}

// Digest is sixteen hex digits that identify a text.
func Digest(parts ...string) string {
	sum := sha256.New()
	for _, p := range parts {
		sum.Write([]byte(p))
		sum.Write([]byte{0})
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// DigestOf identifies the state of an entry.
func DigestOf(e document.Entry) string {
	return Digest(e.Title, e.Teaser, e.Content, e.Updated, e.URL)
}

// clip drops a validator that is too long to store.
func clip(s string) string {
	if len(s) > 512 {
		return ""
	}
	return s
}

// Transient reports whether the error may disappear by retrying.
func Transient(err error) bool {
	var refused *refusal.Error
	if !errors.As(err, &refused) {
		return true
	}
	switch refused.Reason {
	case refusal.Timeout, refusal.Unreachable, refusal.Throttled, refusal.Protocol:
		return true
	case refusal.Status:
		return refused.Status >= 500
	}
	return false
}
