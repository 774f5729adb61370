package extract

import (
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// dualByForm reads the dual of a noun that the lexicon does not know, by the analysis of
// the word: «باخرتين», «بروتوكولين».
func (r *reader) dualByForm(i int, q *quantity) bool {
	if !r.isDual(i) {
		return false
	}
	*q = quantity{span: span{i, i + 1}, cue: i, next: i + 1, dual: true}
	q.num = numeral.Numeral{First: i, Last: i, Value: two, Scale: one}
	q.noun = part{nil, span{i, i + 1}}
	return true
}

// mayBeDual reports whether a token is a word of no class that numbers have, indefinite and
// with the ending of a dual.
func mayBeDual(t *token.Token) bool {
	return t.Has(token.DualEnding) && t.Kind == token.Word && t.Clitics&lang.Art == 0 && !t.Classes.Meets(notCounted)
}

// notCounted are the classes of words whose dual, if they have one, the lexicon knows.
var notCounted = numeral.Triggers.With(lang.Classes(lang.Measure, lang.Currency, lang.Month, lang.Weekday, lang.Ordinal, lang.Stop))

// dualWord is what the readings of a word say of the dual that it may be.
type dualWord struct {
	// possible: it can be a noun in the dual; certain: it can be no other noun.
	possible, certain bool
	feminine          bool
	// participle: it can be an adjective made of a verb; subject: its ending is that of
	// a subject, and of many names.
	participle, subject bool
}

// dualReadings reads what the word at i can be.
func (r *reader) dualReadings(i int) dualWord {
	d := dualWord{certain: true}
	for _, a := range r.alone(i) {
		switch {
		case !a.Nominal():
		case a.Number() != word.Dual, a.State() == word.Construct, a.Clitics()&(word.WithArticle|word.WithPronoun) != 0:
			d.certain = false
		default:
			d.participle = d.participle || a.Pos() == word.Adjective
			d.possible = d.possible || a.Pos() == word.Noun && a.Source() == word.FromDictionary
			d.feminine = a.Gender() == word.Feminine
			d.subject = a.Case() == word.Nominative
		}
	}
	return d
}

// isDual weighs the readings of a word against what stands beside it.
func (r *reader) isDual(i int) bool {
	d := r.dualReadings(i)
	switch {
	case !d.possible, r.dualAdjective(i):
		return false
	case r.dualVerb(i + 1):
		return true
	case !d.certain, !r.word(i).Best.Nominal(), r.word(i-1).Best.Pos() == word.Name:
		return false
	case !d.participle && (d.feminine || !d.subject):
		return true
	}
	return (d.feminine || !d.participle) && r.introduces(i-1)
}

// introduces reports whether a noun follows the word at i: a verb that is not of two, or a
// preposition.
func (r *reader) introduces(i int) bool {
	before := r.word(i).Best
	return before.Pos() == word.Verb && before.Number() != word.Dual || before.Pos() == word.Preposition
}

// dualVerb reports whether the word at i can be a past verb of two.
func (r *reader) dualVerb(i int) bool {
	if i >= r.to || r.doc.At(i).Clitics != 0 {
		return false
	}
	for _, a := range r.alone(i) {
		if a.Pos() == word.Verb && a.Number() == word.Dual && a.Tense() == word.Past && a.Person() == 3 {
			return true
		}
	}
	return false
}

// dualAdjective reports whether the word at i only goes with a noun before it: an adjective,
// or a second dual behind a dual.
func (r *reader) dualAdjective(i int) bool {
	if r.word(i).Best.Pos() == word.Adjective {
		return true
	}
	before := r.word(i - 1).Best
	return i > r.from && before.Nominal() && before.Number() == word.Dual && before.Clitics()&word.WithArticle == 0 && r.word(i).Best.Clitics()&word.WithConjunction == 0
}
