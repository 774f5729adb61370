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
func (r *reader) addParts(c *candidate) {
	for c.unit != nil && !c.ranged && !c.num.Has(numeral.Indefinite|numeral.Share) && r.addPart(c) {
	}
}

func (r *reader) addPart(c *candidate) bool {
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
		c.unit, c.unitFirst, c.unitTo = e, first, first+e.Words
	}
	c.num.Flags &^= numeral.Single
	c.next = first + e.Words
	c.last = c.next - 1
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
	if e, _ = r.doc.Match(i, measures); e != nil && e.Form == lang.Dual {
		return two, i, e
	}
	return value, 0, nil
}

// halfAgain reports whether behind a unit alone comes a fraction of the same unit, which
// shows that the unit meant one of it: «لترا ونصف اللتر».
func (r *reader) halfAgain(c *candidate) bool {
	at, ok := r.and(c.next)
	if !ok {
		return false
	}
	f, n := r.doc.Match(at, lang.Classes(lang.Fraction))
	if f == nil || f.Has(lang.Counted|lang.WithGenitive) {
		return false
	}
	again, _ := r.doc.Match(at+n, lang.Classes(lang.Measure))
	return again != nil && again.ID == c.unit.ID
}

// bareOperand reads a unit that means one of it because it begins a range: «بين ساعة
// وساعتين», "an hour to two hours".
func (r *reader) bareOperand(i int, c *candidate) bool {
	d := &r.doc
	e, n := d.Match(i, lang.Classes(lang.Measure))
	if e == nil || e.Form&(lang.Singular|lang.Accusative) == 0 || d.At(i).Clitics&lang.Art != 0 || e.Has(lang.AfterDigits) {
		return false
	}
	if a, m := d.MatchBefore(i, lang.Classes(lang.One), 1); a != nil && a.Has(lang.Article) {
		c.first, c.cue = i-m, i-m
	} else if frame, _ := d.MatchBefore(r.outward(i), lang.Classes(lang.Between, lang.From), 4); frame == nil {
		return false
	}
	first := c.first
	c.first, c.last, c.next = i, i+n-1, i+n
	c.num = numeral.Numeral{First: i, Last: i + n - 1, Value: one, Scale: one}
	c.unit, c.unitFirst, c.unitTo = e, i, i+n
	r.readRange(c)
	c.first = first
	return c.ranged
}

// readMixed adds a fraction of the counted thing, which stands behind it again: «أربعة
// مقاعد ونصف المقعد».
func (r *reader) readMixed(c *candidate) {
	if c.noun == nil || c.postposed || c.ranged || c.unit != nil || c.num.Has(numeral.Indefinite|numeral.Share) {
		return
	}
	at, ok := r.and(c.nounFirst + c.noun.Words)
	f, n := r.doc.Match(at, lang.Classes(lang.Fraction))
	if !ok || f == nil || f.Has(lang.Counted|lang.WithGenitive) || r.doc.At(at+n).Clitics&lang.Art == 0 {
		return
	}
	again, m := r.doc.Match(at+n, lang.Classes(lang.Noun))
	if again == nil || again.ID != c.noun.ID {
		return
	}
	c.num.Value = c.num.Value.Add(f.Value())
	c.nounTo = c.nounFirst + c.noun.Words
	c.last, c.next = at+n+m-1, max(c.next, at+n+m)
}

// unwrap returns the token behind the number and the brackets or quotation marks around
// it, where what it counts or measures follows them: «(85) حقيبة». A number alone in
// brackets is a note, and one in brackets that begins a line a list's.
func (r *reader) unwrap(c *candidate) int {
	d := &r.doc
	at := r.closed(c.num.First, c.next)
	if at == c.next || d.Is(r.from, '(') && c.num.First <= r.from+2 || !r.agrees(c, at) || r.lists(c.num.First-1, at) {
		return c.next
	}
	return at
}

// lists reports whether the noun at i stood already right before a bracket, so that the
// bracket belongs to the one before: «جامعة الشمال (173) جامعة الجنوب (221)».
func (r *reader) lists(bracket, i int) bool {
	e, _ := r.doc.Match(i, lang.Classes(lang.Noun))
	for k := bracket - 1; e != nil && k >= r.from && k >= bracket-phraseLimit && r.doc.At(k).Kind == token.Word; k-- {
		if before, _ := r.doc.Match(k, lang.Classes(lang.Noun)); before != nil && before.ID == e.ID {
			return true
		}
	}
	return false
}

// closed returns the token behind the brackets and quotation marks that open right before
// token first, or the modifier before it, and close at next.
func (r *reader) closed(first, next int) int {
	d := &r.doc
	if _, n := d.MatchBefore(first, lang.Classes(lang.Before), modifierReach); n > 0 {
		first -= n
	}
	for open := first - 1; open >= r.from && d.At(next).Touches() && (d.Is(open, '(') && d.Is(next, ')') || d.Is(open, '"') && d.Is(next, '"')); open-- {
		next++
	}
	return next
}

// agrees reports whether the word at i is what the number counts or measures, in the form
// that a noun has behind such a number.
func (r *reader) agrees(c *candidate, i int) bool {
	d := &r.doc
	t := d.At(i)
	if i >= r.to || t.Kind != token.Word || t.Has(token.AfterNewline) || t.Clitics != 0 && d.Pack.SingularCounted {
		return false
	}
	if d.Pack.SingularCounted && d.At(i+1).Clitics&lang.Art != 0 && !r.accusative(i) && d.Means(i, lang.Classes(lang.Noun)) {
		return false // a genitive: «(173) جامعة الملك سعود»
	}
	few := !d.Pack.SingularCounted || c.num.Value.Cmp(ten) <= 0
	if e, _ := d.Match(i, lang.Classes(lang.Noun, lang.Measure, lang.Currency)); e != nil {
		return !few || e.Form&lang.Plural != 0 || e.Has(lang.AfterDigits)
	}
	if r.boundary(i) {
		return false
	}
	return few == r.plural(i)
}

// passTolerance passes over the tolerance of a measured number, so that both share the unit
// behind them: "1.35 ± 0.05 km".
func (r *reader) passTolerance(c *candidate) {
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

// passRepeat takes words and the same number in digits in brackets behind them for one
// number: «ألف وخمسمئة (1500) جندي», «مئة (100) ألف دينار».
func (r *reader) passRepeat(c *candidate) {
	d := &r.doc
	at := c.next
	if c.num.Has(numeral.InDigits|numeral.Share) || !d.Is(at, '(') || d.At(at+1).Kind != token.Digits {
		return
	}
	n, ok := numeral.Parse(d, at+1, r.to, false)
	if !ok || !n.Value.Equal(c.num.Value) && !n.Value.Equal(c.num.Value.Mul(n.Scale)) {
		return
	}
	to := r.closed(at+1, n.Last+1)
	if to == n.Last+1 && !n.Has(numeral.Magnified) {
		return
	}
	n.First = c.num.First
	n.Flags &^= numeral.Plain | numeral.InDigits
	c.num, c.last, c.next = n, to-1, to
}
