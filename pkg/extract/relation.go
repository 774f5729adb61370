package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// modifierReach is the length of the longest modifier, and verbReach how many
// words may stand between a bound verb and its number.
const (
	modifierReach = 5
	verbReach     = 6
)

// readModifiers reads the modifiers before the number, from the inside outwards: a bound
// beats an approximation, «ما لا يقل عن نحو 40».
func (r *reader) readModifiers(c *quantity) {
	at := r.outward(c.cue)
	for {
		e, n := r.doc.MatchBefore(at, lang.Classes(lang.Before), modifierReach)
		if e == nil {
			return
		}
		at -= n
		c.cue = at
		c.before = bind(c.before, figure.Relation(e.ID))
		at = r.outward(at)
	}
}

// verbBefore returns the bound of a verb before the number («تجاوز سعر الذهب 2400»), or of
// the one that governs the number before it as well.
func (r *reader) verbBefore(s *statement) bound {
	d := &r.doc
	before := r.outward(s.cue)
	for i := max(r.from, before-verbReach); i < before; i++ {
		if !d.Means(i, lang.Classes(lang.Verb)) {
			continue
		}
		e, n := d.Match(i, lang.Classes(lang.Verb))
		if e == nil || i+n > before || i+n < before && !e.Has(lang.Distant) || !r.clear(i+n, before) {
			continue
		}
		return bound{figure.Relation(e.ID), span{i, i + n}}
	}
	if s.before == "" && r.conjoined(&s.quantity) {
		return bound{relation: r.last.verb.relation}
	}
	return bound{}
}

// clear reports whether tokens from up to before hold no number and no clause
// end.
func (r *reader) clear(from, before int) bool {
	for i := from; i < before; i++ {
		if r.clauseEnd(i) || r.doc.At(i).Kind == token.Digits || r.doc.Is(i, '%') {
			return false
		}
	}
	return true
}

// startsNumber reports whether a number begins at token i.
func (r *reader) startsNumber(i int) bool {
	return r.doc.At(i).Kind == token.Digits || r.doc.Means(i, numeral.Triggers)
}

// readSuffix reads a modifier behind the figure: «على الأقل», "or more".
func (r *reader) readSuffix(c *quantity) {
	for _, at := range []int{c.next, c.to} {
		if r.doc.Is(at, ',') {
			at++
		}
		e, n := r.doc.Match(at, lang.Classes(lang.After))
		if e == nil {
			continue
		}
		if _, other := r.doc.Match(at, lang.Classes(lang.Before)); other > n || other == n && r.startsNumber(at+n) {
			continue
		}
		c.after = figure.Relation(e.ID)
		c.next = max(c.next, at+n)
		if of, n := r.doc.Match(c.next, lang.Classes(lang.Of)); of != nil && c.noun.empty() && (!c.unit.known() || c.unit.ID == "percent") {
			r.partitive(c, c.next+n)
		}
		return
	}
}
