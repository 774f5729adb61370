package feed

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/arqam-io/arqam/pkg/figure"
)

var clock = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

func testReader() *Reader { return &Reader{Now: func() time.Time { return clock }} }

// transcript prints the articles and errors of a reader, one on each line.
func transcript(items iter.Seq2[Item, error]) string {
	var out strings.Builder
	for item, err := range items {
		if err != nil {
			fmt.Fprintf(&out, "error %v\n", err)
			continue
		}
		a := item.Article
		fmt.Fprintf(&out, "%s:%d id=%s lang=%s source=%s title=%q text=%q published=%s", item.File, item.Line,
			a.ID, a.Lang, a.Source, a.Title, a.Text, a.Published.Format(time.RFC3339))
		for _, note := range item.Notes {
			fmt.Fprintf(&out, " note=%q", note)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// page is a page whose article stands beside what is no text.
const page = `<!DOCTYPE html><html lang="en-GB"><head><title>Missiles</title>
<meta property="article:published_time" content="2026-03-01T09:00:00Z"><script>var x = 99;</script></head>
<body><!-- 98 --><p>40 missiles were fired &amp; 5 hit.</p></body></html>`

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, file, in, want string }{
		{"one article on each line, unknown members ignored", "a.jsonl",
			`{"id":"n1","lang":"ar","source":"sana","title":"عنوان","text":"وصلت 12 شاحنة","published":"2026-02-03","figures":[]}` + "\n",
			`a.jsonl:1 id=n1 lang=ar source=sana title="عنوان" text="وصلت 12 شاحنة" published=2026-02-03T00:00:00Z` + "\n"},
		{"the default source is the site", "a.jsonl",
			`{"id":"n1","url":"https://www.Example.org/x","text":"9 lorries","published":"2026-02-03"}`,
			`a.jsonl:1 id=n1 lang= source=example.org title="" text="9 lorries" published=2026-02-03T00:00:00Z` + "\n"},
		{"an id may be a number", "a.jsonl", `{"id":17,"text":"x","published":"2026-02-03"}`,
			`a.jsonl:1 id=17 lang= source= title="" text="x" published=2026-02-03T00:00:00Z` + "\n"},
		{"a bad line is an error, the next is read", "a.jsonl",
			"{\"id\":\"n1\",\"text\":\"x\",\"published\":\"2026-02-03\"}\n\n{\"id\":\n[1]\n{\"id\":\"n2\",\"text\":7}\n{\"id\":\"n3\"}\n{\"id\":\"n4\",\"text\":\"y\",\"published\":\"2026-02-03\"}",
			`a.jsonl:1 id=n1 lang= source= title="" text="x" published=2026-02-03T00:00:00Z
error a.jsonl:3: not an article: bad JSON at byte 6: unexpected end of JSON input
error a.jsonl:4: not an article: a JSON array where an object was expected
error a.jsonl:5: not an article: member "text" is a number, not a string
error a.jsonl:6: not an article: it has neither "text" nor "title"
a.jsonl:7 id=n4 lang= source= title="" text="y" published=2026-02-03T00:00:00Z
`},
		{"an unreadable date stays absent", "a.jsonl", `{"id":"n1","text":"x","published":"قبل 3 ساعات"}`,
			`a.jsonl:1 id=n1 lang= source= title="" text="x" published=0001-01-01T00:00:00Z note="the publication date \"قبل 3 ساعات\" cannot be read; the article is kept without a date"` + "\n"},
		{"a date that is no string stays absent", "a.jsonl", `{"id":"n1","text":"x","published":1760000000}`,
			`a.jsonl:1 id=n1 lang= source= title="" text="x" published=0001-01-01T00:00:00Z note="the publication date 1760000000 is not a string; the article is kept without a date"` + "\n"},
		{"broken UTF-8", "a.jsonl", "{\"id\":\"n1\",\"text\":\"وصلت \xd9 شاحنة\",\"published\":\"2026-02-03\"}",
			`a.jsonl:1 id=n1 lang= source= title="" text="وصلت ` + "\uFFFD" + ` شاحنة" published=2026-02-03T00:00:00Z note="1 bytes are not UTF-8 and were replaced by U+FFFD"` + "\n"},
		{"an id with a control character", "a.jsonl", `{"id":"n\n1","text":"x"}`,
			`error a.jsonl:1: not an article: its id "n\n1" has a control character` + "\n"},
		{"an empty file of lines", "a.jsonl", "", ""},
		{"an array", "a.json", `[{"id":"n1","text":"x","published":"2026-02-03"},{"id":"n2"}]`,
			`a.json:1 id=n1 lang= source= title="" text="x" published=2026-02-03T00:00:00Z
error a.json:2: not an article: it has neither "text" nor "title"
`},
		{"a broken array", "a.json", `[{"id":"n1"`, "error a.json: not an article: bad JSON at byte 11: unexpected end of JSON input\n"},
		{"an object over many lines", "a.json", "{\n\"id\":\"n1\",\n\"text\":\"x\",\"published\":\"2026-02-03\"}",
			`a.json:1 id=n1 lang= source= title="" text="x" published=2026-02-03T00:00:00Z` + "\n"},
		{"lines without an extension", "stdin", "\n{\"id\":\"n1\",\"text\":\"x\",\"published\":\"2026-02-03\"}\n",
			`stdin:2 id=n1 lang= source= title="" text="x" published=2026-02-03T00:00:00Z` + "\n"},
		{"every byte of the text is kept", "stdin", "وصلت 12 شاحنة\r\n\n",
			`stdin:0 id=` + idOf("وصلت 12 شاحنة\r\n\n") + ` lang= source= title="" text="وصلت 12 شاحنة\r\n\n" published=0001-01-01T00:00:00Z note="no publication date"` + "\n"},
		{"text that begins with a brace", "a.txt", "{a} 12 lorries",
			`a.txt:0 id=` + idOf("{a} 12 lorries") + ` lang= source= title="" text="{a} 12 lorries" published=0001-01-01T00:00:00Z note="no publication date"` + "\n"},
		{"no text", "a.txt", " \n", "error a.txt: not an article: it has neither \"text\" nor \"title\"\n"},
		{"a compressed file", "a.jsonl", "\x1f\x8b\x08\x00\x00\x00", "error a.jsonl: not an article: it is compressed by gzip: decompress it first\n"},
		{"a PDF", "a.txt", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "error a.txt: not an article: it is a PDF: extract its text first, with pdftotext for example\n"},
		{"a document of a word processor", "report", "PK\x03\x04\x14\x00\x06\x00", "error report: not an article: it is a ZIP archive or an office document (DOCX, XLSX, ODT, EPUB): save it as plain text or HTML\n"},
		{"an image", "a.jpg", "\xff\xd8\xff\xe0\x00\x10JFIF", "error a.jpg: not an article: it is a JPEG image, not text\n"},
		{"a page", "stdin", page, `stdin:0 id=` + titled("Missiles", "40 missiles were fired & 5 hit.") + ` lang=en source= title="Missiles" text="40 missiles were fired & 5 hit." published=2026-03-01T09:00:00Z` + "\n"},
		{"a page by its name", "a.html", "<p>وصلت&nbsp;12 شاحنة</p><style>p{margin:4px}</style>",
			`a.html:0 id=` + idOf("وصلت\u00a012 شاحنة") + ` lang= source= title="" text="وصلت\u00a012 شاحنة" published=0001-01-01T00:00:00Z note="no publication date"` + "\n"},
		{"a page in an encoding of its own", "a.htm", "<html><meta charset=windows-1256><body>\xe6\xd5\xe1\xca 12", `a.htm:0 id=` + idOf("وصلت 12") + ` lang= source= title="" text="وصلت 12" published=0001-01-01T00:00:00Z note="no publication date"` + "\n"},
		{"a binary file", "a.bin", "ab\x00\x01\x02cdefghijklmnopqrstuvwxyz", "error a.bin: not an article: it has NUL bytes, so it is not text\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, transcript(testReader().Read(c.file, strings.NewReader(c.in)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func idOf(text string) string {
	for item := range testReader().Read("a.txt", strings.NewReader(text)) {
		return string(item.Article.ID)
	}
	return ""
}

// titled is the id of an article with a title.
func titled(title, text string) string {
	a := figure.Article{Title: title, Text: text}
	a.Identify()
	return string(a.ID)
}

func TestReadEncodings(t *testing.T) {
	const arabic = "أعلنت الوزارة وصول 1200 طن من القمح إلى الميناء"
	const western = "Le port a reçu 1200 tonnes de blé à l'été"
	for _, c := range []struct {
		name, text, file string
		enc              encoding.Encoding
	}{
		{"UTF-8", arabic, "a.txt", encoding.Nop},
		{"UTF-8 with a mark", arabic, "a.txt", unicode.UTF8BOM},
		{"UTF-16 LE with a mark", arabic, "a.txt", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
		{"UTF-16 BE with a mark", arabic, "a.txt", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
		{"UTF-16 LE", arabic, "a.txt", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"UTF-16 BE", western, "a.txt", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
		{"windows-1256", arabic, "a.txt", charmap.Windows1256},
		{"windows-1252", western, "a.txt", charmap.Windows1252},
		{"lines in windows-1256", arabic, "a.jsonl", charmap.Windows1256},
		{"lines in UTF-16", arabic, "a.jsonl", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
		{"lines in UTF-8 with a mark", arabic, "stdin", unicode.UTF8BOM},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := c.text
			if c.file != "a.txt" {
				in = `{"id":"n1","text":"` + c.text + `"}` + "\n"
			}
			in, err := c.enc.NewEncoder().String(in)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for item, err := range testReader().Read(c.file, strings.NewReader(in)) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, item.Article.Text)
			}
			if diff := cmp.Diff([]string{c.text}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLimit(t *testing.T) {
	long := strings.Repeat("ط", 200_000)
	in := `{"id":"n1","text":"` + long + `"}` + "\n" + `{"id":"n2","text":"short","published":"2026-02-03"}` + "\n" + `{"id":"n3","text":"` + long
	r := testReader()
	r.Limit = 100_000
	want := `error a.jsonl:1: article too large: more than 100000 bytes
a.jsonl:2 id=n2 lang= source= title="" text="short" published=2026-02-03T00:00:00Z
error a.jsonl:3: article too large: more than 100000 bytes
`
	if diff := cmp.Diff(want, transcript(r.Read("a.jsonl", strings.NewReader(in)))); diff != "" {
		t.Error(diff)
	}
	for _, err := range r.Read("a.txt", strings.NewReader(long)) {
		if !errors.Is(err, ErrTooLarge) {
			t.Errorf("a long text gives %v", err)
		}
	}
	r.Limit = 1_000_000
	for item, err := range r.Read("a.jsonl", strings.NewReader(in)) {
		if item.Line == 1 && (err != nil || item.Article.Text != long) {
			t.Errorf("a line over the buffer gives %v and %d bytes", err, len(item.Article.Text))
		}
	}
}

// TestReadAsItComes reads a pipe whose writer waits for each article to be received before it
// writes the next.
func TestReadAsItComes(t *testing.T) {
	in, out := io.Pipe()
	taken := make(chan struct{})
	go func() {
		defer out.Close()
		for range 3 {
			fmt.Fprintln(out, `{"id":"n1","text":"x"}`)
			<-taken
		}
	}()
	n := 0
	for _, err := range testReader().Read("stdin", in) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		taken <- struct{}{}
	}
	if n != 3 {
		t.Errorf("%d articles of 3", n)
	}
}

func TestReadStops(t *testing.T) {
	in := strings.Repeat(`{"id":"n1","text":"x"}`+"\n", 5)
	n := 0
	for range testReader().Read("a.jsonl", strings.NewReader(in)) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("read %d after break at 2", n)
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	for name, body := range map[string]string{
		"b.txt": "3 lorries", "a.jsonl": `{"id":"n1","text":"x","published":"2026-02-03"}`,
		"sub/c.TXT": "4 lorries", "notes.md": "5", ".hidden/d.txt": "6", ".e.txt": "7", "sub/f.txt~": "8",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r := testReader()
	r.Stdin = strings.NewReader("2 lorries")
	var got []string
	for item, err := range r.Files(dir, filepath.Join(dir, "none.txt"), filepath.Join(dir, "notes.md"), "-") {
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a missing file gives %v", err)
			}
			got = append(got, strings.TrimPrefix(err.Error(), dir+"/"))
			continue
		}
		got = append(got, strings.TrimPrefix(item.File, dir+"/")+" "+item.Article.Text)
	}
	want := []string{"a.jsonl x", "b.txt 3 lorries", "sub/c.TXT 4 lorries", "none.txt: file does not exist", "notes.md 5", "stdin 2 lorries"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestModificationTimeIsNotPublication: a file that was copied today must not report an old
// number as of today.
func TestModificationTimeIsNotPublication(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(path, []byte("3 lorries"), 0o644); err != nil {
		t.Fatal(err)
	}
	for item, err := range testReader().Files(path) {
		if err != nil || !item.Article.Published.IsZero() || !item.Article.Fetched.Equal(clock) {
			t.Errorf("published %v, fetched %v, error %v", item.Article.Published, item.Article.Fetched, err)
		}
	}
}

func TestTree(t *testing.T) {
	root := fstest.MapFS{
		"articles/b.txt":   {Data: []byte("3 lorries")},
		"articles/a.jsonl": {Data: []byte(`{"id":"n1","text":"x"}`)},
		"trackers.yaml":    {Data: []byte("trackers: []")},
	}
	var got []string
	for item, err := range testReader().Tree(root) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, item.File)
	}
	if diff := cmp.Diff([]string{"articles/a.jsonl", "articles/b.txt"}, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.jsonl", []byte(`{"id":"n1","text":"x"}`+"\n{"))
	f.Add("a.json", []byte(`[{"text":"x"}]`))
	f.Add("a.txt", []byte("\xff\xfeا"))
	f.Add("stdin", []byte("\xc7\xe1\xda\xf1\xc8\xed\xc9 12"))
	f.Fuzz(func(t *testing.T, name string, in []byte) {
		r := testReader()
		r.Limit = 4 << 10
		for item, err := range r.Read(name, strings.NewReader(string(in))) {
			var at *Error
			switch {
			case err != nil && !errors.As(err, &at):
				t.Errorf("%v has no position", err)
			case err == nil && item.Article.ID == "":
				t.Errorf("an article without an id: %+v", item)
			case err == nil && !utf8.ValidString(item.Article.Text):
				t.Errorf("text is not UTF-8: %q", item.Article.Text)
			}
		}
	})
}
