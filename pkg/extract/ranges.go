package extract

import (
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// readRange joins the number with a second one: «بين 12 و27», "5 to 10", "5-7".
func (r *reader) readRange(c *candidate) {
	if c.num.Has(numeral.Indefinite|numeral.Share|numeral.Single) || r.yearLike(&c.num) && r.month(c.first-1, true) {
		return
	}
	if e, n := r.doc.MatchBefore(r.outward(c.first), lang.Classes(lang.Between), 4); e != nil {
		if r.between(c) {
			c.cue = r.outward(c.first) - n
		}
		return
	}
	at, ok := r.connector(c, c.next)
	if !ok {
		return
	}
	money := c.unit != nil && c.unit.Class == lang.Currency
	if e, n := r.doc.Match(at, lang.Classes(lang.Currency)); e != nil && e.Has(lang.Prefix) && c.unit != nil && e.ID == c.unit.ID {
		at += n
	}
	if g := r.change(r.outward(c.first)); money && g.touches {
		return // "rose $1 to $80"
	}
	if up, ok := numeral.Parse(&r.doc, at, r.to, money); ok && mayRange(c, &up) {
		r.setUpper(c, up)
	}
}

// readMeasuredRange joins two numbers that each have the same unit: «بين 5% و8%»,
// "from $5 to $8".
func (r *reader) readMeasuredRange(c *candidate) {
	if c.unit == nil || c.ranged || c.num.Has(numeral.Indefinite|numeral.Share) {
		return
	}
	before := r.outward(c.first)
	e, n := r.doc.MatchBefore(before, lang.Classes(lang.Between, lang.From), 4)
	var at int
	var ok bool
	switch {
	case e != nil && e.Class == lang.Between:
		at, ok = r.and(c.next)
	case e != nil || r.doc.Is(c.next, '-'):
		at, ok = r.connector(c, c.next)
	}
	if !ok {
		return
	}
	sign, m := r.doc.Match(at, lang.Classes(lang.Currency))
	prefixed := sign != nil && sign.Has(lang.Prefix) && sign.ID == c.unit.ID
	if prefixed {
		at += m
	}
	up, ok := numeral.Parse(&r.doc, at, r.to, prefixed)
	if !ok || !mayRange(c, &up) {
		return
	}
	next := up.Last + 1
	if !prefixed {
		unit, m := r.doc.Match(next, lang.Classes(lang.Measure, lang.Currency))
		if unit == nil || unit.ID != c.unit.ID || !r.attaches(c, next, unit) {
			return
		}
		next += m
	}
	r.setUpper(c, up)
	c.last, c.next = next-1, next
	if e != nil && e.Class == lang.Between {
		c.cue = before - n
	}
}

// readRatio reads a ratio of two numbers as the share that it is: «اثنان من كل
// ثلاثة», "one in five". Some words ("in") need a number in words before them.
func (r *reader) readRatio(c *candidate) {
	e, n := r.doc.Match(c.next, lang.Classes(lang.Ratio))
	if e == nil || e.Has(lang.Spelled) && c.num.Has(numeral.InDigits) || c.num.Has(numeral.Indefinite|numeral.Share) {
		return
	}
	whole, ok := numeral.Parse(&r.doc, c.next+n, r.to, false)
	if !ok || whole.Value.Cmp(c.num.Value) <= 0 || whole.Has(numeral.Indefinite|numeral.Share) || r.yearLike(&whole) ||
		r.doc.Means(whole.Last+1, lang.Classes(lang.Measure, lang.Currency, lang.Month)) {
		return
	}
	c.num.Value, c.num.Scale = c.num.Value.Div(whole.Value), one
	c.num.Flags = numeral.Share
	c.last, c.next, c.ratio = whole.Last, whole.Last+1, true
}

// outward passes over quotation marks, brackets and particles to the left of i.
func (r *reader) outward(i int) int {
	for i > r.from {
		t := r.doc.At(i - 1)
		if t.Kind == token.Particle || r.doc.Is(i-1, '"') || r.doc.Is(i-1, '(') {
			i--
			continue
		}
		break
	}
	return i
}

// between reads the second operand of "between X and Y", splitting a number
// that swallowed it: «بين خمسة وعشرين» is 5 to 20.
func (r *reader) between(c *candidate) bool {
	d := &r.doc
	if at, ok := r.and(c.next); ok {
		if up, ok := numeral.Parse(d, at, r.to, c.unit != nil); ok && up.Value.Cmp(c.num.Value) > 0 || ok && up.Has(numeral.Magnified) {
			r.setUpper(c, up)
			return true
		}
	}
	for split := c.num.Last; split > c.num.First; split-- {
		if d.At(split).Clitics&lang.Conj == 0 {
			continue
		}
		low, ok1 := numeral.Parse(d, c.num.First, split, false)
		up, ok2 := numeral.Parse(d, split, r.to, false)
		if ok1 && ok2 && low.Last == split-1 && up.Value.Cmp(low.Value) > 0 {
			c.num = low
			r.setUpper(c, up)
			return true
		}
	}
	return false
}

// and returns where the operand after a conjunction begins.
func (r *reader) and(i int) (int, bool) {
	t := r.doc.At(i)
	if t.Kind == token.Particle && r.doc.At(i+1).Clitics == lang.Conj {
		return i + 1, true
	}
	if t.Clitics == lang.Conj {
		return i, true
	}
	if e, n := r.doc.Match(i, lang.Classes(lang.And)); e != nil {
		return i + n, true
	}
	return i, false
}

// connector returns where the second operand begins after a word or sign that
// makes a range.
func (r *reader) connector(c *candidate, i int) (int, bool) {
	d := &r.doc
	sign, _ := d.Match(i+1, lang.Classes(lang.Currency))
	if d.Is(i, '-') && (d.At(i+1).Kind == token.Digits || sign != nil && sign.Has(lang.Prefix)) && c.num.Has(numeral.InDigits) {
		return i + 1, !r.doc.Is(c.first-1, '-')
	}
	if d.Is(i, '-') && d.At(i).Touches() && d.Means(i+1, lang.Classes(lang.To)) {
		i++
	}
	e, n := d.Match(i, lang.Classes(lang.To, lang.Or))
	if e == nil || d.At(i).Clitics&lang.Conj != 0 {
		return i, false
	}
	if e.Class == lang.To && r.changes(c) {
		r.shareMagnitude(c, i+n)
		return i, false
	}
	return i + n, true
}

// shareMagnitude gives the first number of a change the magnitude and the unit
// that only the second has: «من 5 إلى 7 ملايين طن».
func (r *reader) shareMagnitude(c *candidate, i int) {
	up, ok := numeral.Parse(&r.doc, i, r.to, false)
	if e, n := r.doc.Match(up.Last+1, lang.Classes(lang.Measure, lang.Currency)); ok && c.unit == nil && e != nil && r.attaches(c, up.Last+1, e) {
		c.unit, c.unitFirst, c.unitTo = e, up.Last+1, up.Last+1+n
	}
	if ok && up.Has(numeral.Magnified) && !up.Has(numeral.Indefinite) && !c.num.Has(numeral.Magnified) &&
		c.num.Value.Cmp(up.Scale) < 0 {
		c.num.Value, c.num.Scale = c.num.Value.Mul(up.Scale), up.Scale
		c.num.Flags |= numeral.Magnified
	}
}

// changes reports whether the number is the first of "from X to Y" in a clause
// about a change: then each is a figure of its own. The word of change may itself hold
// the "from" («pasó de»).
func (r *reader) changes(c *candidate) bool {
	at := r.outward(c.first)
	if e, n := r.doc.MatchBefore(at, lang.Classes(lang.Before), modifierReach); e != nil {
		at -= n
	}
	e, n := r.doc.MatchBefore(at, lang.Classes(lang.From, lang.Linker), 2)
	if e == nil {
		return false
	}
	for i := at - n; i >= r.from && i > c.first-12; i-- {
		if r.clauseEnd(i) {
			return false
		}
		if e, _ := r.doc.Match(i, lang.Classes(lang.Change)); e != nil && e.Has(lang.Up|lang.Down) {
			return true
		}
	}
	return false
}

// mayRange refuses operands that do not rise, and mixtures of kinds.
func mayRange(c *candidate, up *numeral.Numeral) bool {
	return !up.Has(numeral.Indefinite|numeral.Share) && up.Value.Cmp(c.num.Value) > 0
}

// setUpper completes the range, sharing the magnitude that only the upper end
// has: «5 إلى 10 آلاف».
func (r *reader) setUpper(c *candidate, up numeral.Numeral) {
	if up.Has(numeral.Magnified) && !c.num.Has(numeral.Magnified) {
		if shared := c.num.Value.Mul(up.Scale); shared.Cmp(up.Value) < 0 && c.num.Value.Cmp(up.Scale) < 0 {
			c.num.Value = shared
			c.num.Flags |= numeral.Magnified
		}
	}
	c.upper, c.ranged = up, true
	c.last, c.next = up.Last, up.Last+1
}

// clauseEnd reports whether token i separates clauses.
func (r *reader) clauseEnd(i int) bool {
	d := &r.doc
	return d.Is(i, ',') || d.Is(i, ':') || d.Is(i, ';') || d.Is(i, '.') || d.Is(i, '(') || d.Is(i, ')')
}
