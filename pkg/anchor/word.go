package anchor

import (
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// meaning is the function of a word of the class "anchor".
type meaning struct {
	// states are what it states inside a time, field the one that has the value, and tail what a
	// direction behind it belongs to.
	states, field, tail facts
	value               int
	// opens are what it states in front of a time, and trails what it adds to another such
	// piece of one word: "since+start".
	opens, trails facts
	relation      figure.TimeRelation
	// barred are what must not have been stated before.
	barred facts
	grain  grain // the unit that the word is
}

func preposition(r figure.TimeRelation, also facts) meaning {
	return meaning{opens: related | also, relation: r, barred: ranges}
}

func pointer(dir facts) meaning { return meaning{states: dir} }

func edgeWord(e facts) meaning { return meaning{states: e, trails: e, barred: edges | settled} }

func partName(g grain, also facts) meaning {
	return meaning{states: part | also, field: part, value: int(g), tail: part, barred: part}
}

func seasonName(n int) meaning {
	return meaning{states: season, field: season, value: n, tail: season, barred: season | month}
}

// vocabulary has the ids of the class "anchor". One that ends in a number states it: "day-1",
// "decade-1980".
var vocabulary = map[string]meaning{
	"by":      preposition(figure.By, 0),
	"until":   preposition(figure.Until, 0),
	"since":   preposition(figure.Since, 0),
	"during":  preposition(figure.During, within),
	"before":  preposition(figure.Before, 0),
	"after":   preposition(figure.After, 0),
	"from":    {opens: fromCue, barred: related | ranges},
	"between": {opens: betweenCue, barred: related | ranges},

	"last": pointer(last),
	"past": pointer(past),
	"this": pointer(this),
	"next": pointer(next),
	"ago":  {states: ago, trails: agoCue},

	"start": edgeWord(start),
	"early": edgeWord(early),
	"mid":   edgeWord(mid),
	"late":  edgeWord(late),
	"end":   edgeWord(end),

	"quarter": partName(quarters, 0),
	"half":    partName(halves, half),
	"spring":  seasonName(1),
	"summer":  seasonName(2),
	"autumn":  seasonName(3),
	"winter":  seasonName(4),

	"day":      {states: offset, field: offset, tail: other, barred: offset},
	"day-part": {states: cued, barred: year},
	"decade":   {states: decade, field: decade, tail: other, barred: decade | year},
	"the-day":  {grain: days},
	"the-week": {grain: weeks},
	"the-year": {grain: years},
}

// meaningOf returns the function of an id, the zero meaning for one that has none inside a time.
func meaningOf(id string) meaning {
	if m, ok := vocabulary[id]; ok {
		return m
	}
	at := max(strings.IndexAny(id, "+-"), 0)
	m := vocabulary[id[:at]]
	n, err := strconv.Atoi(strings.TrimPrefix(id[at:], "-"))
	if err != nil || m.field == 0 {
		return meaning{}
	}
	if m.field == offset && id[at] == '-' {
		n = -n
	}
	m.value = n
	return m
}

// opening returns what an id states in front of a time, given what was stated there before: its
// pieces are joined by "+", as in "before+ago". It returns 0 if it states nothing.
func opening(id string, before facts) (states facts, relation figure.TimeRelation) {
	for piece := range strings.SplitSeq(id, "+") {
		m := vocabulary[piece]
		if states != 0 {
			states |= m.trails
		}
		if m.opens != 0 && !before.has(m.barred) {
			states |= m.opens
			relation = m.relation
		}
	}
	return states, relation
}

// entry returns the anchor word at i. It ignores abbreviations that must touch a number, which
// are read with the number.
func (p parser) entry(i int) (*lang.Entry, int) {
	e, n := p.match(i, anchorWord)
	if n == 0 || e.Has(lang.Touching) {
		return nil, 0
	}
	return e, n
}

// meaning returns the function of the anchor word at i.
func (p parser) meaning(i int) (m meaning, n int) {
	e, n := p.entry(i)
	if n > 0 {
		m = meaningOf(e.ID)
	}
	return m, n
}

// partAt returns the name of a part of a year at i.
func (p parser) partAt(i int) (m meaning, n int) {
	if m, n = p.meaning(i); m.field != part {
		return meaning{}, 0
	}
	return m, n
}

// stated is the reading of a word that states a field of a point.
func (m *meaning) stated(n int) reading {
	r := reading{states: m.states, tail: m.tail, length: n}
	if m.field != 0 {
		r.values[index(m.field)] = m.value
	}
	return r
}

// numbered is the reading of the name of a part with its number.
func (m *meaning) numbered(number, n int) reading {
	r := m.stated(n)
	r.set(nth, number)
	if number > grain(m.value).perYear() {
		r.states |= beyond
	}
	return r
}

// word reads an anchor word that states something by itself.
func (p parser) word(so body, i int) reading {
	m, n := p.meaning(i)
	switch {
	case n == 0:
		return p.glued(so, i)
	case m.states.has(directions):
		return p.direction(so, i, n, m.states)
	case m.states == 0 || so.has(m.barred):
		return reading{}
	case m.field == decade && m.value == 0:
		m.value = p.plain(i+n, 4)
		n++
	}
	if m.field == decade && (m.value == 0 || m.value%10 != 0) {
		return reading{}
	}
	return m.stated(n)
}

// glued reads "Q3".
func (p parser) glued(so body, i int) reading {
	e, n := p.match(i, anchorWord)
	if n == 0 || so.has(part) || !p.d.At(i+n).Touches() {
		return reading{}
	}
	m, number := meaningOf(e.ID), p.plain(i+n, 1)
	if m.field != part || number == 0 {
		return reading{}
	}
	return m.numbered(number, n+1)
}

// targets are what a direction belongs to, by what was read before it.
var targets = map[facts]facts{unit: ofUnit, part: ofPart, weekday: ofDay, other: ofDay}

// attributive is what a direction may stand before: "last quarter".
var attributive = lang.Classes(lang.Weekday)

// direction reads "last", which applies to the unit after it, or else to what precedes it.
func (p parser) direction(so body, i, n int, dir facts) reading {
	at := i + n + p.number(i+n)
	following := p.isHead(at) && !p.d.Means(i+n, ordinalWord)
	behind := p.d.Pack.AdjectiveAfterNoun
	switch {
	case dir == ago && !so.counts() && (so.has(begun) || !following):
		return reading{}
	case so.tail == inYear && so.yearDir == 0 && (!following || behind):
		return reading{yearDir: dir, length: n}
	case following && so.pending == 0 && p.follows(at) && !(behind && so.tail == unit && !so.has(count)):
		return reading{pending: dir, length: n}
	case so.has(directions) || so.tail&^other == 0:
		return reading{}
	}
	return reading{states: dir | targets[so.tail], length: n}
}

// isHead reports whether what a direction belongs to begins at i: a unit, a part, or a name.
func (p parser) isHead(i int) bool {
	m, _ := p.meaning(i)
	return m.field&(part|season) != 0 || p.d.Means(i, attributive) || p.isUnit(i) || p.isMonth(i)
}

// counts reports whether a number of units was read last.
func (b *body) counts() bool { return b.tail == unit && b.has(count) }

// follows reports whether token i continues the phrase: it has neither a conjunction nor a
// preposition, and is on the same line.
func (p parser) follows(i int) bool {
	t := p.d.At(i)
	return i < p.limit && t.Clitics&(lang.Conj|lang.Prep) == 0 && !t.Has(token.AfterNewline)
}
