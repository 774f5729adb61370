package anchor

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// parser reads one anchor.
type parser struct {
	d            *token.Doc
	first, limit int
	// related: the phrase begins with a preposition of time; within: it is "during".
	related, within bool
	// agoCue: the preposition puts a bare duration into the past («قبل يومين»).
	agoCue bool
	edge   edge
	range_ rangeCue
}

// rangeCue is the word that begins a range.
type rangeCue uint8

const (
	noRange rangeCue = iota
	fromCue
	betweenCue
)

// phrase reads into out, and reports whether there is one.
func (p *parser) phrase(out *Phrase) bool {
	out.First, out.relation = p.first, figure.During
	at := p.prefix(out)
	if at > p.first && !p.mayBegin(at) {
		return false
	}
	next := p.body(&out.from, at, p.edge)
	if next == at {
		return false
	}
	out.Last = next - 1
	if after := p.rangeEnd(&out.from, &out.to, next); after > next {
		out.ranged, out.Last = true, after-1
	} else if p.range_ != noRange && out.from.dayTo == 0 {
		return false
	}
	if p.agoCue && out.from.dir == nowhere && out.from.unit != "" && out.from.count > 0 && !out.from.first {
		out.from.dir = ago
		if out.relation == figure.Before {
			out.relation = figure.During
		}
		if p.partOf(next) {
			return false
		}
	}
	return true
}

// mayBegin reports whether a constituent can begin at i or after what connect skips. It is
// cheaper than reading one: most prepositions begin no anchor.
func (p *parser) mayBegin(i int) bool {
	for ; i < p.limit; i++ {
		switch t := p.d.At(i); {
		case t.Kind == token.Digits, t.Classes.Meets(constituents):
			return true
		case t.Kind != token.Particle && !t.Classes.Meets(passed):
			return false
		}
	}
	return false
}

// partOf reports whether a duration continues: «قبل يومين من الاقتراع», "two days of talks".
func (p *parser) partOf(i int) bool {
	return i < p.limit && p.d.Means(i, lang.Classes(lang.Of))
}

// prefix reads the prepositions of time and returns the index after them.
func (p *parser) prefix(out *Phrase) int {
	at := p.first
	for {
		e, n := p.word(at)
		if e == nil || at > p.first && !p.follows(at) {
			return at
		}
		known := false
		pieces(e.ID, func(piece string) {
			relation, cut := relationOf(piece), edgeOf(piece)
			switch {
			case relation != "" && p.range_ == noRange:
				out.relation, p.related, p.within = relation, true, relation == figure.During
				known = true
			case piece == "ago" && known:
				p.agoCue = true
			case cut != whole && known:
				p.edge = cut
			case piece == "from" && at == p.first:
				p.range_, known = fromCue, true
			case piece == "between" && at == p.first:
				p.range_, known = betweenCue, true
			}
		})
		if !known {
			return at
		}
		at += n
	}
}

// word returns the anchor word at i. It ignores abbreviations that must touch a number, which
// are read with the number.
func (p *parser) word(i int) (*lang.Entry, int) {
	if i >= p.limit {
		return nil, 0
	}
	e, n := p.d.Match(i, lang.Classes(lang.Anchor))
	if e == nil || i+n > p.limit || e.Has(lang.Touching) {
		return nil, 0
	}
	return e, n
}

// follows reports whether token i continues the phrase: it has neither a conjunction nor a
// preposition, and is on the same line.
func (p *parser) follows(i int) bool {
	t := p.d.At(i)
	return i < p.limit && t.Clitics&(lang.Conj|lang.Prep) == 0 && !t.Has(token.AfterNewline)
}

// rangeEnd reads the second half of a range at i into to, and returns the token after it, or i
// if there is none.
func (p *parser) rangeEnd(from, to *point, i int) int {
	d := p.d
	at := i
	switch _, n := d.Match(i, lang.Classes(lang.To)); {
	case i >= p.limit || d.At(i).Has(token.AfterNewline):
		return i
	case n > 0 && p.range_ != betweenCue:
		at += n
	case d.Is(i, '-') || d.Is(i, '/') && from.year > 0 && from.month == 0:
		at++
	case p.range_ == betweenCue && d.At(i).Clitics&lang.Conj != 0:
	case p.range_ == betweenCue && d.Means(i, lang.Classes(lang.And)):
		at++
	case p.range_ == betweenCue && d.At(i).Kind == token.Particle && d.At(i+1).Clitics&lang.Conj != 0:
		at++
	default:
		return i
	}
	inner := parser{d: d, limit: p.limit, first: at, related: true}
	next := inner.body(to, at, whole)
	if next == at || to.ranging() != from.ranging() && p.range_ == noRange {
		return i
	}
	return next
}

// ranging is the granularity of a point as one end of a range; "" if it cannot be one.
func (p *point) ranging() figure.Granularity {
	switch {
	case p.deictic || p.weekday > 0 || p.day > 0:
		return figure.Day
	case p.month > 0:
		return figure.Month
	case p.year > 0:
		return figure.Year
	}
	return p.unit
}
