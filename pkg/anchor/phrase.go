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
	// related: a preposition of time opens the phrase; within: it is "during".
	related, within bool
	// agoCue: the preposition makes a bare duration one that lies back («قبل
	// يومين»).
	agoCue bool
	edge   edge
	range_ rangeCue
}

// rangeCue is the word that opens a range.
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
	if at > p.first && !p.hopeful(at) {
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

// hopeful reports whether a constituent may stand at i, behind what connect passes
// over, at less cost than to look for one: most prepositions open no anchor.
func (p *parser) hopeful(i int) bool {
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

// partOf reports whether a duration goes on: «قبل يومين من الاقتراع», "two days
// of talks".
func (p *parser) partOf(i int) bool {
	return i < p.limit && p.d.Means(i, lang.Classes(lang.Of))
}

// prefix reads the prepositions of time and returns the index behind them.
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

// word returns the anchor word at i. An abbreviation that must touch a number is
// read with that number instead.
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

// follows reports whether token i goes on with the phrase: it has neither a
// conjunction nor a preposition, and stands on the same line.
func (p *parser) follows(i int) bool {
	t := p.d.At(i)
	return i < p.limit && t.Clitics&(lang.Conj|lang.Prep) == 0 && !t.Has(token.AfterNewline)
}

// rangeEnd reads the second half of a range that goes on at i into to, and returns
// the token behind it, which is i where there is none.
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

// ranging is the granularity at which a point may be one end of a range; "" where
// it may not.
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
