package extract

import (
	"strings"

	"github.com/arqam-io/arqam/pkg/clause"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// paired is the earlier figure that the quantity repeats, is compared with or goes on from,
// else -1.
func (f *finder) paired() int {
	earlier := f.earlier()
	if earlier < 0 {
		return -1
	}
	p := f.place
	last, _ := f.sentence.Place(earlier)
	same := kind(&f.figures[earlier].quantity) == f.kind()
	gap := p.Chunk - last.Chunk
	if f.chunk(last.Chunk+1).Quantity == earlier {
		gap-- // what it counts
	}
	near := gap <= 2 || p.Bracketed && gap <= 3
	switch {
	case p.Chunk == last.Chunk+1 && f.degree() && f.found[earlier].before && f.kind() != figure.Count:
		return earlier
	case p.Bracketed && near && f.kind() != figure.Percent:
		return earlier
	case f.compared():
		return f.comparable(earlier, same || near)
	case gap <= 3 && f.alternative(), f.kind() != figure.Count && p.Chunk > 0 && f.subset(p.Chunk-1), (f.kind() == figure.Percent || f.kind() == figure.Count) && f.subset(p.Chunk+1):
		return earlier
	}
	return -1
}

// comparable is the last figure of the same kind, from an earlier one back, that a figure is
// compared with; the one right before it may be of another kind.
func (f *finder) comparable(earlier int, fits bool) int {
	for i := earlier; i >= 0; i-- {
		if s := f.figures[i]; s.dropped == "" && kind(&s.quantity) == f.kind() {
			return i
		}
	}
	if fits {
		return earlier
	}
	return -1
}

// subset reports whether chunk k is a word that makes what follows a part of what was said.
func (f *finder) subset(k int) bool {
	return k < len(f.sentence.Chunks) && f.r.doc.Means(f.chunk(k).First, lang.Classes(lang.Subset))
}

// compared reports whether the quantity is what another is compared with.
func (f *finder) compared() bool {
	e, _ := f.r.doc.Match(f.place.Preposition.First, lang.Classes(lang.From))
	return !f.place.Preposition.Empty() && e != nil && e.Has(lang.Compared)
}

// alternative reports whether a word for "or" stands before the quantity, which says the same
// as the one before it in another way.
func (f *finder) alternative() bool {
	k := f.place.Chunk - 1
	return k >= 0 && f.r.doc.Means(f.chunk(k).First, lang.Classes(lang.Or))
}

// shared is the subject of an earlier figure. What a count counts is not what goes with it,
// unless it is said to be a part of that; the word of a price belongs to its change alone.
func (f *finder) shared(earlier int) found {
	of := f.found[earlier]
	if f.kind() == figure.Count && !of.before && !f.subset(f.place.Chunk+1) {
		return found{}
	}
	pricing := lang.Classes(lang.Pricing)
	switch e, n := f.r.doc.Match(of.from, pricing); {
	case of.empty():
	case f.kind() == figure.Money && e != nil && of.from+n < of.to:
		of.from += n
	case f.kind() == figure.Percent && f.r.doc.Means(of.from-1, pricing):
		of.from--
	}
	return of
}

// attached is the phrase that the quantity stands on directly: a property, what a linking word
// or "of" ties it to, or what changes by it.
func (f *finder) attached() (int, bool) {
	k := f.place.Noun
	if k < 0 || f.chunk(k).Clause != f.place.Clause && f.place.Link < 0 {
		return clause.None, false
	}
	own := f.place.Preposition.Empty()
	switch {
	case f.parallel(k), f.directed() && k == f.place.Chunk-1:
		return k, true
	case f.head(k, lang.Pricing) && !f.genitive(k) && own:
		return f.priced()
	case !own && f.participle(k):
		return clause.None, f.kind() != figure.Percent
	case f.changes(k) && !f.property(k):
		return f.changed(k)
	case f.place.Verb < 0 && f.possessed(k) && f.chunk(k).Bare() && k == f.place.Chunk-1 && !f.head(k, lang.Amount):
		return k, true
	case own && f.head(k, lang.Dimension):
		return k, true
	case f.place.Link >= 0 && (f.chunk(k).Quantity < 0 || k == f.place.Link-1):
		return k, true
	case f.of(), f.by() && f.chunk(k).Bare() && k == f.place.Chunk-1 && !f.r.conjoins(f.chunk(k).First):
		return k, true
	case own && !f.chunk(k).Preposition.Empty() && f.with(k):
		return k, true
	}
	return clause.None, false
}

// parallel reports whether the phrase at chunk k and the quantity behind it go on with a
// sentence whose verb has a quantity already: «والسمك بـ3%», "and copper 41 tonnes".
func (f *finder) parallel(k int) bool {
	earlier := f.earlier()
	if earlier < 0 || !f.chunk(k).Bare() || f.kind() == figure.Count {
		return false
	}
	last, _ := f.sentence.Place(earlier)
	if last.Chunk > k || last.Clause != f.place.Clause || f.place.Verb > last.Chunk {
		return false
	}
	return f.r.conjoins(f.chunk(k).First) || k > 0 && f.chunk(k-1).Kind == clause.Conjunction
}

// of reports whether the word for "of" alone stands before the quantity.
func (f *finder) of() bool {
	p := f.place.Preposition
	return !p.Empty() && f.r.doc.Means(p.First, lang.Classes(lang.Of)) && !f.r.doc.Pack.OfAlsoFrom
}

// by reports whether a preposition that is written onto words says by how much.
func (f *finder) by() bool {
	p := f.place.Preposition
	return f.degree() && !f.r.doc.Means(p.First, lang.Classes(lang.Degree)) && f.place.Link < 0
}

// with reports whether the phrase at chunk k is what a preposition adds with its quantity:
// «بغرامة 10 آلاف».
func (f *finder) with(k int) bool {
	i := f.chunk(k).Core.First
	return f.chunk(k).Preposition.First == i && !f.r.doc.Pack.Belongs(f.r.doc.Fold(i)) && !f.head(k, lang.Quantity)
}

// directed reports whether a word of direction stands before the quantity: "revenue up 4%".
func (f *finder) directed() bool {
	e, _ := f.r.doc.Match(f.place.Preposition.First, lang.Classes(lang.Change))
	return !f.place.Preposition.Empty() && e != nil && e.Has(lang.Up|lang.Down)
}

// degree reports whether the preposition before the quantity says how far something changes
// or stands.
func (f *finder) degree() bool {
	p := f.place.Preposition
	if p.Empty() {
		return false
	}
	if f.r.doc.Means(p.First, lang.Classes(lang.Degree)) {
		return true
	}
	return f.written() && !f.r.doc.Pack.Belongs(f.r.doc.Fold(p.First))
}

// written reports whether the preposition before the quantity is written onto its word.
func (f *finder) written() bool {
	p := f.place.Preposition
	return !p.Empty() && (f.r.doc.At(p.First).Kind == token.Particle || f.r.particles(p.First) > 0)
}

// participle reports whether the phrase at chunk k is a participle alone, which governs the
// quantity as a verb does: «محملة بـ».
func (f *finder) participle(k int) bool {
	c := f.chunk(k)
	form := f.r.word(c.Head).Best.Form()
	return c.Core.Next == c.Core.First+1 && c.Preposition.Empty() && (form == word.Active || form == word.Passive) &&
		f.r.word(c.Head).Best.Pos() == word.Adjective
}

// priced is what a bare word of price is the price of: what the figure before it counts.
func (f *finder) priced() (int, bool) {
	earlier := f.earlier()
	if earlier < 0 {
		return clause.None, true
	}
	last, _ := f.sentence.Place(earlier)
	if next := last.Chunk + 1; next < f.place.Chunk && f.chunk(next).Quantity == earlier && f.chunk(next).Kind == clause.Phrase {
		return next, true
	}
	return clause.None, true
}

// changes reports whether the head of the phrase at chunk k is a noun of change. In the plural
// it is what was lost or won.
func (f *finder) changes(k int) bool {
	c := f.chunk(k)
	return f.r.word(c.Head).Best.Number() != word.Plural && c.Kind == clause.Phrase && f.r.doc.Means(c.Head, lang.Classes(lang.Change, lang.Verb))
}

// earlierSubject stands for the subject of the figure before, in place of a chunk.
const earlierSubject = -2

// changed is what a noun of change says to have changed: its genitive, else the subject of its
// clause.
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
	if subject := f.sentence.SubjectOf(c.Clause); subject >= 0 && subject < k {
		return subject, true
	}
	return clause.None, false
}

// genitive reports whether a noun stands behind the head of the phrase at chunk k.
func (f *finder) genitive(k int) bool {
	c := f.chunk(k)
	return c.Head+1 < c.Core.Next && f.r.word(c.Head+1).Best.Pos() != word.Adjective
}

// predicated is the argument of the governing predicate that the quantity measures.
func (f *finder) predicated() int {
	p := f.place
	own := p.Preposition.Empty()
	switch {
	case f.kind() == figure.Money && f.exchanged():
		return f.bought()
	case !own && !f.degree() && !(f.written() && f.measures(p.Verb)), f.distant():
		return clause.None
	}
	if p.Verb < 0 {
		return f.nominal()
	}
	p = f.outward(p)
	c := &f.sentence.Clauses[p.Clause]
	object := c.Object >= 0 && c.Object < p.Chunk && c.Object > p.Verb && c.Object != p.Link && !f.adjectival(c.Object)
	switch {
	case object && f.changes(c.Object) && f.kind() == figure.Percent:
		k, _ := f.changed(c.Object)
		return k
	case object && own && f.r.word(f.chunk(c.Object).Head).Best.Form() == word.Verbal && !f.genitive(c.Object) && !f.measures(p.Verb):
		return clause.None
	case object && !own && f.head(p.Verb, lang.Causative, lang.Spending):
		return c.Object
	case f.head(p.Verb, lang.Spending) && f.kind() == figure.Money:
		return f.paid()
	case object && (f.head(p.Verb, lang.Causative) && !own || !f.measures(p.Verb)):
		return c.Object
	case f.measures(p.Verb), !own, p.Link >= 0, f.kind() == figure.Percent:
		return f.sentence.SubjectOf(p.Clause)
	}
	return clause.None
}

// outward moves a place that a preposition ties to a verb out of a clause whose own verb takes no
// quantity: "puts the number who entered the country at 30,000".
func (f *finder) outward(p clause.Place) clause.Place {
	for !p.Preposition.Empty() && !f.measures(p.Verb) && !f.head(p.Verb, lang.Causative) {
		c := &f.sentence.Clauses[p.Clause]
		if c.Type != clause.Relative && c.Type != clause.Participial || c.Parent < 0 {
			return p
		}
		v := f.sentence.Clauses[c.Parent].Predicate
		if v < 0 || v > p.Chunk || !f.measures(v) && !f.head(v, lang.Causative) {
			return p
		}
		p.Clause, p.Verb = c.Parent, v
	}
	return p
}

// adjectival reports whether the phrase at chunk k is an adjective or adverb alone: "fared worst".
func (f *finder) adjectival(k int) bool {
	core := f.chunk(k).Core
	pos := f.r.word(core.First).Best.Pos()
	return core.Next == core.First+1 && (pos == word.Adjective || pos == word.Adverb)
}

// exchanged reports whether the preposition before an amount of money names its purpose, so that
// it is given for something: "built for $90,000".
func (f *finder) exchanged() bool {
	p := f.place
	return !p.Preposition.Empty() && p.Verb >= 0 && f.r.doc.Means(p.Preposition.First, lang.Classes(lang.Purpose))
}

// bought is what an amount is given for: the object of the verb, or what its clause describes.
func (f *finder) bought() int {
	c := &f.sentence.Clauses[f.place.Clause]
	if c.Object >= 0 && c.Object < f.place.Chunk {
		return c.Object
	}
	return c.Antecedent
}

// paid is what the money of a verb of giving is for, by the preposition of a purpose.
func (f *finder) paid() int {
	for k := f.place.Verb + 1; k < len(f.sentence.Chunks) && k <= f.place.Chunk+1; k++ {
		c := f.chunk(k)
		if c.Kind == clause.Phrase && !c.Time && !c.Preposition.Empty() && f.r.doc.Means(c.Preposition.First, lang.Classes(lang.Purpose)) {
			return k
		}
	}
	return clause.None
}

// distant reports whether the quantity is the way between two places.
func (f *finder) distant() bool {
	p := f.place
	if f.kind() != figure.Measure {
		return false
	}
	behind := f.quantities[f.at].Next
	if f.r.doc.Means(p.Preposition.First, lang.Classes(lang.Distance)) && !p.Preposition.Empty() {
		return true
	}
	return p.Noun >= 0 && f.head(p.Noun, lang.Distance) || p.Verb >= 0 && f.head(p.Verb, lang.Distance) || f.r.doc.Means(behind, lang.Classes(lang.Distance))
}

// measures reports whether the subject of the verb at chunk k is what its quantity measures.
func (f *finder) measures(k int) bool {
	if k < 0 {
		return false
	}
	return f.sentence.Is(f.chunk(k).Head, measuring...) || f.sentence.Is(f.chunk(k).First, lang.Measuring, lang.Verb)
}

var measuring = []lang.Class{lang.Measuring, lang.Change, lang.Quantity, lang.Verb, lang.Copula}

// nominal is the subject of a quantity that no verb governs.
func (f *finder) nominal() int {
	c := &f.sentence.Clauses[f.place.Clause]
	if c.Subject >= 0 && c.Subject < f.place.Chunk {
		return c.Subject
	}
	governs := c.Predicate > f.place.Chunk && f.place.Preposition.Empty() // it is the subject itself
	if c.Type == clause.Parenthesis || governs {
		return clause.None
	}
	return f.sentence.SubjectOf(f.place.Clause)
}

// duration is the subject of a time: what it is a time of, a property noun, or the subject of
// a verb that lasts or reaches so long.
func (f *finder) duration() found {
	p := f.place
	if behind := f.partOf(); behind >= 0 && (p.Preposition.Empty() || f.lasting(behind)) {
		return found{span: f.trim(behind)}
	}
	if p.Noun >= 0 && p.Preposition.Empty() && (f.head(p.Noun, lang.Dimension) || f.possessed(p.Noun) && p.Noun == p.Chunk-1) {
		return f.before(p.Noun)
	}
	apart := p.Noun == p.Chunk-1 && p.Noun >= 0 && !f.chunk(p.Noun).Preposition.Empty() // «لمدة 3 أعوام»
	own := p.Preposition.Empty() && !apart || f.degree()
	if p.Verb >= 0 && own && (f.head(p.Verb, lang.Lasting, lang.Measuring, lang.Copula) || f.degree() && f.measures(p.Verb)) {
		return f.before(f.lasted(p.Clause))
	}
	if p.Verb < 0 && p.Chunk > 0 && f.r.doc.Is(f.chunk(p.Chunk-1).First, ':') {
		return f.before(f.sentence.Clauses[p.Clause].Subject)
	}
	return found{}
}

// lasted is the subject of a clause that a time belongs to. A clause that stands for itself
// behind another says it.
func (f *finder) lasted(of int) int {
	c := &f.sentence.Clauses[of]
	if c.Type == clause.Complement && c.Subject < 0 {
		return c.Antecedent
	}
	return f.sentence.SubjectOf(of)
}

// lasting reports whether the phrase at chunk k, behind a time with a preposition, may be what
// went on so long: with an article on its head. «بعد يومين من المعارك» are two days of battles,
// «بعد يومين من زيارة الوزير» two days since a visit.
func (f *finder) lasting(k int) bool {
	if !f.r.doc.Pack.AdjectiveTakesArticle {
		return true
	}
	e, _ := f.r.doc.Match(f.place.Preposition.First, lang.Classes(lang.Anchor))
	earlier := e != nil && strings.HasPrefix(e.ID, "before")
	return !earlier && f.r.word(f.chunk(k).Head).Best.Clitics()&word.WithArticle != 0
}

// partOf is the phrase that "of" adds right behind the quantity, or None.
func (f *finder) partOf() int {
	k := f.place.Chunk + 1
	if k >= len(f.sentence.Chunks) || f.chunk(k).Kind != clause.Phrase || f.chunk(k).Time || f.chunk(k).Preposition.Empty() {
		return clause.None
	}
	if !f.r.doc.Means(f.chunk(k).Preposition.First, lang.Classes(lang.Of)) || f.r.word(f.chunk(k).Head).Best.Pos() == word.Pronoun {
		return clause.None
	}
	return k
}

// age is the subject of an age: a noun of age that it is said of.
func (f *finder) age() found {
	p := f.place
	if p.Noun >= 0 && f.possessed(p.Noun) && f.head(p.Noun, lang.AgeCue) {
		return f.before(p.Noun)
	}
	if k := f.predicated(); k >= 0 && f.possessed(k) && f.head(k, lang.AgeCue) {
		return f.before(k)
	}
	return found{}
}

// possessed reports whether the head of the phrase at chunk k has a pronoun for its owner.
func (f *finder) possessed(k int) bool {
	return f.r.word(f.chunk(k).Head).Best.Clitics()&word.WithPronoun != 0
}

// trim is the phrase at chunk k without the words that a subject leaves out.
func (f *finder) trim(k int) span {
	c, d := f.chunk(k), &f.r.doc
	s := spanOf(c.Core)
	if f.changes(k) && (f.genitive(k) && !f.property(k) || f.kind() == figure.Percent && f.place.Noun == k) {
		s.from = c.Head + 1
	}
	for {
		e, n := d.Match(s.from, leftOut)
		switch {
		case e == nil, e.Class == lang.Pricing && f.kind() == figure.Percent:
			return s
		case s.from+n >= s.to && e.Class == lang.Pricing && f.possessed(k):
			return f.pricedBefore(k, s)
		case s.from+n >= s.to:
			return f.amountOf(k, s)
		case e.Class == lang.Amount && d.Pack.AdjectiveAfterNoun && f.describes(s.from, s.from+n) && !f.belonging(s.from+n, s.to):
			return f.amountOf(k, s)
		}
		s.from += n
		_, m := d.Match(s.from, lang.Classes(lang.Of))
		s.from += m
		s.from = f.pastArticle(s.from)
		if u, n := d.Match(s.from, lang.Classes(lang.Measure)); e.Class == lang.Pricing && u != nil && s.from+n < s.to {
			_, m := d.Match(s.from+n, lang.Classes(lang.Of))
			s.from = f.pastArticle(s.from + n + m) // "the price of a tonne of cement"
		}
	}
}

// property reports whether the phrase at chunk k names a property that the figure measures,
// although its head may be a noun of change: «ارتفاع الموج 3 أمتار».
func (f *finder) property(k int) bool {
	return f.kind() == figure.Measure && f.place.Preposition.Empty() && f.head(k, lang.Dimension)
}

// pastArticle is the token behind the determiners that begin at token i.
func (f *finder) pastArticle(i int) int {
	for f.r.determiner(i) || f.r.doc.Means(i, lang.Classes(lang.One)) {
		i++
	}
	return i
}

// completed is the trimmed phrase at chunk k with what a preposition of purpose adds to it:
// "import duty on machinery".
func (f *finder) completed(k int) span {
	s, next := f.trim(k), k+1
	if s.to != f.chunk(k).Core.Next || next >= len(f.sentence.Chunks) || next >= f.place.Chunk || f.place.Verb == next {
		return s
	}
	c := f.chunk(next)
	if c.Kind == clause.Phrase && !c.Time && c.Quantity < 0 && !c.Preposition.Empty() && c.First == s.to && f.r.doc.Means(c.Preposition.First, lang.Classes(lang.Purpose)) {
		s.to = c.Next
	}
	return s
}

// belonging reports whether a word of the tokens from one up to another tells whose the amount
// before them is: «العدد الإجمالي للاجئين».
func (f *finder) belonging(from, to int) bool {
	for i := from; i < to; i++ {
		if f.r.doc.Pack.Belongs(f.r.doc.Fold(i)) {
			return true
		}
	}
	return false
}

// pricedBefore is what an earlier phrase of the sentence names the price of, where that at chunk k
// has a pronoun for it: «انخفض سعر الذهب … ليصل سعره إلى».
func (f *finder) pricedBefore(k int, price span) span {
	for j := k - 1; j >= 0; j-- {
		c := f.chunk(j)
		for i := c.Core.First; c.Kind == clause.Phrase && i+1 < c.Core.Next; i++ {
			if e, n := f.r.doc.Match(i, lang.Classes(lang.Pricing)); e != nil && i+n < c.Core.Next {
				return span{i + n, c.Core.Next}
			}
		}
	}
	return price
}

// amountOf is the phrase behind that at chunk k, a bare word of amount which it completes with a
// preposition, else the word itself: "its figure for production".
func (f *finder) amountOf(k int, word span) span {
	next := k + 1
	if next >= len(f.sentence.Chunks) || next >= f.place.Chunk {
		return word
	}
	c := f.chunk(next)
	if c.Kind == clause.Phrase && !c.Time && !c.Preposition.Empty() && f.r.doc.Means(c.Preposition.First, lang.Classes(lang.Of, lang.Purpose)) {
		return spanOf(c.Core)
	}
	return word
}

// leftOut are the words of amount and price that a subject leaves out.
var leftOut = lang.Classes(lang.Amount, lang.Pricing)

// describes reports whether the word at i is an adjective of the word at noun, both with an
// article or both without.
func (f *finder) describes(noun, i int) bool {
	first, second := f.r.word(noun).Best, f.r.word(i).Best
	return second.Pos() == word.Adjective && (first.Clitics()^second.Clitics())&word.WithArticle == 0
}
