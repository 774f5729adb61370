package charset_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/arqam-io/arqam/pkg/feed/charset"
)

// TestDecode encodes one text in many ways, and declares it correctly, wrongly, or not at all.
func TestDecode(t *testing.T) {
	const arabic = `<?xml version="1.0"?><item><title>قال المتحدث، إن 12 شاحنة وصلت إلى المدينة؛ وإن الطريق مفتوح</title><link>https://paper.example/news/economy/2026/a-long-path-of-latin-letters</link></item>`
	const french = `<title>La récolte a été détruite à Sète près de la frontière</title>`
	utf16le := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	bare16be := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for _, c := range []struct {
		name        string
		text        string
		in          encoding.Encoding
		contentType string
		declaration string
		want        string // encoding
		note        string // a part of it
	}{
		{"UTF-8", arabic, nil, "application/rss+xml; charset=utf-8", "", "utf-8", ""},
		{"UTF-8 without a declaration", arabic, nil, "text/xml", "", "utf-8", ""},
		{"UTF-8 with a mark", "\ufeff" + arabic, nil, "", "", "utf-8", ""},
		{"UTF-8 declared as windows-1256", arabic, nil, "text/xml; charset=windows-1256", "", "utf-8", "declared as"},
		{"UTF-8 declared as Latin", arabic, nil, "text/xml; charset=ISO-8859-1", "", "utf-8", "declared as"},
		{"windows-1256 by header", arabic, charmap.Windows1256, "text/xml; charset=windows-1256", "", "windows-1256", ""},
		{"windows-1256 by declaration", arabic, charmap.Windows1256, "text/xml", `encoding="windows-1256"`, "windows-1256", ""},
		{"windows-1256 by another name", arabic, charmap.Windows1256, "text/xml", `encoding='CP1256'`, "windows-1256", ""},
		{"windows-1256 by content", arabic, charmap.Windows1256, "", "", "windows-1256", ""},
		{"windows-1256 declared as UTF-8", arabic, charmap.Windows1256, "text/xml; charset=utf-8", "", "windows-1256", "declared as"},
		{"windows-1256 declared as Latin", arabic, charmap.Windows1256, "text/xml", `encoding="ISO-8859-1"`, "windows-1256", "declared as"},
		{"windows-1256 declared as ISO-8859-6", arabic, charmap.Windows1256, "text/xml", `encoding="ISO-8859-6"`, "windows-1256", "declared as"},
		{"ISO-8859-6 by header", arabic, charmap.ISO8859_6, "text/xml; charset=ISO-8859-6", "", "iso-8859-6", ""},
		{"ISO-8859-6 by content", arabic, charmap.ISO8859_6, "", "", "iso-8859-6", ""},
		{"ISO-8859-6 declared as windows-1256", arabic, charmap.ISO8859_6, "text/xml; charset=windows-1256", "", "iso-8859-6", "declared as"},
		{"UTF-16 with a mark", arabic, utf16le, "text/xml", "", "utf-16le", ""},
		{"UTF-16 declared as UTF-8", arabic, utf16le, "text/xml; charset=utf-8", "", "utf-16le", "declared as"},
		{"UTF-16 without a mark", arabic, bare16be, "", "", "utf-16be", ""},
		{"an unknown encoding", arabic, charmap.Windows1256, "text/xml; charset=x-klingon", "", "windows-1256", "declared as"},
		{"Latin", french, charmap.Windows1252, "text/html", "", "windows-1252", ""},
		{"Latin by declaration", french, charmap.ISO8859_1, "text/html; charset=latin1", "", "windows-1252", ""},
		{"Latin declared as Arabic", french, charmap.Windows1252, "text/html; charset=iso-8859-15", "", "iso-8859-15", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := c.text
			if c.declaration != "" {
				text = strings.Replace(text, `version="1.0"`, `version="1.0" `+c.declaration, 1)
			}
			body := []byte(text)
			if c.in != nil {
				var err error
				if body, err = c.in.NewEncoder().Bytes(body); err != nil {
					t.Fatal(err)
				}
			}
			got := charset.Decode(body, c.contentType)
			if got.Name != c.want || string(got.Body) != strings.TrimPrefix(text, "\ufeff") {
				t.Errorf("read as %s: %.120q", got.Name, got.Body)
			}
			if (c.note == "") != (got.Note == "") || !strings.Contains(got.Note, c.note) {
				t.Errorf("note %q, want %q", got.Note, c.note)
			}
		})
	}
}

// TestDecodeBroken keeps the valid characters.
func TestDecodeBroken(t *testing.T) {
	got := charset.Decode([]byte("<title>وصلت 12 \xff\xfe شاحنة إلى المدينة</title>"), "text/xml; charset=utf-8")
	if got.Name != "utf-8" || !strings.Contains(string(got.Body), "شاحنة إلى المدينة") || !strings.Contains(got.Note, "cannot be read") {
		t.Errorf("%s %q %q", got.Name, got.Body, got.Note)
	}
}

// TestDecodePadding gives no text for NUL bytes in any encoding, and loses no text beside
// them.
func TestDecodePadding(t *testing.T) {
	for _, empty := range []string{"", "\x00\x00\x00", "\xfe\xff\x00\x00", "\xff\xfe\x00\x00", "\xef\xbb\xbf\x00", "\ufeff\ufeff"} {
		if got := charset.Decode([]byte(empty), ""); len(got.Body) > 0 {
			t.Errorf("%q gives %q", empty, got.Body)
		}
	}
	padding := strings.Repeat("\x00", 1<<20)
	for _, padded := range []string{"شاحنة" + padding, padding + "شاحنة"} {
		if got := charset.Decode([]byte(padded), ""); string(got.Body) != padded {
			t.Errorf("%d bytes give %d, in %s", len(padded), len(got.Body), got.Name)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xe6\xd5\xe1\xca 12"), "text/html; charset=windows-1256")
	f.Add([]byte("\xff\xfe4\x002\x00"), "text/plain")
	f.Add([]byte("\xd9\x88\xd8"), "text/html; charset=utf-8")
	f.Add([]byte(`<?xml version="1.0" encoding="x-nonsense"?>`), "\x00;=")
	f.Add([]byte("\xfe\xff\x00\x00"), "text/plain")
	f.Add([]byte("\x1b$B"), "text/plain; charset=iso-2022-jp")
	f.Fuzz(func(t *testing.T, body []byte, kind string) {
		got := charset.Decode(body, kind)
		if !utf8.Valid(got.Body) {
			t.Errorf("%q is not UTF-8", got.Body)
		}
		if got.Name == "" {
			t.Error("the encoding has no name")
		}
		if again := charset.Decode(got.Body, "text/plain; charset=utf-8"); again.Name == "utf-8" && !bytes.Equal(again.Body, got.Body) {
			t.Errorf("decoding twice changes the text: %q, %q", got.Body, again.Body)
		}
	})
}
