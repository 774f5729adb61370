package extract

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// phraseLimit bounds a counted noun phrase, in tokens.
const phraseLimit = 6

// readNoun attaches the counted noun phrase after a number without a unit, or
// the partitive after any («من الذخائر», "of munitions").
func (r *reader) readNoun(c *candidate) {
	at := c.next
	if r.doc.Is(at, '"') && r.doc.At(at).Touches() {
		at++
	}
	if c.dual && c.noun != nil {
		c.nounTo = r.phrase(c.nounFirst, c.nounTo)
		c.next = c.nounTo
		return
	}
	if e, n := r.doc.Match(at, lang.Classes(lang.Of)); e != nil && r.partitive(c, at+n) {
		return
	}
	if c.unit != nil {
		if c.per == nil && c.unit.Class == lang.Measure && r.doc.Pack.NounFirst && c.unit.ID != "percent" && !c.unit.Has(lang.Calendar) {
			r.apposed(c, at)
		}
		return
	}
	r.counted(c, at)
}

// counted reads the noun phrase at i as what the number counts.
func (r *reader) counted(c *candidate, i int) {
	d := &r.doc
	if d.Is(i, '-') && d.At(i).Touches() && d.At(i+1).Touches() && d.At(i+1).Kind == token.Word && c.num.Last == i-1 {
		i++
	}
	t := d.At(i)
	definite := c.num.Has(numeral.Indefinite|numeral.Share) || c.num.Has(numeral.Magnified) && !c.num.Has(numeral.InDigits)
	if r.boundary(i) || t.Clitics&lang.Art != 0 && !definite {
		return
	}
	e, n := d.Match(i, lang.Classes(lang.Noun))
	if n == 0 {
		n = 1
	}
	if d.Pack.NounFirst {
		c.noun, c.nounFirst, c.nounTo = e, i, r.phrase(i, i+n)
	} else {
		c.noun, c.nounFirst, c.nounTo = r.phraseToHead(i)
	}
	c.next = max(c.next, c.nounTo)
	if to, ok := r.rate(c, c.nounTo); ok {
		c.next = to
	}
}

// apposed reads the substance that stands right behind a unit: «500 ألف طن قمح».
func (r *reader) apposed(c *candidate, i int) {
	if e, n := r.doc.Match(i, lang.Classes(lang.Noun)); e != nil && !r.boundary(i) && r.doc.At(i).Clitics == 0 {
		c.noun, c.nounFirst, c.nounTo = e, i, r.phrase(i, i+n)
		c.next = c.nounTo
	}
}

// partitive reads the noun phrase after "of".
func (r *reader) partitive(c *candidate, i int) bool {
	d := &r.doc
	if c.unit != nil && (c.unit.Has(lang.Calendar) || c.per != nil) {
		return false
	}
	for r.determiner(i) {
		i++
	}
	if r.boundary(i) {
		return false
	}
	e, n := d.Match(i, lang.Classes(lang.Noun))
	if d.Pack.NounFirst {
		c.noun, c.nounFirst, c.nounTo = e, i, r.phrase(i, i+max(n, 1))
	} else {
		c.noun, c.nounFirst, c.nounTo = r.phraseToHead(i)
	}
	c.next = max(c.next, c.nounTo)
	return c.nounTo > c.nounFirst
}

// determiner reports whether token i is an article that a subject leaves out.
func (r *reader) determiner(i int) bool {
	e, n := r.doc.Match(i, lang.Classes(lang.Stop))
	return n == 1 && e.ID == "determiner"
}

// boundary reports whether a noun phrase cannot begin or go on at token i.
func (r *reader) boundary(i int) bool {
	d := &r.doc
	t := d.At(i)
	if i >= r.to || t.Kind != token.Word || t.Has(token.AfterNewline) || t.Clitics&(lang.Conj|lang.Prep) != 0 {
		return true
	}
	if t.Classes&phraseEnds != 0 {
		if e, _ := d.Match(i, phraseEnds); e != nil {
			return true
		}
	}
	form := d.Fold(i)
	if t.Whole == 0 {
		for _, c := range d.Pack.Conjunctions {
			if len(c) > 1 && t.Stem == 0 && bytes.HasPrefix(form, []byte(c)) && c == d.Pack.Conjunctions[0] {
				return true
			}
		}
		return affixed(form, d.Pack.VerbEndings, bytes.HasSuffix) || affixed(form, d.Pack.AdverbEndings, bytes.HasSuffix)
	}
	return false
}

// phraseEnds are the words at which a noun phrase stops.
var phraseEnds = lang.Classes(lang.Stop, lang.SaysVerb, lang.SaysPreposition, lang.Verb, lang.Per, lang.PerWord, lang.After,
	lang.Weekday, lang.Change, lang.And, lang.Or, lang.Of, lang.To, lang.Unit, lang.Tens, lang.Magnitude, lang.Subset, lang.Before, lang.Casualty)

func affixed(form []byte, affixes []string, has func(s, affix []byte) bool) bool {
	for _, a := range affixes {
		if len(form) > len(a)+2 && has(form, []byte(a)) {
			return true
		}
	}
	return false
}

// phrase extends a noun phrase whose head comes first over its adjectives and
// its genitive: from is the head, to the token after it so far.
func (r *reader) phrase(from, to int) int {
	d := &r.doc
	head := d.At(from)
	definite := head.Clitics&lang.Art != 0
	for to-from < phraseLimit && !r.boundary(to) {
		art := d.At(to).Clitics&lang.Art != 0
		switch {
		case definite && art:
		case !definite && !art && r.adjective(from, to):
		case !definite && art && !r.accusative(from):
			definite = true
		default:
			return to
		}
		to++
	}
	return to
}

// adjective reports whether the word at i may be an adjective of the
// indefinite head.
func (r *reader) adjective(head, i int) bool {
	d := &r.doc
	form := d.Fold(i)
	if d.At(i).Classes.Has(lang.Adjective) {
		return true
	}
	if d.At(i).Classes.Has(lang.Noun) {
		return false
	}
	return affixed(form, d.Pack.AdjectiveEndings, bytes.HasSuffix) || r.accusative(head) && r.accusative(i)
}

// accusative reports whether the word at i ends as an indefinite accusative.
func (r *reader) accusative(i int) bool {
	form := r.doc.Fold(i)
	return r.doc.Pack.AccusativeEnding != "" && len(form) > 4 && bytes.HasSuffix(form, []byte(r.doc.Pack.AccusativeEnding))
}

// phraseToHead reads a noun phrase whose head comes last: up to its last word
// that is a plural or a known noun.
func (r *reader) phraseToHead(from int) (*lang.Entry, int, int) {
	d := &r.doc
	var noun *lang.Entry
	head, at := -1, from
	for at-from < phraseLimit && !r.boundary(at) {
		if e, n := d.Match(at, lang.Classes(lang.Noun)); e != nil {
			noun, head = e, at+n
			at += n
			continue
		}
		if head >= 0 && !r.plural(at) {
			break
		}
		if r.plural(at) {
			noun, head = nil, at+1
		}
		at++
	}
	if head < 0 {
		head = min(at, from+2)
	}
	return noun, from, head
}

func (r *reader) plural(i int) bool {
	return affixed(r.doc.Fold(i), r.doc.Pack.PluralEndings, bytes.HasSuffix) && !r.doc.At(i).Classes.Has(lang.Plain)
}

// subject is the counted or measured thing as the text writes it.
func (r *reader) subject(c *candidate) string {
	if c.nounTo <= c.nounFirst {
		return ""
	}
	first, last := r.doc.At(c.nounFirst), r.doc.At(c.nounTo-1)
	text := r.doc.Text[first.Start:last.End]
	skip := r.proclitics(c.nounFirst)
	return string([]rune(text)[skip:])
}
