package extract

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// readUnit attaches the unit that follows the number: «طن متري», "km", "-year".
func (r *reader) readUnit(c *quantity) {
	at := r.unitStart(c)
	e, n := r.unitAt(c, at)
	if e == nil || r.readMillions(c, at, e) {
		return
	}
	if _, longer := r.doc.Match(at, lang.Classes(lang.Noun)); longer > n {
		return
	}
	if c.unit.known() && c.unit.Class == lang.Measure {
		return
	}
	c.unit = part{e, span{at, at + n}}
	if e.ID == "degree" {
		c.degree = r.scale()
	}
	c.to, c.next = at+n, at+n
	r.addFractionOfUnit(c)
	if z, n := r.doc.Match(c.next, lang.Classes(lang.BelowZero)); z != nil {
		c.num.Value, c.upper.Value = c.num.Value.Neg(), c.upper.Value.Neg()
		if c.ranged {
			c.num.Value, c.upper.Value = c.upper.Value, c.num.Value
		}
		c.to, c.next = c.next+n, c.next+n
	}
}

// scale returns what the sentence measures in bare degrees: temperature, the
// magnitude of an earthquake, or "" for angles.
func (r *reader) scale() string {
	s := &r.context
	if s.scaled {
		return s.scale
	}
	s.scaled = true
	for i := r.from; i < r.to; i++ {
		if e, _ := r.doc.Match(i, lang.Classes(lang.Scale)); e != nil && (e.ID == temperature || e.ID == magnitude) {
			s.scale = e.ID
			break
		}
	}
	return s.scale
}

// readScale marks a number behind the name of a scale, or right before it:
// "magnitude 6.4", "a 6.4-magnitude quake", «6.4 ريختر».
func (r *reader) readScale(c *quantity) {
	if c.unit.known() {
		return
	}
	if e, _ := r.doc.MatchBefore(c.from, lang.Classes(lang.Scale), 2); e != nil && e.ID == magnitude {
		c.degree = magnitude
	}
	at := r.unitStart(c)
	e, n := r.doc.Match(at, lang.Classes(lang.Scale))
	if e != nil && e.ID == magnitude && at+n <= r.to && c.num.Has(numeral.InDigits) && !r.doc.Means(at, lang.Classes(lang.Noun)) {
		c.degree, c.next, c.graded = magnitude, at+n, true
	}
}

// readSign reads a minus before a measured number: "-5°C", «سالب 5 درجات». Before
// a count it is the dash of a list.
func (r *reader) readSign(c *quantity) {
	at, ok := r.minus(c.from)
	if !ok || c.ranged || !c.unit.known() && !c.num.Has(numeral.Magnified) && r.doc.Is(at, '-') {
		return
	}
	c.num.Value, c.num.Other = c.num.Value.Neg(), c.num.Other.Neg()
	c.from, c.cue = at, at
}

// minus returns where the sign or the word begins that makes a number at token i negative.
func (r *reader) minus(i int) (int, bool) {
	d := &r.doc
	if e, n := d.MatchBefore(i, lang.Classes(lang.MinusWord), 2); e != nil {
		return i - n, true
	}
	at := i - 1
	return at, d.Is(at, '-') && d.At(i).Touches() && at >= r.from && (at == r.from || !d.At(at).Touches() || d.Is(at-1, '('))
}

// unitStart passes over what may stand between a number and its unit: a closing
// quotation mark, a hyphen ("20-year"), the article of "half an hour".
func (r *reader) unitStart(c *quantity) int {
	at := c.next
	d := &r.doc
	switch {
	case d.Is(at, '-') && d.At(at).Touches() && d.At(at+1).Touches():
		return at + 1
	case (d.Is(at, '"') || d.Is(at, ')')) && d.At(at).Touches() && (d.Is(c.num.First-1, '"') || d.Is(at, ')')):
		return at + 1
	}
	if c.num.Has(numeral.Share) || c.num.Has(numeral.Indefinite) {
		if e, n := d.Match(at, lang.Classes(lang.Of)); e != nil && !d.Pack.OfAlsoFrom && c.num.Has(numeral.Indefinite) {
			at += n
		}
		if e, n := d.Match(at, lang.Classes(lang.One)); e != nil && e.Has(lang.Article) {
			at += n
		}
	}
	return at
}

// attaches decides whether the unit word at i belongs to the number.
func (r *reader) attaches(c *quantity, i int, e *lang.Entry) bool {
	t := r.doc.At(i)
	if t.Clitics&(lang.Conj|lang.Prep) != 0 && e.Words == 1 || t.Has(token.AfterNewline) {
		return false
	}
	if e.Has(lang.Prefix) && r.doc.At(i+e.Words).Kind == token.Digits && (!t.Touches() || r.doc.At(i+e.Words).Touches()) {
		return false
	}
	if e.Form == lang.Dual && e.Class == lang.Measure {
		return false // it has its number in itself: «سنة 1986 سنتين»
	}
	definite := t.Clitics&lang.Art != 0
	if definite && e.Class != lang.Currency && !c.num.Has(numeral.Indefinite) && !c.num.Has(numeral.Magnified) && !c.num.Has(numeral.Share) {
		return false
	}
	if e.Has(lang.Calendar) && r.doc.Means(i+e.Words, lang.Classes(lang.Weekday)) || e.Has(lang.AfterTimeCue) && !r.spans(c) {
		return false
	}
	if e.Has(lang.Capitals) && !r.coded(i, e, &c.num) || e.Has(lang.Touching) && !t.Touches() {
		return false
	}
	if e.Has(lang.AfterDigits) {
		if model, _ := r.doc.MatchBefore(c.from, lang.Classes(lang.Model), 3); model != nil && t.RuneEnd-t.RuneStart == 1 {
			return false // "iPhone 5c"
		}
		initial := r.doc.Is(i+e.Words, '.') && i+e.Words+1 < r.to && r.doc.At(i+e.Words+1).Touches()
		return c.num.Has(numeral.InDigits) && (t.Touches() || !initial) && !(e.Has(lang.Lower) && t.Has(token.Upper))
	}
	return true
}

// spans reports whether words of time stand before the number, so that a unit
// whose name has another meaning (عقود, decades or contracts) is the unit.
func (r *reader) spans(c *quantity) bool {
	at := r.outward(c.from)
	for {
		if e, _ := r.doc.MatchBefore(at, lang.Classes(lang.TimeCue, lang.AgeCue), 3); e != nil {
			return true
		}
		e, n := r.doc.MatchBefore(at, lang.Classes(lang.Before), modifierReach)
		if e == nil {
			return false
		}
		at -= n
	}
}

// addFractionOfUnit reads a fraction added behind the unit: «20 طنا ونصف الطن»,
// "an hour and a half".
func (r *reader) addFractionOfUnit(c *quantity) {
	d := &r.doc
	at, ok := r.and(c.next)
	if !ok || d.At(c.next).Has(token.AfterNewline) {
		return
	}
	if a, n := d.Match(at, lang.Classes(lang.One)); a != nil && a.Has(lang.Article) {
		at += n
	}
	f, n := d.Match(at, lang.Classes(lang.Fraction))
	if f == nil || f.Has(lang.Counted|lang.WithGenitive) || d.At(at).Clitics&lang.Art != 0 {
		return
	}
	again, m := d.Match(at+n, lang.Classes(lang.Measure, lang.Currency))
	switch {
	case f.Has(lang.WithOf) && d.Means(at+n, lang.Classes(lang.Of)): // "and a third of"
		return
	case again != nil && again.ID != c.unit.ID, again == nil && !r.boundary(at+n):
		return
	case again == nil:
		m = 0
	}
	c.num.Value = c.num.Value.Add(f.Value())
	c.next = at + n + m
	c.to = c.next
}

// inheritCurrency gives an amount in the millions that names no unit and counts
// nothing the currency of the amount before it: «199 مليون ريال … 45 مليونا».
func (r *reader) inheritCurrency(c *quantity) {
	if c.unit.known() || r.money == nil || !c.num.Has(numeral.Magnified) || c.num.Has(numeral.Indefinite) {
		return
	}
	t := r.doc.At(c.next)
	if t.Kind == token.Word && !r.ends(c.next) && t.Clitics&lang.Art == 0 || r.doc.Means(c.next, lang.Classes(lang.Of)) {
		return
	}
	c.unit = part{r.money, span{c.next, c.next}}
}

// bareUnit reads a unit that means one of it: with a fraction behind it («ساعة
// ونصف», "an hour and a half"), with a smaller unit («مترا و85 سنتيمترا»), or with
// a modifier before it («أكثر من عام»,
// "more than a year").
func (r *reader) bareUnit(i int, c *quantity) bool {
	d := &r.doc
	e, n := d.Match(i, lang.Classes(lang.Measure))
	if e == nil || e.Form&(lang.Singular|lang.Accusative) == 0 || d.At(i).Clitics&lang.Art != 0 {
		return false
	}
	first := i
	if a, m := d.MatchBefore(i, lang.Classes(lang.One), 1); a != nil && a.Has(lang.Article) {
		first = i - m
	}
	c.from, c.cue, c.to, c.next = first, first, i+n, i+n
	c.num = numeral.Numeral{First: i, Last: i + n - 1, Value: one, Scale: one}
	c.unit = part{e, span{i, i + n}}
	if !e.Has(lang.AfterDigits) {
		r.addFractionOfUnit(c)
	}
	r.addParts(c)
	if c.next > i+n || !e.Has(lang.Bare) {
		return c.next > i+n
	}
	bound, _ := d.MatchBefore(r.outward(first), lang.Classes(lang.Before), modifierReach)
	if bound == nil {
		bound, _ = d.Match(c.next, lang.Classes(lang.After)) // «أسبوع على الأقل»
	}
	return bound != nil && !r.dates(c.next) && r.boundary(c.next) && (first < i || d.Pack.BareFactors)
}

// readRate attaches the denominator that stands right behind the unit:
// «70 دولارا للبرميل», "80 km/h", "a day".
func (r *reader) readRate(c *quantity) {
	if !c.unit.known() && !c.num.Has(numeral.InDigits|numeral.Magnified) {
		return
	}
	if to, ok := r.rate(c, c.next); ok {
		c.to, c.next = to, to
	}
}

// readPrice reads what one of a unit costs: «سعر برميل برنت … 82 دولارا»,
// "the price of a tonne rose to $300", «سعر صرف الدولار … 50 جنيها».
func (r *reader) readPrice(c *quantity) {
	d := &r.doc
	if !c.unit.known() || c.unit.Class != lang.Currency || c.per.known() {
		return
	}
	for i := c.from - 1; i >= r.from && i >= c.from-changeReach && !r.clauseEnd(i); i-- {
		e, n := d.Match(i, lang.Classes(lang.Price))
		if e == nil {
			continue
		}
		at := i + n
		for r.determiner(at) || d.Means(at, lang.Classes(lang.One)) {
			at++
		}
		of, m := d.Match(at, lang.Classes(lang.Measure, lang.Currency))
		if of != nil && of.ID != c.unit.ID && of.ID != "percent" && !of.Has(lang.Calendar) && at+m <= c.from {
			c.per, c.priced = part{of, span{at, at + m}}, true
		}
		return
	}
}

// adverbReach is how many words may stand between a figure and an adverb of
// rate.
const adverbReach = 5

// readAdverb reads a rate given by an adverb some words away: «85 شاحنة
// تدخل المدينة يوميا», «ينفق يوميا نحو مليون».
func (r *reader) readAdverb(c *quantity) {
	if c.per.known() || c.dual || c.age || c.unit.known() && c.unit.Has(lang.Calendar) || c.num.Has(numeral.Share) {
		return
	}
	for i := c.next; i < r.to && i < c.next+adverbReach && !r.clauseEnd(i) && r.doc.At(i).Kind != token.Digits; i++ {
		if r.adverb(c, i) {
			return
		}
	}
	for i := c.cue - 1; i >= r.from && i >= c.cue-2 && !r.clauseEnd(i); i-- {
		if r.adverb(c, i) {
			return
		}
	}
}

// adverb reads the rate at token i, which what follows may date, unless that is the
// figure itself.
func (r *reader) adverb(c *quantity, i int) bool {
	e, n := r.doc.Match(i, lang.Classes(lang.Per))
	if e == nil || !e.Has(lang.Distant) || i+n != c.from && r.dates(i+n) {
		return false
	}
	c.per = part{e, span{i, i + n}}
	return true
}

// dates reports whether the word at i makes a date of the time unit before it:
// «في العام الماضي» is no rate.
func (r *reader) dates(i int) bool {
	t := r.doc.At(i)
	if t.Kind == token.Digits || r.doc.Means(i, lang.Classes(lang.Ordinal)) {
		return true
	}
	e, _ := r.doc.Match(i, lang.Classes(lang.Stop))
	return e != nil && e.ID == "time"
}

// denominator reports whether a noun may be what the figure is per: anything
// after "per", a person after «لل» behind a unit.
func (r *reader) denominator(c *quantity, e *lang.Entry, worded bool) bool {
	if worded {
		return e.Has(lang.Human) || c.unit.known()
	}
	return e.Has(lang.Human) && c.unit.known() && e.Form&lang.Singular != 0
}

// rate reads a denominator at token i into c.
func (r *reader) rate(c *quantity, i int) (int, bool) {
	d := &r.doc
	if e, n := d.Match(i, lang.Classes(lang.Per)); e != nil && i+n <= r.to && !r.dates(i+n) {
		c.per = part{e, span{i, i + n}}
		return i + n, true
	}
	at, t, any := i, d.At(i), false
	if w, n := d.Match(i, lang.Classes(lang.PerWord)); w != nil {
		at, any = i+n, w.Has(lang.AnyNoun) && c.unit.known()
		if w.Has(lang.Touching) && !(t.Touches() || c.unit.known()) {
			return i, false
		}
	} else if t.Clitics != lang.Prep|lang.Art || !affixed(d.Fold(i), d.Pack.Fused, bytes.HasPrefix) {
		return i, false
	}
	if num, ok := numeral.Parse(d, at, r.to, false); ok && at > i && num.Has(numeral.InDigits|numeral.Magnified) {
		c.perCount, at = num.Value, num.Last+1
	}
	e, n := d.Match(at, lang.Classes(lang.Measure, lang.Noun, lang.Currency))
	if e == nil && any && !r.ends(at) {
		e, n = &lang.Entry{Class: lang.Noun, ID: string(d.Fold(at))}, 1
	}
	if e == nil || at+n > r.to || e.ID == "percent" || e.Has(lang.Times) || e.Class == lang.Noun && !r.denominator(c, e, at > i) {
		c.perCount = figure.Number{}
		return i, false
	}
	c.per = part{e, span{at, at + n}}
	return at + n, true
}
