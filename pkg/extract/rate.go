package extract

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
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
	if whole, ok := r.wholeRate(i); ok {
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
func (r *reader) wholeRate(i int) (rate, bool) {
	e, n := r.doc.Match(i, lang.Classes(lang.Per))
	switch {
	case e == nil, i+n > r.to, e.Has(lang.Human) && !r.ofPeople(i):
		return rate{}, false
	case e.Has(lang.Distant), !r.dates(i+n):
		return rate{part{e, span{i, i + n}}, figure.Number{}, i + n}, true
	}
	return rate{}, false
}

// headReach is how many words back the people may stand of whom each has so much.
const headReach = 8

// ofPeople reports whether the nearest noun before token i, if any is known, is people.
func (r *reader) ofPeople(i int) bool {
	for k := i - 1; k >= max(r.from, i-headReach); k-- {
		if e, _ := r.doc.Match(k, lang.Classes(lang.Noun)); e != nil {
			return e.Has(lang.Human)
		}
	}
	return true
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
	case e == nil && word != nil && word.Has(lang.AnyNoun) && q.unit.known() && !r.ends(i):
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

// dates reports whether the word at i makes a date of the time unit before it:
// «في العام الماضي», "a year earlier", «في الأسبوع الذي سبقه» are no rates.
func (r *reader) dates(i int) bool {
	t := r.doc.At(i)
	if t.Kind == token.Digits || r.doc.Means(i, lang.Classes(lang.Ordinal)) {
		return true
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
	for i := q.cue - 1; i >= max(r.from, q.cue-2) && !r.clauseEnd(i); i-- {
		if r.adverb(q, i) {
			return
		}
	}
	r.readAdjective(q)
}

// adverb reads the rate at token i, if it is one that may stand apart.
func (r *reader) adverb(q *quantity, i int) bool {
	e, n := r.doc.Match(i, lang.Classes(lang.Per))
	if e == nil || !e.Has(lang.Distant) || i > r.from && r.doc.At(i).Has(token.Upper) {
		return false
	}
	q.per = part{e, span{i, i + n}}
	return true
}

// periodic reads the adjective of a rate at token i.
func (r *reader) periodic(q *quantity, i int) bool {
	e, n := r.doc.Match(i, lang.Classes(lang.Periodic))
	if e != nil {
		q.per = part{e, span{i, i + n}}
	}
	return e != nil
}

// readAdjective reads a rate that is an adjective of the counted noun, or of the noun that a
// word of quantity ties to the number.
func (r *reader) readAdjective(q *quantity) {
	for i := q.noun.from; i <= q.noun.to && i < r.to && !q.noun.empty(); i++ {
		if r.periodic(q, i) {
			return
		}
	}
	at := r.outward(q.cue)
	for range 3 {
		_, n := r.doc.MatchBefore(at, linking, 3)
		if at = r.outward(at - n); n == 0 {
			break
		}
	}
	if at == r.outward(q.cue) || at <= r.from {
		return
	}
	if !r.doc.Pack.AdjectiveAfterNoun {
		at--
	}
	r.periodic(q, at-1)
}

// linking are the classes of the words that tie a number to the noun it is the amount of.
var linking = lang.Classes(lang.Linker, lang.Quantity, lang.Before, lang.Of)

// readPrice reads what one of a unit costs: «سعر برميل برنت … 82 دولارا»,
// "the price of a tonne rose to $300". A currency that is quoted costs so much itself.
func (r *reader) readPrice(q *quantity) {
	if !q.unit.known() || q.unit.Class != lang.Currency || q.per.known() {
		return
	}
	for i := q.from - 1; i >= max(r.from, q.from-changeReach) && !r.clauseEnd(i); i-- {
		e, n := r.doc.Match(i, lang.Classes(lang.Price))
		if e == nil {
			continue
		}
		at := i + n
		for r.determiner(at) || r.doc.Means(at, lang.Classes(lang.One)) {
			at++
		}
		of, m := r.doc.Match(at, lang.Classes(lang.Measure, lang.Currency))
		if of != nil && of.ID != q.unit.ID && of.ID != "percent" && !of.Has(lang.Calendar) && at+m <= q.from {
			q.per, q.priced = part{of, span{at, at + m}}, true
		}
		return
	}
}
