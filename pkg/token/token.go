// Package token splits text into words, digit runs and signs, folds them for the lexicon, and
// keeps their positions in the original text. It knows no language: how a letter folds and
// what a word means comes from a lang.Pack. Packages numeral and extract read its tokens.
package token

import (
	"strings"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/lang"
)

// Kind is the kind of a token.
type Kind uint8

// The kinds. A Particle is a run of proclitics written alone before digits (بـ in «بـ40»): its
// clitics belong to the digits after it. End is before the first and after the last token.
const (
	End Kind = iota
	Word
	Digits
	Punct
	Particle
	Link
)

// Flag is a set of properties of a token.
type Flag uint8

// The flags describe what precedes the token; with none it touches the token before it.
// Tanween: the word was written with a final nunation mark, so its last alef marks the
// accusative, not a dual.
const (
	AfterSpace Flag = 1 << iota
	AfterTight
	AfterNewline
	Tanween
	Latin
	Upper
)

// Token is one word, digit run or sign. Start and End are byte offsets in the text, RuneStart
// and RuneEnd code points. The folded spelling of Digits is their shape: ASCII digits with .
// and , for points and commas, D and G for marks that can only be decimal or group marks, and
// R for a reversal.
type Token struct {
	Start, End         int32
	RuneStart, RuneEnd int32
	foldStart, foldEnd int32
	// Whole is the lexicon's id of the whole form, Stem that of the form without its Clitics.
	Whole, Stem lang.WordID
	// Classes are those of all phrases that begin with the token.
	Classes lang.ClassSet
	Kind    Kind
	Flags   Flag
	Clitics lang.Clitics
}

// Has reports whether the token has the flag.
func (t *Token) Has(f Flag) bool { return t.Flags&f != 0 }

// Touches reports whether nothing is between the token and the previous one.
func (t *Token) Touches() bool { return t.Flags&(AfterSpace|AfterTight|AfterNewline) == 0 }

// Doc is a text split into tokens. Its buffers are reused from one Read to the next, so a Doc
// must not be used concurrently.
type Doc struct {
	Pack   *lang.Pack
	Text   string
	Tokens []Token
	// Runes is the code point after the last one of the text.
	Runes  int
	folded []byte
}

var end = Token{}

// At returns token i, or an End token if there is none.
func (d *Doc) At(i int) *Token {
	if uint(i) < uint(len(d.Tokens)) {
		return &d.Tokens[i]
	}
	return &end
}

// Fold returns the folded spelling of token i. It is valid until the next Read.
func (d *Doc) Fold(i int) []byte {
	t := d.At(i)
	return d.folded[t.foldStart:t.foldEnd]
}

// Is reports whether token i is the sign c.
func (d *Doc) Is(i int, c byte) bool {
	t := d.At(i)
	return t.Kind == Punct && t.foldEnd-t.foldStart == 1 && d.folded[t.foldStart] == c
}

// Slice returns the original text from token i through token j.
func (d *Doc) Slice(i, j int) string { return d.Text[d.Tokens[i].Start:d.Tokens[j].End] }

// Read splits text. Code points are counted from runeBase, and the tokens of the previous text
// are dropped.
func (d *Doc) Read(pack *lang.Pack, text string, runeBase int) {
	d.Pack, d.Text = pack, text
	d.Tokens, d.folded = d.Tokens[:0], d.folded[:0]
	s := scanner{d: d, fold: pack.Fold, text: text, runes: int32(runeBase)}
	s.run()
	d.Runes = int(s.runes)
	for i := range d.Tokens {
		d.analyze(i)
	}
}

type scanner struct {
	d     *Doc
	fold  *lang.Folder
	text  string
	pos   int32
	runes int32
	flags Flag
}

// peek decodes the code point at pos.
func (s *scanner) peek(pos int32) (*lang.Glyph, int32) {
	c := s.text[pos]
	if c < utf8.RuneSelf {
		return s.fold.Glyph(rune(c)), 1
	}
	if pos+1 < int32(len(s.text)) && c&0xE0 == 0xC0 && c >= 0xC2 {
		if d := s.text[pos+1]; d&0xC0 == 0x80 {
			return s.fold.Glyph(rune(c&0x1F)<<6 | rune(d&0x3F)), 2
		}
	}
	r, n := utf8.DecodeRuneInString(s.text[pos:])
	return s.fold.Glyph(r), int32(n)
}

func (s *scanner) run() {
	for s.pos < int32(len(s.text)) {
		g, n := s.peek(s.pos)
		switch g.Class {
		case lang.Space:
			s.flags |= AfterSpace
		case lang.Tight:
			s.flags |= AfterTight
		case lang.Newline:
			s.flags |= AfterNewline
		case lang.Format:
		case lang.Letter:
			s.word()
			continue
		case lang.Digit:
			s.digits()
			continue
		default:
			t := s.open(Punct)
			s.take(g, n)
			s.close(t)
			continue
		}
		s.pos += n
		s.runes++
	}
}

// take appends the folding of the glyph at pos and advances past it.
func (s *scanner) take(g *lang.Glyph, n int32) {
	s.d.folded = g.Append(s.d.folded)
	s.pos += n
	s.runes++
}

func (s *scanner) open(k Kind) Token {
	t := Token{
		Kind: k, Flags: s.flags, Start: s.pos, RuneStart: s.runes,
		foldStart: int32(len(s.d.folded)),
	}
	s.flags = 0
	return t
}

func (s *scanner) close(t Token) {
	t.End, t.RuneEnd = s.pos, s.runes
	t.foldEnd = int32(len(s.d.folded))
	s.d.Tokens = append(s.d.Tokens, t)
}

// word reads letters, with the apostrophes between them. Marks that fold to nothing belong to
// the word before them; controls at its end do not.
func (s *scanner) word() {
	t := s.open(Word)
	if c := s.text[s.pos]; c < utf8.RuneSelf {
		t.Flags |= Latin
		if c >= 'A' && c <= 'Z' {
			t.Flags |= Upper
		}
	}
	endPos, endRunes := s.pos, s.runes
	for s.pos < int32(len(s.text)) {
		g, n := s.peek(s.pos)
		if g.Class == lang.Format {
			mark := s.text[s.pos : s.pos+n]
			s.take(g, n)
			if g.Mark != lang.DirectionMark {
				endPos, endRunes = s.pos, s.runes
			}
			if mark == "\u064B" {
				t.Flags |= Tanween
			}
			continue
		}
		if g.Class != lang.Letter && !(g.Mark == lang.GroupMark && s.letterAt(s.pos+n)) {
			break
		}
		s.take(g, n)
		endPos, endRunes = s.pos, s.runes
	}
	if strings.HasPrefix(s.text[s.pos:], "://") {
		s.link()
		t.Kind, endPos, endRunes = Link, s.pos, s.runes
	}
	t.End, t.RuneEnd = endPos, endRunes
	t.foldEnd = int32(len(s.d.folded))
	s.d.Tokens = append(s.d.Tokens, t)
}

// link skips the rest of a web address, whose digits are not numbers.
func (s *scanner) link() {
	for s.pos < int32(len(s.text)) {
		g, n := s.peek(s.pos)
		if g.Class == lang.Space || g.Class == lang.Tight || g.Class == lang.Newline {
			return
		}
		s.pos += n
		s.runes++
	}
}

func (s *scanner) letterAt(pos int32) bool {
	if pos >= int32(len(s.text)) {
		return false
	}
	g, _ := s.peek(pos)
	return g.Class == lang.Letter
}

// digits reads a run of digits with the marks between them.
func (s *scanner) digits() {
	t := s.open(Digits)
	for s.pos < int32(len(s.text)) {
		g, n := s.peek(s.pos)
		if g.Class == lang.Digit {
			s.take(g, n)
			continue
		}
		shape, width, runes := s.mark(g, n)
		if shape == 0 {
			break
		}
		s.d.folded = append(s.d.folded, shape)
		s.pos += width
		s.runes += runes
	}
	s.close(t)
}

// mark reads a mark between two digits: its shape, and its length in bytes and code points
// including the controls after it. Shape 0 means that the digits end here.
func (s *scanner) mark(g *lang.Glyph, n int32) (shape byte, width, runes int32) {
	switch g.Mark {
	case lang.PointMark:
		shape = '.'
	case lang.CommaMark:
		shape = ','
	case lang.DecimalMark:
		shape = 'D'
	case lang.GroupMark:
		shape = 'G'
	case lang.ReversalMark:
		shape = 'R'
	default:
		if g.Class != lang.Format {
			return 0, 0, 0
		}
		shape = 'F'
	}
	width, runes = n, 1
	for s.pos+width < int32(len(s.text)) {
		next, m := s.peek(s.pos + width)
		switch {
		case next.Class == lang.Digit && shape == 'F':
			return 0, 0, 0
		case next.Class == lang.Digit:
			return shape, width, runes
		case next.Class != lang.Format:
			return 0, 0, 0
		}
		if next.Mark == lang.DirectionMark && shape == '.' {
			shape = 'R'
		}
		width += m
		runes++
	}
	return 0, 0, 0
}

// analyze looks token i up in the lexicon.
func (d *Doc) analyze(i int) {
	t := &d.Tokens[i]
	form := d.folded[t.foldStart:t.foldEnd]
	if len(form) == 0 {
		return
	}
	if t.Kind == Link {
		return
	}
	if t.Kind != Word {
		t.Whole = d.Pack.Lookup(form)
		t.Stem = t.Whole
		t.Classes = d.Pack.Starts(t.Whole)
		return
	}
	t.Whole, t.Stem, t.Clitics = d.Pack.Analyze(form)
	t.Classes = d.Pack.Starts(t.Whole).With(d.Pack.Starts(t.Stem))
	if next := d.At(i + 1); next.Kind == Digits && !next.Has(AfterNewline) {
		if set, ok := d.Pack.Proclitics(form); ok {
			t.Kind, t.Classes, next.Clitics = Particle, lang.ClassSet{}, set
		}
	}
}
