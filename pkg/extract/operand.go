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
	if e, n := r.doc.Match(a.next, lang.Classes(lang.Noun)); e != nil && a.unit == nil && !c.noun.known() && r.doc.At(a.next).Clitics == 0 {
		if to, _ := r.doc.Match(a.next+n, lang.Classes(lang.To, lang.And)); to != nil || r.doc.At(a.next+n).Clitics&lang.Conj != 0 {
			a.noun, a.next = e, a.next+n
		}
	}
	if c.dual && c.noun.known() {
		a.noun = c.noun.Entry
	}
	return a
}

// operand reads the second side of a range at token i.
func (r *reader) operand(i int, c *quantity, a *operand) (operand, bool) {
	d := &r.doc
	if e, n := d.Match(i, lang.Classes(lang.Between)); e != nil {
		i += n // «بين 700 دولار وبين 900»
	}
	if r.determiner(i) {
		i++
	}
	if e, n := d.Match(i, lang.Classes(lang.Before)); e != nil && figure.Relation(e.ID) == figure.Approx {
		i += n
	}
	b := operand{first: i}
	if d.Is(i, '-') && d.At(i+1).Touches() {
		b.negative, i = true, i+1
	} else if e, n := d.Match(i, lang.Classes(lang.MinusWord)); e != nil {
		b.negative, i = true, i+n
	}
	if e, n := d.Match(i, lang.Classes(lang.Currency)); e.Has(lang.Prefix) && d.At(i+n).Kind == token.Digits {
		b.unit, b.prefixed, i = e, true, i+n
	}
	for d.Is(i, '(') || d.Is(i, '"') {
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

// dualOperand reads two of a unit in the dual: «بين ساعة وساعتين».
func (r *reader) dualOperand(i int, b *operand) bool {
	e, n := r.doc.Match(i, lang.Classes(lang.Measure, lang.Currency))
	if e == nil || e.Form != lang.Dual {
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
	if e == nil || e.Form&(lang.Singular|lang.Accusative) == 0 || d.At(i).Clitics&lang.Art != 0 || e.Has(lang.AfterDigits) {
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
