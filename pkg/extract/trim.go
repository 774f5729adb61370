package extract

import (
	"github.com/arqam-io/arqam/pkg/clause"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/word"
)

// trim is the phrase at chunk k without the words that a subject leaves out.
func (f *finder) trim(k int) span {
	c, d := f.chunk(k), &f.r.doc
	s := spanOf(c.Core)
	counted := f.kind() == figure.Money && f.head(k, lang.Noun) // «خسائر الشركة 4 ملايين»
	if f.changes(k) && !counted && (f.genitive(k) && !f.property(k) || f.kind() == figure.Percent && f.place.Noun == k) {
		s.from = c.Head + 1
	}
	for {
		e, n := d.Match(s.from, leftOut)
		switch {
		case e == nil:
			return f.pastUnit(s)
		case e.Class == lang.Pricing && f.kind() == figure.Percent:
			return s
		case s.from+n >= s.to && e.Class == lang.Pricing && f.possessed(k):
			return f.pricedBefore(k, s)
		case s.from+n >= s.to && e.Class == lang.Pricing:
			return s
		case s.from+n >= s.to:
			return f.amountOf(k)
		case e.Class == lang.Amount && d.Pack.AdjectiveAfterNoun && f.describes(s.from, s.from+n) && !f.belonging(s.from+n, s.to):
			return f.amountOf(k)
		}
		s.from += n
		s.from = f.pastOf(s.from)
		if u, n := d.Match(s.from, lang.Classes(lang.Measure)); e.Class == lang.Pricing && u != nil && s.from+n < s.to {
			s.from = f.pastOf(s.from + n) // "the price of a tonne of cement"
		}
	}
}

// pastUnit is the phrase without the unit that heads it, of which money is the price:
// «أوقية الذهب», "a tonne of cement".
func (f *finder) pastUnit(s span) span {
	e, n := f.r.doc.Match(s.from, lang.Classes(lang.Measure))
	if !e.IsA(lang.Measure) || f.kind() != figure.Money || e.Has(lang.Calendar) || s.from+n >= s.to {
		return s
	}
	if from := f.pastOf(s.from + n); from < s.to && f.r.word(from).Best.Pos() != word.Adjective {
		s.from = from
	}
	return s
}

// property reports whether the phrase at chunk k names a property that the figure measures,
// although its head may be a noun of change: «ارتفاع الموج 3 أمتار».
func (f *finder) property(k int) bool {
	return f.kind() == figure.Measure && f.place.Preposition.Empty() && f.head(k, lang.Dimension)
}

// pastOf is the token behind an "of" at token i and the determiners after it.
func (f *finder) pastOf(i int) int {
	i = f.r.past(i, lang.Of)
	for f.r.determiner(i) || f.r.doc.Means(i, lang.Classes(lang.One)) {
		i++
	}
	return i
}

// completed is the trimmed phrase at chunk k with what a preposition of purpose adds to it:
// "import duty on machinery".
func (f *finder) completed(k int) span {
	s, next := f.trim(k), k+1
	if next >= f.place.Chunk || !f.adds(next, lang.Purpose) {
		return s
	}
	if c := f.chunk(next); c.Quantity < 0 && c.First == s.to {
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
	for j := k - 1; j >= max(0, k-2*farthest); j-- {
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
// preposition: "its figure for production". Alone the word says nothing.
func (f *finder) amountOf(k int) span {
	if next := k + 1; next < f.place.Chunk && f.adds(next, lang.Of, lang.Purpose) {
		return spanOf(f.chunk(next).Core)
	}
	return f.freeRelative(k + 1)
}

// freeRelative is the relative clause that begins at chunk k, right behind a word of amount, and
// stands for those who are counted: its verb with its first argument or the pronoun that goes
// back to them. «عدد الذين غادروا القرية».
func (f *finder) freeRelative(k int) span {
	verb := k + 1
	if verb >= f.place.Chunk || f.chunk(k).Kind != clause.Opener || f.chunk(verb).Kind != clause.Predicate || f.sentence.Clauses[f.chunk(verb).Clause].Type != clause.Relative {
		return span{}
	}
	s := span{f.chunk(k).First, f.chunk(verb).Next}
	if next := verb + 1; next < f.place.Chunk && (f.chunk(next).Bare() || f.adds(next, lang.To) || f.back(next)) {
		s.to = f.chunk(next).Next
	}
	return s
}

// back reports whether chunk k is a preposition with a pronoun for its object.
func (f *finder) back(k int) bool {
	c := f.chunk(k)
	return c.Kind == clause.Adverb && !c.Preposition.Empty() && f.r.word(c.Next-1).Best.Clitics()&word.WithPronoun != 0
}

// describes reports whether the word at i is an adjective of the word at noun, both with an
// article or both without.
func (f *finder) describes(noun, i int) bool {
	first, second := f.r.word(noun).Best, f.r.word(i).Best
	return second.Pos() == word.Adjective && (first.Clitics()^second.Clitics())&word.WithArticle == 0
}

// leftOut are the words of amount and price that a subject leaves out.
var leftOut = lang.Classes(lang.Amount, lang.Pricing)
