// Package archive makes articles from the pages in WARC files (ISO 28500), plain or gzipped,
// so that crawled pages can be read like today's news. It follows no link and stores nothing.
// "arqam feed backfill" calls it.
package archive

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"net/http"
	"strings"

	"github.com/nlnwa/gowarc"

	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/feed/date"
	"github.com/arqam-io/arqam/pkg/feed/document"
	"github.com/arqam-io/arqam/pkg/feed/refusal"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/feed/web"
	"github.com/arqam-io/arqam/pkg/figure"
)

// maxPage bounds one page, in bytes.
const maxPage = 4 << 20

// Settings has what the pages do not say; they apply to all of them, like those of a feed.
type Settings struct {
	Feed  roster.Feed
	Dates *date.Parser
	// Host restricts to the pages of one host and its subdomains; "" reads all.
	Host string
}

// Read reads the pages of a WARC file, in order. A page without an article is an error, after
// which reading continues; other records are skipped.
func Read(name string, in io.Reader, s Settings) iter.Seq2[feed.Item, error] {
	return func(yield func(feed.Item, error) bool) {
		plain, err := unpack(in)
		if err != nil {
			yield(feed.Item{}, &feed.Error{File: name, Err: err})
			return
		}
		reader, err := gowarc.NewWarcFileReaderFromStream(plain, 0, gowarc.WithNoValidation())
		if err != nil {
			yield(feed.Item{}, &feed.Error{File: name, Err: err})
			return
		}
		defer reader.Close()
		for n := 1; ; n++ {
			record, err := next(reader)
			if plain.err != nil {
				yield(feed.Item{}, &feed.Error{File: name, Line: n, Err: fmt.Errorf("not a WARC record: %w", plain.err)})
				return
			}
			if errors.Is(err, io.EOF) && n > 1 {
				return
			}
			if err != nil {
				yield(feed.Item{}, &feed.Error{File: name, Line: n, Err: fmt.Errorf("not a WARC record: %w", err)})
				return
			}
			item, ok, err := s.page(record)
			closing := record.Close()
			switch {
			case err == nil && closing != nil:
				yield(feed.Item{}, &feed.Error{File: name, Line: n, Err: closing})
				return
			case err != nil:
				if !yield(feed.Item{}, &feed.Error{File: name, Line: n, Err: err}) {
					return
				}
			case ok:
				item.File, item.Line = name, n
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}

// stream is a decompressed WARC file. The library would continue for ever after any error
// except io.EOF, so stream returns only that and keeps the cause.
type stream struct {
	in  io.Reader
	err error // cause of the end
}

func unpack(in io.Reader) (*stream, error) {
	buffered := bufio.NewReader(in)
	if magic, _ := buffered.Peek(2); string(magic) != "\x1f\x8b" {
		return &stream{in: buffered}, nil
	}
	members, err := gzip.NewReader(buffered)
	return &stream{in: members}, err
}

func (s *stream) Read(p []byte) (int, error) {
	n, err := s.in.Read(p)
	if err != nil && err != io.EOF {
		s.err, err = err, io.EOF
	}
	return n, err
}

// next returns the next record. The library panics on some invalid ones.
func next(reader *gowarc.WarcFileReader) (record gowarc.WarcRecord, err error) {
	defer recovered(&err)
	record, _, _, err = reader.Next()
	return record, err
}

func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("it cannot be read: %v", p)
	}
}

// page reads a record that contains a page; ok is false for others.
func (s Settings) page(record gowarc.WarcRecord) (item feed.Item, ok bool, err error) {
	defer recovered(&err)
	if record.Type() != gowarc.Response {
		return item, false, nil
	}
	address := strings.Trim(record.WarcHeader().Get(gowarc.WarcTargetURI), "<>")
	u, err := web.Check(address)
	if err != nil || s.Host != "" && u.Hostname() != s.Host && !strings.HasSuffix(u.Hostname(), "."+s.Host) {
		return item, false, nil
	}
	raw, err := record.Block().RawBytes()
	if err != nil {
		return item, false, fmt.Errorf("%s: %w", address, err)
	}
	response, err := http.ReadResponse(bufio.NewReader(raw), nil)
	if err != nil {
		return item, false, fmt.Errorf("%s: %w", address, err)
	}
	defer response.Body.Close()
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if response.StatusCode != http.StatusOK || kind != "" && kind != "text/html" && kind != "application/xhtml+xml" {
		return item, false, nil
	}
	body, err := web.Body(response, maxPage)
	if err != nil {
		return item, false, fmt.Errorf("%s: %w", address, err)
	}
	page, err := document.ReadPage(document.Source{Body: body, ContentType: response.Header.Get("Content-Type"), URL: u})
	if err == nil && page.Text == "" {
		err = refusal.New(refusal.Empty, "no article found on the page")
	}
	if err != nil {
		return item, false, fmt.Errorf("%s: %w", address, err)
	}
	// Some crawlers omit the date; then nothing bounds the article's date.
	crawled, _ := record.Date()
	stamp := s.Dates.Parse(page.Published, date.Setting{Zone: s.Feed.Zone, Now: crawled})
	item.Article = figure.Article{URL: page.Canonical, Title: page.Title, Text: page.Text, Lang: s.Feed.Lang, Country: s.Feed.Country,
		Source:   cmp.Or(s.Feed.Source, strings.TrimPrefix(u.Hostname(), "www.")),
		Claimant: s.Feed.Claimant, Family: s.Feed.Family, Tags: s.Feed.Tags,
		Published: stamp.Time, Undated: string(stamp.Fault), Fetched: crawled.UTC()}
	item.Article.Identify()
	item.Notes = page.Notes
	if stamp.Note != "" {
		item.Notes = append(item.Notes, stamp.Note)
	}
	return item, true, nil
}
