package extract

import (
	"github.com/arqam-io/arqam/pkg/clause"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/word"
)

// way is one way in which a sentence says what a figure is of: what must be true and what must
// not, and the chunk that it is. The first way that fits and finds something is taken; None as
// its find means that the sentence does not say.
type way struct {
	needs, not circumstances
	find       func(*finder) (int, bool)
}

// ways begin with what stands nearest to the figure.
var ways = []way{
	// The phrase that the figure stands on.
	{stands | goesOn, 0, phraseBefore},
	{stands | directed | adjacent, 0, phraseBefore},
	{stands | own | priceWord, 0, (*finder).priced},
	{stands | participle, own | isPercent, unsaid},
	{stands | changeNoun | isMeasure | own | property, 0, phraseBefore},
	{stands | changeNoun, 0, func(f *finder) (int, bool) { return f.changed(f.place.Noun) }},
	{stands | possessed | bare | adjacent, amountWord | governed, phraseBefore},
	{stands | own | property, 0, phraseBefore},
	{stands | linked | reached | bare, 0, phraseBefore},
	{stands | linked | reached, bare, (*finder).bareBefore},
	{stands | own | isMeasure | adjacent | amountFirst, measures | distant, phraseBefore},
	{stands | ofIt, 0, phraseBefore},
	{stands | byIt | bare | adjacent, conjoined | changeNoun | outer, phraseBefore},
	{stands | own | prefixed, changeNoun, phraseBefore},
	// The arguments of the verb that governs it.
	{isMoney | exchanged | passive, 0, subjectOf},
	{isMoney | exchanged, 0, (*finder).bought},
	{distant, 0, unsaid},
	{0, own | tied, unsaid},
	{0, governed, (*finder).nominal},
	{object | objectChange | isPercent, 0, func(f *finder) (int, bool) { return f.changed(f.object()) }},
	{object | own | objectVerbal, measures, unsaid},
	{object | causative, own, objectOf},
	{object | spending, own, objectOf},
	{spending | isMoney | passive, own, subjectOf},
	{spending | isMoney, 0, (*finder).paid},
	{object | causative | isPercent, 0, objectOf},
	{object | causative | isMoney, 0, objectOf},
	{object, measures, objectOf},
	{measures, 0, subjectOf},
	{0, own, subjectOf},
	{linked, 0, subjectOf},
	{isPercent, 0, subjectOf},
}

func unsaid(*finder) (int, bool) { return clause.None, true }

func phraseBefore(f *finder) (int, bool) { return f.place.Noun, true }

// bareBefore is the phrase that those with prepositions right before the figure are added to.
func (f *finder) bareBefore() (int, bool) {
	k := f.place.Noun
	for k > 0 && f.chunk(k).Kind == clause.Phrase && !f.chunk(k).Preposition.Empty() {
		k--
	}
	return k, f.chunk(k).Bare()
}

func objectOf(f *finder) (int, bool) { return f.object(), true }

func subjectOf(f *finder) (int, bool) { return f.sentence.SubjectOf(f.verb.Clause), true }

// governor is the chunk that says what the figure is of, None for none.
func (f *finder) governor() int {
	set := f.look()
	for i := range ways {
		w := &ways[i]
		if set&w.needs != w.needs || set&w.not != 0 {
			continue
		}
		if k, ok := w.find(f); ok {
			f.attached = w.needs&stands != 0
			return k
		}
	}
	return clause.None
}

// priced is what a bare word of price is the price of: what the figure before it counts.
func (f *finder) priced() (int, bool) {
	earlier := f.earlier()
	if earlier < 0 {
		return clause.None, true
	}
	last, _ := f.sentence.Place(earlier)
	next := last.Chunk + 1
	if c := f.chunk(next); next < f.place.Chunk && c.Quantity == earlier && c.Kind == clause.Phrase {
		return next, true
	}
	return clause.None, true
}

// earlierSubject stands for the subject of the figure before, in place of a chunk.
const earlierSubject = -2

// changed is what a noun of change says to have changed: its genitive, else what the figure
// before is of, or the subject of its clause.
func (f *finder) changed(k int) (int, bool) {
	c := f.chunk(k)
	if f.r.doc.Pack.AdjectiveAfterNoun && f.genitive(k) {
		return k, true
	}
	if earlier := f.earlier(); !c.Preposition.Empty() && earlier >= 0 {
		if last, _ := f.sentence.Place(earlier); last.Chunk > f.place.Verb && last.Chunk < k {
			return earlierSubject, true
		}
	}
	subject := f.sentence.SubjectOf(c.Clause)
	return subject, subject >= 0 && subject < k
}

// bought is what an amount is given for: the object of the verb, what its clause describes, or,
// where a verb of trade has no object at all, its subject: "the lamp sells for $90".
func (f *finder) bought() (int, bool) {
	c := &f.sentence.Clauses[f.place.Clause]
	switch {
	case c.Object >= 0 && c.Object < f.place.Chunk:
		return c.Object, true
	case c.Antecedent < 0 && c.Object < 0 && f.head(f.place.Verb, lang.Spending):
		return c.Subject, true
	}
	return c.Antecedent, true
}

// paid is what the money of a verb of giving is for, by the preposition of a purpose.
func (f *finder) paid() (int, bool) {
	for k := f.place.Chunk + 1; k > f.verb.Verb; k-- {
		if k < len(f.sentence.Chunks) && (f.adds(k, lang.Purpose) || f.aims(k)) {
			return k, true
		}
	}
	return clause.None, true
}

// aims reports whether the phrase at chunk k names an action to which a preposition that is
// written onto it ties the money: «خصصت مليون دينار لصيانة الطرق».
func (f *finder) aims(k int) bool {
	head := f.chunk(k).Head
	return f.chunk(k).Kind == clause.Phrase && f.r.doc.Pack.Belongs(f.r.doc.Fold(head)) && f.r.word(head).Best.Form() == word.Verbal
}

// adds reports whether chunk k is a phrase, and no time, that a preposition of a class adds.
func (f *finder) adds(k int, classes ...lang.Class) bool {
	if k >= len(f.sentence.Chunks) {
		return false
	}
	c := f.chunk(k)
	return c.Kind == clause.Phrase && !c.Time && !c.Preposition.Empty() && f.r.doc.Means(c.Preposition.First, lang.Classes(classes...))
}

// nominal is the subject of a figure that no verb governs. A figure whose verb follows it is the
// subject itself.
func (f *finder) nominal() (int, bool) {
	c := &f.sentence.Clauses[f.place.Clause]
	switch {
	case c.Subject >= 0 && c.Subject < f.place.Chunk:
		return c.Subject, true
	case c.Type == clause.Parenthesis, c.Predicate > f.place.Chunk && f.place.Preposition.Empty():
		return clause.None, true
	}
	return f.sentence.SubjectOf(f.place.Clause), true
}

// announced reports whether the phrase at chunk k says what is counted: it has a word of
// amount, or a verb of level or a sign alone stands between it and the count.
func (f *finder) announced(k int) bool {
	if k < 0 {
		return false
	}
	rest := f.trim(k)
	_, n := f.r.doc.Match(rest.from, lang.Classes(lang.Quantity, lang.Amount))
	verb := f.place.Verb
	switch {
	case f.points():
		return true
	case n > 0 && rest.to == rest.from+n:
		return false
	case verb < 0:
		return f.place.Chunk > 0 && f.r.doc.Is(f.chunk(f.place.Chunk-1).First, ':')
	case f.measures(verb):
		return !f.head(verb, lang.Copula)
	}
	return !f.place.Preposition.Empty() && f.head(verb, lang.Causative, lang.Spending)
}

// countable reports whether a count may be of the phrase at chunk k, which governs it.
func (f *finder) countable(k int) bool {
	if f.attached && k >= 0 {
		return f.points() || f.r.doc.Pack.VerbFirst || f.head(k, lang.Amount, lang.Quantity, lang.Change)
	}
	return k == earlierSubject || f.announced(k)
}

// govern is the subject that the words before the figure give it.
func (f *finder) govern() found {
	k := f.governor()
	if f.kind() == figure.Count && !f.countable(k) {
		return found{}
	}
	return f.before(k)
}
