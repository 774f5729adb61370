package extract

import (
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// afterParenthesis passes over a conversion in brackets behind the figure, or
// over the bracket that closes the figure itself: "$1.3bn (£691m) bill".
func (r *reader) afterParenthesis(c *quantity, i int) int {
	d := &r.doc
	if d.Is(i, ')') && d.Is(c.from-1, '(') {
		return i + 1
	}
	if !d.Is(i, '(') || d.At(i+1).Kind != token.Digits && d.At(i+2).Kind != token.Digits {
		return i
	}
	for k := i + 2; k < r.to && k < i+8; k++ {
		if d.Is(k, ')') {
			return k + 1
		}
	}
	return i
}

// partOfTotal gives a number the noun of the total that follows it: «15 من أصل
// 20 مسيّرة».
func (r *reader) partOfTotal(c *quantity) bool {
	if c.unit.known() || !r.totalled(c) {
		return false
	}
	whole, ok := numeral.Parse(&r.doc, r.total(c), r.to, false)
	if !ok {
		return false
	}
	i := whole.Last + 1
	if e, n := r.doc.Match(i, nouns); e != nil || !r.doc.Pack.AdjectiveAfterNoun {
		c.noun = r.nounPhrase(i, e, n, false)
	}
	return true
}

// apposed reads the thing measured that stands right behind a unit: «500 ألف طن
// قمح», "a $2 billion investment".
func (r *reader) apposed(c *quantity, i int) {
	d := &r.doc
	if r.ends(i) || d.At(i).Clitics != 0 {
		return
	}
	if d.Pack.AmountBeforeNoun {
		r.apposedByHead(c, i)
		return
	}
	if e, n := d.Match(i, nouns); e != nil && c.unit.Class == lang.Measure {
		c.noun = part{e, span{i, r.phrase(i, i+n)}}
		c.next = c.noun.to
	}
}

// apposedByHead reads the thing measured where its noun comes last, up to three words: what
// has the ending of a past verb cannot stand behind the first.
func (r *reader) apposedByHead(c *quantity, i int) {
	to := i
	for words := 0; words < 3 && r.modifies(to) && (to == i || !r.closes(to, r.doc.Pack.PastEndings)); words++ {
		to++
		if r.hyphen(to) && !r.boundary(to+1) {
			to += 2 // "$15,000 ostrich-leather jacket"
		}
	}
	if to > i {
		e, _ := r.doc.Match(to-1, nouns)
		c.noun, c.next = part{e, span{i, to}}, to
	}
}

// modifies reports whether the word at i may belong to a noun behind it.
func (r *reader) modifies(i int) bool {
	return !r.boundary(i) && !r.doc.Means(i, lang.Classes(lang.Plain))
}

// partitive reads the noun phrase after "of".
func (r *reader) partitive(c *quantity, i int) bool {
	d := &r.doc
	if c.unit.Has(lang.Calendar) || c.unit.known() && c.per.known() {
		return false
	}
	for r.determiner(i) {
		i++
	}
	if whole, ok := numeral.Parse(d, i, r.to, false); ok && !d.Pack.OfAlsoFrom {
		next := c.next
		c.noun = r.phraseToHead(whole.Last+1, true)
		c.next = next
		return !c.noun.empty()
	}
	e, n := d.Match(i, lang.Classes(lang.Noun))
	if e == nil && r.boundary(i) || c.unit.known() && d.Pack.OfAlsoFrom && !partOf(c.unit.Entry, e) {
		return false
	}
	c.noun = r.nounPhrase(i, e, n, true)
	c.next = max(c.next, c.noun.to)
	return !c.noun.empty()
}

// partOf reports whether «من» behind the unit says what it is a part of, and not
// from where or from whom: «30 مترا من المعبر», «سرق ألف دولار من عامل».
func partOf(unit, noun *lang.Entry) bool {
	if unit.Class == lang.Currency {
		return !noun.Has(lang.Human)
	}
	return !distances[unit.ID] || noun.May(lang.Plural)
}

// distances are the units of what lies between two points, on the ground or on a
// thermometer.
var distances = map[string]bool{
	"kilometer": true, "meter": true, "centimeter": true, "mile": true, "nautical-mile": true, "yard": true, "foot": true,
	"celsius": true, "fahrenheit": true, "degree": true,
}
