package clause

import (
	"slices"
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
var parts = [...]part{
	word.Noun: nominal, word.Adjective: nominal, word.Name: nominal, word.Numeral: nominal,
	word.Verb: verb, word.Adverb: adverb, word.Preposition: preposition, word.Conjunction: conjunction,
	word.Pronoun: nominal, word.Determiner: determiner, word.Auxiliary: auxiliary, word.Particle: particle,
	word.Boundary: sign, word.NoPos: other,
}

// classParts are the parts of the lexicon's classes, which outrank the dictionary.
var classParts = []struct {
	class lang.Class
	part  part
}{
	{lang.Opener, opener}, {lang.Copula, auxiliary}, {lang.SaysVerb, verb}, {lang.Measuring, verb}, {lang.Lasting, verb}, {lang.Spending, verb}, {lang.Causative, verb},
	{lang.Amount, nominal}, {lang.Pricing, nominal}, {lang.Dimension, nominal},
}

// part is what token i does in the sentence.
func (r *Reader) part(i int) part {
	if i < r.from || i >= r.to {
		return sign
	}
	return r.decided[i-r.from]
}

// decideAll decides what every token does: first each by itself, then again by its neighbours.
func (r *Reader) decideAll() {
	r.decided = slices.Grow(r.decided[:0], r.to-r.from)[:r.to-r.from]
	for i := r.from; i < r.to; i++ {
		r.decided[i-r.from] = r.decide(i)
	}
	for i := r.from; i < r.to; i++ {
		if p := &r.decided[i-r.from]; *p == nominal || *p == verb {
			*p = r.revise(i, *p)
		}
	}
}

// decide decides what token i does by what the tables and the dictionary say of it.
func (r *Reader) decide(i int) part {
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
		return other
	}
	best := r.words.At(i).Best
	if t.RuneEnd-t.RuneStart == 1 && !t.Has(token.Latin) {
		return other // an abbreviation: «2014 م»
	}
	may := t.Classes.With(r.stemClasses(i))
	for _, c := range classParts {
		if !may.Has(c.class) {
			continue
		}
		if (c.part != opener && r.is(i, c.class) || r.doc.Means(i, lang.Classes(c.class))) && r.fits(i, c.class, c.part, best) {
			return c.part
		}
	}
	if r.doc.Pack.GenitiveByOf && t.Clitics&lang.Prep != 0 {
		return verb // what is written onto a word there is the pronoun of a verb: "s'élève"
	}
	if e, n := r.doc.Match(i, lang.Classes(lang.Stop)); n == 1 && best.Pos() != word.Auxiliary {
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
// verb of the tables is one unless an article or a preposition makes it a noun.
func (r *Reader) fits(i int, class lang.Class, p part, best word.Analysis) bool {
	pos := best.Pos()
	whole := r.doc.Pack.Starts(r.doc.At(i).Whole).Has(class)
	switch p {
	case opener:
		return r.opens(i)
	case auxiliary:
		return whole
	case verb:
		nominalized := best.Clitics()&(word.WithArticle|word.WithPreposition) != 0 && !whole
		participle := pos == word.Adjective && (class == lang.SaysVerb || best.Form() != word.NoForm || r.leads(i))
		return pos == word.Verb || !nominalized && (participle || pos == word.NoPos || pos == word.Name || whole && r.article(i))
	}
	return pos != word.Verb || r.doc.At(i).Clitics == 0
}

// revise corrects what a word is between others: a verb before a finite verb is a noun where
// verbs follow their subject, and a verbal noun that opens a part of the sentence before its
// object is a participle.
func (r *Reader) revise(i int, p part) part {
	best := r.words.At(i).Best
	if p == verb && best == bareVerb {
		return r.closedPart(i)
	}
	if r.doc.Pack.VerbFirst {
		return r.reviseVerbFirst(i, p)
	}
	return r.reviseSubjectFirst(i, p)
}

// reviseVerbFirst revises a word where the verb stands before its subject.
func (r *Reader) reviseVerbFirst(i int, p part) part {
	best, before, after := r.words.At(i).Best, r.words.At(i-1).Best, r.part(i-1)
	pronoun := best.Clitics()&word.WithPronoun != 0
	governed := p == verb && r.may(i, word.Noun)
	object := i-2 >= r.from && after == nominal && r.closed(i-1) && r.part(i-2) == verb // «باعت الشركة حصتها»
	switch {
	case governed && before.Form() == word.Comparative && !r.article(i-1),
		governed && pronoun && (object || r.quantityAt(i+1) >= 0),
		governed && after == nominal && r.part(i+1) == nominal && r.clashes(i) && r.verbFollows(i+1),
		p == verb && best.Number() == word.Dual && before.Pos() == word.Noun && !r.closed(i-1) && r.quantityAt(i-1) < 0,
		p == verb && after == preposition && before.Clitics()&word.WithPronoun == 0:
		return nominal
	case p == nominal && !r.article(i) && r.may(i, word.Verb) && (r.afterRelative(i) || after == opener && before.Clitics()&word.WithPronoun != 0):
		return verb
	}
	return p
}

// clashes reports whether the word at i may be a verbal noun, and no verb of the past that agrees
// with the indefinite singular noun right before it, whose genitive it is then: «غرامة تجاوز
// الإشارة».
func (r *Reader) clashes(i int) bool {
	noun := r.words.At(i - 1).Best
	if r.closed(i-1) || r.joined(i) || noun.Number() != word.Singular || noun.Gender() == word.NoGender {
		return false
	}
	verbal := false
	for _, c := range r.words.At(i).All {
		if c.Pos() == word.Verb && c.Tense() == word.Past && (c.Gender() == word.NoGender || c.Gender() == noun.Gender()) {
			return false
		}
		verbal = verbal || c.Pos() == word.Noun && c.Form() == word.Verbal
	}
	return verbal
}

// verbFollows reports whether another verb stands behind token i before the clause may end.
func (r *Reader) verbFollows(i int) bool {
	for ; r.free(i); i++ {
		switch r.part(i) {
		case verb, auxiliary:
			return !r.conjoined(i)
		case sign, opener, conjunction:
			return false
		}
	}
	return false
}

// reviseSubjectFirst revises a word where the verb stands behind its subject.
func (r *Reader) reviseSubjectFirst(i int, p part) part {
	best := r.words.At(i).Best
	switch {
	case p == verb && r.possessive(i-1) && r.may(i, word.Noun):
		return nominal
	case p == nominal && best.Form() == word.Passive && r.verbOfNoun(i):
		return verb
	case p == verb && best.Form() == word.NoForm && r.finite(i+1) && r.may(i, word.Noun):
		return nominal
	case p == nominal && i > r.from && r.is(i, lang.Change) && r.past(i) && r.words.At(i-1).Best.Nominal() && !r.finite(i+1):
		return verb
	case p == nominal && r.may(i, word.Verb) && (r.afterRelative(i) || r.is(i, carriers...) && r.quantityAt(i+1) >= 0 && !r.nominalized(i)):
		return verb
	case p == nominal && best.Form() == word.Verbal && r.may(i, word.Verb) && (r.opensPart(i) || r.leads(i)):
		return verb
	}
	return p
}

// carriers are the classes of the verbs that carry quantities.
var carriers = []lang.Class{lang.Measuring, lang.Change, lang.Causative, lang.Spending, lang.Lasting}

// nominalized reports whether a determiner or a preposition before the word at i makes it a noun.
func (r *Reader) nominalized(i int) bool {
	if i == r.from {
		return true
	}
	pos := r.words.At(i - 1).Best.Pos()
	return pos == word.Determiner || pos == word.Preposition || pos == word.Adjective
}

// afterRelative reports whether a relative pronoun stands right before the word at i.
func (r *Reader) afterRelative(i int) bool {
	if i == r.from || r.part(i-1) != opener {
		return false
	}
	e, n := r.doc.Match(i-1, lang.Classes(lang.Opener))
	return n == 1 && openerTypes[e.ID] == Relative
}

// past reports whether the word at i may be a verb in the past.
func (r *Reader) past(i int) bool {
	for _, c := range r.words.At(i).All {
		if c.Pos() == word.Verb && c.Tense() == word.Past {
			return true
		}
	}
	return false
}

// leads reports whether a quantity stands right behind the word at i, or behind a preposition.
func (r *Reader) leads(i int) bool {
	if r.quantityAt(i+1) >= 0 {
		return true
	}
	e, n := r.doc.Match(i+1, lang.Classes(lang.Stop))
	preposed := r.words.At(i+1).Best.Pos() == word.Preposition || n == 1 && e.ID == "preposition"
	return preposed && r.quantityAt(i+2) >= 0
}

// possessive reports whether the word at i ends as the owner of what follows: "coal's".
func (r *Reader) possessive(i int) bool {
	t := r.doc.At(i)
	return i >= r.from && slices.ContainsFunc(r.doc.Pack.Enclitics, func(e string) bool { return strings.HasSuffix(r.doc.Text[t.Start:t.End], e) })
}

// verbOfNoun reports whether the participle at i is the verb of the noun right before it, with an object
// behind it: "the government repaid debts".
func (r *Reader) verbOfNoun(i int) bool {
	pos := r.words.At(i - 1).Best.Pos()
	if i == r.from || r.possessive(i-1) || pos != word.Noun && pos != word.Name {
		return false
	}
	next := r.part(i + 1)
	return next == nominal || next == determiner || r.quantityAt(i+1) >= 0
}

// bareVerb is what the lexicon says of a word at which noun phrases end, whether a verb or not.
var bareVerb = func() word.Analysis {
	t, err := word.ParseTemplate("verb")
	if err != nil {
		panic(err) // the feature is part of package word
	}
	return t.Analysis()
}()

// closedPart is what another reading of the word at i does than that of a bare verb.
func (r *Reader) closedPart(i int) part {
	for _, c := range r.words.At(i).All {
		if p := parts[c.Pos()]; c.Analysis != bareVerb && (p == particle || p == determiner || p == adverb) {
			return p
		}
	}
	return verb
}

// finite reports whether the word at i is a verb in the past or an auxiliary.
func (r *Reader) finite(i int) bool {
	best := r.words.At(i).Best
	return best.Pos() == word.Auxiliary || r.is(i, lang.Copula) || best.Form() == word.Passive && r.is(i, lang.Measuring, lang.Change) ||
		best.Pos() == word.Verb && best.Tense() == word.Past
}

// may reports whether any reading of the word at i is of a part of speech.
func (r *Reader) may(i int, pos word.Pos) bool {
	for _, c := range r.words.At(i).All {
		if c.Pos() == pos {
			return true
		}
	}
	return false
}

// opensPart reports whether the word at i stands behind a sign and before an object.
func (r *Reader) opensPart(i int) bool {
	if i == r.from || r.doc.At(i-1).Kind != token.Punct {
		return false
	}
	next := r.words.At(i + 1).Best
	return next.Pos() == word.Determiner || r.is(i+1, lang.Opener) || r.quantityAt(i+1) >= 0
}

// opens reports whether the word at i opens a clause here: a word that may be a determiner
// or a preposition too opens one before a verb or its subject.
func (r *Reader) opens(i int) bool {
	e, n := r.doc.Match(i, lang.Classes(lang.Opener))
	if !e.Has(lang.Ambiguous) {
		return true
	}
	next, before := r.words.At(i+n).Best.Pos(), r.words.At(i-1).Best
	if openerTypes[e.ID] == Complement {
		noun := before.Pos() == word.Noun && next != word.Noun || before.Pos() == word.Noun && r.may(i+n+1, word.Verb)
		return r.part(i-1) == verb || noun || next == word.Determiner || next == word.Pronoun || r.is(i-1, lang.SaysVerb)
	}
	return next == word.Verb || next == word.Auxiliary || next == word.Pronoun
}

// is reports whether the word at i is of a class of the lexicon, with the clitics of its reading
// or without.
func (r *Reader) is(i int, classes ...lang.Class) bool {
	want := lang.Classes(classes...)
	return r.doc.Means(i, want) || r.stemClasses(i).Meets(want)
}

// stemClasses are the classes of the word at i without the clitics of its reading.
func (r *Reader) stemClasses(i int) lang.ClassSet {
	if i < r.from || i >= r.to {
		return lang.ClassSet{}
	}
	return r.stems[i-r.from]
}

// lookUpStems looks up every word that has clitics which may be none of its token.
func (r *Reader) lookUpStems() {
	r.stems = r.stems[:0]
	for i := r.from; i < r.to; i++ {
		var classes lang.ClassSet
		if r.words.At(i).Best.Clitics()&(word.WithVerbParticle|word.WithConjunction) != 0 {
			classes = r.doc.Pack.Classes(r.doc.Pack.Lookup(r.words.Stem(i)))
		}
		r.stems = append(r.stems, classes)
	}
}

// Is reports whether the word at token i is of a class of the lexicon, whatever particles are
// written onto it.
func (s *Sentence) Is(i int, classes ...lang.Class) bool { return s.reader.is(i, classes...) }

// article reports whether the word at i has an article written onto it.
func (r *Reader) article(i int) bool {
	return r.doc.At(i).Clitics&lang.Art != 0 || r.words.At(i).Best.Clitics()&word.WithArticle != 0
}

// joined reports whether a conjunction or a preposition is written onto the word at i.
func (r *Reader) joined(i int) bool {
	return r.conjoined(i) || r.prefixed(i)
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
	return e != nil && e.Has(lang.Calendar) && !e.Has(lang.AfterTimeCue)
}

// prefixed reports whether a preposition is written onto the word at i.
func (r *Reader) prefixed(i int) bool {
	return r.doc.At(i).Clitics&lang.Prep != 0 || r.words.At(i).Best.Clitics()&word.WithPreposition != 0
}

// conjoined reports whether a conjunction is written onto the word at i.
func (r *Reader) conjoined(i int) bool {
	return r.doc.At(i).Clitics&lang.Conj != 0 || r.words.At(i).Best.Clitics()&word.WithConjunction != 0
}
