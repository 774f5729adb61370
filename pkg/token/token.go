// Package token splits text into words, digit runs and signs, folds them for the lexicon, and
// keeps their positions in the original text. It knows no language: how a letter folds and
// what a word means comes from a lang.Pack. Packages numeral and extract read its tokens.
package token

import (
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
// accusative, not a dual. DualEnding: the word ends as a noun in the dual does.
const (
	AfterSpace Flag = 1 << iota
	AfterTight
	AfterNewline
	Tanween
	Latin
	Upper
	DualEnding
)

// behind are the flags of what stands before the token; the others are its own.
const behind = AfterSpace | AfterTight | AfterNewline

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
	// Spelling is the number of a Word as the text has it.
	Spelling Spelling
	// Classes are those of all phrases that begin with the token.
	Classes lang.ClassSet
	Kind    Kind
	Flags   Flag
	Clitics lang.Clitics
}

// Has reports whether the token has the flag.
func (t *Token) Has(f Flag) bool { return t.Flags&f != 0 }

// Touches reports whether nothing is between the token and the previous one.
func (t *Token) Touches() bool { return t.Flags&behind == 0 }

// Doc is a text split into tokens. Its buffers are reused from one Read to the next, so a Doc
// must not be used concurrently.
type Doc struct {
	Pack   *lang.Pack
	Text   string
	Tokens []Token
	// Runes is the code point after the last one of the text.
	Runes  int
	folded []byte
	// words is the vocabulary of Pack, one of those of every language read so far.
	words        *vocabulary
	vocabularies map[*lang.Pack]*vocabulary
	// unclosed is what closes the comment or script that the text so far left open.
	unclosed string
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
	if t.Spelling != 0 {
		return d.words.foldOf(t.Spelling)
	}
	return d.folded[t.foldStart:t.foldEnd]
}

// Is reports whether token i is the sign c.
func (d *Doc) Is(i int, c byte) bool {
	t := d.At(i)
	return t.Kind == Punct && t.foldEnd-t.foldStart == 1 && d.folded[t.foldStart] == c
}

// Slice returns the original text from token i through token j.
func (d *Doc) Slice(i, j int) string { return d.Text[d.Tokens[i].Start:d.Tokens[j].End] }

// Read cuts text. Code points are counted from runeBase, and the tokens of the
// text before are dropped. A text that begins at 0 is a new one; another goes on
// with a comment or script that the text before it left open.
func (d *Doc) Read(pack *lang.Pack, text string, runeBase int) {
	d.Pack, d.Text = pack, text
	if runeBase == 0 {
		d.unclosed = ""
	}
	d.Tokens, d.folded = d.Tokens[:0], d.folded[:0]
	d.words = d.vocabulary(pack)
	s := scanner{d: d, fold: pack.Fold, text: text, runes: int32(runeBase)}
	s.run()
	d.Runes = int(s.runes)
}

// vocabulary returns the one of a language, with room for more words.
func (d *Doc) vocabulary(pack *lang.Pack) *vocabulary {
	v := d.vocabularies[pack]
	if v == nil {
		if d.vocabularies == nil {
			d.vocabularies = map[*lang.Pack]*vocabulary{}
		}
		v = newVocabulary()
		d.vocabularies[pack] = v
	}
	v.renew()
	return v
}

// look looks a sign or a run of digits up in the lexicon.
func (d *Doc) look(t *Token) {
	if form := d.folded[t.foldStart:t.foldEnd]; len(form) > 0 {
		t.Whole = d.Pack.Lookup(form)
		t.Stem = t.Whole
		t.Classes = d.Pack.Starts(t.Whole)
	}
}

// analyze looks a word up in the lexicon, with and without its clitics.
func (d *Doc) analyze(t *Token) {
	if form := d.folded[t.foldStart:t.foldEnd]; len(form) > 0 {
		t.Whole, t.Stem, t.Clitics = d.Pack.Analyze(form)
		t.Classes = d.Pack.Starts(t.Whole).With(d.Pack.Starts(t.Stem))
		if d.Pack.EndsAsDual(form) {
			t.Flags |= DualEnding
		}
	}
}

// bind makes a word of clitics alone, before the digits that were read last, a
// particle of theirs.
func (d *Doc) bind() {
	i := len(d.Tokens) - 1
	digits, word := &d.Tokens[i], d.At(i-1)
	if word.Kind != Word || digits.Has(AfterNewline) {
		return
	}
	form := d.Fold(i - 1)
	if len(form) == 0 {
		return
	}
	if set, ok := d.Pack.Proclitics(form); ok {
		word.Kind, word.Classes, digits.Clitics = Particle, lang.ClassSet{}, set
	}
}
