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
		if per, ok := r.rate(c, c.noun.to); ok && c.unit.known() {
			c.setRate(per)
			c.next = per.to
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
	t := d.At(i)
	definite := c.num.Has(numeral.Indefinite|numeral.Share) || c.num.Has(numeral.Magnified) && !c.num.Has(numeral.InDigits)
	e, n := d.Match(i, lang.Classes(lang.Noun))
	if e == nil && t.Stem == 0 && r.boundary(i) && !r.accusative(i) {
		return
	}
	if e == nil && r.ends(i) || t.Clitics&(lang.Conj|lang.Prep) != 0 || t.Clitics&lang.Art != 0 && !definite {
		return
	}
	n = max(n, 1)
	if d.Pack.AdjectiveAfterNoun {
		c.noun = part{e, span{i, r.phrase(i, i+n)}}
	} else {
		c.noun = r.phraseToHead(i, false)
	}
	if c.noun.known() && c.noun.Has(lang.Adjectival) && r.people {
		c.noun = part{} // "20 people were killed and 35 wounded"
		return
	}
	c.next = max(c.next, c.noun.to)
	if per, ok := r.rate(c, c.noun.to); ok {
		c.setRate(per)
		c.next = per.to
	}
}
