package extract

import (
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/clause"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/word"
)

// subject is the counted or measured thing of a figure.
func (r *reader) subject(s *statement) part {
	found := r.subjects.find(s)
	if found.empty() {
		found.span = r.labelNoun(s.label)
	}
	noun := part{s.noun.Entry, found.span}
	for i := noun.from; i < noun.to && !noun.known(); i++ {
		noun.Entry, _ = r.doc.Match(i, lang.Classes(lang.Noun))
	}
	return noun
}

// textOf is a noun as the text writes it, without the particles before its article.
func (r *reader) textOf(noun part) string {
	if noun.empty() {
		return ""
	}
	return r.sliceOf(noun.span)[r.particles(noun.from):]
}

// written are the clitics of the lexicon that the clitics of a reading are.
var written = [...]struct {
	of word.Clitics
	is lang.Clitics
}{{word.WithConjunction, lang.Conj}, {word.WithPreposition, lang.Prep}, {word.WithArticle, lang.Art}}

// particles is the length in bytes of the conjunctions and prepositions that are written onto
// the word at i.
func (r *reader) particles(i int) int {
	t, set := r.doc.At(i), r.word(i).Best.Clitics()
	clitics := t.Clitics
	for _, c := range written {
		if set&c.of != 0 {
			clitics |= c.is
		}
	}
	known := t.Clitics == 0 && t.Stem != 0 && r.doc.Means(i, lang.Classes(lang.Noun))
	if clitics&(lang.Conj|lang.Prep) == 0 || known {
		return 0
	}
	text := r.doc.Text[t.Start:t.End]
	_, n := r.doc.Pack.ProcliticLength(clitics, text)
	if _, conjunction := r.doc.Pack.ProcliticLength(clitics&lang.Conj, text); n == conjunction && clitics&lang.Prep != 0 {
		return r.beforeStem(i)
	}
	return n
}

// beforeStem is the length in bytes of what is written before the stem of the word at i, whose
// preposition has swallowed a part of its article: «للقتلى».
func (r *reader) beforeStem(i int) int {
	text, n := r.doc.Text[:r.doc.At(i).End], int(r.doc.At(i).Start)
	r.word(i)
	for range utf8.RuneCount(r.doc.Fold(i)) - utf8.RuneCount(r.words.current.Stem(i)) {
		_, letter := r.doc.Pack.ProcliticLength(lang.Conj, text[n:])
		n += letter
	}
	return n - int(r.doc.At(i).Start)
}

// found is the subject of a figure, and whether it stands before its number.
type found struct {
	span
	before bool
}

// finder finds the subjects of the figures of one sentence, in their order.
type finder struct {
	r          *reader
	sentence   *clause.Sentence
	quantities []clause.Quantity
	// figures are the statements that may be figures, and found their subjects.
	figures []*statement
	found   []found
	// at is the figure being looked at, last the one before it, -1 for none, and place where
	// it stands.
	at, last int
	place    clause.Place
	// verb is the place as the governing verb sees it, whose clause may be an outer one.
	verb clause.Place
	// attached: the subject found last is the phrase that the figure stands on.
	attached bool
}

// prepare notes the statements of the sentence that may be figures. Its clauses are cut when
// the first of them is one, or for an explanation.
func (f *finder) prepare(r *reader) {
	f.r, f.at, f.last, f.sentence = r, -1, -1, nil
	f.quantities, f.figures, f.found = f.quantities[:0], f.figures[:0], f.found[:0]
	next := r.from
	for i := range r.read {
		s := &r.read[i]
		if s.dropped != "" {
			continue
		}
		q := r.atom(s, next)
		f.quantities, f.figures, f.found = append(f.quantities, q), append(f.figures, s), append(f.found, found{})
		next = q.Next
	}
	if r.trace != nil && len(f.figures) > 0 {
		f.cut()
		r.trace.clauses(r, f.sentence)
	}
}

// cut cuts the sentence into clauses.
func (f *finder) cut() {
	r := f.r
	r.word(r.from) // the words of the sentence are read
	f.sentence = r.clauses.Read(&r.doc, r.words.current, r.from, r.to, f.quantities)
}

// atom is a statement as the grammar of clauses sees it: the number with its unit and the
// modifiers that touch it, verbs aside, from a token that none before it has.
func (r *reader) atom(s *statement, from int) clause.Quantity {
	first, next := s.from, max(s.to, s.num.Last+1)
	if s.unit.from <= next {
		next = max(next, s.unit.to)
	}
	first, next = r.unmark(s, first, next)
	for {
		e, n := r.doc.MatchBefore(first, lang.Classes(lang.Before), modifierReach)
		if e == nil || first-n < from || r.doc.Means(first-n, lang.Classes(lang.Change)) {
			break
		}
		first -= n
	}
	return clause.Quantity{
		Span:  clause.Span{First: max(first, from), Next: next},
		Noun:  clause.Span{First: s.noun.from, Next: s.noun.to},
		Vague: s.num.Has(numeral.Share | numeral.Indefinite),
	}
}

// find returns the subject of a figure. The figures are asked for in their order.
func (f *finder) find(s *statement) found {
	if f.sentence == nil {
		f.cut()
	}
	f.last = f.at
	for f.at++; f.figures[f.at] != s; f.at++ {
	}
	f.found[f.at] = f.subject(s)
	return f.found[f.at]
}

// earlier is the figure before the one being looked at, -1 for none.
func (f *finder) earlier() int { return f.last }

// subject finds what the figure is of: what stands behind it, what an earlier figure that it
// goes with is of, or what governs it.
func (f *finder) subject(s *statement) found {
	var ok bool
	if f.place, ok = f.sentence.Place(f.at); !ok {
		return found{span: s.noun.span}
	}
	if f.points() {
		if of := f.measured(); !of.empty() {
			return of
		}
	}
	if !s.noun.empty() && !f.loose(s) {
		return f.behind(s.noun.span)
	}
	if f.shareOfThem() {
		return f.found[f.earlier()]
	}
	switch f.kind() {
	case figure.Ratio, figure.Multiple:
		return found{}
	case figure.Age:
		return f.age()
	case figure.Duration:
		return f.duration()
	}
	return f.measured()
}

// shareOfThem reports whether the figure is a share of those that the figure before it counts:
// "54 percent of them", «ثلثهم».
func (f *finder) shareOfThem() bool {
	share := f.kind() == figure.Ratio || f.kind() == figure.Percent
	if !share || f.earlier() < 0 {
		return false
	}
	owner := f.r.word(f.now().num.Last).Best.Clitics()&word.WithPronoun != 0
	return owner || f.r.doc.Means(f.quantities[f.at].Next, lang.Classes(lang.Subset))
}

// points reports whether the figure counts the points of an index, which are no subject.
func (f *finder) points() bool {
	noun := f.now().noun
	return noun.Has(lang.Points) && noun.to == noun.from+1
}

// now is the figure being looked at.
func (f *finder) now() *statement { return f.figures[f.at] }

func (f *finder) kind() figure.Kind { return kind(&f.now().quantity) }

// measured is what an earlier figure that the quantity goes with is of, or what governs it.
func (f *finder) measured() found {
	if earlier := f.paired(); earlier >= 0 {
		return f.shared(earlier)
	}
	if behind := f.partOf(); behind >= 0 && f.kind() == figure.Measure && !distances[f.now().unit.ID] && f.r.word(f.chunk(behind).Head).Best.Pos() != word.Name {
		return found{span: f.trim(behind)}
	}
	return f.govern()
}

// loose reports whether what stands behind the number is not what it counts or measures: no noun
// phrase behind a unit ("$8m available"), a verb or a time behind a bare number, or a property
// that the next number measures.
func (f *finder) loose(s *statement) bool {
	if next := f.at + 1; next < len(f.quantities) && f.quantities[next].First == s.noun.to && f.r.doc.Means(s.noun.from, lang.Classes(lang.Dimension)) {
		return true
	}
	for k := f.place.Chunk + 1; k < len(f.sentence.Chunks) && f.chunk(k).First <= s.noun.from; k++ {
		c := f.chunk(k)
		if s.noun.from < c.First || s.noun.from >= c.Next {
			continue
		}
		if !s.unit.known() {
			return !s.noun.known() && f.r.doc.Pack.VerbFirst && (c.Kind == clause.Predicate || c.Time)
		}
		bare := c.Core.Next == c.Core.First+1 && f.r.word(c.Head).Best.Pos() == word.Adjective
		return c.Kind != clause.Phrase || bare || f.r.word(s.noun.from).Best.Pos() == word.Determiner
	}
	return false
}

// behind is the phrase that begins with a noun behind the number, or with a dual, and the
// phrases joined to it.
func (f *finder) behind(noun span) found {
	if !f.r.doc.Pack.AdjectiveTakesArticle {
		return found{span: noun}
	}
	if f.now().dual {
		return found{span: spanOf(f.sentence.PhraseFrom(noun.from, max(noun.from+1, f.quantities[f.at].Next)))}
	}
	for k := f.place.Chunk + 1; k < len(f.sentence.Chunks) && f.chunk(k).First <= noun.from; k++ {
		if c := f.chunk(k); c.Kind == clause.Phrase && noun.from >= c.First && noun.from < c.Next {
			return found{span: span{f.pastAmount(noun.from, c.Next), f.coordinated(k)}}
		}
	}
	return found{span: noun}
}

// pastAmount passes over a bare word of amount at token i, if the phrase that ends before token
// to goes on: «من مجموع المستجوبين».
func (f *finder) pastAmount(i, to int) int {
	if _, n := f.r.doc.Match(i, lang.Classes(lang.Amount)); i+n < to {
		return i + n
	}
	return i
}

// coordinated is the token behind the phrase at chunk k and the phrases that are joined to it
// and have the same state.
func (f *finder) coordinated(k int) int {
	for k+1 < len(f.sentence.Chunks) && f.joins(k, k+1) {
		k++
	}
	return f.chunk(k).Next
}

// joins reports whether the phrase at chunk next is joined to that at chunk k: both definite or
// both accusative, and no quantity of its own behind it.
func (f *finder) joins(k, next int) bool {
	c := f.chunk(next)
	if !c.Bare() || !f.r.conjoins(c.First) || next+1 < len(f.sentence.Chunks) && f.chunk(next+1).Kind == clause.Figure {
		return false
	}
	first, second := f.r.word(f.chunk(k).Head).Best, f.r.word(c.Head).Best
	if f.definite(k) {
		return f.definite(next)
	}
	return first.Case() == word.Accusative && second.Case() == word.Accusative
}

// before is the subject that the phrase at chunk k is, which stands before the number.
func (f *finder) before(k int) found {
	if k == earlierSubject {
		of := f.found[f.earlier()]
		of.before = true
		return of
	}
	if k = f.named(k); k < 0 {
		return found{}
	}
	return found{span: f.completed(k), before: true}
}

// named is the phrase at chunk k, or what it stands for if it is a pronoun: the subject of a
// clause before. It is None where the sentence does not say.
func (f *finder) named(k int) int {
	for k >= 0 && f.pronoun(k) {
		of := f.chunk(k).Clause
		k = clause.None
		for of--; of >= 0 && k < 0; of-- {
			c := &f.sentence.Clauses[of]
			if c.Predicate < 0 || !f.r.doc.Means(f.chunk(c.Predicate).Head, lang.Classes(lang.SaysVerb)) {
				k = c.Subject
			}
		}
	}
	return k
}

func (f *finder) pronoun(k int) bool {
	return f.r.word(f.chunk(k).Head).Best.Pos() == word.Pronoun
}

func (f *finder) chunk(k int) *clause.Chunk { return &f.sentence.Chunks[k] }

// head reports whether the head of the phrase at chunk k is of a class.
func (f *finder) head(k int, classes ...lang.Class) bool {
	c := f.chunk(k)
	return f.sentence.Is(c.Core.First, classes...) || f.sentence.Is(c.Head, classes...)
}

// conjoins reports whether a conjunction is written onto the word at i.
func (r *reader) conjoins(i int) bool {
	return r.doc.At(i).Clitics&lang.Conj != 0 || r.word(i).Best.Clitics()&word.WithConjunction != 0
}

// definite reports whether the phrase at chunk k has an article on its head or on the last word
// of its chain.
func (f *finder) definite(k int) bool {
	core := f.chunk(k).Core
	return (f.r.word(core.First).Best.Clitics()|f.r.word(core.Next-1).Best.Clitics())&word.WithArticle != 0
}

func spanOf(s clause.Span) span { return span{s.First, s.Next} }
