package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// operand is one side of a range: a number with what it measures or counts.
type operand struct {
	num numeral.Numeral
	// unit is what stands beside this number alone, prefixed before it; noun is what it
	// counts, where the lexicon knows it.
	unit     *lang.Entry
	prefixed bool
	noun     *lang.Entry
	// first and next are its first token and the one behind it.
	first, next int
	negative    bool
}

// operandOf is the quantity as the first side of a range.
func (r *reader) operandOf(c *quantity) operand {
	a := operand{num: c.num, unit: c.unit.Entry, first: c.from, next: c.next}
	a.prefixed = c.unit.known() && c.unit.to <= c.num.First
	if framed := r.cueBefore(c, lang.Between) || r.cueBefore(c, lang.From); framed {
		a.next = r.closed(c.num.First, a.next) // «بين (500) و(900)»
	}
	if at, ok := r.minus(c.from); ok {
		a.first, a.negative = at, true
	}
	if e, n := r.doc.Match(a.next, nouns); a.unit == nil && !c.noun.known() && r.doc.At(a.next).Clitics == 0 && e != nil && r.leadsOn(a.next+n) {
		a.noun, a.next = e, a.next+n
	}
	if c.dual && c.noun.known() {
		a.noun = c.noun.Entry
	}
	return a
}

// leadsOn reports whether a word at token i joins the second side of a range.
func (r *reader) leadsOn(i int) bool {
	return r.doc.Means(i, lang.Classes(lang.To, lang.And)) || r.doc.At(i).Clitics&lang.Conj != 0
}

// operand reads the second side of a range at token i.
func (r *reader) operand(i int, c *quantity, a *operand) (operand, bool) {
	d := &r.doc
	i = r.operandStart(i)
	b := operand{first: i}
	i = r.pastMinus(i)
	b.negative = i > b.first
	if e, n := d.Match(i, lang.Classes(lang.Currency)); e.Has(lang.Prefix) && d.At(i+n).Kind == token.Digits {
		b.unit, b.prefixed, i = e, true, i+n
	}
	for r.anySign(i, openSigns) {
		i++
	}
	num, ok := numeral.Parse(d, i, r.to, b.prefixed || a.prefixed)
	if !ok {
		return b, r.dualOperand(i, &b)
	}
	b.num, b.next = num, r.closed(i, num.Last+1)
	if b.prefixed {
		return b, true
	}
	if e, n := d.Match(b.next, lang.Classes(lang.Measure, lang.Currency)); e != nil && r.attaches(c, b.next, e) {
		b.unit, b.next = e, b.next+n
	} else if e, _ := d.Match(b.next, lang.Classes(lang.Noun)); e != nil {
		b.noun = e
	}
	return b, true
}

// operandStart passes over what may stand between the word that joins a range and its second
// side: a second "between", an article, a word of approximation.
func (r *reader) operandStart(i int) int {
	i = r.past(i, lang.Between) // «بين 700 دولار وبين 900»
	if r.determiner(i) {
		i++
	}
	if e, n := r.doc.Match(i, lang.Classes(lang.Before)); e.Named(string(figure.Approx)) {
		i += n
	}
	return i
}

// pastMinus is the token behind the sign or word at i that makes the number behind it negative.
func (r *reader) pastMinus(i int) int {
	if r.doc.Is(i, '-') && r.doc.At(i+1).Touches() {
		return i + 1
	}
	return r.past(i, lang.MinusWord)
}

// dualOperand reads two of a unit in the dual: «بين ساعة وساعتين».
func (r *reader) dualOperand(i int, b *operand) bool {
	e, n := r.doc.Match(i, lang.Classes(lang.Measure, lang.Currency))
	if !e.Only(lang.Dual) {
		return false
	}
	b.num = numeral.Numeral{First: i, Last: i + n - 1, Value: two, Scale: one}
	b.unit, b.next = e, i+n
	return true
}

// value is the operand's number with its sign.
func (o *operand) value() figure.Number {
	if o.negative {
		return o.num.Value.Neg()
	}
	return o.num.Value
}

// bareOperand reads a unit that means one of it because it begins a range: «بين ساعة
// وساعتين», "an hour to two hours".
func (r *reader) bareOperand(i int, c *quantity) bool {
	d := &r.doc
	e, n := d.Match(i, lang.Classes(lang.Measure))
	if !e.May(lang.Singular|lang.Accusative) || d.At(i).Clitics&lang.Art != 0 || e.Has(lang.AfterDigits) {
		return false
	}
	*c = quantity{span: span{i, i}, cue: i} // what else was tried may have left parts
	if a, m := d.MatchBefore(i, lang.Classes(lang.One), 1); a.Has(lang.Article) {
		c.from, c.cue = i-m, i-m
	} else if frame, _ := d.MatchBefore(r.outward(i), lang.Classes(lang.Between, lang.From), 4); frame == nil {
		return false
	}
	first := c.from
	c.from, c.to, c.next = i, i+n, i+n
	c.num = numeral.Numeral{First: i, Last: i + n - 1, Value: one, Scale: one}
	c.unit = part{e, span{i, i + n}}
	r.readRange(c)
	c.from = first
	return c.ranged
}
