package extract

import (
	"github.com/arqam-io/arqam/pkg/clause"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/word"
)

// stated is a mention of the sentence being read, whose subject is found once the sentence
// is known to its end.
type stated struct {
	mention  int // its index in reader.out
	quantity clause.Quantity
	// unit is the unit's entry, nil for none; noun is what stands behind the number, empty
	// for nothing.
	unit *lang.Entry
	noun clause.Span
	// points: the number is the level of an index or a change in its points.
	points bool
	// dual: the number is the noun's own.
	dual bool
}

// state notes a candidate that became the last mention.
func (r *reader) state(c *candidate) {
	s := stated{mention: len(r.out) - 1, unit: c.unit, noun: clause.Span{First: c.nounFirst, Next: c.nounTo}}
	s.quantity = clause.Quantity{
		Span: clause.Span{First: r.modifiersOf(c), Next: max(c.last, c.num.Last) + 1},
		Kind: r.out[s.mention].Kind,
		Noun: s.noun, Vague: c.num.Has(numeral.Share | numeral.Indefinite),
	}
	s.dual = c.dual
	if c.unit != nil && c.unitTo > c.unitFirst {
		s.quantity.Next = max(s.quantity.Next, c.unitTo)
	}
	if n := len(r.stated); n > 0 && r.stated[n-1].quantity.Next > s.quantity.First {
		s.quantity.First = max(c.first, r.stated[n-1].quantity.Next)
	}
	s.points = c.noun != nil && c.noun.Has(lang.Points) && c.nounTo == c.nounFirst+1
	r.stated = append(r.stated, s)
}

// modifiersOf is the first token of the modifiers that touch the candidate.
func (r *reader) modifiersOf(c *candidate) int {
	at := c.first
	for {
		e, n := r.doc.MatchBefore(at, lang.Classes(lang.Before), modifierReach)
		if e == nil || at-n < r.from {
			return at
		}
		at -= n
	}
}

// settleSubjects gives the mentions of the sentence their subjects.
func (r *reader) settleSubjects() {
	if len(r.stated) == 0 {
		return
	}
	r.quantities = r.quantities[:0]
	for i := range r.stated {
		r.quantities = append(r.quantities, r.stated[i].quantity)
	}
	r.word(r.from)
	s := r.clauses.Read(&r.doc, r.words.current, r.from, r.to, r.quantities)
	r.trace.clauses(s)
	f := finder{r: r, sentence: s, found: r.found[:0]}
	for i := range r.stated {
		f.found = append(f.found, f.subject(i))
		r.nameSubject(&r.stated[i], f.found[i].Span)
	}
	r.found, r.stated = f.found, r.stated[:0]
}

// nameSubject writes the subject of a mention, and its concept where the lexicon knows the noun.
func (r *reader) nameSubject(s *stated, span clause.Span) {
	m := &r.out[s.mention]
	if span.Empty() {
		m.Subject = ""
		return
	}
	first, last := r.doc.At(span.First), r.doc.At(span.Next-1)
	m.Subject = r.doc.Text[int(first.Start)+r.particles(span.First) : last.End]
	for i := span.First; i < span.Next && m.Concept == ""; i++ {
		if e, _ := r.doc.Match(i, lang.Classes(lang.Noun)); e != nil {
			m.Concept = figure.ConceptID(e.ID)
		}
	}
}

// particles is the length in bytes of the conjunctions and prepositions that are written onto
// the word at i.
func (r *reader) particles(i int) int {
	t, set := r.doc.At(i), r.word(i).Best.Clitics()
	clitics := t.Clitics
	for of, c := range map[word.Clitics]lang.Clitics{word.WithConjunction: lang.Conj, word.WithPreposition: lang.Prep, word.WithArticle: lang.Art} {
		if set&of != 0 {
			clitics |= c
		}
	}
	if clitics&(lang.Conj|lang.Prep) == 0 || t.Clitics == 0 && t.Stem != 0 && r.doc.Means(i, lang.Classes(lang.Noun)) {
		return 0
	}
	_, n := r.doc.Pack.ProcliticLength(clitics, r.doc.Text[t.Start:t.End])
	return n
}

// found is the subject of a quantity, and whether it stands before its number.
type found struct {
	clause.Span
	before bool
}

// finder finds the subjects of the quantities of one sentence, in their order.
type finder struct {
	r        *reader
	sentence *clause.Sentence
	found    []found
	at       int // the quantity being looked at
	place    clause.Place
}

// subject finds what quantity i is of: what stands behind it, what an earlier figure that it
// goes with is of, or what governs it.
func (f *finder) subject(i int) found {
	s := &f.r.stated[i]
	f.at = i
	var ok bool
	if f.place, ok = f.sentence.Place(i); !ok {
		return found{Span: s.noun}
	}
	if s.points {
		if of := f.measured(); !of.Empty() {
			return of
		}
	}
	if !s.noun.Empty() && (s.unit == nil || !f.loose(s.noun)) {
		return f.behind(s.noun)
	}
	switch s.quantity.Kind {
	case figure.Ratio, figure.Multiple:
		return found{}
	case figure.Age:
		return f.age()
	case figure.Duration:
		return f.duration()
	}
	return f.measured()
}

// loose reports whether what stands behind a unit is no noun phrase: "$8m available", "$5 apiece".
func (f *finder) loose(noun clause.Span) bool {
	for k := f.place.Chunk + 1; k < len(f.sentence.Chunks); k++ {
		if c := f.chunk(k); noun.First >= c.First && noun.First < c.Next {
			bare := c.Core.Next == c.Core.First+1 && f.r.word(c.Head).Best.Pos() == word.Adjective
			return c.Kind != clause.Phrase || bare || f.r.determiner(noun.First)
		}
	}
	return false
}

// behind is the phrase that begins with a noun behind the number, or with a dual, and the
// phrases joined to it.
func (f *finder) behind(noun clause.Span) found {
	if !f.r.doc.Pack.AdjectiveTakesArticle {
		return found{Span: noun}
	}
	if f.r.stated[f.at].dual {
		return found{Span: f.sentence.PhraseFrom(noun.First)}
	}
	for k := f.place.Chunk + 1; k < len(f.sentence.Chunks); k++ {
		if c := f.chunk(k); c.Kind == clause.Phrase && noun.First >= c.First && noun.First < c.Next {
			return found{Span: clause.Span{First: noun.First, Next: f.coordinated(k)}}
		}
	}
	return found{Span: noun}
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
	article := word.WithArticle
	if first.Clitics()&article != 0 || f.r.word(f.chunk(k).Core.Next-1).Best.Clitics()&article != 0 {
		return second.Clitics()&article != 0
	}
	return first.Case() == word.Accusative && second.Case() == word.Accusative
}

// measured is what an earlier figure that the quantity goes with is of, or what governs it.
func (f *finder) measured() found {
	if earlier := f.paired(); earlier >= 0 {
		return f.shared(earlier)
	}
	s := &f.r.stated[f.at]
	if behind := f.partOf(); behind >= 0 && f.kind() == figure.Measure && !distances[s.unit.ID] && f.r.word(f.chunk(behind).Head).Best.Pos() != word.Name {
		return found{Span: f.trim(behind)}
	}
	return f.govern()
}

// govern is the subject that the words before the quantity give it.
func (f *finder) govern() found {
	if span, ok := f.attached(); ok {
		return f.before(span)
	}
	k := f.predicated()
	if f.kind() == figure.Count && !f.announced(k) {
		return found{}
	}
	return f.before(k)
}

// announced reports whether the phrase at chunk k says what is counted: it has a word of
// amount, or a verb of level or a sign alone stands between it and the count.
func (f *finder) announced(k int) bool {
	if k < 0 {
		return false
	}
	rest := f.trim(k)
	bare := rest.Next == rest.First+1 && f.r.doc.Means(rest.First, lang.Classes(lang.Quantity, lang.Amount))
	verb := f.place.Verb
	switch {
	case f.r.stated[f.at].points:
		return true
	case bare:
		return false
	case verb >= 0:
		return f.measures(verb) && !f.head(verb, lang.Copula)
	}
	return f.place.Chunk > 0 && f.r.doc.Is(f.chunk(f.place.Chunk-1).First, ':')
}

func (f *finder) before(k int) found {
	if k == earlierSubject {
		of := f.found[f.at-1]
		of.before = true
		return of
	}
	if k = f.named(k); k < 0 {
		return found{}
	}
	return found{Span: f.trim(k), before: true}
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

func (f *finder) kind() figure.Kind { return f.r.stated[f.at].quantity.Kind }

func (f *finder) chunk(k int) *clause.Chunk { return &f.sentence.Chunks[k] }

// head reports whether the head of the phrase at chunk k is of a class.
func (f *finder) head(k int, classes ...lang.Class) bool {
	c := f.chunk(k)
	return f.r.doc.Means(c.Core.First, lang.Classes(classes...)) || f.r.doc.Means(c.Head, lang.Classes(classes...))
}

// conjoins reports whether a conjunction is written onto the word at i.
func (r *reader) conjoins(i int) bool {
	return r.doc.At(i).Clitics&lang.Conj != 0 || r.word(i).Best.Clitics()&word.WithConjunction != 0
}
