package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// changeReach is how many words may stand between a word of change and its
// number.
const changeReach = 14

// readRole reads the part that a figure plays in a change («ارتفع 5% من 40 إلى
// 42») or as the whole of a share ("12 out of 40").
func (r *reader) readRole(c *candidate) {
	at := r.outward(c.cue)
	if e, _ := r.doc.MatchBefore(at, lang.Classes(lang.Out), 3); e != nil {
		c.role = figure.RoleTotal
		return
	}
	if r.partOf(c, at) {
		c.role = figure.RoleTotal
		return
	}
	if c.role, c.direction = r.sharedRole(c); c.role != "" {
		return
	}
	from, _ := r.doc.MatchBefore(at, lang.Classes(lang.From), 3)
	if from != nil && from.Has(lang.Compared) {
		c.role = figure.RoleFrom
		return
	}
	g := r.change(at)
	if !g.found {
		return
	}
	c.direction = g.direction
	to, _ := r.doc.MatchBefore(at, lang.Classes(lang.To), 3)
	link, _ := r.doc.MatchBefore(at, lang.Classes(lang.Linker), 3)
	switch {
	case from != nil:
		c.role = figure.RoleFrom
	case to != nil, link != nil && link.Has(lang.Reached), g.reached:
		c.role = figure.RoleTo
	case c.direction == "":
	case link != nil, g.touches, c.prepositioned(r, at), kind(c) == figure.Percent:
		c.role = figure.RoleDelta
	default:
		c.direction = ""
	}
}

// partOf reports whether the number is the total of the one right before it:
// "15 of 20".
func (r *reader) partOf(c *candidate, at int) bool {
	e, n := r.doc.MatchBefore(at, lang.Classes(lang.Of), 1)
	return e != nil && r.last.dropped == "" && r.last.next == at-n && r.last.next > r.from && !r.doc.Pack.OfAlsoFrom
}

// sharedRole is the role of the figure before this one, where both are joined or
// this one repeats it in brackets: «إلى 1250 قتيلا و3500 جريح».
func (r *reader) sharedRole(c *candidate) (figure.Role, figure.Direction) {
	if r.last.dropped != "" || r.last.role == "" || r.last.role == figure.RoleTotal {
		return "", ""
	}
	repeated := r.doc.Is(c.first-1, '(') && r.last.next == c.first-1
	and, _ := r.doc.MatchBefore(r.outward(c.cue), lang.Classes(lang.And), 1)
	same := and != nil && c.unit != nil && r.last.unit != nil && c.unit.ID == r.last.unit.ID && r.clear(r.last.next, c.cue)
	if !repeated && !same && !r.conjoined(c) {
		return "", ""
	}
	return r.last.role, r.last.direction
}

// governor is what the words of change before a number in its clause say of it.
type governor struct {
	found     bool
	direction figure.Direction
	// touches: nothing lies between the word of change and the number.
	touches bool
	// reached: a verb of arriving governs the number by itself ("hit 40").
	reached bool
}

// change looks for the nearest word of change before a number at token i, and
// for a verb of arriving on the way to it, which has no direction of its own.
func (r *reader) change(i int) (g governor) {
	for k := i - 1; k >= r.from && k >= i-changeReach && !r.clauseEnd(k); k-- {
		e, n := r.doc.Match(k, lang.Classes(lang.Change))
		switch {
		case e == nil, n == 1 && r.inVerb(k):
		case e.Has(lang.Up), e.Has(lang.Down):
			g.found, g.touches, g.direction = true, k+n == i, figure.Up
			if e.Has(lang.Down) {
				g.direction = figure.Down
			}
			return g
		default:
			g.found, g.reached = true, k+n == i && !e.Has(lang.WithTo)
		}
	}
	return g
}

// inVerb reports whether the word at i is the second half of a verb that is no
// change: "shot down".
func (r *reader) inVerb(i int) bool {
	e, n := r.doc.Match(i-1, lang.Classes(lang.Stop))
	return e != nil && n > 1
}

// prepositioned reports whether the number, or the modifier before it, has a
// preposition of its own: «بـ5%».
func (c *candidate) prepositioned(r *reader, at int) bool {
	return r.doc.At(at).Clitics&lang.Prep != 0 || r.doc.At(c.num.First).Clitics&lang.Prep != 0
}
