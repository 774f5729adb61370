package numeral

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// group reads number words from 2 to 999. A single one is left to single.
func (p *parser) group(i int) (figure.Number, int, bool) {
	v, next, ok := p.groupValue(i)
	return figure.NewNumber(v), next, ok
}

func (p *parser) groupValue(i int) (int64, int, bool) {
	h, at := p.hundreds(i)
	if h == 0 {
		return p.tens(i)
	}
	next, ok := p.joined(at)
	if !ok {
		if p.d.Pack.JoinedNumerals || !p.follows(at) {
			return h, at, true
		}
		next = at
	}
	if rest, after, ok := p.tensOrOne(next); ok && h%100 == 0 {
		return h + rest, after, true
	}
	return h, at, true
}

// hundreds reads 100 to 900 (in English also 1100 to 9900); it returns 0 if there are none.
func (p *parser) hundreds(i int) (int64, int) {
	if e, next := p.class(i, lang.Hundred); e != nil && (p.d.Pack.BareFactors || e.Num > 100) {
		return e.Num, next
	}
	v, next, ok := p.tens(i)
	if !ok {
		var e *lang.Entry
		if e, next = p.class(i, lang.One); e == nil {
			return 0, i
		}
		v = 1
	}
	e, after := p.class(next, lang.Hundred)
	if e == nil || e.Num != 100 || !p.follows(next) || p.percent(next) {
		return 0, i
	}
	return v * 100, after
}

// percent reports whether the phrase at i means percent, which may contain the word for a
// hundred.
func (p *parser) percent(i int) bool {
	e, _ := p.d.Match(i, lang.Classes(lang.Measure))
	return e != nil && e.Words > 1
}

func (p *parser) tensOrOne(i int) (int64, int, bool) {
	if v, next, ok := p.tens(i); ok {
		return v, next, true
	}
	if e, next := p.class(i, lang.One); e != nil && !e.Has(lang.Compound) {
		return 1, next, true
	}
	return 0, i, false
}

// tens reads 2 to 99.
func (p *parser) tens(i int) (int64, int, bool) {
	if p.d.Pack.UnitsBeforeTens {
		return p.unitThenTens(i)
	}
	return p.tensThenUnit(i)
}

func (p *parser) unitThenTens(i int) (int64, int, bool) {
	if e, next := p.entry(i, lang.Classes(lang.Teen, lang.Tens)); e != nil {
		return e.Num, next, true
	}
	e, next := p.entry(i, lang.Classes(lang.Unit, lang.One))
	if e == nil {
		if e, next = p.class(i, lang.Ten); e != nil {
			return e.Num, next, true
		}
		return 0, i, false
	}
	if t, after := p.class(next, lang.Ten); t != nil && p.follows(next) {
		return e.Num + t.Num, after, true
	}
	if at, ok := p.joined(next); ok {
		if t, after := p.class(at, lang.Tens); t != nil {
			return e.Num + t.Num, after, true
		}
	}
	if e.Class == lang.One || e.Has(lang.Compound) {
		return 0, i, false
	}
	return e.Num, next, true
}

func (p *parser) tensThenUnit(i int) (int64, int, bool) {
	if e, next := p.entry(i, lang.Classes(lang.Unit, lang.Ten, lang.Teen)); e != nil {
		return e.Num, next, true
	}
	e, next := p.class(i, lang.Tens)
	if e == nil {
		return 0, i, false
	}
	at := next
	if p.d.Is(at, '-') {
		at++
	}
	if u, after := p.entry(at, lang.Classes(lang.Unit, lang.One)); u != nil && p.follows(at) && !u.Has(lang.Compound) {
		return e.Num + u.Num, after, true
	}
	return e.Num, next, true
}
