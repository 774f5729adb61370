package clause

import (
	"slices"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// Reader reads sentences. It reuses its memory, and serves one goroutine at a time.
type Reader struct {
	doc        *token.Doc
	words      *word.Reader
	from, to   int
	quantities []Quantity
	// owners are the quantities that the tokens belong to, and counted those that count the
	// noun which begins there.
	owners, counted []int32
	// decided are the parts of the tokens.
	decided []part
	// stems are the classes of the words without the clitics of their reading, which the
	// tokens may not show.
	stems    []lang.ClassSet
	sentence Sentence
	// comma is the chunk that a comma or a conjunction stands before, else None: where the
	// next clause may begin.
	comma   int
	current int
}

// NewReader returns a reader.
func NewReader() *Reader { return &Reader{} }

// Read cuts the sentence of the tokens from one up to another, whose words were read and
// whose quantities stand in order. What was read before is dropped.
func (r *Reader) Read(doc *token.Doc, words *word.Reader, from, to int, quantities []Quantity) *Sentence {
	r.doc, r.words, r.from, r.to, r.quantities = doc, words, from, to, quantities
	s := &r.sentence
	s.reader, s.Chunks, s.Clauses, s.places = r, s.Chunks[:0], s.Clauses[:0], s.places[:0]
	for range quantities {
		s.places = append(s.places, None)
	}
	r.own()
	r.lookUpStems()
	r.decideAll()
	for i := from; i < to; {
		i = r.chunk(i)
	}
	r.clauses()
	return s
}

// own notes which tokens belong to which quantity.
func (r *Reader) own() {
	n := r.to - r.from
	r.owners, r.counted = slices.Grow(r.owners[:0], n)[:n], slices.Grow(r.counted[:0], n)[:n]
	for i := range n {
		r.owners[i], r.counted[i] = None, None
	}
	for q := range r.quantities {
		span, noun := r.quantities[q].Span, r.quantities[q].Noun
		for i := max(span.First, r.from); i < min(span.Next, r.to); i++ {
			r.owners[i-r.from] = int32(q)
		}
		if !noun.Empty() && noun.First >= r.from && noun.First < r.to {
			r.counted[noun.First-r.from] = int32(q)
		}
	}
}

// quantityAt is the quantity that token i belongs to, None for none.
func (r *Reader) quantityAt(i int) int {
	if i < r.from || i >= r.to {
		return None
	}
	return int(r.owners[i-r.from])
}

// counts reports whether a quantity right before token i counts what begins there, so that no
// definite genitive may follow.
func (r *Reader) counts(i int) bool {
	if i == r.from || r.quantityAt(i) >= 0 || r.joined(i) {
		return false
	}
	q := r.quantityAt(i - 1)
	return q >= 0 && !r.quantities[q].Vague
}

// chunk adds the chunk that begins at token i, and returns the token behind it.
func (r *Reader) chunk(i int) int {
	c := Chunk{Span: Span{i, i + 1}, Core: Span{i, i + 1}, Head: i, Quantity: None}
	if q := r.quantityAt(i); q >= 0 {
		return r.figure(c, q)
	}
	if r.leadsQuantity(i) {
		return r.prepositional(c)
	}
	switch r.part(i) {
	case sign, quote:
		if to := r.quoted(i); to > i {
			return r.addPhrase(c, i)
		}
		c.Kind = Sign
	case preposition:
		return r.prepositional(c)
	case opener:
		_, n := r.doc.Match(i, lang.Classes(lang.Opener))
		c.Kind, c.Next, c.Core.Next = Opener, i+n, i+n
	case conjunction:
		c.Kind = Conjunction
	case adverb, other:
		c.Kind = Adverb
	case auxiliary, particle, verb:
		return r.predicate(c)
	default:
		return r.addPhrase(c, i)
	}
	return r.add(c)
}

// leadsQuantity reports whether a word at i that may be another thing is a preposition,
// because a quantity follows it: "to $5".
func (r *Reader) leadsQuantity(i int) bool {
	_, n := r.doc.Match(i, prepositions)
	return n > 0 && r.quantityAt(i+n) >= 0 && !r.is(i, lang.Change)
}

func (r *Reader) add(c Chunk) int {
	r.sentence.Chunks = append(r.sentence.Chunks, c)
	return c.Next
}

// figure adds a quantity. Its preposition may be written onto its first word.
func (r *Reader) figure(c Chunk, q int) int {
	span := r.quantities[q].Span
	c.Kind, c.Quantity, c.Core = Figure, q, span
	c.Next = min(span.Next, r.to)
	if r.prefixed(c.First) {
		c.Preposition = Span{c.First, c.First + 1}
	}
	r.sentence.places[q] = len(r.sentence.Chunks)
	return r.add(c)
}

// prepositional adds a preposition with the phrase or quantity behind it. A particle that a
// verb takes is no preposition.
func (r *Reader) prepositional(c Chunk) int {
	i, n := c.First, 1
	if e, m := r.doc.Match(i, prepositions); e != nil {
		n = m
	}
	c.Preposition = Span{i, i + n}
	at := i + n
	if r.words.At(at-1).Best.Clitics()&word.WithPronoun != 0 && r.doc.Pack.VerbFirst {
		c.Kind, c.Next = Adverb, at // its object is the pronoun
		return r.add(c)
	}
	for at < r.to && r.part(at) == preposition && r.quantityAt(at) < 0 {
		at++ // "up to", «من قبل»
	}
	c.Preposition.Next = at
	for at < r.to && r.quantityAt(at) < 0 && (r.part(at) == determiner || r.words.At(at).Best.Pos() == word.Adjective) && r.qualified(at) {
		at++
	}
	if q := r.quantityAt(at); q >= 0 {
		c.Next = at
		r.figure(c, q)
		last := &r.sentence.Chunks[len(r.sentence.Chunks)-1]
		last.First, last.Preposition = i, c.Preposition
		last.Next = min(r.quantities[q].Next, r.to)
		return last.Next
	}
	if at < r.to && (r.part(at) == nominal || r.part(at) == determiner || r.part(at) == quote) {
		return r.addPhrase(c, at)
	}
	c.Kind, c.Next = Adverb, at
	return r.add(c)
}

// qualified reports whether a quantity stands behind the determiner or adjective at i, or behind
// another one: "in the past 100 years".
func (r *Reader) qualified(i int) bool {
	return r.quantityAt(i+1) >= 0 || r.quantityAt(i+2) >= 0 && r.words.At(i+1).Best.Pos() == word.Adjective
}

// prepositions are the classes of the phrases that do what a preposition does.
var prepositions = lang.Classes(lang.Of, lang.From, lang.To, lang.Between, lang.SaysPreposition, lang.Out, lang.Degree)

// addPhrase adds the noun phrase at token i, with the preposition that c has already.
func (r *Reader) addPhrase(c Chunk, i int) int {
	p, ok := r.phrase(i)
	if !ok {
		c.Kind, c.Next = Adverb, max(i+1, c.Next)
		if r.quantityAt(i) >= 0 {
			c.Next = i
		}
		return r.add(c)
	}
	c.Kind, c.Core, c.Head, c.Next = Phrase, Span{p.core, p.next}, p.head, p.next
	if c.Preposition.Empty() && r.prefixed(p.core) {
		c.Preposition = Span{p.core, p.core + 1}
	}
	c.Time = r.when(p)
	for k := p.core; k < min(p.next, r.to); k++ {
		if q := r.counted[k-r.from]; q >= 0 && !r.postposed(int(q)) {
			c.Quantity = int(q)
		}
	}
	return r.add(c)
}

// postposed reports whether a quantity stands behind the noun that it counts, as an adjective
// does: «السدود الستة».
func (r *Reader) postposed(q int) bool {
	of := &r.quantities[q]
	return !of.Noun.Empty() && of.Noun.First < of.First
}

// when reports whether the phrase says when something is.
func (r *Reader) when(p phrase) bool {
	head := r.words.At(p.head).Best
	if head.Number() == word.Plural && p.next > p.head+1 && !r.moment(p.head+1) && !r.dated(p.head+1) {
		return false // «ساعات التجهيز»
	}
	if r.moment(p.head) || r.doc.Pack.AdjectiveAfterNoun && r.moment(p.core) {
		return true
	}
	for i := p.core; i < p.next; i++ {
		if e, _ := r.doc.Match(i, lang.Classes(lang.Stop)); e != nil && e.ID == "time" && i > p.core && r.moment(i-1) {
			return true
		}
	}
	return false
}

// predicate adds a verb with the particles and auxiliaries before it.
func (r *Reader) predicate(c Chunk) int {
	c.Kind = Predicate
	i := c.First
	for i < r.to && r.quantityAt(i) < 0 {
		p := r.part(i)
		if p == nominal && i > c.First && r.part(i-1) == auxiliary && (r.words.At(i).Best.Form() == word.Passive || r.may(i, word.Verb) && !r.doc.Pack.VerbFirst && r.words.At(i).Best.Pos() != word.Adjective) {
			p = verb
		}
		switch p {
		case auxiliary, particle, adverb:
			i++
			continue
		case verb:
			c.Core, c.Head, c.Next = Span{i, i + 1}, i, i+1
			if !r.doc.Pack.VerbFirst && r.words.At(i+1).Best.Form() == word.Passive && r.part(i+1) == verb && r.quantityAt(i+1) < 0 {
				i++
				continue
			}
			return r.add(c)
		}
		break
	}
	return r.bare(c, i)
}

// bare adds the auxiliaries without a verb up to token i: a copula, or a particle.
func (r *Reader) bare(c Chunk, i int) int {
	for c.Next < i && r.part(c.Next) != adverb {
		c.Next++
	}
	for k := c.First; k < c.Next; k++ {
		if r.part(k) == auxiliary {
			c.Core, c.Head = Span{k, c.Next}, k
			return r.add(c)
		}
	}
	c.Kind, c.Next = Adverb, c.First+1
	return r.add(c)
}
