package token

import (
	"strings"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/markup"
)

// scanner cuts the text of a Doc into tokens. It sees the text as a run of glyphs
// with their lengths, in which mark-up has its meaning already: a tag within a line
// and a control are glyphs that fold to nothing, an entity is what it stands for.
type scanner struct {
	d     *Doc
	fold  *lang.Folder
	text  string
	pos   int32
	runes int32
	flags Flag
}

// A glyph is a folded code point, or a piece of mark-up, with its length in bytes
// and code points.
type glyph struct {
	*lang.Glyph
	n, runes int32
}

// peek decodes what stands at pos.
func (s *scanner) peek(pos int32) glyph {
	c := s.text[pos]
	if c < utf8.RuneSelf {
		g := s.fold.Glyph(rune(c))
		if g.Class == lang.Coded {
			return s.coded(pos, g)
		}
		return glyph{g, 1, 1}
	}
	r, n := decode(s.text, int(pos))
	return glyph{s.fold.Glyph(r), int32(n), 1}
}

// What mark-up is for a scanner.
var (
	hidden    = lang.Glyph{Class: lang.Format, Mark: lang.HiddenMark}
	breakLine = lang.Glyph{Class: lang.Newline}
)

// coded decodes the piece of mark-up at pos; g is its first sign.
func (s *scanner) coded(pos int32, g *lang.Glyph) glyph {
	p := markup.At(s.text, int(pos))
	switch p.Kind {
	case markup.None:
		return glyph{g, 1, 1}
	case markup.Nothing:
		g = &hidden
	case markup.Break:
		g = &breakLine
	default:
		g = s.fold.Glyph(p.Rune)
	}
	end := pos + int32(p.Len)
	return glyph{g, int32(p.Len), int32(utf8.RuneCountInString(s.text[pos:end]))}
}

func (s *scanner) run() {
	s.resume()
	for s.pos < int32(len(s.text)) {
		if s.text[s.pos] == ' ' { // by far the most frequent sign
			s.flags |= AfterSpace
			s.pos++
			s.runes++
			continue
		}
		g := s.peek(s.pos)
		switch g.Class {
		case lang.Space:
			s.flags |= AfterSpace
		case lang.Tight:
			s.flags |= AfterTight
		case lang.Newline:
			s.flags |= AfterNewline
			if g.Glyph == &breakLine {
				s.d.unclosed = markup.At(s.text, int(s.pos)).Closes
			}
		case lang.Format:
		case lang.Letter:
			s.word()
			continue
		case lang.Digit:
			s.digits()
			continue
		default:
			t := s.open(Punct)
			s.take(g)
			s.close(t)
			s.d.look(t)
			continue
		}
		s.pass(g)
	}
}

// resume passes over the rest of a comment or script that the text before left open.
func (s *scanner) resume() {
	if s.d.unclosed == "" {
		return
	}
	n, closed := markup.Close(s.text, s.d.unclosed)
	if closed {
		s.d.unclosed = ""
	}
	s.pass(glyph{&breakLine, int32(n), int32(utf8.RuneCountInString(s.text[:n]))})
	s.flags |= AfterNewline
}

func (s *scanner) pass(g glyph) {
	s.pos += g.n
	s.runes += g.runes
}

// take appends the folding of the glyph at pos and passes over it.
func (s *scanner) take(g glyph) {
	s.d.folded = g.Append(s.d.folded)
	s.pass(g)
}

// open begins a token here.
func (s *scanner) open(k Kind) *Token {
	d := s.d
	d.Tokens = append(d.Tokens, Token{})
	t := &d.Tokens[len(d.Tokens)-1]
	t.Kind, t.Flags, t.Start, t.RuneStart, t.foldStart = k, s.flags, s.pos, s.runes, int32(len(d.folded))
	s.flags = 0
	return t
}

// close ends a token here.
func (s *scanner) close(t *Token) {
	t.End, t.RuneEnd, t.foldEnd = s.pos, s.runes, int32(len(s.d.folded))
}

// word reads letters, with the apostrophes between them, by the vocabulary where it
// has them.
func (s *scanner) word() {
	t := s.open(Word)
	end, plain := s.plainEnd()
	if !plain || end-s.pos > longestKept {
		s.spell(t)
		return
	}
	var word key
	word.set(s.text, int(s.pos), int(end))
	v := s.d.words
	id := v.find(&word)
	if id == 0 {
		s.spell(t)
		t.Spelling = v.add(&word, s.d.folded[t.foldStart:t.foldEnd], t)
		return
	}
	e := &v.entries[id]
	s.pos = end
	s.runes += int32(e.runes)
	s.close(t)
	t.Flags |= e.flags
	t.Whole, t.Stem, t.Clitics, t.Classes, t.Spelling = e.whole, e.stem, e.clitics, e.classes, id
}

// plainEnd returns where the word at pos ends. It is not plain where mark-up or a control
// stands in it or behind it, or it begins a web address.
func (s *scanner) plainEnd() (end int32, plain bool) {
	text, at := s.text, int(s.pos)
	for {
		if at = s.fold.WordSpan(text, at); at == len(text) {
			return int32(at), true
		}
		r, n := decode(text, at)
		switch s.fold.WordPart(r) {
		case lang.InWord:
		case lang.EndsWord:
			return int32(at), r != utf8.RuneError && (r != ':' || !strings.HasPrefix(text[at:], linkMark))
		case lang.JoinsLetters:
			if !s.letterAt(int32(at + n)) {
				return int32(at), true
			}
		default:
			return s.pos, false
		}
		at += n
	}
}

// decode decodes the code point at a byte; most have one or two bytes.
func decode(text string, at int) (rune, int) {
	c := text[at]
	if c < utf8.RuneSelf {
		return rune(c), 1
	}
	if c&0xE0 == 0xC0 && c >= 0xC2 && at+1 < len(text) {
		if d := text[at+1]; d&0xC0 == 0x80 {
			return rune(c&0x1F)<<6 | rune(d&0x3F), 2
		}
	}
	return utf8.DecodeRuneInString(text[at:])
}

// linkMark follows the scheme of a web address.
const linkMark = "://"

// spell reads a word letter by letter, and looks it up in the lexicon. Marks that fold to
// nothing belong to the word that they follow; controls and tags at its end do not.
func (s *scanner) spell(t *Token) {
	t.Flags |= s.letterCase()
	endPos, endRunes := s.pos, s.runes
	for s.pos < int32(len(s.text)) {
		g := s.peek(s.pos)
		if g.Class == lang.Format {
			mark := s.text[s.pos : s.pos+g.n]
			s.pass(g)
			if g.Mark == lang.NoMark {
				endPos, endRunes = s.pos, s.runes
			}
			if mark == "\u064B" {
				t.Flags |= Tanween
			}
			continue
		}
		if g.Class != lang.Letter && !(g.Mark == lang.GroupMark && s.letterAt(s.pos+g.n)) {
			break
		}
		s.take(g)
		endPos, endRunes = s.pos, s.runes
	}
	t.foldEnd = int32(len(s.d.folded))
	if strings.HasPrefix(s.text[s.pos:], linkMark) {
		s.link()
		t.Kind, endPos, endRunes = Link, s.pos, s.runes
	} else {
		s.d.analyze(t)
	}
	t.End, t.RuneEnd = endPos, endRunes
}

// letterCase says whether the letter at pos is one of ASCII, and a capital.
func (s *scanner) letterCase() Flag {
	c := s.text[s.pos]
	switch {
	case c >= 'A' && c <= 'Z':
		return Latin | Upper
	case c < utf8.RuneSelf:
		return Latin
	}
	return 0
}

// link passes over the rest of a web address, whose digits are no numbers.
func (s *scanner) link() {
	for s.pos < int32(len(s.text)) {
		g := s.peek(s.pos)
		if g.Class == lang.Space || g.Class == lang.Tight || g.Class == lang.Newline || g.Glyph == &hidden {
			return
		}
		s.pass(g)
	}
}

func (s *scanner) letterAt(pos int32) bool {
	return pos < int32(len(s.text)) && s.peek(pos).Class == lang.Letter
}

// digits reads a run of digits with the marks between them.
func (s *scanner) digits() {
	t := s.open(Digits)
	for s.pos < int32(len(s.text)) {
		g := s.peek(s.pos)
		if g.Class == lang.Digit {
			s.take(g)
			continue
		}
		shape, width := s.mark(g)
		if width.n == 0 {
			break
		}
		if shape != 0 {
			s.d.folded = append(s.d.folded, shape)
		}
		s.pass(width)
	}
	s.close(t)
	s.d.look(t)
	s.d.bind()
	s.footnote(t.foldStart)
}

// shapes are the marks of a Digits' shape.
var shapes = [...]byte{
	lang.PointMark: '.', lang.CommaMark: ',', lang.DecimalMark: 'D', lang.GroupMark: 'G', lang.ReversalMark: 'R',
	lang.DirectionMark: 0, lang.HiddenMark: 0,
}

// mark reads what stands between two digits, beginning with g: its shape, 0 for
// controls alone, and its length, which is 0 where the digits end here. Controls
// stand on both sides of a mark or on one, and only a direction mark that stands
// behind a point alone reverses the decimal.
func (s *scanner) mark(g glyph) (shape byte, width glyph) {
	if g.Class != lang.Format && shapes[g.Mark] == 0 {
		return 0, glyph{}
	}
	directed := false
	for {
		switch {
		case g.Class == lang.Digit:
			return shape, width
		case g.Class == lang.Format:
			if g.Mark == lang.DirectionMark {
				if shape == '.' && !directed {
					shape = 'R'
				}
				directed = true
			}
		case shape == 0 && shapes[g.Mark] != 0:
			shape = shapes[g.Mark]
		default:
			return 0, glyph{}
		}
		width.n += g.n
		width.runes += g.runes
		if s.pos+width.n >= int32(len(s.text)) {
			return 0, glyph{}
		}
		g = s.peek(s.pos + width.n)
	}
}

// footnote passes over raised digits behind a number, which mark a footnote; behind
// a ten they make a power, and stay.
func (s *scanner) footnote(foldStart int32) {
	if s.pos >= int32(len(s.text)) || string(s.d.folded[foldStart:]) == "10" {
		return
	}
	at, runes := s.pos, s.runes
	for at < int32(len(s.text)) {
		g := s.peek(at)
		if g.Class == lang.Letter || g.Class == lang.Digit {
			return
		}
		if f := g.Fold(); g.Class != lang.Punct || len(f) != 1 || f[0] < '0' || f[0] > '9' {
			break
		}
		at += g.n
		runes += g.runes
	}
	s.pos, s.runes = at, runes
}
