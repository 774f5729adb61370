package collect

import (
	"cmp"
	"context"
	"strings"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/feed/date"
	"github.com/arqam-io/arqam/pkg/feed/document"
	"github.com/arqam-io/arqam/pkg/feed/refusal"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/feed/web"
	"github.com/arqam-io/arqam/pkg/figure"
)

// whole is the length, in characters, from which a feed's text is taken to be the whole
// article instead of a teaser.
const whole = 600

// Made is the article of one entry.
type Made struct {
	Item feed.Item
	// Date is the fault of the article's date; empty if it has a date.
	Date date.Fault
	// PageFault is why the page with the text could not be read; the article then has the text
	// of the feed.
	PageFault error
	// CharsetFault means that the page declared a wrong encoding.
	CharsetFault bool
}

// Article makes the article of an entry. The error is a refusal of the entry.
func (c *Collector) Article(ctx context.Context, f roster.Feed, h *Harvest, e document.Entry) (Made, error) {
	text := e.Content
	if len(e.Teaser) > len(text) {
		text = e.Teaser // some feeds swap the two
	}
	var made Made
	page := h.pages[e.Key]
	if page == nil && wantsPage(f, e, text) {
		page, made.PageFault = c.page(ctx, e)
		if ctx.Err() != nil {
			return made, context.Cause(ctx)
		}
		// If the page has no article, keep the text of the feed.
		if page != nil && (f.Fulltext == roster.PageText || len(page.Text) > len(text)) && page.Text != "" {
			text = page.Text
		}
	}
	now := c.Now().UTC()
	a := figure.Article{URL: e.URL, Title: e.Title, Text: text, Source: f.Source, Lang: f.Lang, Country: f.Country, Fetched: now,
		Claimant: f.Claimant, Family: f.Family, Tags: f.Tags}
	printed := e.Published
	if page != nil {
		a.Title = cmp.Or(a.Title, page.Title)
		printed = cmp.Or(printed, page.Published)
		a.URL = cmp.Or(page.Canonical, a.URL)
		made.CharsetFault = page.CharsetFault
		made.Item.Notes = append(made.Item.Notes, page.Notes...)
	}
	if strings.TrimSpace(a.Title) == "" && strings.TrimSpace(a.Text) == "" {
		if made.PageFault != nil {
			return made, made.PageFault
		}
		return made, refusal.New(refusal.Empty, "%q has neither title nor text", e.Key)
	}
	stamp := c.Dates.Parse(printed, date.Setting{Zone: f.Zone, Now: now})
	a.Published, a.Undated, made.Date = stamp.Time, string(stamp.Fault), stamp.Fault
	if stamp.Note != "" {
		made.Item.Notes = append(made.Item.Notes, stamp.Note)
	}
	identify(&a, f, e)
	made.Item.Article, made.Item.File = a, "feed:"+f.Name
	return made, nil
}

// identify sets the article's id from its URL, or from its key within the feed if it has none.
func identify(a *figure.Article, f roster.Feed, e document.Entry) {
	address := a.URL
	if address == "" {
		a.URL = f.URL + "\x00" + e.Key
	}
	a.Identify()
	a.URL = address
}

// wantsPage reports whether to read the text of an entry from its page.
func wantsPage(f roster.Feed, e document.Entry, text string) bool {
	switch {
	case e.URL == "" || f.Fulltext == roster.FeedText:
		return false
	case f.Fulltext == roster.PageText:
		return true
	}
	return utf8.RuneCountInString(text) < whole
}

// page fetches and reads the page of an entry.
func (c *Collector) page(ctx context.Context, e document.Entry) (*document.Page, error) {
	u, err := web.Check(e.URL)
	if err == nil && c.Allowed != nil {
		err = c.Allowed(ctx, u)
	}
	if err != nil {
		return nil, err
	}
	out, err := c.Client.Get(ctx, web.Request{URL: e.URL, Accept: acceptPage, Body: pageBody})
	if err != nil {
		return nil, err
	}
	page, err := document.ReadPage(document.Source{Body: out.Body, ContentType: out.Header.Get("Content-Type"), URL: out.URL})
	if err != nil {
		return nil, err
	}
	if out.URL.Path == "/" && u.Path != "/" {
		return nil, refusal.New(refusal.NotFound, "the article's URL redirects to the home page")
	}
	return page, nil
}
