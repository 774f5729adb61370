package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// eventReach is how many words may stand between a count and the word that says
// what happened to the people counted.
const eventReach = 12

// readEvent reads what happened to the people counted: «مقتل 17 شخصا», "26 people were
// killed". Only a count of people, or one without a known noun, has one.
func (r *reader) readEvent(c *candidate) {
	if c.unit != nil || c.num.Has(numeral.Share) || c.num.Has(numeral.Single) && c.noun == nil || c.noun != nil && !c.noun.Has(lang.Human) {
		return
	}
	if c.nounTo > c.nounFirst {
		if c.event = r.casualty(c.nounFirst); c.event != "" {
			return
		}
	}
	if e, n := r.doc.Match(c.next, lang.Classes(lang.Casualty)); e != nil && r.doc.At(c.next).Clitics&lang.Conj == 0 {
		c.event, c.next, c.suffered = figure.Event(e.ID), c.next+n, true
		return
	}
	if e, n := r.doc.Match(c.next, lang.Classes(lang.Linker)); e != nil && c.nounTo <= c.nounFirst {
		if c.event = r.casualty(c.next + n); c.event != "" {
			c.suffered = true
			return
		}
	}
	if e, _ := r.doc.MatchBefore(r.outward(c.cue), lang.Classes(lang.Subset), 3); e != nil && r.event != "" {
		c.event = r.event
		return
	}
	for i := c.first - 1; i >= r.from && i >= c.first-eventReach && !r.clauseEnd(i); i-- {
		if c.event = r.casualty(i); c.event != "" {
			return
		}
	}
	from := r.pastSubset(c)
	for i := from; c.noun != nil && i < r.to && i < from+eventReach/3 && !r.clauseEnd(i) && r.doc.At(i).Clitics&lang.Conj == 0; i++ {
		if c.event = r.casualty(i); c.event != "" {
			return
		}
	}
}

// pastSubset passes over a part of those counted, set between commas: "seven
// people, including three children, were killed".
func (r *reader) pastSubset(c *candidate) int {
	d := &r.doc
	if before, _ := d.MatchBefore(r.outward(c.cue), lang.Classes(lang.Subset), 3); before != nil && d.Is(c.next, ',') {
		return c.next + 1
	}
	if !d.Is(c.next, ',') || !d.Means(c.next+1, lang.Classes(lang.Subset)) {
		return c.next
	}
	for i := c.next + 2; i < r.to && i < c.next+eventReach; i++ {
		if d.Is(i, ',') {
			return i + 1
		}
	}
	return c.next
}

func (r *reader) casualty(i int) figure.Event {
	if e, _ := r.doc.Match(i, lang.Classes(lang.Casualty)); e != nil {
		return figure.Event(e.ID)
	}
	return ""
}

// readAge reads the words that make a duration an age: "34-year-old", «البالغ من
// العمر 72 عاما».
func (r *reader) readAge(c *candidate) {
	if c.unit == nil && r.bareAge(c) {
		c.age = true
		return
	}
	if c.unit == nil || !c.unit.Has(lang.Calendar) {
		return
	}
	if e, n := r.doc.Match(c.next, lang.Classes(lang.AgeCue)); e != nil {
		c.age, c.next = true, c.next+n
		c.last = c.next - 1
		return
	}
	bracketed := r.doc.Is(c.cue-1, '(') && r.doc.Is(c.next, ')') && c.unit.ID == "year"
	c.age = bracketed || r.aged(c)
}

// aged reports whether a word of age stands before the number.
func (r *reader) aged(c *candidate) bool {
	at := r.outward(c.cue)
	if e, _ := r.doc.MatchBefore(at, lang.Classes(lang.AgeCue), 4); e != nil {
		return true
	}
	for i := at - 1; i >= r.from && i >= at-verbReach && !r.clauseEnd(i); i-- {
		if e, _ := r.doc.Match(i, lang.Classes(lang.AgeCue)); e != nil && e.Has(lang.Distant) {
			return true
		}
	}
	return false
}

// bareAge recognises an age that names no unit: "aged 14", "aged 33, 34 and 39",
// and "Smith, 42," or "the actor, 31," with a name or a person before the comma.
func (r *reader) bareAge(c *candidate) bool {
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
	return d.At(i-2).Has(token.Upper) || e != nil && e.Has(lang.Human) && e.Form&lang.Singular != 0
}

var oldest = figure.NewNumber(120)
