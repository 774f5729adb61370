// Package charset converts the bytes that a site serves to UTF-8, according to the header, the
// document and the bytes themselves, each of which may be wrong. It parses nothing else. The
// readers of files and of feeds call it.
package charset

import (
	"bytes"
	"fmt"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Text is a decoded document.
type Text struct {
	Body []byte // UTF-8, without a byte order mark; nil if there is only NUL
	Name string // name of the original encoding, such as "windows-1256"
	// Note describes a wrong declaration, and bytes that are invalid in the encoding.
	Note string
}

// declarations is how much of a document is searched for a declaration, and sampled how much
// of it is examined, in bytes.
const (
	declarations = 1024
	sampled      = 256 << 10
)

var declared = regexp.MustCompile(`(?i)(?:<\?xml[^>]*?encoding\s*=\s*["']?|<meta[^>]+charset\s*=\s*["']?)([a-z0-9_:.\-]+)`)

// Decode reads body, which came with the given Content-Type.
func Decode(body []byte, contentType string) Text {
	sample := bytes.TrimRight(body[:min(len(body), sampled)], "\x00")
	found := Detect(sample)
	claim := claimed(body, contentType)
	if found == unicode.UTF8BOM || wide(found) {
		return decode(body, found, nameOf(found), note(claim, nameOf(found)))
	}
	said, name := charset.Lookup(claim)
	switch {
	case found == nil: // UTF-8 or plain ASCII, whatever is declared
		said, name = encoding.Nop, "utf-8"
		if isASCII(sample) {
			claim = ""
		}
	case said == nil || name == "utf-8" || wide(said), name == "replacement":
		said, name = found, nameOf(found)
	case found != charmap.Windows1252 && isArabic(said) != isArabic(found), isArabic(said) && isArabic(found) && said != found:
		said, name = found, nameOf(found)
	}
	return decode(body, said, name, note(claim, name))
}

// claimed returns the encoding that the header declares, else the document.
func claimed(body []byte, contentType string) string {
	if _, parameters, err := mime.ParseMediaType(contentType); err == nil && parameters["charset"] != "" {
		return parameters["charset"]
	}
	if m := declared.FindSubmatch(body[:min(len(body), declarations)]); m != nil {
		return string(m[1])
	}
	return ""
}

func note(claim, name string) string {
	if _, canonical := charset.Lookup(claim); claim == "" || canonical == name {
		return ""
	}
	return fmt.Sprintf("declared as %.40q, read as %s", claim, name)
}

func decode(body []byte, e encoding.Encoding, name, note string) Text {
	out := body
	if e != encoding.Nop {
		// A decoder writes U+FFFD for invalid bytes, and does not fail.
		if decoded, err := e.NewDecoder().Bytes(body); err == nil {
			out = decoded
		}
	}
	if !utf8.Valid(out) {
		out = bytes.ToValidUTF8(out, []byte("\ufffd"))
	}
	out = bytes.TrimLeft(out, "\ufeff")
	if len(bytes.Trim(out, "\x00")) == 0 {
		out = nil
	}
	if n := bytes.Count(out, []byte("\ufffd")); n > 0 {
		if note != "" {
			note += "; "
		}
		note += fmt.Sprintf("%d characters cannot be read in %s", n, name)
	}
	return Text{Body: out, Name: name, Note: note}
}

func wide(e encoding.Encoding) bool {
	return e != nil && strings.HasPrefix(fmt.Sprint(e), "UTF-16")
}

func isArabic(e encoding.Encoding) bool { return e == charmap.Windows1256 || e == charmap.ISO8859_6 }

func nameOf(e encoding.Encoding) string {
	switch e {
	case unicode.UTF8BOM:
		return "utf-8"
	case charmap.Windows1256:
		return "windows-1256"
	case charmap.ISO8859_6:
		return "iso-8859-6"
	case charmap.Windows1252:
		return "windows-1252"
	}
	if strings.HasPrefix(fmt.Sprint(e), "UTF-16B") {
		return "utf-16be"
	}
	return "utf-16le"
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
