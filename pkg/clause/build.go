package clause

import (
	"slices"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// insertionLimit bounds what stands between two dashes, in chunks.
const insertionLimit = 40

// clauseLimit bounds the clauses of a sentence: what begins behind the last belongs to it.
const clauseLimit = 64

// clauses gives every chunk its clause, from left to right, and every clause its arguments.
func (r *Reader) clauses() {
	s := &r.sentence
	r.comma, r.current = None, None
	r.open(Main, None, 0)
	for k := range s.Chunks {
		c := &s.Chunks[k]
		c.Clause = r.current
		switch c.Kind {
		case Sign:
			r.sign(k)
		case Conjunction:
			r.comma = k
		case Opener:
			r.opener(k)
		case Predicate:
			r.govern(k)
		case Figure:
			r.now().measured = r.now().Predicate >= 0
		default:
			if r.conjoined(c.First) {
				r.comma = k
			}
		}
	}
	for i := range s.Clauses {
		r.arguments(i)
	}
}

// open begins a clause at chunk k.
func (r *Reader) open(t Type, parent, k int) {
	s := &r.sentence
	if len(s.Clauses) == clauseLimit {
		return
	}
	s.Clauses = append(s.Clauses, Clause{Type: t, Parent: parent, First: k, Predicate: None, Subject: None, Object: None, Antecedent: None})
	r.current, r.comma = len(s.Clauses)-1, None
	for ; k < len(s.Chunks); k++ {
		if s.Chunks[k].Clause = r.current; k > 0 && s.Chunks[k].Kind == Predicate {
			return
		}
	}
}

// now is the clause being read.
func (r *Reader) now() *Clause { return &r.sentence.Clauses[r.current] }

// sign reads a sign: a comma may end a clause, brackets hold one.
func (r *Reader) sign(k int) {
	i := r.sentence.Chunks[k].First
	switch d := r.doc; {
	case d.Is(i, '('):
		if !r.transparent(k) {
			r.open(Parenthesis, r.current, k)
		}
	case d.Is(i, ')'):
		r.leave(Parenthesis)
	case d.Is(i, '-') && r.inserted(k):
		if r.insertion() {
			r.leave(Parenthesis)
		} else {
			r.open(Parenthesis, r.current, k)
		}
	case d.Is(i, ','), d.Is(i, ';'), d.Is(i, '-'):
		r.comma = k + 1
		c := r.now()
		if c.Type == Relative && c.Predicate >= 0 && r.behindComma(c.First) {
			r.current = c.Parent
			r.comma = k + 1
		}
		r.current = r.afterInsertion(k)
	case d.Is(i, ':'):
		r.comma = k + 1
	}
}

// behindComma reports whether a comma stands before chunk k, and nothing but a loose word
// between: «…، وفق ما كشفه المدير، …».
func (r *Reader) behindComma(k int) bool {
	for k--; k > 0 && r.sentence.Chunks[k].Kind == Adverb; k-- {
	}
	return k >= 0 && r.doc.Is(r.sentence.Chunks[k].First, ',')
}

// dash reports whether chunk k is a dash between spaces.
func (r *Reader) dash(k int) bool {
	i := r.sentence.Chunks[k].First
	return r.doc.Is(i, '-') && !r.doc.At(i).Touches() && !r.doc.At(i+1).Touches()
}

// insertion reports whether what is being read stands behind a dash that was not closed yet.
func (r *Reader) insertion() bool {
	for i := r.current; i >= 0; i = r.sentence.Clauses[i].Parent {
		if c := &r.sentence.Clauses[i]; c.Type == Parenthesis {
			return r.dash(c.First)
		}
	}
	return false
}

// inserted reports whether the dash at chunk k begins or ends what stands between two dashes,
// behind the beginning of the sentence.
func (r *Reader) inserted(k int) bool {
	if !r.dash(k) {
		return false
	}
	if r.insertion() {
		return true
	}
	for next := k + 1; next < min(k+insertionLimit, len(r.sentence.Chunks)); next++ {
		if r.dash(next) {
			resumed := next+1 < len(r.sentence.Chunks) && r.sentence.Chunks[next+1].Kind == Predicate
			return r.now().Predicate >= 0 || resumed
		}
	}
	return false
}

// transparent reports whether the bracket at chunk k holds a figure alone that repeats none
// before it: «بلغت (5) ملايين».
func (r *Reader) transparent(k int) bool {
	chunks := r.sentence.Chunks
	return k+1 < len(chunks) && chunks[k+1].Kind == Figure && k > 0 && chunks[k-1].Kind != Figure && chunks[k-1].Quantity < 0
}

// afterInsertion is the clause that a figure behind the sign at chunk k belongs to: that around
// the relative clauses which the sign closes.
func (r *Reader) afterInsertion(k int) int {
	if k+1 >= len(r.sentence.Chunks) || r.sentence.Chunks[k+1].Kind != Figure {
		return r.current
	}
	out := r.current
	for i := r.current; i >= 0; i = r.sentence.Clauses[i].Parent {
		c := &r.sentence.Clauses[i]
		if c.Type == Relative && c.Parent >= 0 && r.sentence.Clauses[c.Parent].Predicate >= 0 && !r.sentence.Clauses[c.Parent].measured {
			out = c.Parent
		}
	}
	return out
}

// leave goes back to the parent of the nearest open clause of a type.
func (r *Reader) leave(t Type) {
	for i := r.current; i >= 0; i = r.sentence.Clauses[i].Parent {
		if c := &r.sentence.Clauses[i]; c.Type == t && c.Parent >= 0 {
			r.current, r.comma = c.Parent, None
			return
		}
	}
}

// opener begins the clause that a word of its own opens.
func (r *Reader) opener(k int) {
	e, _ := r.doc.Match(r.sentence.Chunks[k].First, lang.Classes(lang.Opener))
	t := openerTypes[e.ID]
	parent := r.current
	if t == Complement && e.Has(lang.Ambiguous) && r.described(k) {
		t = Relative
	}
	r.open(t, parent, k)
	if t == Relative {
		r.now().Antecedent = r.phraseBefore(k)
	}
}

// described reports whether the phrase right before chunk k is what a clause that begins there is
// about, and not an argument of a verb of saying.
func (r *Reader) described(k int) bool {
	if k == 0 || r.sentence.Chunks[k-1].Kind != Phrase || r.sentence.Chunks[k-1].Time {
		return false
	}
	c := r.now()
	return c.Predicate < 0 || !r.is(r.sentence.Chunks[c.Predicate].Head, lang.SaysVerb)
}

// openerTypes are the types of the clauses that the rows of an opener name.
var openerTypes = map[string]Type{
	"complement": Complement, "relative": Relative, "conditional": Conditional, "adverbial": Adverbial, "coordinate": Coordinate,
}

// phraseBefore is the last phrase before chunk k, what tells a time aside.
func (r *Reader) phraseBefore(k int) int {
	for last := k - insertionLimit; k > max(0, last); {
		k--
		if c := &r.sentence.Chunks[k]; c.Kind == Phrase && !c.Time {
			return k
		}
	}
	return None
}

// govern gives the verb at chunk k its clause: the one being read if that has none yet, else
// a new one.
func (r *Reader) govern(k int) {
	if r.now().Predicate < 0 && !(r.now().Type == Relative && k > 0 && r.participial(k) && r.now().First < k-1) {
		r.now().Predicate = k
		return
	}
	c := r.now()
	switch {
	case r.doc.Pack.VerbFirst && r.comma < c.Predicate && r.copula(c.Predicate):
		// «كانت مصادر قد رجحت»
	case r.doc.Pack.VerbFirst && r.describes(k):
		r.open(Relative, r.current, k)
		r.now().Antecedent = r.agreeing(k)
	case c.Type == Relative && r.comma < c.Predicate && c.Parent >= 0 && r.resumes(c):
		r.current = c.Parent
		r.sentence.Chunks[k].Clause = r.current
		r.govern(k)
		return
	case r.comma > c.Predicate:
		t, parent := Coordinate, r.current
		if r.participial(k) {
			t = Participial
		}
		r.open(t, parent, r.comma)
	case r.participial(k):
		r.open(Participial, r.current, k)
		if r.describes(k) {
			r.now().Antecedent = k - 1
		}
	case r.describes(k):
		r.open(Relative, r.current, k)
		r.now().Antecedent = k - 1
	default:
		r.open(Complement, r.current, r.complementStart(k))
	}
	r.now().Predicate = k
}

// agreeing is the phrase before chunk k that its participle or verb agrees with: the nearest, or
// the one before it where only that fits.
func (r *Reader) agreeing(k int) int {
	verb := r.words.At(r.sentence.Chunks[k].Head).Best
	for i := k - 1; i >= 0 && i >= k-3 && r.sentence.Chunks[i].Kind == Phrase; i-- {
		noun := r.words.At(r.sentence.Chunks[i].Head).Best
		if noun.Number() != word.Singular || verb.Number() != word.Singular || noun.Gender() == word.NoGender || verb.Gender() == word.NoGender || noun.Gender() == verb.Gender() {
			return i
		}
	}
	return k - 1
}

// resumes reports whether the clause around a relative one still lacks its verb.
func (r *Reader) resumes(c *Clause) bool { return r.sentence.Clauses[c.Parent].Predicate < 0 }

// participial reports whether the predicate at chunk k is a participle or an infinitive.
func (r *Reader) participial(k int) bool {
	c := &r.sentence.Chunks[k]
	best := r.words.At(c.Head).Best
	if best.Form() == word.Active || best.Form() == word.Passive {
		finite := !r.doc.Pack.VerbFirst && k > 0 && r.sentence.Chunks[k-1].Bare() && r.is(c.Head, lang.Measuring, lang.Change)
		return c.First == c.Head && !finite
	}
	return c.First < c.Head && r.is(c.First, lang.To)
}

// describes reports whether the verb at chunk k describes the phrase right before it: an
// indefinite one, where relative clauses have no pronoun then.
func (r *Reader) describes(k int) bool {
	if k == 0 || r.sentence.Chunks[k-1].Kind != Phrase || r.sentence.Chunks[k-1].Time {
		return false
	}
	if !r.doc.Pack.VerbFirst {
		return r.participial(k) && r.sentence.Chunks[k].First == r.sentence.Chunks[k].Head
	}
	before, verb := &r.sentence.Chunks[k-1], &r.sentence.Chunks[k]
	if r.article(verb.First) {
		return r.article(before.Core.Next-1) || r.closed(before.Core.Next-1)
	}
	if r.words.At(verb.Head).Best.Clitics()&word.WithVerbParticle != 0 || r.doc.At(before.First-1).Kind == token.Digits {
		return false
	}
	return before.Quantity < 0 && !r.conjoined(r.sentence.Chunks[k].First) && !r.article(before.Core.Next-1) && !r.closed(before.Core.Next-1)
}

// complementStart is the chunk that a clause without a word of its own begins with, whose verb
// is chunk k: the subject before the verb, behind the verb of the clause around it.
func (r *Reader) complementStart(k int) int {
	if r.doc.Pack.VerbFirst {
		return k
	}
	start := k
	for i := k - 1; i > r.now().Predicate; i-- {
		c := &r.sentence.Chunks[i]
		if c.Kind == Sign || c.Kind == Figure {
			break
		}
		if c.Kind == Phrase && c.Preposition.Empty() {
			return i
		}
	}
	return start
}

// arguments finds the subject and the object of a clause.
func (r *Reader) arguments(i int) {
	c := &r.sentence.Clauses[i]
	if c.Predicate < 0 {
		c.Subject = r.first(i, c.First, len(r.sentence.Chunks))
		return
	}
	before := r.nearest(i, c)
	c.Subject = before
	end := r.figureAfter(i, c.Predicate)
	after := r.first(i, c.Predicate+1, end)
	switch {
	case after < 0:
	case !r.doc.Pack.VerbFirst || before >= 0:
		c.Object = after
	case r.disagrees(c.Predicate, after):
		c.Object = after
	default:
		c.Subject = after
		c.Object = r.first(i, after+1, end)
	}
}

// figureAfter is the first figure of a clause behind chunk k, or the end of the sentence.
func (r *Reader) figureAfter(clause, k int) int {
	for k++; k < len(r.sentence.Chunks); k++ {
		if c := &r.sentence.Chunks[k]; c.Clause == clause && c.Kind == Figure && !r.postposed(c.Quantity) {
			break
		}
	}
	return k
}

// first is the first bare phrase of a clause from one chunk up to another.
func (r *Reader) first(clause, from, to int) int {
	for k := from; k < to; k++ {
		c := &r.sentence.Chunks[k]
		if c.Clause == clause && c.Bare() {
			return k
		}
	}
	return None
}

// nearest is the subject of a clause that stands before its verb: its first bare phrase
// behind what only announces it, such as the place of a report.
func (r *Reader) nearest(i int, c *Clause) int {
	from := c.First
	for k := c.First; k < c.Predicate; k++ {
		chunk := &r.sentence.Chunks[k]
		if announced := r.doc.Is(chunk.First, '-') || r.doc.Is(chunk.First, ':'); announced && chunk.Clause == i && chunk.Kind == Sign {
			if r.first(i, k, c.Predicate) >= 0 {
				from = k
			}
		}
	}
	if subject := r.first(i, from, c.Predicate); subject >= 0 {
		return subject
	}
	for k := from; k < c.Predicate && !r.doc.Pack.VerbFirst; k++ {
		if chunk := &r.sentence.Chunks[k]; chunk.Clause == i && chunk.Kind == Phrase && chunk.Quantity >= 0 && chunk.Preposition.Empty() {
			return k // "42,000 tickets were refunded"
		}
	}
	return None
}

// copula reports whether the predicate at chunk k is a verb of being alone.
func (r *Reader) copula(k int) bool { return r.is(r.sentence.Chunks[k].Head, lang.Copula) }

// disagrees reports whether the phrase at chunk k cannot be the subject of a verb that stands
// before it, by its case or its gender, in any reading of the verb.
func (r *Reader) disagrees(predicate, k int) bool {
	noun := r.words.At(r.sentence.Chunks[k].Head).Best
	if noun.Case() == word.Accusative {
		return true
	}
	if noun.Number() != word.Singular || noun.Gender() == word.NoGender {
		return false
	}
	readings := r.words.At(r.sentence.Chunks[predicate].Head).All
	return !slices.ContainsFunc(readings, func(c word.Candidate) bool {
		return c.Pos() == word.Verb && (c.Number() != word.Singular || c.Gender() == word.NoGender || c.Gender() == noun.Gender())
	})
}
