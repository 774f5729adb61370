package word

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// Candidate is one reading of a word and where in its folded form the stem stands.
type Candidate struct {
	Analysis
	from, to int32
	// favoured are the rows that favour the reading, speaks those for the word behind it
	// whose test it passes, by their numbers in fits.
	favoured, speaks uint16
	lists            lists
	// Weight is what speaks for the reading whatever stands beside it, by the pack's contexts.
	Weight int
}

// collector gathers the candidates of one word.
type collector struct {
	a       *Analyzer
	form    []byte // folded
	spelled string // as the text has it
	marked  bool   // whether its last letter bears a sign that folding drops
	out     []Candidate
	scratch []byte
}

// collect finds what the word may be.
func (c *collector) collect(t *token.Token) {
	c.marked = EndsMarked(c.a.pack.Fold, c.spelled)
	closed := c.stems(c.form, 0, 0, Template{})
	if !closed {
		for _, p := range c.a.piles[c.form[0]] {
			rest, ok := bytes.CutPrefix(c.form, []byte(p.text))
			if ok && utf8.RuneCount(rest) >= c.a.minStem && c.spelledSo(p.text, 0) {
				c.stems(rest, int32(len(p.text)), p.set, p.needs)
			}
		}
	}
	c.lexicon(t)
	if !slices.ContainsFunc(c.out, func(a Candidate) bool { return a.Nominal() }) {
		c.derive(c.form, 0, 0)
		for _, p := range c.a.piles[c.form[0]] {
			if rest, ok := bytes.CutPrefix(c.form, []byte(p.text)); ok && c.spelledSo(p.text, 0) && p.needs == (Template{}) {
				c.derive(rest, int32(len(p.text)), p.set)
			}
		}
	}
	if len(c.out) == 0 {
		c.guess(t)
	}
}

// derive adds what an ending that any noun may take makes of a noun of the dictionary.
func (c *collector) derive(stem []byte, from int32, set Clitics) {
	for _, d := range c.a.shapes.derived {
		rest, ok := bytes.CutSuffix(stem, []byte(d.joined))
		if !ok || utf8.RuneCount(rest) < d.rest {
			continue
		}
		c.scratch = append(append(c.scratch[:0], rest...), d.alone...)
		for _, a := range c.a.dictionary.Lookup(c.scratch) {
			if a.Pos() == Noun && a.Number() != Plural && a.Case() == NoCase && a.State() == NoState {
				c.add(d.reading.On(a).From(FromDictionary).Mark(false), from, from+int32(len(stem)), set, Template{}, 0)
			}
		}
	}
}

// spelledSo reports whether the text has the letters of a particle at a letter of the
// word, and not others that fold to them: the alef of an article has no hamza.
func (c *collector) spelledSo(particle string, at int) bool {
	return c.compare(particle, at, func(text, want rune) bool {
		return text == want || unicode.ToLower(text) == want || c.a.pack.Fold.Glyph(text).Class != lang.Letter
	})
}

// allows reports whether a spelling that the pack lists may be meant by the letters of
// the text: a writer leaves signs off a letter, but writes no other sign.
func (c *collector) allows(spelling string, from int32) bool {
	plain := func(r rune) bool { return string(c.a.pack.Fold.Glyph(r).Fold()) == string(r) }
	return c.compare(spelling, utf8.RuneCount(c.form[:from]), func(text, want rune) bool {
		text = unicode.ToLower(text)
		return text == want || plain(text) || plain(want)
	})
}

// compare holds the letters of the text, from one of them on, against those wanted.
func (c *collector) compare(want string, at int, same func(text, want rune) bool) bool {
	for _, r := range c.spelled {
		if c.a.pack.Fold.Glyph(r).Class == lang.Format {
			continue
		}
		if at > 0 {
			at--
			continue
		}
		w, n := utf8.DecodeRuneInString(want)
		if n == 0 {
			return true
		}
		if !same(r, w) {
			return false
		}
		want = want[n:]
	}
	return true
}

// stems looks up what is left after the clitics before it, whole and without an
// enclitic. It reports whether the pack says that the whole is nothing else.
func (c *collector) stems(stem []byte, from int32, set Clitics, needs Template) (closed bool) {
	if c.lookup(stem, from, from+int32(len(stem)), set, needs) {
		return true
	}
	for _, e := range c.a.shapes.enclitics {
		rest, ok := bytes.CutSuffix(stem, e.text)
		if !ok || !c.spelledSo(string(e.text), utf8.RuneCount(c.form)-utf8.RuneCount(e.text)) || set&WithArticle != 0 || utf8.RuneCount(rest) < c.a.minStem {
			continue
		}
		to, needs := from+int32(len(rest)), needs.And(e.needs)
		c.lookup(rest, from, to, set|WithPronoun, needs)
		for _, r := range c.a.shapes.restored {
			if base, ok := bytes.CutSuffix(rest, []byte(r.joined)); ok {
				c.scratch = append(append(c.scratch[:0], base...), r.alone...)
				c.lookup(c.scratch, from, to, set|WithPronoun, needs)
			}
		}
	}
	return false
}

// lookup adds what the pack and the dictionary say of a stem, which stands in the form
// from one byte to another.
func (c *collector) lookup(stem []byte, from, to int32, set Clitics, needs Template) (closed bool) {
	f := c.a.forms[string(stem)]
	exact := slices.ContainsFunc(f.readings, c.spells)
	before := len(c.out)
	for _, r := range f.readings {
		if c.allows(r.spelling, from) && (!exact || c.spells(r)) {
			c.add(r.reading, from, to, set, needs, f.lists)
		}
	}
	// A function word that its clitics exclude is another word.
	if f.closed && len(c.out) > before {
		return set == 0
	}
	for _, reading := range c.a.dictionary.Lookup(stem) {
		// Only the end of the word can be compared.
		differs := set&WithPronoun == 0 && reading.Marked() != c.marked
		c.add(reading.From(FromDictionary).Mark(differs), from, to, set, needs, f.lists)
	}
	return false
}

// EndsMarked reports whether the last letter of a word bears a sign that folding drops.
func EndsMarked(fold *lang.Folder, word string) bool {
	for word != "" {
		r, n := utf8.DecodeLastRuneInString(word)
		word = word[:len(word)-n]
		if g := fold.Glyph(r); g.Class != lang.Format {
			return string(g.Fold()) != string(unicode.ToLower(r))
		}
	}
	return false
}

// spells reports whether the text has the very spelling of the reading, whose letters
// fold like those of another word (à, a).
func (c *collector) spells(r spelledReading) bool {
	return len(c.spelled) == len(r.spelling) && strings.EqualFold(c.spelled, r.spelling)
}

// add enters a reading unless its clitics cannot stand with it, or it is there.
func (c *collector) add(a Analysis, from, to int32, set Clitics, needs Template, l lists) {
	if !needs.Matches(a) || !joins(a, set) {
		return
	}
	a = a.With(set | a.Clitics())
	for i := range c.out {
		if c.out[i].Analysis == a {
			return
		}
	}
	c.out = append(c.out, Candidate{Analysis: a, from: from, to: to, lists: l})
}

// joins reports whether the clitics can stand with a reading of the stem.
func joins(a Analysis, set Clitics) bool {
	finite := a.Pos() == Verb && a.Form() == NoForm
	switch {
	case set&WithArticle != 0 && (finite || a.State() == Construct || a.Case() == Accusative || a.Pos() == Preposition || a.Pos() == Conjunction || a.Pos() == Particle || a.Pos() == Pronoun):
		return false
	case set&WithPreposition != 0 && (finite || a.Case() == Nominative || a.Case() == Accusative || a.Pos() == Conjunction):
		return false
	case set&WithPronoun != 0 && (a.State() == Absolute || a.Pos() == Adverb || a.Pos() == Pronoun || a.Pos() == Conjunction):
		return false
	}
	return true
}

// guess adds what the shape of an unknown word tells, without its clitics where
// enough of it is left.
func (c *collector) guess(t *token.Token) {
	if t.Has(token.Upper) {
		for _, a := range c.a.shapes.capital {
			c.add(a, 0, int32(len(c.form)), 0, Template{}, 0)
		}
	}
	c.shape(c.form, 0, 0, Template{})
	for _, p := range c.a.piles[c.form[0]] {
		rest, ok := bytes.CutPrefix(c.form, []byte(p.text))
		if ok && utf8.RuneCount(rest) >= 3 && c.spelledSo(p.text, 0) {
			c.shape(rest, int32(len(p.text)), p.set, p.needs)
		}
	}
	for _, a := range c.a.shapes.other {
		c.add(a, 0, int32(len(c.form)), 0, Template{}, 0)
	}
}

func (c *collector) shape(stem []byte, from int32, set Clitics, needs Template) {
	c.a.shapes.readings(stem, func(a Analysis) {
		c.add(a, from, from+int32(len(stem)), set, needs, 0)
	})
}
