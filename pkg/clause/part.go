package clause

import (
	"strings"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// part is what a token does in a sentence.
type part uint8

const (
	other part = iota
	nominal
	determiner
	verb
	auxiliary
	particle
	adverb
	preposition
	conjunction
	opener
	sign
	quote
)

// parts are the parts of the dictionary's parts of speech.
var parts = map[word.Pos]part{
	word.Noun: nominal, word.Adjective: nominal, word.Name: nominal, word.Numeral: nominal,
	word.Verb: verb, word.Adverb: adverb, word.Preposition: preposition, word.Conjunction: conjunction,
	word.Pronoun: nominal, word.Determiner: determiner, word.Auxiliary: auxiliary, word.Particle: particle,
	word.Boundary: sign,
}

// classParts are the parts of the lexicon's classes, which outrank the dictionary.
var classParts = []struct {
	class lang.Class
	part  part
}{
	{lang.Opener, opener}, {lang.SaysVerb, verb}, {lang.Level, verb}, {lang.Lasting, verb}, {lang.Spending, verb},
	{lang.Amount, nominal}, {lang.Pricing, nominal}, {lang.Linker, other},
}

// part decides what token i does.
func (r *Reader) part(i int) part {
	t := r.doc.At(i)
	switch t.Kind {
	case token.Word:
	case token.Punct:
		if r.doc.Is(i, '"') {
			return quote
		}
		return sign
	case token.Particle:
		return preposition
	default:
		return nominal
	}
	best := r.words.At(i).Best
	for _, c := range classParts {
		if t.Classes.Has(c.class) && c.part != other && r.doc.Means(i, lang.Classes(c.class)) && r.fits(i, c.part, best) {
			return c.part
		}
	}
	if e, n := r.doc.Match(i, lang.Classes(lang.Stop)); n == 1 {
		switch e.ID {
		case "preposition":
			return preposition
		case "determiner":
			return determiner
		}
	}
	return parts[best.Pos()]
}

// fits reports whether the reading of a word in its context allows what its class says. A
// verb of the tables is one unless an article or a determiner makes it a noun.
func (r *Reader) fits(i int, p part, best word.Analysis) bool {
	switch p {
	case verb:
		nominalized := best.Clitics()&(word.WithArticle|word.WithPreposition) != 0
		return best.Pos() == word.Verb || !nominalized && best.Pos() != word.Noun
	case opener:
		return r.opens(i)
	}
	return best.Pos() != word.Verb || r.doc.At(i).Clitics == 0
}

// opens reports whether the word at i opens a clause here: a word that may be a determiner
// or a preposition too opens one behind a verb or before one.
func (r *Reader) opens(i int) bool {
	e, n := r.doc.Match(i, lang.Classes(lang.Opener))
	if !e.Has(lang.Ambiguous) {
		return true
	}
	next := r.words.At(i + n).Best
	return next.Pos() == word.Verb || next.Pos() == word.Auxiliary || next.Pos() == word.Pronoun || r.words.At(i-1).Best.Pos() == word.Verb
}

// is reports whether the word at i is of a class of the lexicon.
func (r *Reader) is(i int, classes ...lang.Class) bool {
	return r.doc.Means(i, lang.Classes(classes...))
}

// article reports whether the word at i has an article written onto it.
func (r *Reader) article(i int) bool { return r.doc.At(i).Clitics&lang.Art != 0 }

// joined reports whether a conjunction or a preposition is written onto the word at i.
func (r *Reader) joined(i int) bool {
	t := r.doc.At(i)
	if t.Clitics&(lang.Conj|lang.Prep) != 0 {
		return true
	}
	return r.words.At(i).Best.Clitics()&(word.WithConjunction|word.WithPreposition) != 0
}

// moment reports whether a phrase that begins at token i says when.
func (r *Reader) moment(i int) bool {
	if r.is(i, lang.Weekday, lang.Month, lang.YearCue) {
		return true
	}
	if e, _ := r.doc.Match(i, lang.Classes(lang.Anchor)); e != nil && strings.HasPrefix(e.ID, "day") {
		return true
	}
	e, _ := r.doc.Match(i, lang.Classes(lang.Measure))
	return e != nil && e.Has(lang.Calendar)
}
