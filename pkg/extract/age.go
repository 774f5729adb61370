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
	bracketed := r.bracketed(c.cue-1, c.next) && c.unit.ID == "year"
	c.age = bracketed || r.aged(c)
}

// aged reports whether a word of age stands before the number.
func (r *reader) aged(c *quantity) bool {
	at := r.outward(c.cue)
	if e, _ := r.doc.MatchBefore(at, lang.Classes(lang.AgeCue), 4); e != nil {
		return true
	}
	return r.nearest(at, verbReach, lang.Classes(lang.AgeCue), lang.Distant) != nil
}

// bareAge recognises an age that names no unit: "aged 14", "aged 33, 34 and 39",
// and "Smith, 42," or "the actor, 31," with a name or a person before the comma.
func (r *reader) bareAge(c *quantity) bool {
	switch {
	case !c.num.Has(numeral.Plain), c.num.Has(numeral.Magnified), c.num.Value.Cmp(oldest) > 0:
		return false
	case r.aged(c), !c.ranged && r.goesOnWithAge(c):
		return r.boundary(c.next)
	}
	return !c.ranged && r.doc.Is(c.num.First-1, ',') && r.doc.Is(c.next, ',') && r.person(c.num.First-2)
}

// goesOnWithAge reports whether the number is joined to an age before it.
func (r *reader) goesOnWithAge(c *quantity) bool {
	return r.last.age && r.last.dropped == "" && r.conjoined(c)
}

// person reports whether the word at i may name a single person.
func (r *reader) person(i int) bool {
	e, _ := r.doc.Match(i, nouns)
	return i >= r.from && (r.doc.At(i).Has(token.Upper) || e.Has(lang.Human) && e.May(lang.Singular))
}

var oldest = figure.NewNumber(120)
