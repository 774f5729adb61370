package numeral

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// term is a coefficient with its magnitudes: «260 ألف».
type term struct {
	coefficient, other, scale figure.Number
	first, next               int
	flags                     Flag
}

func (t *term) value() figure.Number { return t.coefficient.Mul(t.scale) }

func (p *parser) term(i int) (term, bool) {
	if i >= p.limit {
		return term{}, false
	}
	t := term{scale: one, first: i}
	var ok bool
	switch tok := p.d.At(i); {
	case tok.Kind == token.Digits, p.leadsDecimals(i):
		ok = p.digits(i, &t)
	case tok.Kind == token.Word, tok.Kind == token.Punct && tok.Classes.Has(lang.Fraction):
		ok = p.words(i, &t)
	}
	if !ok {
		return t, false
	}
	if t.flags&Share != 0 {
		return t, p.magnify(&t)
	}
	p.times(&t)
	at := p.outside(i, t.next)
	scale, next := p.magnitudes(at, t.scale)
	if next > at {
		t.scale, t.next = t.scale.Mul(scale), next
		t.flags |= Magnified
	}
	return t, true
}

// times reads the word for a hundred behind digits, where it is a factor: "3 hundred".
func (p *parser) times(t *term) {
	if t.flags&InDigits == 0 || p.d.Pack.JoinedNumerals {
		return
	}
	if e, next := p.class(t.next, lang.Hundred); e != nil && e.Num == 100 && p.follows(t.next) && !p.percent(t.next) {
		t.coefficient, t.other, t.next = t.coefficient.Mul(figure.NewNumber(100)), figure.Number{}, next
	}
}

// longestModifier is the length of the longest modifier, in tokens.
const longestModifier = 5

// outside returns the token behind the brackets and quotation marks that open right
// before token i and close at next, so that they hide no magnitude: «(40) مليون».
func (p *parser) outside(i, next int) int {
	if next >= p.limit || p.d.At(next).Kind != token.Punct {
		return next
	}
	if _, n := p.d.MatchBefore(i, lang.Classes(lang.Before), longestModifier); n > 0 {
		i -= n
	}
	for before := i - 1; next < p.limit && p.d.At(next).Touches() && p.encloses(before, next); before-- {
		next++
	}
	return next
}

func (p *parser) encloses(open, close int) bool {
	return p.d.Is(open, '(') && p.d.Is(close, ')') || p.d.Is(open, '"') && p.d.Is(close, '"') || p.d.Is(open, '[') && p.d.Is(close, ']')
}

// magnify reads the magnitude that a fraction takes a part of: «نصف مليون»,
// "half a million", "a quarter of a million".
func (p *parser) magnify(t *term) bool {
	at := p.outside(t.first, t.next)
	if of, next := p.class(at, lang.Of); of != nil && !p.d.Pack.JoinedNumerals {
		at = next
	}
	if a, next := p.class(at, lang.One); a != nil && a.Has(lang.Article) {
		at = next
	}
	e, next := p.entry(at, lang.Classes(lang.Magnitude, lang.Collective))
	if e == nil || !p.follows(at) || e.Form == lang.Plural || e.Has(lang.Factor) && !p.factor(at, e) {
		return true
	}
	t.scale, t.next = e.Value(), next
	t.flags = t.flags&^Share | Magnified
	return true
}

// magnitudes reads magnitude words of increasing size from token i: «ألف مليون».
func (p *parser) magnitudes(i int, last figure.Number) (figure.Number, int) {
	scale := one
	for {
		at := i
		if p.d.Is(i, '-') && p.d.At(i).Touches() && p.d.At(i+1).Touches() {
			at = i + 1
		}
		e, next := p.entry(at, lang.Classes(lang.Magnitude, lang.Collective))
		if e == nil || !p.follows(at) || e.Form == lang.Dual || !p.factor(at, e) {
			return scale, i
		}
		v := figure.NewNumber(e.Num)
		if v.Cmp(last) <= 0 {
			return scale, i
		}
		scale, last, i = scale.Mul(v), v, next
	}
}

// factor judges abbreviations: "bn" must touch its digits or follow a currency sign, "m"
// requires the sign.
func (p *parser) factor(i int, e *lang.Entry) bool {
	switch {
	case e.Has(lang.Capital) && !p.d.At(i).Has(token.Upper):
		return false
	case !e.Has(lang.Factor), p.money:
		return true
	case e.Has(lang.Supported):
		next, _ := p.d.Match(i+1, lang.Classes(lang.Noun, lang.Measure, lang.Currency))
		return next != nil && (next.Form == lang.Plural || next.Class != lang.Noun) && p.d.At(i).Touches() && p.follows(i+1)
	}
	return p.d.At(i).Touches()
}

// words reads a number below one thousand, or a bare magnitude.
func (p *parser) words(i int, t *term) bool {
	if e, next := p.class(i, lang.Fraction); e != nil && !e.Has(lang.Counted) && p.partitive(e, next) && (!e.Has(lang.WithGenitive) || p.d.At(i).Clitics&lang.Art == 0) {
		t.coefficient, t.next, t.flags = e.Value(), next, Share
		return true
	}
	if v, next, ok := p.group(i); ok {
		t.coefficient, t.next = v, next
		return p.share(t)
	}
	if e, next := p.class(i, lang.Zero); e != nil {
		t.coefficient, t.next, t.flags = figure.NewNumber(0), next, Nil
		return true
	}
	return p.bare(i, t) || p.single(i, t)
}

// share reads a counted fraction: «ثلاثة أرباع», "two-thirds".
func (p *parser) share(t *term) bool {
	at := t.next
	if p.d.Is(at, '-') {
		at++
	}
	e, next := p.class(at, lang.Fraction)
	if e != nil && p.follows(at) && e.Form&lang.Plural != 0 && t.coefficient.Cmp(figure.NewNumber(e.Den)) < 0 {
		t.coefficient = t.coefficient.Mul(figure.NewNumber(e.Num)).Div(figure.NewNumber(e.Den))
		t.next = next
		t.flags |= Share
	}
	return true
}

// bare reads a magnitude without a coefficient: it means one, or two in the dual.
func (p *parser) bare(i int, t *term) bool {
	e, next := p.entry(i, lang.Classes(lang.Magnitude, lang.Collective))
	if e == nil || e.Form == lang.Plural || e.Has(lang.Factor|lang.Compound) {
		return false
	}
	if !p.d.Pack.BareFactors && !e.Has(lang.Bare) || p.otherWord(i, e, next) {
		return false
	}
	t.coefficient, t.scale, t.next, t.flags = one, figure.NewNumber(e.Num), next, Magnified
	if p.twice(i, e, next) {
		t.coefficient, t.flags = figure.NewNumber(2), Magnified|Dual
	}
	larger, after := p.magnitudes(next, t.scale)
	if after > next {
		t.scale, t.next = t.scale.Mul(larger), after
	}
	return true
}

// otherWord recognises the verb and the name with the spelling of a thousand: «ألف الكاتب»,
// «ألفا عمر». A thousand alone precedes what it counts, which is indefinite, and must be a
// known word if the form is that of an object.
func (p *parser) otherWord(i int, e *lang.Entry, next int) bool {
	after := p.d.At(next)
	if e.Num != 1000 || p.d.At(i).Clitics&^lang.Conj != 0 || after.Kind != token.Word || after.Clitics&lang.Conj != 0 {
		return false
	}
	known := after.Classes.Meets(lang.Classes(lang.Noun, lang.Measure, lang.Currency, lang.Magnitude))
	object := e.Form&lang.Accusative != 0 && e.Form&lang.Singular == 0
	return !known && (after.Clitics&lang.Art != 0 || object && !after.Classes.Has(lang.Stop))
}

// twice decides whether a magnitude word is a dual. The accusative singular and the construct
// dual have the same spelling («مليونا»): it is the dual if a noun follows that it could
// govern.
func (p *parser) twice(i int, e *lang.Entry, next int) bool {
	if e.Form&(lang.Dual|lang.Construct) == 0 || p.d.At(i).Has(token.Tanween) {
		return false
	}
	if e.Form&(lang.Singular|lang.Accusative) == 0 {
		return true
	}
	after := p.d.At(next)
	return after.Kind == token.Word && p.follows(next) && !after.Classes.Has(lang.Stop)
}

// single reads the word for one, or the article used as one before a factor ("a hundred").
func (p *parser) single(i int, t *term) bool {
	e, next := p.class(i, lang.One)
	if e == nil {
		return false
	}
	t.coefficient, t.next = one, next
	if scale, after := p.magnitudes(next, one); after > next {
		t.scale, t.next = scale, after
		t.flags = Magnified
		return true
	}
	if f, after := p.class(next, lang.Fraction); f != nil && p.follows(next) && !f.Has(lang.Counted) && p.partitive(f, after) {
		t.coefficient, t.next, t.flags = f.Value(), after, Share
		return true
	}
	t.flags = Single
	return !e.Has(lang.Compound)
}

// partitive reports whether a fraction with the spelling of an ordinal ("third") is one: what
// it divides must follow.
func (p *parser) partitive(e *lang.Entry, next int) bool {
	switch {
	case e.Has(lang.WithGenitive):
		return p.genitive(next)
	case !e.Has(lang.WithOf):
		return true
	}
	of, _ := p.entry(next, lang.Classes(lang.Of, lang.Magnitude))
	return of != nil || p.closes(next) && p.byHowMuch(next-e.Words)
}

// closes reports whether no noun phrase goes on at token i.
func (p *parser) closes(i int) bool {
	return p.d.At(i).Kind != token.Word || p.d.Means(i, lang.Classes(lang.Stop, lang.TimeCue, lang.From, lang.Weekday, lang.Month))
}

// byHowMuch reports whether an article and a linking word stand before token i, so that what
// begins there says how much something differs: "down by a third".
func (p *parser) byHowMuch(i int) bool {
	article, n := p.d.MatchBefore(i, lang.Classes(lang.One), 1)
	if article == nil || !article.Has(lang.Article) {
		return false
	}
	by, _ := p.d.MatchBefore(i-n, lang.Classes(lang.Linker), 2)
	return by != nil
}

// genitive reports whether what a fraction divides begins at token i: a definite word, or
// a plural of people, which a number of the other gender would count, before one.
func (p *parser) genitive(i int) bool {
	t := p.d.At(i)
	if t.Kind != token.Word || !p.follows(i) {
		return false
	}
	if t.Clitics&lang.Art != 0 {
		return true
	}
	e, next := p.class(i, lang.Noun)
	return e != nil && e.Has(lang.Human) && p.d.At(next).Clitics&lang.Art != 0 && p.follows(next)
}
