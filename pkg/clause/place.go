package clause

import "github.com/arqam-io/arqam/pkg/lang"

// Place is where a quantity stands among the chunks.
type Place struct {
	// Chunk is the quantity's own chunk, and Clause its clause.
	Chunk, Clause int
	// Preposition governs the quantity, or the word of amount before it; empty for none.
	Preposition Span
	// Link is the bare word of amount or the linking word that stands between the quantity
	// and what it is of: «بقيمة», "worth".
	Link int
	// Noun is the phrase right before the quantity and its link.
	Noun int
	// Bracketed: a bracket opens right before the quantity.
	Bracketed bool
	// Verb is the predicate before the quantity in its clause.
	Verb int
}

// Place finds where a quantity stands; ok is false for one that was not read.
func (s *Sentence) Place(quantity int) (p Place, ok bool) {
	k := s.places[quantity]
	if k < 0 {
		return p, false
	}
	p = Place{Chunk: k, Clause: s.Chunks[k].Clause, Preposition: s.Chunks[k].Preposition, Link: None, Noun: None, Verb: None}
	j := k - 1
	if j >= 0 && s.reader.doc.Is(s.Chunks[j].First, '(') {
		p.Bracketed = true
		j--
	}
	for j >= 0 && s.links(j) {
		p.Link = j
		if p.Preposition.Empty() {
			p.Preposition = s.Chunks[j].Preposition
		}
		j--
	}
	for j >= 0 && (s.Chunks[j].Kind == Adverb || s.Chunks[j].Time && s.Chunks[j].Kind == Phrase) {
		j--
	}
	if j >= 0 && s.Chunks[j].Kind == Phrase && !p.Bracketed {
		p.Noun = j
	}
	if v := s.Clauses[p.Clause].Predicate; v >= 0 && v < k {
		p.Verb = v
	}
	return p, true
}

// links reports whether chunk k is a bare word of amount, or a word that links a quantity to
// what it is of.
func (s *Sentence) links(k int) bool {
	c := &s.Chunks[k]
	if c.Kind == Sign || c.Kind == Figure || c.Kind == Predicate {
		return false
	}
	e, n := s.reader.doc.Match(c.Core.First, lang.Classes(lang.Amount, lang.Linker))
	return e != nil && c.Core.First+n == c.Core.Next
}

// SubjectOf is the subject of a clause: its own, or the one that it leaves out because the
// sentence has said it.
func (s *Sentence) SubjectOf(clause int) int {
	for depth := 0; clause >= 0 && depth < clauseLimit; depth++ {
		c := &s.Clauses[clause]
		switch {
		case c.Subject >= 0:
			return c.Subject
		case c.Antecedent >= 0:
			return c.Antecedent
		case c.Type == Participial && c.Parent >= 0 && s.Clauses[c.Parent].Object >= 0 && s.Clauses[c.Parent].Object < c.Predicate:
			return s.Clauses[c.Parent].Object
		}
		clause = c.Parent
	}
	return None
}
