package document

import (
	"bytes"
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"

	"github.com/arqam-io/arqam/pkg/feed/refusal"
)

// feed parses RSS, Atom or JSON Feed.
func feed(body []byte, at *url.URL) (*Document, error) {
	parser := gofeed.NewParser()
	parser.KeepOriginalFeed = true
	body = legal(body)
	parsed, err := parser.Parse(bytes.NewReader(body))
	broken := err
	if err != nil {
		whole, ok := complete(body)
		if !ok {
			return nil, malformed(err)
		}
		if parsed, err = parser.Parse(bytes.NewReader(whole)); err != nil {
			return nil, malformed(broken)
		}
	}
	version := strings.TrimPrefix(parsed.FeedVersion, "https://jsonfeed.org/version/")
	if parsed.FeedType == "json" && version == "" {
		return nil, refusal.New(refusal.NotFeed, "it is JSON, but not a feed: it has no version")
	}
	out := &Document{
		Kind:  strings.TrimSpace(parsed.FeedType + " " + version),
		Title: line(parsed.Title), Lang: parsed.Language,
	}
	if broken != nil {
		out.Refused = append(out.Refused, refusal.New(refusal.Malformed, "the feed is truncated after %d entries", len(parsed.Items)))
	}
	base := at
	if u, err := at.Parse(parsed.Link); err == nil && u.Host != "" && strings.HasPrefix(u.Scheme, "http") {
		base = u
	}
	for _, item := range parsed.Items {
		out.Entries = append(out.Entries, entry(item, base))
	}
	out.schedule(parsed)
	return out, nil
}

// legal removes the control characters that XML forbids and at which a parser stops.
func legal(body []byte) []byte {
	forbidden := func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff }
	if bytes.IndexFunc(body, forbidden) < 0 {
		return body
	}
	return bytes.Map(func(r rune) rune {
		if forbidden(r) {
			return ' '
		}
		return r
	}, body)
}

// complete closes a truncated feed after its last complete entry.
func complete(body []byte) ([]byte, bool) {
	for _, m := range []struct{ last, close string }{
		{"</item>", "</channel></rss>"}, {"</entry>", "</feed>"},
	} {
		at := bytes.LastIndex(body, []byte(m.last))
		if at < 0 {
			continue
		}
		end := m.close
		if bytes.Contains(body[:min(len(body), 4096)], []byte("<rdf:RDF")) {
			end = "</rdf:RDF>"
		}
		return append(bytes.Clone(body[:at+len(m.last)]), end...), true
	}
	return nil, false
}

// entry converts one item. A long description beside empty content stays the teaser: the
// caller judges whether it is the whole text.
func entry(item *gofeed.Item, base *url.URL) Entry {
	e := Entry{
		Title: line(item.Title), Teaser: plain(item.Description), Content: plain(item.Content),
		Published: cmp.Or(strings.TrimSpace(item.Published), strings.TrimSpace(item.Updated)), Updated: item.Updated,
	}
	for _, link := range append([]string{original(item), item.Link}, item.Links...) {
		if e.URL = Canonical(link, base); e.URL != "" {
			break
		}
	}
	if e.URL == "" && strings.HasPrefix(item.GUID, "http") {
		e.URL = Canonical(item.GUID, base)
	}
	// A GUID may change while its article does not (BBC counts in its fragment), so the URL is
	// preferred.
	e.Key = cmp.Or(e.URL, item.GUID, e.Title, e.Teaser)
	return e
}

// original returns the URL behind a FeedBurner link.
func original(item *gofeed.Item) string {
	for _, e := range item.Extensions["feedburner"]["origLink"] {
		return e.Value
	}
	return ""
}

// schedule reads when the feed asks to be requested.
func (d *Document) schedule(parsed *gofeed.Feed) {
	if f, ok := parsed.OriginalFeed().(*rss.Feed); ok {
		if minutes, err := strconv.Atoi(strings.TrimSpace(f.TTL)); err == nil && minutes > 0 {
			d.TTL = time.Duration(min(minutes, 7*24*60)) * time.Minute
		}
		for _, text := range f.SkipHours {
			if hour, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && hour >= 0 && hour <= 24 && !slices.Contains(d.SkipHours, hour%24) {
				d.SkipHours = append(d.SkipHours, hour%24)
			}
		}
		for _, text := range f.SkipDays {
			for day := time.Sunday; day <= time.Saturday; day++ {
				if strings.EqualFold(strings.TrimSpace(text), day.String()) {
					d.SkipDays = append(d.SkipDays, day)
				}
			}
		}
	}
	period := map[string]time.Duration{"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour}
	for _, e := range parsed.Extensions["sy"]["updatePeriod"] {
		every, times := period[strings.TrimSpace(e.Value)], 1
		for _, f := range parsed.Extensions["sy"]["updateFrequency"] {
			if n, err := strconv.Atoi(strings.TrimSpace(f.Value)); err == nil && n > 0 {
				times = n
			}
		}
		d.TTL = max(d.TTL, every/time.Duration(times))
	}
}
