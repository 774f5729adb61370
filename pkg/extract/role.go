package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// changeReach is how many words may stand between a word of change and its
// number.
const changeReach = 14

// changeOf is the part that a figure plays in a change («ارتفع 5% من 40 إلى 42») or as the
// whole of a share ("12 out of 40").
func (r *reader) changeOf(c *statement) change {
	at := r.outward(c.lead())
	if e, _ := r.doc.MatchBefore(at, lang.Classes(lang.Out), 3); e != nil || r.partOf(c, at) {
		return change{role: figure.RoleTotal}
	}
	if shared := r.sharedChange(c); shared.role != "" {
		return shared
	}
	from, _ := r.doc.MatchBefore(at, lang.Classes(lang.From), 3)
	if from.Has(lang.Compared) {
		return change{role: figure.RoleFrom}
	}
	g := r.governor(at)
	if !g.found {
		return change{}
	}
	to, _ := r.doc.MatchBefore(at, lang.Classes(lang.To), 3)
	link, _ := r.doc.MatchBefore(at, lang.Classes(lang.Linker), 3)
	switch {
	case from != nil:
		return change{figure.RoleFrom, g.direction}
	case to != nil, link.Has(lang.Reached), g.reached:
		return change{figure.RoleTo, g.direction}
	case g.direction != "" && (link != nil || g.touches || r.prepositioned(&c.quantity, at) || kind(&c.quantity) == figure.Percent):
		return change{figure.RoleDelta, g.direction}
	}
	return change{}
}

// partOf reports whether the number is the total of the one right before it:
// "15 of 20".
func (r *reader) partOf(c *statement, at int) bool {
	e, n := r.doc.MatchBefore(at, lang.Classes(lang.Of), 1)
	return e != nil && r.last.dropped == "" && r.last.next == at-n && r.last.next > r.from && !r.doc.Pack.OfAlsoFrom
}

// sharedChange is the role of the figure before this one, where both are joined or
// this one repeats it in brackets: «إلى 1250 قتيلا و3500 جريح».
func (r *reader) sharedChange(c *statement) change {
	if r.last.dropped != "" || r.last.role == "" || r.last.role == figure.RoleTotal {
		return change{}
	}
	repeated := r.doc.Is(c.from-1, '(') && r.last.next == c.from-1
	and, _ := r.doc.MatchBefore(r.outward(c.lead()), lang.Classes(lang.And), 1)
	same := and != nil && c.unit.known() && r.last.unit.known() && c.unit.ID == r.last.unit.ID && r.clear(r.last.next, c.lead())
	if !repeated && !same && !r.conjoined(&c.quantity) {
		return change{}
	}
	return r.last.change
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

// governor looks for the nearest word of change before a number at token i, and
// for a verb of arriving on the way to it, which has no direction of its own.
func (r *reader) governor(i int) (g governor) {
	for k := range r.clauseBefore(i, changeReach) {
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
func (r *reader) prepositioned(c *quantity, at int) bool {
	return r.doc.At(at).Clitics&lang.Prep != 0 || r.doc.At(c.num.First).Clitics&lang.Prep != 0
}
