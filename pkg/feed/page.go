package feed

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/feed/document"
	"github.com/arqam-io/arqam/pkg/figure"
)

// page reads the whole stream as one page of HTML, as the fetcher reads the pages
// of sites: the article without the furniture around it.
func (r *Reader) page(name string, in io.Reader, yield func(Item, error) bool) bool {
	body, err := r.whole(in)
	item := Item{File: name}
	if err == nil {
		err = item.readPage(body)
	}
	if err == nil {
		err = r.finish(&item)
	}
	if err != nil {
		return yield(Item{}, &Error{File: name, Err: cause(err)})
	}
	return yield(item, nil)
}

func (item *Item) readPage(body []byte) error {
	contentType := ""
	if utf8.Valid(body) { // a page that was converted still declares the encoding that it had
		contentType = "text/html; charset=utf-8"
	}
	page, err := document.ReadPage(document.Source{Body: body, ContentType: contentType, URL: &url.URL{}})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotArticle, err)
	}
	item.Article = figure.Article{Title: page.Title, Text: page.Text}
	if page.Text == "" { // too short for an article among other things: all of it is taken
		item.Article.Text = page.All
	}
	language, _, _ := strings.Cut(page.Lang, "-")
	item.Article.Lang = strings.ToLower(language)
	item.Notes = append(item.Notes, page.Notes...)
	if page.Published == "" {
		item.note("no publication date")
		return nil
	}
	item.publishedAt(page.Published)
	return nil
}

// isPage reports whether a file holds HTML, by its name or how it begins.
func isPage(extension string, sample []byte) bool {
	switch extension {
	case ".html", ".htm", ".xhtml":
		return true
	}
	return bytes.HasPrefix(bytes.TrimLeft(sample, "\ufeff \t\r\n"), []byte("<")) && document.IsPage(sample)
}
