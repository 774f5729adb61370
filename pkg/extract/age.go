package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// readAge reads the words that make a duration an age: "34-year-old", «البالغ من
// العمر 72 عاما».
func (r *reader) readAge(c *quantity) {
	if !c.unit.known() && r.bareAge(c) {
		c.age = true
		return
	}
	if !c.unit.Has(lang.Calendar) {
		return
	}
	if e, n := r.doc.Match(c.next, lang.Classes(lang.AgeCue)); e != nil {
		c.age, c.to, c.next = true, c.next+n, c.next+n
		return
	}
	bracketed := r.doc.Is(c.cue-1, '(') && r.doc.Is(c.next, ')') && c.unit.ID == "year"
	c.age = bracketed || r.aged(c)
}

// aged reports whether a word of age stands before the number.
func (r *reader) aged(c *quantity) bool {
	at := r.outward(c.cue)
	if e, _ := r.doc.MatchBefore(at, lang.Classes(lang.AgeCue), 4); e != nil {
		return true
	}
	for i := range r.clauseBefore(at, verbReach) {
		if e, _ := r.doc.Match(i, lang.Classes(lang.AgeCue)); e.Has(lang.Distant) {
			return true
		}
	}
	return false
}

// bareAge recognises an age that names no unit: "aged 14", "aged 33, 34 and 39",
// and "Smith, 42," or "the actor, 31," with a name or a person before the comma.
func (r *reader) bareAge(c *quantity) bool {
	d := &r.doc
	if !c.num.Has(numeral.Plain) || c.num.Value.Cmp(oldest) > 0 || c.num.Has(numeral.Magnified) {
		return false
	}
	if r.aged(c) {
		return r.boundary(c.next)
	}
	if c.ranged {
		return false
	}
	if r.last.age && r.last.dropped == "" && r.conjoined(c) {
		return r.boundary(c.next)
	}
	i := c.num.First
	if !d.Is(i-1, ',') || i-2 < r.from || !d.Is(c.next, ',') {
		return false
	}
	e, _ := d.Match(i-2, lang.Classes(lang.Noun))
	return d.At(i-2).Has(token.Upper) || e.Has(lang.Human) && e.Form&lang.Singular != 0
}

var oldest = figure.NewNumber(120)
