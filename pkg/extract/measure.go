package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// readUnit attaches the unit that follows the number: «طن متري», "km", "-year".
func (r *reader) readUnit(c *quantity) {
	at := r.unitStart(c)
	e, n := r.unitAt(c, at)
	if e == nil {
		if !r.readPoints(c, at) {
			r.readBareDegrees(c)
		}
		return
	}
	if r.readMillions(c, at, e) {
		return
	}
	if _, longer := r.doc.Match(at, lang.Classes(lang.Noun)); longer > n {
		return
	}
	if c.unit.IsA(lang.Measure) {
		return
	}
	c.unit = part{e, span{at, at + n}}
	if e.ID == "degree" {
		c.degree = r.scale()
	}
	c.to, c.next = at+n, at+n
	c.num, c.upper = scaled(c.num, e), scaled(c.upper, e)
	r.addFractionOfUnit(c)
	r.readBelowZero(c)
}

// degrees is the unit of a temperature that names none.
var degrees = &lang.Entry{Class: lang.Measure, ID: "degree"}

// readBareDegrees reads a number below zero as a temperature: «9 تحت الصفر».
func (r *reader) readBareDegrees(c *quantity) {
	if !c.unit.known() && r.doc.Means(c.next, lang.Classes(lang.BelowZero)) {
		c.unit, c.degree = part{degrees, span{c.next, c.next}}, temperature
		r.readBelowZero(c)
	}
}

// readBelowZero reads the words behind degrees that make them negative.
func (r *reader) readBelowZero(c *quantity) {
	_, n := r.doc.Match(c.next, lang.Classes(lang.BelowZero))
	if n == 0 {
		return
	}
	if c.unit.ID == degrees.ID {
		c.degree = temperature
	}
	c.num.Value, c.upper.Value = c.num.Value.Neg(), c.upper.Value.Neg()
	if c.ranged {
		c.num.Value, c.upper.Value = c.upper.Value, c.num.Value
	}
	c.to, c.next = c.next+n, c.next+n
}

// scaled applies the magnitude that a unit has in itself to a number: "5 mb/d".
func scaled(n numeral.Numeral, unit *lang.Entry) numeral.Numeral {
	if unit.Num <= 1 || !n.Value.Stated() {
		return n
	}
	scale := figure.NewNumber(unit.Num)
	n.Value, n.Scale = n.Value.Mul(scale), scale
	n.Flags |= numeral.Magnified
	if n.Other.Stated() {
		n.Other = n.Other.Mul(scale)
	}
	return n
}

// scales is what the words of a sentence say that its degrees and points measure; it holds once
// read is set.
type scales struct {
	read bool
	// degrees is temperature, the magnitude of an earthquake, or "" for angles.
	degrees string
	// shares: it speaks of votes or rates, and index: of the points of an index.
	shares, index bool
}

func (r *reader) scales() scales {
	s := &r.context.scales
	if s.read {
		return *s
	}
	s.read = true
	for i := r.from; i < r.to; i++ {
		e, _ := r.doc.Match(i, lang.Classes(lang.Scale))
		switch {
		case s.degrees == "" && (e.Named(temperature) || e.Named(magnitude)):
			s.degrees = e.ID
		case e.Named(share):
			s.shares = true
		case e.Named(index), r.modelAt(i):
			s.index = true
		}
	}
	return *s
}

func (r *reader) scale() string { return r.scales().degrees }

// percentagePoint is the unit of points by which shares differ.
var percentagePoint = &lang.Entry{Class: lang.Measure, ID: "percentage-point"}

// readPoints reads points as those of a share, in a sentence that speaks of votes or rates and
// not of an index: "turnout was up 8 points".
func (r *reader) readPoints(c *quantity, at int) bool {
	e, n := r.doc.Match(at, nouns)
	if c.unit.known() || !e.Has(lang.Points) || r.doc.At(at).Clitics != 0 || !r.scales().shares || r.scales().index {
		return false
	}
	c.unit = part{percentagePoint, span{at, at + n}}
	c.to, c.next = at+n, at+n
	return true
}

// readScale marks a number behind the name of a scale, or right before it:
// "magnitude 6.4", "a 6.4-magnitude quake", «6.4 ريختر».
func (r *reader) readScale(c *quantity) {
	if c.unit.known() {
		return
	}
	if e, _ := r.doc.MatchBefore(c.from, lang.Classes(lang.Scale), 2); e.Named(magnitude) {
		c.degree = magnitude
	}
	at := r.unitStart(c)
	e, n := r.doc.Match(at, lang.Classes(lang.Scale))
	if e.Named(magnitude) && at+n <= r.to && c.num.Has(numeral.InDigits) && !r.doc.Means(at, lang.Classes(lang.Noun)) {
		c.degree, c.next, c.graded = magnitude, at+n, true
	}
}

// readSign reads a minus before a measured number: "-5°C", «سالب 5 درجات». Before
// a count it is the dash of a list.
func (r *reader) readSign(c *quantity) {
	at, ok := r.minus(c.from)
	closed := r.doc.Is(c.to, '-') && r.doc.At(c.to).Touches() && !r.doc.At(c.to+1).Touches() // «سامي -35 عاما-»
	if !ok || closed || c.ranged || !c.unit.known() && !c.num.Has(numeral.Magnified) && r.doc.Is(at, '-') {
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
	return at, at >= r.from && d.Is(at, '-') && d.At(i).Touches() && r.openTo(at)
}

// openTo reports whether nothing but a bracket touches token i on its left.
func (r *reader) openTo(i int) bool {
	return i == r.from || !r.doc.At(i).Touches() || r.doc.Is(i-1, '(')
}

// unitStart passes over what may stand between a number and its unit: a closing
// quotation mark, a hyphen ("20-year"), the article of "half an hour".
func (r *reader) unitStart(c *quantity) int {
	at := c.next
	d := &r.doc
	switch {
	case r.hyphen(at):
		return at + 1
	case d.At(at).Touches() && (d.Is(at, ')') || r.enclosed(c.num.First-1, at)):
		return at + 1
	}
	if c.num.Has(numeral.Share | numeral.Indefinite) {
		if !d.Pack.OfAlsoFrom && c.num.Has(numeral.Indefinite) {
			at = r.past(at, lang.Of)
		}
		at = r.pastArticle(at)
	}
	return at
}

// attaches decides whether the unit word at i belongs to the number.
func (r *reader) attaches(c *quantity, i int, e *lang.Entry) bool {
	for _, refuses := range refusals {
		if refuses(r, c, i, e) {
			return false
		}
	}
	return true
}

// refusals are what keeps a unit word at token i from being the unit of a number.
var refusals = [...]func(r *reader, c *quantity, i int, e *lang.Entry) bool{
	(*reader).unitApart, (*reader).unitOfNext, (*reader).unitInDual, (*reader).unitDefinite,
	(*reader).unitOfTime, (*reader).unitMisspelled, (*reader).unitAbbreviated,
}

// unitApart: a particle or a line end stands before the word.
func (r *reader) unitApart(_ *quantity, i int, e *lang.Entry) bool {
	t := r.doc.At(i)
	return t.Clitics&(lang.Conj|lang.Prep) != 0 && e.Words == 1 || t.Has(token.AfterNewline)
}

// unitOfNext: the word is the sign before the digits behind it: "5 $40".
func (r *reader) unitOfNext(_ *quantity, i int, e *lang.Entry) bool {
	next := r.doc.At(i + e.Words)
	return e.Has(lang.Prefix) && next.Kind == token.Digits && (!r.doc.At(i).Touches() || next.Touches())
}

// unitInDual: the word has its number in itself: «سنة 1986 سنتين».
func (r *reader) unitInDual(_ *quantity, _ int, e *lang.Entry) bool {
	return e.Form == lang.Dual && e.Class == lang.Measure
}

// unitDefinite: a measure with the article belongs to a magnitude or a share only.
func (r *reader) unitDefinite(c *quantity, i int, e *lang.Entry) bool {
	return r.doc.At(i).Clitics&lang.Art != 0 && e.Class != lang.Currency && !c.num.Has(numeral.Indefinite|numeral.Magnified|numeral.Share)
}

// unitOfTime: the word dates the weekday behind it, or means something else without a word
// of time before.
func (r *reader) unitOfTime(c *quantity, i int, e *lang.Entry) bool {
	return e.Has(lang.Calendar) && r.doc.Means(i+e.Words, lang.Classes(lang.Weekday)) || e.Has(lang.AfterTimeCue) && !r.spans(c)
}

// unitMisspelled: a code in small letters, or a sign apart that must touch its digits.
func (r *reader) unitMisspelled(c *quantity, i int, e *lang.Entry) bool {
	return e.Has(lang.Capitals) && !r.coded(i, e, &c.num) || e.Has(lang.Touching) && !r.doc.At(i).Touches()
}

// unitAbbreviated: an abbreviation that cannot be one of a unit here: without digits, as
// the initial of a name, in capitals, or in the name of a model ("iPhone 5c").
func (r *reader) unitAbbreviated(c *quantity, i int, e *lang.Entry) bool {
	if !e.Has(lang.AfterDigits) {
		return false
	}
	t, point := r.doc.At(i), i+e.Words
	model, _ := r.doc.MatchBefore(c.from, lang.Classes(lang.Model), 3)
	initial := !t.Touches() && r.doc.Is(point, '.') && point+1 < r.to && r.doc.At(point+1).Touches()
	return !c.num.Has(numeral.InDigits) || initial || e.Has(lang.Lower) && t.Has(token.Upper) || model != nil && t.RuneEnd-t.RuneStart == 1
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
	at = r.pastArticle(at)
	f, n := d.Match(at, lang.Classes(lang.Fraction))
	if f == nil || f.Has(lang.Counted|lang.WithGenitive) || d.At(at).Clitics&lang.Art != 0 {
		return
	}
	again, m := d.Match(at+n, lang.Classes(lang.Measure, lang.Currency))
	switch {
	case f.Has(lang.WithOf) && d.Means(at+n, lang.Classes(lang.Of)): // "and a third of"
		return
	case !again.Named(c.unit.ID) && (again != nil || !r.boundary(at+n)):
		return
	}
	c.num.Value = c.num.Value.Add(f.Value())
	c.next = at + n + m
	c.to = c.next
}

// bareUnit reads a unit that means one of it: with a fraction behind it («ساعة
// ونصف», "an hour and a half"), with a smaller unit («مترا و85 سنتيمترا»), or with
// a modifier before it («أكثر من عام»,
// "more than a year").
func (r *reader) bareUnit(i int, c *quantity) bool {
	d := &r.doc
	e, n := d.Match(i, lang.Classes(lang.Measure, lang.Currency))
	if !e.May(lang.Singular|lang.Accusative) || r.article(i) {
		return false
	}
	first := r.beforeArticle(i)
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
	if d.Means(c.next, lang.Classes(lang.Weekday)) {
		return false // «إلا يوم الأربعاء»
	}
	bound, _ := d.MatchBefore(r.outward(first), lang.Classes(lang.Before), modifierReach)
	if bound == nil {
		bound, _ = d.Match(c.next, lang.Classes(lang.After)) // «أسبوع على الأقل»
	}
	return bound != nil && !r.dates(c.next) && r.boundary(c.next) && (first < i || d.Pack.BareFactors)
}
