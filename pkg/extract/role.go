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
	from, _ := r.doc.MatchBefore(at, lang.Classes(lang.From), 3)
	if from != nil && from.Has(lang.Loose) {
		c.role = figure.RoleFrom
		return
	}
	change, touches := r.change(at)
	if change == nil {
		return
	}
	c.direction = figure.Up
	if change.Has(lang.Down) {
		c.direction = figure.Down
	}
	to, _ := r.doc.MatchBefore(at, lang.Classes(lang.To), 3)
	link, _ := r.doc.MatchBefore(at, lang.Classes(lang.Linker), 3)
	switch {
	case from != nil:
		c.role = figure.RoleFrom
	case to != nil, link != nil && link.Has(lang.Up):
		c.role = figure.RoleTo
	case link != nil, touches, c.prepositioned(r, at), c.unit != nil && c.unit.ID == "percent":
		c.role = figure.RoleDelta
	default:
		c.direction = ""
	}
}

// change returns the word of change that governs a number at token i: the
// nearest one before it in the clause; touches says that nothing lies between.
func (r *reader) change(i int) (e *lang.Entry, touches bool) {
	for k := i - 1; k >= r.from && k >= i-changeReach && !r.clauseEnd(k); k-- {
		if !r.doc.Means(k, lang.Classes(lang.Change)) {
			continue
		}
		if e, n := r.doc.Match(k, lang.Classes(lang.Change)); e != nil {
			return e, k+n == i
		}
	}
	return nil, false
}

// prepositioned reports whether the number, or the modifier before it, bears a
// preposition of its own: «بـ5%».
func (c *candidate) prepositioned(r *reader, at int) bool {
	return r.doc.At(at).Clitics&lang.Prep != 0 || r.doc.At(c.num.First).Clitics&lang.Prep != 0
}
