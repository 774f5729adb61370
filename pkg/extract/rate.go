package extract

import (
	"bytes"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// rate is what a quantity is per, and where it ends.
type rate struct {
	of    part
	count figure.Number
	to    int
}

// setRate sets the rate of a quantity.
func (q *quantity) setRate(per rate) { q.per, q.perCount = per.of, per.count }

// readRate attaches the denominator that stands right behind the unit:
// «70 دولارا للبرميل», "80 km/h", "a day".
func (r *reader) readRate(q *quantity) {
	if !q.unit.known() && !q.num.Has(numeral.InDigits|numeral.Magnified) {
		return
	}
	if per, ok := r.rate(q, q.next); ok {
		q.setRate(per)
		q.to, q.next = per.to, per.to
	}
}

// rate reads a denominator at token i.
func (r *reader) rate(q *quantity, i int) (rate, bool) {
	if whole, ok := r.wholeRate(q, i); ok {
		return whole, true
	}
	at, word := r.perWord(q, i)
	if at < 0 {
		return rate{}, false
	}
	var count figure.Number
	if num, ok := numeral.Parse(&r.doc, at, r.to, false); ok && word != nil && num.Has(numeral.InDigits|numeral.Magnified) {
		count, at = num.Value, num.Last+1
	}
	e, n := r.denominator(q, at, word)
	if e == nil || at+n > r.to || e.Has(lang.Calendar) && r.dates(at+n) {
		return rate{}, false
	}
	return rate{part{e, span{at, at + n}}, count, at + n}, true
}

// wholeRate reads a denominator that the pack lists as one phrase: "a day", «يوميا».
func (r *reader) wholeRate(q *quantity, i int) (rate, bool) {
	e, n := r.doc.Match(i, lang.Classes(lang.Per))
	switch {
	case e == nil, i+n > r.to, r.titled(i, e), e.Has(lang.Human) && !r.ofPeople(q, i):
		return rate{}, false
	case e.Has(lang.Distant), !r.dates(i + n):
		return rate{part{e, span{i, i + n}}, figure.Number{}, i + n}, true
	}
	return rate{}, false
}

// headReach is how many words back the people may stand of whom each has so much.
const headReach = 8

// titled reports whether an adverb of rate is written with a capital, as in a name: "Reader
// Monthly".
func (r *reader) titled(i int, e *lang.Entry) bool {
	return e.Has(lang.Distant) && r.capitalInside(i)
}

// titledRate reports whether such an adverb stands at token i.
func (r *reader) titledRate(i int) bool {
	e, _ := r.doc.Match(i, lang.Classes(lang.Per))
	return e != nil && r.titled(i, e)
}

// capitalInside reports whether token i is written with a capital inside the sentence.
func (r *reader) capitalInside(i int) bool { return i > r.from && r.doc.At(i).Has(token.Upper) }

// ofPeople reports whether the nearest noun before token i is people; where none is known,
// people have money.
func (r *reader) ofPeople(q *quantity, i int) bool {
	for k := i - 1; k >= max(r.from, i-headReach); k-- {
		if e, _ := r.doc.Match(k, lang.Classes(lang.Noun)); e != nil {
			return e.Has(lang.Human)
		}
	}
	return q.unit.IsA(lang.Currency)
}

// perWord returns the token behind the word that makes a denominator of what follows it, or
// token i itself if it has that word joined to it; -1 if there is none.
func (r *reader) perWord(q *quantity, i int) (int, *lang.Entry) {
	t := r.doc.At(i)
	w, n := r.doc.Match(i, lang.Classes(lang.PerWord))
	switch {
	case w == nil && t.Clitics == lang.Prep|lang.Art && affixed(r.doc.Fold(i), r.doc.Pack.Fused, bytes.HasPrefix):
		return i, nil
	case w == nil, w.Has(lang.Touching) && !t.Touches() && !q.unit.known():
		return -1, nil
	}
	return i + n, w
}

// denominator is what the noun or unit at token i makes of a rate: anything behind "per", a
// person behind «لل» and a unit; nil if it makes none.
func (r *reader) denominator(q *quantity, i int, word *lang.Entry) (*lang.Entry, int) {
	e, n := r.doc.Match(i, lang.Classes(lang.Measure, lang.Noun, lang.Currency))
	switch {
	case e == nil && word.Has(lang.AnyNoun) && q.unit.known() && !r.ends(i):
		return &lang.Entry{Class: lang.Noun, ID: string(r.doc.Fold(i))}, 1
	case e == nil && word != nil && q.unit.IsA(lang.Currency) && r.oneThing(i):
		return &lang.Entry{Class: lang.Noun, ID: string(r.doc.Fold(i))}, 1
	case e == nil, e.ID == "percent", e.Has(lang.Times):
		return nil, 0
	case e.Class != lang.Noun, e.Has(lang.Human) && word != nil:
		return e, n
	case word != nil && q.unit.known(), e.Has(lang.Human) && q.unit.known() && e.Form&lang.Singular != 0:
		return e, n
	}
	return nil, 0
}

// oneThing reports whether the word at i is a noun in the singular alone, of which money may be
// the price: "$60 a sack".
func (r *reader) oneThing(i int) bool {
	a := r.word(i).Best
	noun := a.Pos() == word.Noun && a.Number() == word.Singular && a.Source() != word.FromShape
	return noun && !r.ends(i) && !r.doc.At(i).Has(token.Upper) && r.boundary(i+1) && !r.doc.Means(i+1, lang.Classes(lang.SaysVerb))
}

// dates reports whether the word at i makes a date of the time unit before it:
// «في العام الماضي», "a year earlier", «في الأسبوع الذي سبقه» are no rates.
func (r *reader) dates(i int) bool {
	t := r.doc.At(i)
	if t.Kind == token.Digits || r.doc.Means(i, lang.Classes(lang.Ordinal)) {
		return true
	}
	if e, n := r.doc.Match(i, lang.Classes(lang.Anchor)); e != nil && strings.HasPrefix(e.ID, "before") && r.apart(i+n) {
		return true // "a year before"
	}
	e, _ := r.doc.Match(i, lang.Classes(lang.Stop))
	return e != nil && (e.ID == "time" || e.ID == "relative" && !r.doc.Means(i, lang.Classes(lang.Of)))
}

// adverbReach is how many words may stand between a figure and an adverb of
// rate.
const adverbReach = 5

// readAdverb reads a rate given by an adverb some words away («85 شاحنة تدخل المدينة
// يوميا», «ينفق يوميا نحو مليون») or by an adjective of what is counted or measured
// («16 رحلة يومية», "monthly pay of $300").
func (r *reader) readAdverb(q *quantity) {
	if q.per.known() || q.dual || q.age || q.num.Has(numeral.Share) || q.unit.known() && ownRate(q.unit.Entry) {
		return
	}
	for i := q.next; i < min(r.to, q.next+adverbReach) && !r.clauseEnd(i) && r.doc.At(i).Kind != token.Digits; i++ {
		if r.adverb(q, i) {
			return
		}
	}
	for i := range r.clauseBefore(q.cue, 2) {
		if r.adverb(q, i) {
			return
		}
	}
	for _, read := range [...]func(*reader, *quantity){(*reader).readAdjective, (*reader).readEvery} {
		if read(r, q); q.per.known() {
			return
		}
	}
}

// adverb reads the rate at token i, if it is one that may stand apart.
func (r *reader) adverb(q *quantity, i int) bool {
	e, n := r.doc.Match(i, lang.Classes(lang.Per))
	if e == nil || !e.Has(lang.Distant) || r.titled(i, e) {
		return false
	}
	q.per = part{e, span{i, i + n}}
	return true
}

// periodic reads the adjective of a rate at token i.
func (r *reader) periodic(q *quantity, i int) bool {
	e, n := r.doc.Match(i, lang.Classes(lang.Periodic))
	if e == nil || r.capitalInside(i) {
		return false
	}
	q.per = part{e, span{i, i + n}}
	return true
}

// readAdjective reads a rate that is an adjective of the counted noun, or of the noun that a
// word of quantity ties to the number.
func (r *reader) readAdjective(q *quantity) {
	for i := q.noun.from; i <= q.noun.to && i < r.to && !q.noun.empty(); i++ {
		if r.periodic(q, i) {
			return
		}
	}
	at := q.cue
	for range phraseReach {
		e, from := r.before(at, linking)
		if e == nil {
			break
		}
		at = from
	}
	at = r.outward(at)
	switch {
	case r.doc.Pack.AdjectiveAfterNoun:
		r.periodic(q, at-1)
	case at < r.outward(q.cue):
		r.periodic(q, at-2)
	}
}

// linking are the classes of the words that tie a number to the noun it is the amount of, or
// that changed to it.
var linking = lang.Classes(lang.Linker, lang.Quantity, lang.Before, lang.Of, lang.Change, lang.To)

// everyReach is how many words may stand between "every week" and what it brings.
const everyReach = 8

// readEvery reads the unit of which each one brings so much: "every week of outage costs the
// region $24 million", «كل كيلوغرام من البذور يوفر 300 لتر».
func (r *reader) readEvery(q *quantity) {
	for i := range r.clauseBefore(q.cue, everyReach) {
		if i < r.last.next || r.doc.At(i).Kind == token.Digits {
			return
		}
		if of := r.each(i); of.known() && of.to < q.cue {
			q.per = of
			return
		}
	}
}

// each reads a unit of which the words at token i mean each one.
func (r *reader) each(i int) part {
	if e, n := r.doc.Match(i, lang.Classes(lang.Per)); e.Has(lang.Distant) && n > 1 {
		return part{e, span{i, i + n}}
	}
	word, n := r.doc.Match(i, lang.Classes(lang.PerWord))
	if word == nil || word.Has(lang.Touching) || r.doc.Means(i, lang.Classes(lang.One)) || r.doc.At(i).Clitics != 0 {
		return part{}
	}
	of, m := r.doc.Match(i+n, lang.Classes(lang.Measure))
	if of == nil || of.Form&(lang.Dual|lang.Plural) != 0 || r.doc.At(i+n).Clitics != 0 {
		return part{}
	}
	return part{of, span{i + n, i + n + m}}
}

// readPrice reads what one of a unit costs: «سعر برميل برنت … 82 دولارا»,
// "the price of a tonne rose to $300", «40 ألف طن بسعر 246 دولارا».
func (r *reader) readPrice(q *quantity) {
	if !q.unit.known() || q.unit.Class != lang.Currency || q.per.known() {
		return
	}
	for i := range r.clauseBefore(q.from, changeReach) {
		if e, n := r.doc.Match(i, lang.Classes(lang.Price)); e != nil {
			r.priceOf(q, i, i+n)
			return
		}
	}
	r.quoted(q)
}

// priceOf reads what the price word from token i up to before to is the price of.
func (r *reader) priceOf(q *quantity, i, to int) {
	at := to
	for r.determiner(at) || r.doc.Means(at, lang.Classes(lang.One)) {
		at++
	}
	of, n := r.doc.Match(at, lang.Classes(lang.Measure, lang.Currency))
	switch {
	case of == nil && to == r.outward(q.from) && r.doc.At(i).Clitics&lang.Prep != 0:
		r.sold(q)
	case of == nil, of.ID == q.unit.ID, of.ID == "percent", of.Has(lang.Calendar), at+n > q.from:
	case of.Class == lang.Currency:
		q.priced, q.fine = true, true
	default:
		q.per, q.priced, q.fine = part{of, span{at, at + n}}, true, cheap[of.ID]
	}
}

// cheap are the units of which one costs little money, so that its price has decimals.
var cheap = map[string]bool{"kilogram": true, "liter": true, "pound": true, "kilowatt-hour": true}

// sold gives the price of what the quantity before it measures the rate of its unit.
func (r *reader) sold(q *quantity) {
	before := &r.last.quantity
	if before.unit.IsA(lang.Measure) && !ownRate(before.unit.Entry) {
		q.per = part{before.unit.Entry, span{q.to, q.to}}
	}
}

// quoted reads an amount that is the price of a unit or of another money, named alone before
// it: «كيلو الطحين بـ31 جنيها», «اليورو عند 1.087 دولار».
func (r *reader) quoted(q *quantity) {
	for i := range r.clauseBefore(q.from, verbReach) {
		of, n := r.doc.Match(i, lang.Classes(lang.Measure, lang.Currency))
		switch {
		case r.doc.At(i).Kind == token.Digits:
			return
		case of == nil, i < r.last.next:
		case r.doc.Means(i+n, lang.Classes(lang.Ordinal)): // «الدرجة الثانية»
		case of.ID == q.unit.ID || minor(q.unit.Entry, of) || of.Has(lang.Calendar|lang.AfterDigits) || of.ID == "percent":
			return
		case of.Class == lang.Currency:
			q.fine = true
			return
		case r.doc.Pack.AdjectiveAfterNoun && of.Form&(lang.Dual|lang.Plural) == 0 && r.unnumbered(i):
			q.per, q.fine = part{of, span{i, i + n}}, cheap[of.ID]
			return
		}
	}
}

// unnumbered reports whether the unit at token i stands without a number of its own: it is
// definite, or has its genitive behind it.
func (r *reader) unnumbered(i int) bool {
	return r.doc.At(i).Clitics&lang.Art != 0 || r.doc.At(i+1).Clitics&lang.Art != 0 && r.doc.At(i+1).Clitics&lang.Prep == 0
}
