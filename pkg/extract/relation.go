package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// modifierReach is the length of the longest modifier, and verbReach how many
// words may stand between a bound verb and its number.
const (
	modifierReach = 5
	verbReach     = 6
)

// readModifiers reads the modifiers before the number, from the inside outwards: a bound
// beats an approximation, «ما لا يقل عن نحو 40».
func (r *reader) readModifiers(q *quantity) {
	for {
		e, from := r.modifier(q, r.outward(q.cue))
		if e == nil {
			return
		}
		q.cue, q.before = from, bind(q.before, figure.Relation(e.ID))
	}
}

// qualifierReach is how many words may stand between an adjective of approximation and the word
// for "of" behind its noun.
const qualifierReach = 3

// readQualifier reads an adjective of approximation that belongs to the noun whose amount the
// number is: "an estimated population of 40,000".
func (r *reader) readQualifier(q *quantity) {
	of, at := r.before(q.cue, lang.Classes(lang.Of))
	if of == nil || q.before != "" {
		return
	}
	for i := at - 1; i > max(r.from, at-1-qualifierReach) && !r.ends(i); i-- {
		if e, _ := r.doc.MatchBefore(i, lang.Classes(lang.Before), modifierReach); e.Has(lang.Adjectival) {
			q.before = figure.Relation(e.ID)
			return
		}
	}
}

// covers reports whether a preposition at token i, before a time, says in which time something
// happened, as it does behind a noun or a verb of change: "a gain over three years". Behind other
// verbs it bounds how long they went on ("waited over two hours").
func (r *reader) covers(q *quantity, i int) bool {
	if !q.unit.Has(lang.Calendar) || r.doc.Means(q.next, lang.Classes(lang.AgeCue, lang.Anchor)) {
		return false
	}
	before := i - 1
	switch r.doc.At(before).Kind {
	case token.Word:
	case token.Punct:
		if before >= r.from && !r.clauseEnd(before) {
			return true
		}
		fallthrough
	default:
		return r.doc.Is(q.next, ',')
	}
	human, _ := r.doc.Match(before, nouns)
	a := r.word(before).Best
	switch {
	case human.Has(lang.Human) && q.unit.ID == "year": // "people over 60 years"
		return false
	case a.Pos() == word.Verb:
		return a.Form() == word.Passive || r.doc.Means(before, lang.Classes(lang.Change, lang.Casualty))
	}
	return a.Nominal() || a.Pos() == word.Adverb
}

// modifier returns the modifier that ends before token at, or before a word for the number
// there («فوق مستوى 40», "above the 40 mark"), and where it begins.
func (r *reader) modifier(q *quantity, at int) (*lang.Entry, int) {
	for _, end := range [...]int{at, r.beforeLevel(q, at)} {
		e, n := r.doc.MatchBefore(end, lang.Classes(lang.Before), modifierReach)
		if e == nil || r.doc.At(end-n).Clitics&lang.Art != 0 || e.Has(lang.Place) && r.located(q) || e.Has(lang.Period) && r.covers(q, end-n) {
			continue
		}
		if end < at {
			q.next = max(q.next, r.pastLevel(q.next))
		}
		return e, end - n
	}
	return nil, at
}

// beforeLevel returns the token at which a word for the number begins that ends before
// token at, or the determiner of one behind the number.
func (r *reader) beforeLevel(q *quantity, at int) int {
	if _, n := r.doc.MatchBefore(at, lang.Classes(lang.Level), 2); n > 0 && q.before == "" && r.doc.At(at-n).Clitics&lang.Art == 0 {
		return r.outward(at - n)
	}
	if r.determiner(at-1) && r.pastLevel(q.next) > q.next {
		return at - 1
	}
	return at
}

// pastLevel passes over a word for the number at token i.
func (r *reader) pastLevel(i int) int {
	_, n := r.doc.Match(i, lang.Classes(lang.Level))
	return i + n
}

// located reports whether the number may count the things of a place: few of what is no
// unit, in a clause that speaks of no change.
func (r *reader) located(q *quantity) bool {
	few := !q.unit.known() && q.num.Value.Cmp(ten) <= 0 && !q.num.Has(numeral.Share|numeral.Magnified)
	return few && !r.ends(q.next) && !r.governor(r.outward(q.cue)).found
}

// verbBefore returns the bound of a verb before the number («تجاوز سعر الذهب 2400»), or of
// the one that governs the number before it as well.
func (r *reader) verbBefore(s *statement) bound {
	before := r.beforeLevel(&s.quantity, r.outward(s.cue))
	for i := max(r.from, before-verbReach); i < before; i++ {
		if e, n := r.doc.Match(i, lang.Classes(lang.Verb)); e != nil && r.doc.At(i).Clitics&lang.Art == 0 && !r.indirect(before, s.cue) && r.bounds(e, span{i, i + n}, before) {
			return bound{figure.Relation(e.ID), span{i, i + n}}
		}
	}
	if s.before == "" && r.conjoined(&s.quantity) {
		return bound{relation: r.last.verb.relation}
	}
	return bound{}
}

// bounds reports whether a verb bounds the number at token before.
func (r *reader) bounds(e *lang.Entry, verb span, before int) bool {
	to := before
	if e.Has(lang.WithPreposition) {
		_, n := r.doc.MatchBefore(before, prepositions, 1)
		if to -= n; n == 0 {
			return false
		}
	}
	if e.Has(lang.Relative) {
		return r.describes(verb) && (verb.to == to || verb.to == to-1 && r.word(verb.to).Best.Clitics()&word.WithPronoun != 0)
	}
	return verb.to == to || verb.to < to && e.Has(lang.Distant) && r.clear(verb.to, to) && !r.states(verb.to, to) && !r.leftBehind(verb, to)
}

// indirect reports whether a joined preposition leads to a number between the tokens: it is
// then no object of a verb that bounds («تجاوزت سقفا حدده بـ230»).
func (r *reader) indirect(from, to int) bool {
	for i := from; i <= to; i++ {
		if r.doc.At(i).Clitics&lang.Prep != 0 {
			return true
		}
	}
	return false
}

// prepositions are the classes of the words that tie a verb to its number.
var prepositions = lang.Classes(lang.From, lang.To, lang.Stop)

// describes reports whether a verb begins a clause that says what the indefinite noun before
// it is like.
func (r *reader) describes(verb span) bool {
	noun := r.word(verb.from - 1).Best
	return verb.from > r.from && r.doc.At(verb.from).Clitics == 0 && (noun.Pos() == word.Noun || noun.Pos() == word.Adjective) &&
		noun.Clitics()&(word.WithArticle|word.WithPronoun) == 0 && !r.doc.Means(verb.from-1, lang.Classes(lang.Stop))
}

// states reports whether a verb from token i up to before states the number itself
// («متجاوزا الرقم السابق البالغ 40»).
func (r *reader) states(i, before int) bool {
	for ; i < before; i++ {
		if e, _ := r.doc.Match(i, lang.Classes(lang.Quantity)); e.Has(lang.Verbal) {
			return true
		}
	}
	return false
}

// leftBehind reports whether the word of a bound is a noun, by itself or as the genitive of
// the noun before it, and a verb behind it has the number: «غرامة تجاوز السرعة باتت 500».
func (r *reader) leftBehind(bound span, before int) bool {
	head := r.word(bound.from - 1).Best
	construct := bound.from > r.from && head.Pos() == word.Noun && head.Clitics()&(word.WithArticle|word.WithPronoun) == 0
	if r.word(bound.from).Best.Pos() != word.Noun && !construct {
		return false
	}
	for i := bound.to; i < before; i++ {
		if r.word(i).Best.Pos() == word.Verb {
			return true
		}
	}
	return false
}

// clear reports whether tokens from up to before hold no number and no clause
// end.
func (r *reader) clear(from, before int) bool {
	for i := from; i < before; i++ {
		if r.clauseEnd(i) || r.doc.At(i).Kind == token.Digits || r.doc.Is(i, '%') {
			return false
		}
	}
	return true
}

// startsNumber reports whether a number begins at token i.
func (r *reader) startsNumber(i int) bool {
	return r.doc.At(i).Kind == token.Digits || r.doc.Means(i, numeral.Triggers)
}

// readSuffix reads a modifier behind the figure: «على الأقل», "or more".
func (r *reader) readSuffix(c *quantity) {
	for _, at := range []int{c.next, c.to} {
		if r.doc.Is(at, ',') {
			at++
		}
		e, n := r.doc.Match(at, lang.Classes(lang.After))
		if e == nil {
			continue
		}
		if _, other := r.doc.Match(at, lang.Classes(lang.Before)); other > n || other == n && r.startsNumber(at+n) {
			continue
		}
		c.after = figure.Relation(e.ID)
		c.next = max(c.next, at+n)
		if of, n := r.doc.Match(c.next, lang.Classes(lang.Of)); of != nil && c.noun.empty() && (!c.unit.known() || c.unit.ID == "percent") {
			r.partitive(c, c.next+n)
		}
		return
	}
}
