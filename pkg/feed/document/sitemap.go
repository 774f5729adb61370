package document

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/feed/refusal"
)

// location is a <url> or <sitemap> of the sitemap protocol, with the news
// extension.
type location struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
	News    struct {
		Title     string `xml:"title"`
		Published string `xml:"publication_date"`
		Language  string `xml:"publication>language"`
	} `xml:"http://www.google.com/schemas/sitemap-news/0.9 news"`
}

// sitemap parses a sitemap or a sitemap index.
func sitemap(body []byte, at *url.URL) (*Document, error) {
	out := &Document{Kind: "sitemap"}
	dec := xml.NewDecoder(bytes.NewReader(legal(body)))
	dec.Strict = false
	for {
		t, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if len(out.Entries)+len(out.Children) == 0 {
				return nil, malformed(err)
			}
			out.Refused = append(out.Refused, refusal.New(refusal.Malformed, "the sitemap is truncated after %d entries", len(out.Entries)+len(out.Children)))
			break
		}
		start, ok := t.(xml.StartElement)
		if !ok || start.Name.Local != "url" && start.Name.Local != "sitemap" {
			continue
		}
		var l location
		if dec.DecodeElement(&l, &start) != nil {
			continue // the next token returns the error again
		}
		if start.Name.Local == "sitemap" {
			out.Kind = "sitemap index"
			out.Children = append(out.Children, Child{strings.TrimSpace(l.Loc), strings.TrimSpace(l.LastMod)})
			continue
		}
		address := Canonical(l.Loc, at)
		out.Entries = append(out.Entries, Entry{Key: address, URL: address, Title: line(l.News.Title), Lang: strings.TrimSpace(l.News.Language),
			Published: strings.TrimSpace(l.News.Published), Updated: strings.TrimSpace(l.LastMod)})
	}
	// Newest first: ISO 8601 dates sort as text.
	slices.SortStableFunc(out.Children, func(a, b Child) int { return cmp.Compare(b.LastModified, a.LastModified) })
	return out, nil
}
