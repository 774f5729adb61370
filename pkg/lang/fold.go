package lang

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/arqam-io/arqam/pkg/table"
)

// RuneClass is what the tokenizer needs to know of a code point.
type RuneClass uint8

// The classes of code points. Tight spaces (NBSP and its kin) bind what stands
// on both sides of them. Format runes fold to nothing.
const (
	Punct RuneClass = iota
	Letter
	Digit
	Space
	Tight
	Newline
	Format
	Coded
)

// Glyph is a folded code point: its class and the UTF-8 that stands for it in
// the lexicon's spelling.
type Glyph struct {
	Class RuneClass
	// Mark tells a reader of digits what the rune may be between two of them.
	Mark  Mark
	n     uint8
	bytes [8]byte
}

// Fold returns the folded spelling, which is empty for Format runes. It is
// longer than one letter for ligatures.
func (g *Glyph) Fold() []byte { return g.bytes[:g.n] }

// Append appends the folded spelling to b. Most letters fold to one or two
// bytes, which are worth a case of their own.
func (g *Glyph) Append(b []byte) []byte {
	switch g.n {
	case 1:
		return append(b, g.bytes[0])
	case 2:
		return append(b, g.bytes[0], g.bytes[1])
	}
	return append(b, g.bytes[:g.n]...)
}

// Mark is the part that a rune can play inside a number written in digits.
type Mark uint8

// The marks. A point or a comma may be either separator. A reversal stands in
// fraction-first decimals such as «5ر31»; a direction mark after a point makes
// one too. A hidden mark is a piece of mark-up, which belongs to no word at its end.
const (
	NoMark Mark = iota
	PointMark
	CommaMark
	DecimalMark
	GroupMark
	ReversalMark
	DirectionMark
	HiddenMark
)

// A Folder maps code points to their Glyphs. The rows of its table decide;
// what they leave out follows Unicode: letters to lower case without
// diacritics, compatibility forms to what they stand for (NFKC), of which a letter
// keeps the letters alone (the l of ŀ).
type Folder struct {
	// pages are the glyphs of 256 code points each. A page that news hardly uses is
	// made when a text needs it first.
	pages [(unicode.MaxRune + 1) >> 8]atomic.Pointer[page]
	parts [shortRunes]WordPart
	// pairs are the two bytes that are one code point in a word, or two.
	pairs [1 << 16]bool
}

// page is the glyphs of 256 code points that follow one another.
type page [256]Glyph

// Glyph returns the folding of r. The result is shared and must not be changed.
func (f *Folder) Glyph(r rune) *Glyph {
	if at := uint32(r) >> 8; at < uint32(len(f.pages)) {
		if p := f.pages[at].Load(); p != nil {
			return &p[uint8(r)]
		}
	}
	return f.rareGlyph(r)
}

// rareGlyph makes the page of r. Whoever else makes it at the same time makes the same.
func (f *Folder) rareGlyph(r rune) *Glyph {
	if r < 0 || r > unicode.MaxRune {
		r = unicode.ReplacementChar
	}
	p := newPage(r >> 8)
	f.pages[r>>8].Store(p)
	return &p[uint8(r)]
}

// newPage folds the code points of a page by the Unicode character database.
func newPage(hi rune) *page {
	p := new(page)
	for lo := range p {
		p[lo] = unicodeGlyph(hi<<8 | rune(lo))
	}
	return p
}

// String folds s as the lexicon's keys are folded.
func (f *Folder) String(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		out = append(out, f.Glyph(r).Fold()...)
	}
	return string(out)
}

// eagerPages are the rows of the Basic Multilingual Plane that news in Latin
// and Arabic script draws on: Latin, Greek, Cyrillic, Arabic, general
// punctuation, symbols, and the compatibility forms.
var eagerPages = [...]uint8{0x00, 0x01, 0x02, 0x03, 0x04, 0x06, 0x07, 0x1E, 0x20, 0x21, 0x22, 0x30, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF}

// LoadFolder reads the folding that is built into the program: it is the same for
// every language.
func LoadFolder() (*Folder, error) { return loadFolder(packs, foldTable) }

// foldTable is the file of the folding.
const foldTable = "base/fold.tsv"

// loadFolder reads a table of rows: code point or range in hexadecimal, class,
// mark or "-", and the folded spelling or "none".
func loadFolder(fsys fs.FS, name string) (*Folder, error) {
	f := &Folder{}
	for _, hi := range eagerPages {
		f.pages[hi].Store(newPage(rune(hi)))
	}
	set := map[rune]bool{}
	err := (table.Form{Columns: 4}).Read(fsys, name, func(_ int, col []string) error { return f.add(col, set) })
	if err != nil {
		return nil, err
	}
	f.foldCompatibility(set)
	f.fillParts()
	return f, nil
}

// foldCompatibility gives presentation forms the folding of what they stand
// for, rows of the table included; done says which code points the table set.
func (f *Folder) foldCompatibility(done map[rune]bool) {
	for _, hi := range eagerPages {
		for lo := range 256 {
			r := rune(hi)<<8 | rune(lo)
			plain := norm.NFKC.String(string(r))
			if done[r] || plain == string(r) {
				continue
			}
			g := f.Glyph(r)
			var folded []byte
			for _, c := range plain {
				if part := f.Glyph(c); g.Class != Letter || part.Class == Letter || part.Class == Digit {
					folded = part.Append(folded)
				}
			}
			if len(folded) <= len(g.bytes) {
				g.set(string(folded))
			}
		}
	}
}

var runeClasses = map[string]RuneClass{
	"letter": Letter, "digit": Digit, "punct": Punct,
	"space": Space, "tight": Tight, "newline": Newline, "format": Format,
	"coded": Coded,
}

var marks = map[string]Mark{
	"-": NoMark, "point": PointMark, "comma": CommaMark, "decimal": DecimalMark,
	"group": GroupMark, "reversal": ReversalMark, "direction": DirectionMark,
}

func (f *Folder) add(col []string, set map[rune]bool) error {
	class, ok := runeClasses[col[1]]
	if !ok {
		return fmt.Errorf("unknown class %q", col[1])
	}
	mark, ok := marks[col[2]]
	if !ok {
		return fmt.Errorf("unknown mark %q", col[2])
	}
	from, to, isRange := strings.Cut(col[0], "-")
	if !isRange {
		to = from
	}
	first, err := strconv.ParseUint(from, 16, 16)
	if err != nil {
		return fmt.Errorf("code point %q: %w", from, err)
	}
	last, err := strconv.ParseUint(to, 16, 16)
	if err != nil {
		return fmt.Errorf("code point %q: %w", to, err)
	}
	for r := first; r <= last; r++ {
		page := f.pages[r>>8].Load()
		if page == nil {
			return fmt.Errorf("code point %04X lies outside the folded pages", r)
		}
		g := Glyph{Class: class, Mark: mark}
		if col[3] != "none" {
			g.set(col[3])
		}
		page[r&0xFF] = g
		set[rune(r)] = true
	}
	return nil
}

func (g *Glyph) set(s string) {
	g.n = uint8(copy(g.bytes[:], s))
}

// unicodeGlyph folds r by the Unicode character database alone.
func unicodeGlyph(r rune) Glyph {
	var g Glyph
	switch {
	case unicode.IsDigit(r):
		g.Class = Digit
		g.set(string('0' + digitValue(r)))
		return g
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r), unicode.Is(unicode.Me, r):
		g.Class = Format
		return g
	case unicode.IsSpace(r), unicode.Is(unicode.Z, r):
		g.Class = Space
		return g
	case unicode.IsControl(r):
		g.Class = Space
		return g
	case unicode.IsLetter(r):
		g.Class = Letter
	}
	var plain strings.Builder
	for _, c := range norm.NFKD.String(string(r)) {
		if !unicode.Is(unicode.Mn, c) && (g.Class != Letter || unicode.IsLetter(c) || unicode.IsNumber(c)) {
			plain.WriteRune(unicode.ToLower(c))
		}
	}
	if s := plain.String(); len(s) <= len(g.bytes) {
		g.set(s)
	} else {
		g.set(string(r))
	}
	return g
}

// digitValue is the value of a decimal digit of any script: every range of the
// category Nd starts with a zero and holds whole runs of ten.
func digitValue(r rune) rune {
	for _, x := range unicode.Nd.R16 {
		if r >= rune(x.Lo) && r <= rune(x.Hi) {
			return (r - rune(x.Lo)) % 10
		}
	}
	for _, x := range unicode.Nd.R32 {
		if r >= rune(x.Lo) && r <= rune(x.Hi) {
			return (r - rune(x.Lo)) % 10
		}
	}
	return 0
}
