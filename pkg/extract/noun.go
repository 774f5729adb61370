package extract

import (
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// readNoun attaches the counted noun phrase after a number without a unit, or
// the partitive after any («من الذخائر», "of munitions").
func (r *reader) readNoun(c *quantity) {
	at := c.next
	if r.doc.Is(at, '"') && r.doc.At(at).Touches() {
		at++
	}
	if c.postposed || c.age || c.graded && !r.doc.Pack.AmountBeforeNoun {
		return
	}
	if c.dual && !c.noun.empty() {
		c.noun.to = r.phrase(c.noun.from, c.noun.to)
		c.next = c.noun.to
		return
	}
	if over := r.afterParenthesis(c, at); over > at && c.unit.known() {
		next := c.next
		if e, n := r.doc.Match(over, lang.Classes(lang.Of)); e == nil || !r.partitive(c, over+n) {
			r.apposed(c, over)
		}
		c.next = next
		return
	}
	if r.partOfTotal(c) {
		return
	}
	if e, n := r.doc.Match(at, lang.Classes(lang.Of)); e != nil && r.partitive(c, at+n) {
		if c.unit.known() {
			r.readRateBehindNoun(c)
		}
		return
	}
	if c.unit.known() {
		if !c.per.known() && c.unit.ID != "percent" && !c.unit.Has(lang.Calendar) {
			r.apposed(c, at)
		}
		return
	}
	r.counted(c, at)
}

// counted reads the noun phrase at i as what the number counts.
func (r *reader) counted(c *quantity, i int) {
	d := &r.doc
	for c.num.Has(numeral.Share) && r.determiner(i) || r.stop(i, "quantifier") {
		i++
	}
	if r.hyphen(i) && d.At(i+1).Kind == token.Word && c.num.Last == i-1 && (!c.num.Has(numeral.Share) || d.Means(i+1, lang.Classes(lang.Noun))) {
		i++
		if r.stop(i, "quantifier") {
			i++
		}
	}
	e, n := d.Match(i, nouns)
	if !r.countable(c, i, e) {
		return
	}
	c.noun = r.nounPhrase(i, e, n, false)
	if c.noun.Has(lang.Adjectival) && r.people {
		c.noun = part{} // "20 people were killed and 35 wounded"
		return
	}
	c.next = max(c.next, c.noun.to)
	r.readRateBehindNoun(c)
}

// countable reports whether what the number counts may begin at token i, with a noun that the
// lexicon knows or none.
func (r *reader) countable(c *quantity, i int, e *lang.Entry) bool {
	definite := c.num.Has(numeral.Indefinite|numeral.Share) || c.num.Has(numeral.Magnified) && !c.num.Has(numeral.InDigits)
	switch {
	case r.prepositional(i), r.article(i) && !definite:
		return false
	case e != nil:
		return true
	case r.doc.At(i).Stem == 0 && r.boundary(i) && !r.accusative(i):
		return false
	}
	return !r.ends(i)
}

// readRateBehindNoun reads the rate behind what the number counts or measures.
func (r *reader) readRateBehindNoun(c *quantity) {
	if per, ok := r.rate(c, c.noun.to); ok {
		c.setRate(per)
		c.next = per.to
	}
}
