package extract

import (
	"github.com/arqam-io/arqam/pkg/clause"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// circumstances is what is true of the place of a figure among the words that may govern it.
type circumstances uint64

const (
	// Of the figure and its preposition.
	isMoney circumstances = 1 << iota
	isPercent
	isMeasure
	own       // it has no preposition
	tied      // its preposition says how far something changes or stands
	ofIt      // the word for "of" alone stands before it
	byIt      // a preposition that is written onto words says by how much
	directed  // a word of direction stands before it: "revenue up 4%"
	exchanged // its preposition names a purpose: "built for $90,000"
	distant   // it is the way between two places
	linked    // a bare word of amount stands before it
	// amountFirst: the language puts an amount before its noun, so that one behind a noun
	// describes it: "an orbit 550 km above".
	amountFirst
	// Of the phrase before it.
	stands     // there is one in its clause
	adjacent   // nothing stands between
	bare       // it may be an argument
	conjoined  // it is joined to what stands before
	goesOn     // it goes on with a sentence whose verb has a quantity already
	priceWord  // it is a bare word of price
	participle // it is a participle alone, which governs as a verb does
	changeNoun // its head is a noun of change
	property   // it names the property that the figure measures
	amountWord
	possessed // it has a pronoun for its owner
	reached   // the word of amount belongs to it, not to what the figure before counts
	prefixed  // a preposition that is written onto it adds it with its quantity: «بغرامة 10 آلاف»
	// Of the verb before it, and of the object of that.
	governed
	outer     // it governs the figure from an outer clause
	measures  // what the verb's subject is, the quantity measures
	causative // the verb moves its object
	spending
	// passive: what the verb is done to is its subject.
	passive
	object       // there is one between the verb and the figure
	objectChange // it is a noun of change
	objectVerbal // it is a bare verbal noun, which has the figure for its own object
)

// circumstance is a test of one of them.
type circumstance struct {
	is    circumstances
	holds func(*finder) bool
}

// What is asked of the figure, of the phrase before it, of the verb before it and of its object.
var (
	ofFigure = []circumstance{
		{isMoney, func(f *finder) bool { return f.kind() == figure.Money }},
		{isPercent, func(f *finder) bool { return f.kind() == figure.Percent }},
		{isMeasure, func(f *finder) bool { return f.kind() == figure.Measure }},
		{own, func(f *finder) bool { return f.place.Preposition.Empty() }},
		{tied, func(f *finder) bool { return f.degree() || f.written() && f.measures(f.place.Verb) }},
		{ofIt, func(f *finder) bool { return f.preposition(lang.Of) && !f.r.doc.Pack.OfAlsoFrom }},
		{byIt, func(f *finder) bool { return f.degree() && !f.preposition(lang.Degree) && f.place.Link < 0 }},
		{directed, (*finder).directed},
		{exchanged, func(f *finder) bool { return f.preposition(lang.Purpose) && f.place.Verb >= 0 }},
		{distant, (*finder).distant},
		{linked, func(f *finder) bool { return f.place.Link >= 0 }},
		{amountFirst, func(f *finder) bool { return f.r.doc.Pack.AmountBeforeNoun }},
	}
	ofPhrase = []circumstance{
		{adjacent, func(f *finder) bool { return f.place.Noun == f.place.Chunk-1 }},
		{bare, func(f *finder) bool { return f.noun().Bare() }},
		{conjoined, func(f *finder) bool { return f.r.conjoins(f.noun().First) }},
		{goesOn, func(f *finder) bool { return f.parallel(f.place.Noun) }},
		{priceWord, func(f *finder) bool { return f.head(f.place.Noun, lang.Pricing) && !f.genitive(f.place.Noun) }},
		{participle, (*finder).participle},
		{changeNoun, func(f *finder) bool { return f.changes(f.place.Noun) }},
		{property, func(f *finder) bool { return f.head(f.place.Noun, lang.Dimension) }},
		{amountWord, func(f *finder) bool { return f.head(f.place.Noun, lang.Amount) }},
		{possessed, func(f *finder) bool { return f.possessed(f.place.Noun) }},
		{reached, func(f *finder) bool { return f.noun().Quantity < 0 || f.place.Noun == f.place.Link-1 }},
		{prefixed, (*finder).prefixed},
	}
	ofVerb = []circumstance{
		{governed, func(f *finder) bool { return true }},
		{outer, func(f *finder) bool { return f.verb.Clause != f.place.Clause }},
		{measures, func(f *finder) bool { return f.measures(f.verb.Verb) }},
		{causative, func(f *finder) bool { return f.head(f.verb.Verb, lang.Causative) }},
		{spending, func(f *finder) bool { return f.head(f.verb.Verb, lang.Spending) }},
		{passive, func(f *finder) bool {
			verb := f.chunk(f.verb.Verb)
			return f.r.doc.Means(verb.Head-1, lang.Classes(lang.Copula)) && f.r.word(verb.Head).Best.Form() == word.Passive
		}},
	}
	ofObject = []circumstance{
		{object, func(f *finder) bool { return true }},
		{objectChange, func(f *finder) bool { return f.changes(f.object()) }},
		{objectVerbal, func(f *finder) bool {
			return f.r.word(f.chunk(f.object()).Head).Best.Form() == word.Verbal && !f.genitive(f.object())
		}},
	}
)

// look finds the circumstances of the figure.
func (f *finder) look() circumstances {
	set := f.asked(ofFigure)
	if k := f.place.Noun; k >= 0 && (f.chunk(k).Clause == f.place.Clause || f.place.Link >= 0) {
		set |= stands | f.asked(ofPhrase)
	}
	if f.verb = f.place; f.verb.Verb < 0 {
		return set
	}
	if set&tied != 0 {
		f.verb = f.outward(f.place)
	}
	set |= f.asked(ofVerb)
	if f.object() >= 0 {
		set |= f.asked(ofObject)
	}
	return set
}

// asked are those of some circumstances that hold.
func (f *finder) asked(of []circumstance) circumstances {
	var set circumstances
	for _, c := range of {
		if c.holds(f) {
			set |= c.is
		}
	}
	return set
}

// noun is the phrase before the figure.
func (f *finder) noun() *clause.Chunk { return f.chunk(f.place.Noun) }

// object is the object of the governing verb that stands before the figure, or None.
func (f *finder) object() int {
	k := f.sentence.Clauses[f.verb.Clause].Object
	if k <= f.verb.Verb || k >= f.place.Chunk || k == f.place.Link || f.adjectival(k) {
		return clause.None
	}
	return k
}

// adjectival reports whether the phrase at chunk k is an adjective or adverb alone: "fared worst".
func (f *finder) adjectival(k int) bool {
	core := f.chunk(k).Core
	pos := f.r.word(core.First).Best.Pos()
	return core.Next == core.First+1 && (pos == word.Adjective || pos == word.Adverb)
}

// outward moves a place that a preposition ties to a verb out of a clause whose own verb takes no
// quantity: "puts the number who entered the country at 30,000".
func (f *finder) outward(p clause.Place) clause.Place {
	for !f.takes(p.Verb) {
		c := &f.sentence.Clauses[p.Clause]
		if c.Type != clause.Relative && c.Type != clause.Participial {
			return p
		}
		v := f.sentence.Clauses[c.Parent].Predicate
		if v > p.Chunk || !f.takes(v) {
			return p
		}
		p.Clause, p.Verb = c.Parent, v
	}
	return p
}

// takes reports whether the verb at chunk k takes a quantity.
func (f *finder) takes(k int) bool { return f.measures(k) || k >= 0 && f.head(k, lang.Causative) }

// measures reports whether the subject of the verb at chunk k is what its quantity measures.
func (f *finder) measures(k int) bool {
	if k < 0 {
		return false
	}
	return f.sentence.Is(f.chunk(k).Head, measuring...) || f.sentence.Is(f.chunk(k).First, lang.Measuring, lang.Verb)
}

var measuring = []lang.Class{lang.Measuring, lang.Change, lang.Quantity, lang.Verb, lang.Copula}

// preposition reports whether the preposition of the figure is of a class.
func (f *finder) preposition(class lang.Class) bool {
	p := f.place.Preposition
	return !p.Empty() && f.r.doc.Means(p.First, lang.Classes(class))
}

// directed reports whether a word of direction stands before the figure: "revenue up 4%".
func (f *finder) directed() bool {
	if f.place.Preposition.Empty() {
		return false
	}
	e, _ := f.r.doc.Match(f.place.Preposition.First, lang.Classes(lang.Change))
	return e.Has(lang.Up | lang.Down)
}

// degree reports whether the preposition of the figure says how far something changes or stands.
func (f *finder) degree() bool {
	return f.preposition(lang.Degree) || f.written() && !f.r.doc.Pack.Belongs(f.r.doc.Fold(f.place.Preposition.First))
}

// written reports whether the preposition of the figure is written onto its word.
func (f *finder) written() bool {
	p := f.place.Preposition
	return !p.Empty() && (f.r.doc.At(p.First).Kind == token.Particle || f.r.particles(p.First) > 0)
}

// distant reports whether the figure is the way between two places.
func (f *finder) distant() bool {
	if f.kind() != figure.Measure {
		return false
	}
	behind := f.r.doc.Means(f.quantities[f.at].Next, lang.Classes(lang.Distance))
	for _, k := range [...]int{f.place.Noun, f.place.Verb} {
		behind = behind || k >= 0 && f.head(k, lang.Distance)
	}
	return behind || f.preposition(lang.Distance)
}

// participle reports whether the phrase before the figure is a participle alone, which governs
// it as a verb does: «محملة بـ».
func (f *finder) participle() bool {
	c := f.noun()
	best := f.r.word(c.Head).Best
	alone := c.Core.Next == c.Core.First+1 && c.Preposition.Empty() && best.Clitics()&word.WithArticle == 0
	return alone && best.Pos() == word.Adjective && (best.Form() == word.Active || best.Form() == word.Passive)
}

// prefixed reports whether a preposition that is written onto the phrase before the figure, and
// tells of no owner, adds both to the sentence.
func (f *finder) prefixed() bool {
	c := f.noun()
	i := c.Core.First
	return !c.Preposition.Empty() && c.Preposition.First == i && !f.r.doc.Pack.Belongs(f.r.doc.Fold(i)) && !f.head(f.place.Noun, lang.Quantity)
}

// possessed reports whether the head of the phrase at chunk k has a pronoun for its owner.
func (f *finder) possessed(k int) bool {
	return f.r.word(f.chunk(k).Head).Best.Clitics()&word.WithPronoun != 0
}

// changes reports whether the head of the phrase at chunk k is a noun of change. In the plural
// it is the money that was lost or won.
func (f *finder) changes(k int) bool {
	c := f.chunk(k)
	if f.kind() == figure.Money && f.r.word(c.Head).Best.Number() == word.Plural {
		return false
	}
	return c.Kind == clause.Phrase && f.r.doc.Means(c.Head, lang.Classes(lang.Change, lang.Verb))
}

// genitive reports whether a noun stands behind the head of the phrase at chunk k.
func (f *finder) genitive(k int) bool {
	c := f.chunk(k)
	return c.Head+1 < c.Core.Next && f.r.word(c.Head+1).Best.Pos() != word.Adjective && !f.r.accusative(c.Head)
}

// parallel reports whether the phrase at chunk k and the figure behind it go on with a sentence
// whose verb has a quantity already: «والسمك بـ3%», "and copper 41 tonnes".
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
