package anchor

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// phrase reads into out, and reports whether there is one.
func (p parser) phrase(out *Phrase) bool {
	out.First, out.relation = p.first, figure.During
	at := p.prefix(out)
	next := at
	if at == p.first || p.mayBegin(at) {
		next = p.body(&out.from, at)
	}
	if next == at {
		return p.event(out, at)
	}
	out.Last = next - 1
	after := p.rangeEnd(&out.from, &out.to, next)
	out.ranged = after > next
	switch {
	case out.ranged:
		out.Last = after - 1
	case p.context.has(ranges) && !out.from.has(lastDay):
		return false
	}
	out.prepared = p.context.has(related)
	return out.goBack(p, next)
}

// eventWords is how many words may name what happened at a time.
const eventWords = 6

// event reads the time of what is named behind "since": «منذ اندلاع الحرب في 15 أبريل», "since the
// war began three years ago". The period begins then.
func (p parser) event(out *Phrase, at int) bool {
	if out.relation != figure.Since || p.context.has(nested) {
		return false
	}
	for i := at; i < min(at+eventWords, p.limit) && p.names(i); i++ {
		inner := parser{d: p.d, limit: p.limit, first: i + 1, context: nested}
		var then Phrase
		if p.mayBegin(inner.first) && inner.phrase(&then) && then.dates() {
			out.from, out.Last = then.from, then.Last
			return true
		}
	}
	return false
}

// names reports whether token i may be a word of what happened: a number may be the figure's.
func (p parser) names(i int) bool {
	t := p.d.At(i)
	return t.Kind == token.Word && !t.Has(token.AfterNewline) && !t.Classes.Meets(numeral.Triggers)
}

// dates reports whether a phrase says when something happened: in a time, on a day named by its
// distance, or so long ago.
func (out *Phrase) dates() bool {
	return out.relation == figure.During && !out.ranged && (out.prepared || out.from.has(ago|offset))
}

// goBack makes a bare duration behind "before" the time that it ends: «قبل يومين». It reports
// whether that is a time: «قبل يومين من الاقتراع» is none, nor is "two days before the vote".
func (out *Phrase) goBack(p parser, next int) bool {
	duration := condition{all: unit | count, none: directions | first}
	if !p.context.has(agoCue) || !duration.holds(out.from.facts) {
		return true
	}
	out.from.facts |= ago
	if out.relation == figure.Before {
		out.relation = figure.During
	}
	return next >= p.limit || !p.d.Means(next, ofWord)
}

var (
	// constituents are the classes of the words of a time, passed of those between them.
	constituents = timed.With(lang.Classes(lang.Measure, lang.Ordinal)).With(numeral.Triggers)
	passed       = lang.Classes(lang.Stop, lang.Of)
)

// mayBegin reports whether a part can begin at i or after what connect skips. It is cheaper
// than reading one: most prepositions begin no anchor.
func (p parser) mayBegin(i int) bool {
	for ; i < p.limit; i++ {
		t := p.d.At(i)
		if mayBe(t) {
			return true
		}
		if t.Kind != token.Particle && !t.Classes.Meets(passed) {
			return false
		}
	}
	return false
}

// prefix reads the prepositions of time and returns the index after them.
func (p *parser) prefix(out *Phrase) int {
	at := p.first
	for at == p.first || p.follows(at) {
		e, n := p.entry(at)
		if n == 0 {
			break
		}
		states, relation := opening(e.ID, p.context)
		if states == 0 {
			break
		}
		if states.has(related) {
			out.relation = relation
			p.context &^= within | edges
		}
		p.context |= states
		at += n
	}
	return at
}

// rangeEnd reads the second half of a range at i into to, and returns the token after it, or i
// if there is none.
func (p parser) rangeEnd(from, to *point, i int) int {
	at := p.separator(from, i)
	if at < 0 {
		return i
	}
	inner := parser{d: p.d, limit: p.limit, first: at, context: related}
	next := inner.body(to, at)
	if next == at || to.ranging() != from.ranging() && !p.context.has(ranges) {
		return i
	}
	return next
}

// separator returns the token after what joins the two halves of a range at i, negative if
// nothing does.
func (p parser) separator(from *point, i int) int {
	d, t := p.d, p.d.At(i)
	_, n := p.match(i, toWord)
	switch {
	case i >= p.limit || t.Has(token.AfterNewline):
	case p.context.has(betweenCue):
		return p.conjunction(i)
	case n > 0:
		return i + n
	case d.Is(i, '-') || d.Is(i, '/') && from.has(year) && !from.has(month):
		return i + 1
	}
	return -1
}

// conjunction returns the token after the "and" of "between … and …" at i; the token itself where
// it has the conjunction as a clitic.
func (p parser) conjunction(i int) int {
	t := p.d.At(i)
	switch {
	case t.Clitics&lang.Conj != 0:
		return i
	case p.d.Means(i, andWord) || p.d.Is(i, '-'):
		return i + 1
	case t.Kind == token.Particle && p.d.At(i+1).Clitics&lang.Conj != 0:
		return i + 1
	}
	return -1
}

// ends are the grains of a time as one end of a range, the finest that it states.
var ends = [...]struct {
	states facts
	grain  grain
}{{offset | weekday | day, days}, {month, months}, {year, years}}

// ranging is the grain of a point as one end of a range; 0 if it cannot be one.
func (p *point) ranging() grain {
	for _, e := range ends {
		if p.has(e.states) {
			return e.grain
		}
	}
	return p.grain(unit)
}
