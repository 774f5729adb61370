package archive_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/feed/archive"
	"github.com/arqam-io/arqam/pkg/feed/date"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/lang"
)

// record is one WARC record of a response.
func record(kind, address, response string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\nWARC-Date: 2026-02-04T10:00:00Z\r\nWARC-Target-URI: %s\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, len(address)*1000+len(response), address, len(response), response)
}

func response(status, headers, body string) string {
	return "HTTP/1.1 " + status + "\r\n" + headers + "\r\n" + body
}

func page(n int, published string) string {
	return fmt.Sprintf(`<html><head><title>خبر %d</title><meta property="article:published_time" content="%s"></head><body><article><p>%s</p><p>%s</p></article></body></html>`, n, published,
		fmt.Sprintf("وصلت %d شاحنة محملة بالقمح إلى الميناء صباح الثلاثاء، بحسب ما أعلنته الهيئة العامة للموانئ في بيان نشرته على موقعها.", n*12),
		strings.Repeat("وقال المتحدث باسم الهيئة، إن القافلة ستوزع على القرى القريبة من المدينة خلال الأيام المقبلة، وإن الطريق مفتوحة. ", 3))
}

func chunked(s string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(s), s) }

func zipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprint(z, s)
	z.Close()
	return b.String()
}

// TestRead reads pages as crawlers store them, from a plain file and from gzip members.
func TestRead(t *testing.T) {
	set, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	dates, err := date.New(set)
	if err != nil {
		t.Fatal(err)
	}
	const html = "Content-Type: text/html; charset=utf-8\r\n"
	records := []string{
		record("response", "https://www.port.example/n/1?utm_source=x", response("200 OK", html, page(1, "2026-02-03T14:05:00Z"))),
		record("response", "https://port.example/n/2", response("200 OK", html+"Transfer-Encoding: chunked\r\n", chunked(page(2, "2027-01-01T00:00:00Z")))),
		record("response", "https://port.example/n/3", response("200 OK", html+"Content-Encoding: gzip\r\n", zipped(page(3, "2026-02-03")))),
		record("response", "https://port.example/logo.png", response("200 OK", "Content-Type: image/png\r\n", "\x89PNG")),
		record("response", "https://port.example/gone", response("404 Not Found", html, "gone")),
		record("response", "https://port.example/empty", response("200 OK", html, "<html></html>")),
		record("response", "https://other.example/n/4", response("200 OK", html, page(4, "2026-02-03"))),
		record("request", "https://port.example/n/5", "GET / HTTP/1.1\r\n\r\n"),
	}
	var members bytes.Buffer
	for _, r := range records {
		members.WriteString(zipped(r))
	}
	want := []string{
		"https://www.port.example/n/1 خبر 1 2026-02-03T14:05:00Z www=port.example ar",
		"https://port.example/n/2 خبر 2 future www=port.example ar",
		"https://port.example/n/3 خبر 3 2026-02-03T00:00:00Z www=port.example ar",
		"error 6",
	}
	for name, body := range map[string]string{"plain": strings.Join(records, ""), "gzip": members.String()} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for item, err := range archive.Read("crawl.warc", strings.NewReader(body), archive.Settings{Dates: dates, Host: "port.example", Feed: roster.Feed{Lang: "ar"}}) {
				if err != nil {
					if !strings.HasPrefix(err.Error(), "crawl.warc:6: https://port.example/empty: empty: ") {
						t.Error(err)
					}
					got = append(got, "error 6")
					continue
				}
				a := item.Article
				when := a.Undated
				if when == "" {
					when = a.Published.Format("2006-01-02T15:04:05Z07:00")
				}
				got = append(got, fmt.Sprintf("%s %s %s www=%s %s", a.URL, a.Title, when, a.Source, a.Lang))
				if a.Fetched.IsZero() || !strings.Contains(a.Text, "شاحنة") {
					t.Errorf("fetched %v, text %q", a.Fetched, a.Text)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, body := range []string{"no archive", "\x1f\x8bjunk", records[0][:300]} {
		n := 0
		for _, err := range archive.Read("x", strings.NewReader(body), archive.Settings{Dates: dates}) {
			if err == nil {
				t.Errorf("%.20q has an article", body)
			}
			n++
		}
		if n == 0 {
			t.Errorf("%.20q gives no error", body)
		}
	}
}

// TestReadBroken reads truncated and invalid files. Each ends in an error with its position;
// the records before it are read.
func TestReadBroken(t *testing.T) {
	const html = "Content-Type: text/html; charset=utf-8\r\n"
	first := zipped(record("response", "https://port.example/n/1", response("200 OK", html, page(1, ""))))
	set, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	dates, err := date.New(set)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, file string
		pages      int
		want       string
	}{
		{"truncated gzip", first + first[:len(first)/2], 1, "a.warc:2: not a WARC record: unexpected EOF"},
		{"gzip with a wrong sum", first[:len(first)-8] + "\x00\x00\x00\x00" + first[len(first)-4:], 0, "not a WARC record: gzip: invalid checksum"},
		{"gzip of nothing", "\x1f\x8b", 0, "a.warc: unexpected EOF"},
		{"gzip of another method", "\x1f\x8b\x01\x00\x00\x00\x00\x00\x00\x00", 0, "a.warc: gzip: invalid header"},
		{"a page of HTML", "<html>", 0, "a.warc:1: not a WARC record"},
		{"nothing", "", 0, "a.warc:1: not a WARC record"},
	} {
		t.Run(c.name, func(t *testing.T) {
			pages, last := 0, error(nil)
			for _, err := range archive.Read("a.warc", strings.NewReader(c.file), archive.Settings{Dates: dates}) {
				if last = err; err == nil {
					pages++
				}
			}
			if pages != c.pages || last == nil || !strings.Contains(last.Error(), c.want) {
				t.Errorf("%d pages and %v, want %d and %q", pages, last, c.pages, c.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	set, err := lang.Load()
	if err != nil {
		f.Fatal(err)
	}
	dates, err := date.New(set)
	if err != nil {
		f.Fatal(err)
	}
	const html = "Content-Type: text/html; charset=utf-8\r\n"
	whole := record("response", "https://port.example/n/1", response("200 OK", html, page(1, "2026-02-03T14:05:00Z")))
	f.Add([]byte(whole))
	f.Add([]byte(zipped(whole)))
	f.Add([]byte(zipped(whole)[:300])) // cut short
	f.Add([]byte(record("response", "https://port.example/n/2", response("200 OK", html+"Content-Encoding: gzip\r\n", zipped(page(2, "x"))[:200]))))
	f.Add([]byte(record("response", "::", response("200", html+"Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n"))))
	f.Add([]byte("WARC/1.0\r\nContent-Length: 9223372036854775807\r\n\r\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		n := 0
		for item, err := range archive.Read("a.warc", bytes.NewReader(in), archive.Settings{Feed: roster.Feed{Name: "port"}, Dates: dates}) {
			var at *feed.Error
			switch n++; {
			case n > len(in)+1:
				t.Fatal("more items than bytes")
			case err != nil && (!errors.As(err, &at) || at.File != "a.warc"):
				t.Errorf("%v has no position", err)
			case err == nil && (item.Article.ID == "" || !utf8.ValidString(item.Article.Text)):
				t.Errorf("article %+v", item.Article)
			}
		}
	})
}
