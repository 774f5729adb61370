package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// parts says how many of a smaller unit make one of the larger unit that stands
// right before it: «15 عاما وشهرين», "6 ft 2 in". The larger unit of a coin is ""
// for all currencies that have no row of their own.
var parts = map[[2]string]int64{
	{"year", "month"}:       12,
	{"week", "day"}:         7,
	{"day", "hour"}:         24,
	{"hour", "minute"}:      60,
	{"minute", "second"}:    60,
	{"kilometer", "meter"}:  1000,
	{"meter", "centimeter"}: 100,
	{"tonne", "kilogram"}:   1000,
	{"kilogram", "gram"}:    1000,
	{"foot", "inch"}:        12,
	{"pound", "ounce"}:      16,
	{"AED", "fils"}:         100,
	{"dirham", "fils"}:      100,
	{"", "fils"}:            1000,
	{"", "millime"}:         1000,
	{"", "qirsh"}:           100,
	{"", "piastre"}:         100,
	{"", "halala"}:          100,
	{"", "cent"}:            100,
	{"", "centime"}:         100,
	{"", "penny"}:           100,
}

// addParts adds the smaller units of a compound quantity. The sum of measures
// is in the smallest unit, as whole numbers are; that of money stays in its
// currency.
func (r *reader) addParts(c *quantity) {
	if !c.unit.known() || c.ranged || c.num.Has(numeral.Indefinite|numeral.Share) || r.addShare(c) {
		return
	}
	for r.addPart(c) {
	}
}

// addShare adds a counted fraction of the unit: «ستة أمتار وثلاثة أرباع المتر».
func (r *reader) addShare(c *quantity) bool {
	at, ok := r.and(c.next)
	if !ok || r.doc.At(at).Kind != token.Word || r.doc.At(at).Clitics&lang.Art != 0 {
		return false
	}
	n, ok := numeral.Parse(&r.doc, at, r.to, false)
	if !ok || !n.Has(numeral.Share) {
		return false
	}
	e, width := r.doc.Match(n.Last+1, lang.Classes(lang.Measure, lang.Currency))
	if e == nil || e.ID != c.unit.ID {
		return false
	}
	c.num.Value = c.num.Value.Add(n.Value)
	c.next = n.Last + 1 + width
	c.to = c.next
	return true
}

func (r *reader) addPart(c *quantity) bool {
	d := &r.doc
	at, joined := r.and(c.next)
	if !joined && d.At(at).Kind != token.Digits || d.At(c.next).Has(token.AfterNewline) {
		return false
	}
	value, first, e := r.part(at)
	if e == nil {
		return false
	}
	money := c.unit.Class == lang.Currency
	count, ok := parts[[2]string{c.unit.ID, e.ID}]
	if !ok && money {
		count, ok = parts[[2]string{"", e.ID}]
	}
	whole := figure.NewNumber(count)
	if !ok || value.Cmp(whole) >= 0 {
		return false
	}
	if money {
		c.num.Value = c.num.Value.Add(value.Div(whole))
	} else {
		c.num.Value = c.num.Value.Mul(whole).Add(value)
		c.unit = part{e, span{first, first + e.Words}}
	}
	c.num.Flags &^= numeral.Single
	c.next = first + e.Words
	c.to = c.next
	return true
}

// part reads a number and its unit, or a unit in the dual; first is the token
// of the unit.
func (r *reader) part(i int) (value figure.Number, first int, e *lang.Entry) {
	measures := lang.Classes(lang.Measure, lang.Currency)
	if n, ok := numeral.Parse(&r.doc, i, r.to, false); ok && !n.Has(numeral.Indefinite|numeral.Share|numeral.Nil) {
		first = n.Last + 1
		if e, _ = r.doc.Match(first, measures); e != nil && r.doc.At(first).Clitics == 0 && !r.doc.At(first).Has(token.AfterNewline) {
			return n.Value, first, e
		}
		return value, 0, nil
	}
	if e, _ = r.doc.Match(i, measures); e.Only(lang.Dual) {
		return two, i, e
	}
	return value, 0, nil
}

// readMixed adds a fraction of the counted thing, which stands behind it again: «أربعة
// مقاعد ونصف المقعد».
func (r *reader) readMixed(c *quantity) {
	if !c.noun.known() || c.postposed || c.ranged || c.unit.known() || c.num.Has(numeral.Indefinite|numeral.Share) {
		return
	}
	at, ok := r.and(c.noun.from + c.noun.Words)
	f, n := r.doc.Match(at, lang.Classes(lang.Fraction))
	if !ok || f == nil || f.Has(lang.Counted|lang.WithGenitive) || r.doc.At(at+n).Clitics&lang.Art == 0 {
		return
	}
	again, m := r.doc.Match(at+n, lang.Classes(lang.Noun))
	if again == nil || again.ID != c.noun.ID {
		return
	}
	c.num.Value = c.num.Value.Add(f.Value())
	c.noun.to = c.noun.from + c.noun.Words
	c.to, c.next = at+n+m, max(c.next, at+n+m)
}

// passTolerance passes over the tolerance of a measured number, so that both share the unit
// behind them: "1.35 ± 0.05 km".
func (r *reader) passTolerance(c *quantity) {
	d := &r.doc
	at := c.next
	switch {
	case string(d.Fold(at)) == "±":
		at++
	case d.Is(at, '+') && d.Is(at+1, '/') && d.Is(at+2, '-'):
		at += 3
	default:
		return
	}
	if n, ok := numeral.Parse(d, at, r.to, false); ok && n.Has(numeral.InDigits) {
		c.next = n.Last + 1
	}
}
