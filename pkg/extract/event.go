package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
)

// eventReach is how many words may stand between a count and the word that says
// what happened to the people counted.
const eventReach = 12

// readEvent reads what happened to the people counted: «مقتل 17 شخصا», "26 people were
// killed". Only a count of people, or one without a known noun, has one.
func (r *reader) readEvent(c *statement) {
	if c.unit.known() || c.num.Has(numeral.Share) || c.num.Has(numeral.Single) && !c.noun.known() || c.noun.known() && !c.noun.Has(lang.Human) {
		return
	}
	if !c.noun.empty() {
		if c.event = r.casualty(c.noun.from); c.event != "" {
			return
		}
	}
	if e, n := r.doc.Match(c.next, lang.Classes(lang.Casualty)); e != nil && r.doc.At(c.next).Clitics&lang.Conj == 0 {
		c.event, c.next, c.suffered = figure.Event(e.ID), c.next+n, true
		return
	}
	if e, n := r.doc.Match(c.next, lang.Classes(lang.Linker)); e != nil && c.noun.empty() {
		if c.event = r.casualty(c.next + n); c.event != "" {
			c.suffered = true
			return
		}
	}
	if e, _ := r.doc.MatchBefore(r.outward(c.lead()), lang.Classes(lang.Subset), 3); e != nil && r.told.event != "" {
		c.event = r.told.event
		return
	}
	for i := c.from - 1; i >= r.from && i >= c.from-eventReach && !r.clauseEnd(i); i-- {
		if c.event = r.casualty(i); c.event != "" {
			return
		}
	}
	from := r.pastSubset(c)
	for i := from; c.noun.known() && i < r.to && i < from+eventReach/3 && !r.clauseEnd(i) && r.doc.At(i).Clitics&lang.Conj == 0; i++ {
		if c.event = r.casualty(i); c.event != "" {
			return
		}
	}
}

// pastSubset passes over a part of those counted, set between commas: "seven
// people, including three children, were killed".
func (r *reader) pastSubset(c *statement) int {
	d := &r.doc
	if before, _ := d.MatchBefore(r.outward(c.lead()), lang.Classes(lang.Subset), 3); before != nil && d.Is(c.next, ',') {
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
