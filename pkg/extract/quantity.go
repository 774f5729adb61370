package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
)

// span is the tokens from one up to another, which it does not include.
type span struct{ from, to int }

// empty reports whether no token stands in the span.
func (s span) empty() bool { return s.to <= s.from }

// part is a unit, rate or noun of a quantity: where it stands, and its entry where the
// lexicon knows it. A unit that another quantity shares has an entry and an empty span.
type part struct {
	*lang.Entry
	span
}

// known reports whether the lexicon knows what the part is.
func (p part) known() bool { return p.Entry != nil }

// quantity is a number with what stands beside it: all that the grammar of quantities
// reads, whatever the sentence says of it. Its span is the number with its unit and rate.
type quantity struct {
	span
	num, upper numeral.Numeral
	ranged     bool
	// ratio: the number is the quotient of two.
	ratio bool
	// cue is the first token of all that belongs to it on its left: the modifier, the
	// sign, the frame of a range; next is the token after all that belongs to it.
	cue, next int
	unit, per part
	perCount  figure.Number
	// priced: the amount is what one of something costs.
	priced bool
	// fine: such an amount has decimals where its one mark could group thousands.
	fine bool
	// noun is what it counts or measures.
	noun part
	dual bool
	// postposed: the noun stands before the number.
	postposed bool
	age       bool
	// before and after are the relations of the modifiers on either side, "" without one.
	before, after figure.Relation
	// degree is what a bare degree measures, as scale says; graded: the scale's name
	// stands right behind the number.
	degree string
	graded bool
}

// statement is a quantity with what its sentence says of it, and what became of it.
type statement struct {
	quantity
	verb bound
	change
	// label is what stands before it in a listing.
	label span
	event figure.Event
	// suffered: the word of the event stands right behind the number.
	suffered bool
	// opposed: it stands against a number counted before.
	opposed bool
	concept figure.ConceptID
	verdict verdict
	// license is what makes it a figure, and dropped is why it is not one; exactly
	// one of them is set.
	license License
	dropped Reason
}

// bound is the relation that a verb gives a number, and where the verb stands; the span is
// empty where the verb governs a number before this one as well.
type bound struct {
	relation figure.Relation
	span
}

// change is the part that a figure plays in a change, and the direction of it.
type change struct {
	role      figure.Role
	direction figure.Direction
}

// relation is how the value relates to the number, by its modifiers and its verb.
func (s *statement) relation() figure.Relation {
	relation := figure.Eq
	for _, outer := range [...]figure.Relation{s.before, s.verb.relation, s.after} {
		relation = bind(relation, outer)
	}
	return relation
}

// lead is the first token of the statement: that of the verb or modifier.
func (s *statement) lead() int {
	if !s.verb.empty() {
		return s.verb.from
	}
	return s.cue
}

// bind combines an inner relation with an outer one, "" if there is none: a bound beats an
// approximation.
func bind(inner, outer figure.Relation) figure.Relation {
	if outer != "" && (inner == "" || inner == figure.Eq || inner == figure.Approx && outer != figure.Eq) {
		return outer
	}
	return inner
}
