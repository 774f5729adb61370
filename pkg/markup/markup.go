// Package markup finds what stands in a text and is not read: tags, comments,
// scripts and styles of HTML, its entities, and the escape sequences of terminals.
// It parses no document and knows no language; package feed reads whole pages.
// Packages token and lang call it at each sign that may begin such a piece.
package markup

import (
	"html"
	"strings"
	"unicode/utf8"
)

// Kind is what a reader does with a piece.
type Kind uint8

// The kinds. A reader takes None for the sign that it is, passes over Nothing as
// if it were not there, takes Break for a line end, and Rune for the code point
// that it stands for. Raised is a code point set above the line.
const (
	None Kind = iota
	Nothing
	Break
	Rune
	Raised
)

// Piece is a run of mark-up: its kind, its length in bytes, the code point that
// it stands for, and, of an element or comment that the text does not close, the
// mark that will close it.
type Piece struct {
	Kind   Kind
	Len    int
	Rune   rune
	Closes string
}

// Begins reports whether c may begin a piece.
func Begins(c byte) bool { return c == '<' || c == '&' || c == '\x1b' }

// At reads the piece that begins at byte at of text.
func At(text string, at int) Piece {
	switch rest := text[at:]; rest[0] {
	case '<':
		return tag(text, at)
	case '&':
		return entity(rest)
	case '\x1b':
		return Piece{Kind: Nothing, Len: escape(rest)}
	}
	return Piece{}
}

// Close returns the length of what text still has of an element or comment that
// closes with the mark, and whether it closes here.
func Close(text, mark string) (int, bool) {
	for at := 0; ; at++ {
		next := strings.IndexByte(text[at:], mark[0])
		if next < 0 {
			return len(text), false
		}
		at += next
		if len(text)-at < len(mark) || !strings.EqualFold(text[at:at+len(mark)], mark) {
			continue
		}
		end := at + len(mark)
		if mark == commentEnd {
			return end, true
		}
		if n := strings.IndexByte(text[end:], '>'); n >= 0 {
			return end + n + 1, true
		}
		return len(text), true
	}
}

// Strip returns text without its mark-up, with a space for each break.
func Strip(text string) string {
	if !strings.ContainsAny(text, "<&\x1b") {
		return text
	}
	var out strings.Builder
	for at := 0; at < len(text); {
		p := Piece{}
		if Begins(text[at]) {
			p = At(text, at)
		}
		switch p.Kind {
		case None:
			out.WriteByte(text[at])
			p.Len = 1
		case Break:
			out.WriteByte(' ')
		case Rune, Raised:
			out.WriteRune(p.Rune)
		}
		at += p.Len
	}
	return out.String()
}

const commentEnd = "-->"

// unread are the elements whose content is no text, each with what closes it.
var unread = map[string]string{"script": "</script", "style": "</style"}

// inline are the elements that stand within a line, even within a word.
var inline = map[string]bool{
	"a": true, "abbr": true, "acronym": true, "b": true, "bdi": true, "bdo": true, "big": true, "cite": true, "code": true,
	"del": true, "dfn": true, "em": true, "font": true, "i": true, "ins": true, "kbd": true, "mark": true, "nobr": true,
	"q": true, "s": true, "samp": true, "small": true, "span": true, "strike": true, "strong": true, "sub": true, "sup": true,
	"time": true, "tt": true, "u": true, "var": true, "wbr": true,
}

// tag reads a tag, a comment or a declaration. A sign that closes nowhere before
// the next one is no tag.
func tag(text string, at int) Piece {
	rest := text[at:]
	switch {
	case strings.HasPrefix(rest, "<!--"):
		n, closed := Close(rest[4:], commentEnd)
		if !closed {
			return Piece{Kind: Break, Len: len(rest), Closes: commentEnd}
		}
		return Piece{Kind: Nothing, Len: 4 + n}
	case strings.HasPrefix(rest, "<![CDATA["):
		return Piece{Kind: Nothing, Len: len("<![CDATA[")}
	case strings.HasPrefix(rest, "<!"), strings.HasPrefix(rest, "<?"):
		if end := strings.IndexAny(rest[2:], "<>"); end >= 0 && rest[2+end] == '>' && isLetter(rest[2]) {
			return Piece{Kind: Break, Len: end + 3}
		}
		return Piece{}
	}
	name := elementName(rest)
	if name == "" {
		return Piece{}
	}
	end := tagEnd(rest)
	if end < 0 {
		return Piece{}
	}
	var lower [16]byte
	key := lowered(lower[:0], name)
	if mark, ok := unread[string(key)]; ok && rest[1] != '/' && rest[end-1] != '/' {
		n, closed := Close(rest[end+1:], mark)
		if !closed {
			return Piece{Kind: Break, Len: len(rest), Closes: mark}
		}
		return Piece{Kind: Break, Len: end + 1 + n}
	}
	if string(key) == "sup" && rest[1] != '/' {
		return raised(text[:at], rest, end+1)
	}
	if inline[string(key)] {
		return Piece{Kind: Nothing, Len: end + 1}
	}
	return Piece{Kind: Break, Len: end + 1}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// elementName is the name in a tag's first bytes, "" where they begin no tag.
func elementName(rest string) string {
	from := 1
	if len(rest) > 1 && rest[1] == '/' {
		from = 2
	}
	end := from
	for end < len(rest) && (isLetter(rest[end]) || end > from && (rest[end] >= '0' && rest[end] <= '9' || rest[end] == '-' || rest[end] == ':')) {
		end++
	}
	if end == from || end == len(rest) || !strings.ContainsRune(" \t\r\n/>", rune(rest[end])) {
		return ""
	}
	return rest[from:end]
}

// tagEnd is the index of the > that closes the tag, -1 where there is none; quoted
// values of attributes may contain any sign.
func tagEnd(rest string) int {
	for at := 1; at < len(rest); at++ {
		switch c := rest[at]; c {
		case '>':
			return at
		case '<':
			return -1
		case '"', '\'':
			if rest[at-1] != '=' {
				continue
			}
			n := strings.IndexByte(rest[at+1:], c)
			if n < 0 {
				return strings.IndexByte(rest, '>')
			}
			at += n + 1
		}
	}
	return -1
}

// lowered appends an element's name in lower case; a name that does not fit is
// none that this package knows.
func lowered(to []byte, name string) []byte {
	if len(name) > cap(to) {
		return to
	}
	for i := range len(name) {
		c := name[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		to = append(to, c)
	}
	return to
}

// maxNote bounds the content of a superscript that is taken for a footnote mark.
const maxNote = 8

// raised reads a superscript whose tag has n bytes: one digit as such (m², a
// power), more of them behind a ten as a power too, and otherwise digits as a
// footnote mark. Letters («14<sup>th</sup>») belong to the line.
func raised(before, rest string, n int) Piece {
	body, after, ok := strings.Cut(rest[n:min(len(rest), n+maxNote+len("</sup>"))], "</")
	body = strings.TrimSpace(body)
	digits := strings.Trim(body, "[]()*,-−")
	if !ok || !strings.HasPrefix(after, "sup>") || strings.Trim(digits, "0123456789") != "" {
		return Piece{Kind: Nothing, Len: n}
	}
	whole := n + strings.Index(rest[n:], "</sup>") + len("</sup>")
	if digits != "" && (len(body) == 1 || strings.HasSuffix(before, "10")) {
		return Piece{Kind: Raised, Len: whole, Rune: superscripts[digits[0]-'0']}
	}
	return Piece{Kind: Nothing, Len: whole}
}

var superscripts = [...]rune{'⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'}

// maxEntity bounds an entity: the longest name of HTML has 31 letters.
const maxEntity = 34

// entity reads a reference to a character. Those that news has most are read
// without an allocation.
func entity(rest string) Piece {
	end := strings.IndexByte(rest[:min(len(rest), maxEntity)], ';')
	if end < 2 {
		return Piece{}
	}
	switch rest[1:end] {
	case "nbsp":
		return Piece{Kind: Rune, Len: end + 1, Rune: '\u00a0'}
	case "amp":
		return Piece{Kind: Rune, Len: end + 1, Rune: '&'}
	case "quot":
		return Piece{Kind: Rune, Len: end + 1, Rune: '"'}
	case "lt":
		return Piece{Kind: Rune, Len: end + 1, Rune: '<'}
	case "gt":
		return Piece{Kind: Rune, Len: end + 1, Rune: '>'}
	}
	if rest[1] != '#' && !isLetter(rest[1]) {
		return Piece{}
	}
	whole := html.UnescapeString(rest[:end+1])
	r, n := utf8.DecodeRuneInString(whole)
	if n != len(whole) || r == utf8.RuneError {
		return Piece{} // no entity, or one of two code points
	}
	return Piece{Kind: Rune, Len: end + 1, Rune: r}
}

// maxCommand bounds a terminal's escape sequence of text, such as a window title.
const maxCommand = 256

// escape is the length of the escape sequence that begins rest (ECMA-48): a control
// sequence such as a colour, a command up to its terminator, or a single sign.
func escape(rest string) int {
	if len(rest) < 2 {
		return 1
	}
	at := 1
	switch rest[1] {
	case '[':
		at = 2
		for at < len(rest) && rest[at] >= '0' && rest[at] <= '?' {
			at++
		}
	case ']':
		body := rest[2:min(len(rest), maxCommand)]
		end := strings.IndexAny(body, "\a\x1b\n")
		switch {
		case end >= 0 && body[end] == '\a':
			return 2 + end + 1
		case end >= 0 && strings.HasPrefix(body[end:], "\x1b\\"):
			return 2 + end + 2
		}
		return 1
	}
	for at < len(rest) && rest[at] >= ' ' && rest[at] <= '/' {
		at++
	}
	if at < len(rest) && rest[at] >= '0' && rest[at] <= '~' {
		return at + 1
	}
	return 1
}
