package anchor

import (
	"strconv"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// ordinal reads the number of a part («الربع الثالث», "third quarter"), of a day
// («الأول من مارس»), or "the first nine months".
func (p parser) ordinal(so body, i int) (r reading) {
	e, n := p.match(i, ordinalWord)
	if n == 0 || e.Num < 1 {
		return r
	}
	number := int(e.Num)
	m, k := p.partAt(i + n)
	r.length = n
	switch {
	case so.tail == part && !so.has(nth):
		r = so.numbered(number, n)
	case k > 0 && !so.has(part):
		r = m.numbered(number, n+k)
	case number == 1 && p.isFirst(so, i+n):
		r.states = first
	case !so.has(day|month) && p.beforeMonth(i+n):
		r.setDays(number, 0)
		r.tail = other
	default:
		return reading{}
	}
	return r
}

// numbered is the reading of a number behind the name of its part.
func (b *body) numbered(number, n int) reading {
	m := meaning{value: b.values[index(part)]}
	return m.numbered(number, n)
}

// isFirst reports whether "first" is said of a number of units, before it or behind them.
func (p parser) isFirst(so body, after int) bool {
	return so.counts() && !so.has(directions) || !so.has(begun) && p.number(after) > 0
}

// number is the length of the whole number at i.
func (p parser) number(i int) int {
	_, n := p.value(i)
	return n
}

// limitOfUnits bounds the count of units in a phrase: a larger one is not a date.
const limitOfUnits = 10_000

// value returns the whole number at i and its length in tokens.
func (p parser) value(i int) (value, n int) {
	t := p.d.At(i)
	if i >= p.limit || t.Kind != token.Digits && !t.Classes.Meets(numeral.Triggers) {
		return 0, 0
	}
	if e, m := p.d.Match(i, lang.Classes(lang.One)); m > 0 {
		if p.isUnit(i + m) {
			return 1, m
		}
		if e.Has(lang.Compound) {
			return 0, 0
		}
	}
	num, ok := numeral.Parse(p.d, i, p.limit, false)
	if !ok || num.Has(numeral.Indefinite) {
		return 0, 0
	}
	value, err := strconv.Atoi(num.Value.String())
	if err != nil || !between(value, 1, limitOfUnits) {
		return 0, 0
	}
	return value, num.Last + 1 - i
}

// unitName is a unit of time that the text names; it is none if its length is 0. Its grain is
// 0 for one that makes no interval.
type unitName struct {
	grain  grain
	form   lang.Form
	word   bool // an anchor word
	length int
}

// unitAt returns the unit of time named at i.
func (p parser) unitAt(i int) (u unitName) {
	e, n := p.match(i, measureWord)
	if n > 0 && e.Has(lang.Calendar) && !e.Has(lang.AfterDigits) {
		return unitName{units[e.ID], e.Form, false, n}
	}
	if e, n = p.entry(i); n > 0 {
		if g := meaningOf(e.ID).grain; g != noGrain {
			return unitName{g, e.Form, true, n}
		}
	}
	return u
}

func (p parser) isUnit(i int) bool { return p.unitAt(i).grain != noGrain }

// reading states the unit.
func (u *unitName) reading(n int) reading {
	r := reading{states: grains[u.grain].states, tail: unit, length: n}
	r.set(unit, int(u.grain))
	return r
}

// only reports whether the form is one of some, and none of others.
func only(f, some, others lang.Form) bool { return f&some != 0 && f&others == 0 }

// counted reads a number of units: "24 hours", «ثلاثة أشهر»; or the number after a definite
// plural: «الأيام الثلاثة الماضية».
func (p parser) counted(so body, i int) (r reading) {
	value, n := p.value(i)
	if value == 0 {
		return r
	}
	if so.tail == unit && so.has(plural) {
		r.length = n
		r.set(count, value)
		return r
	}
	at := i + n
	m, k := p.meaning(at)
	dir := m.states & (directions &^ ago)
	if dir != 0 && so.pending == 0 && p.isUnit(at+k) {
		at += k
	} else {
		dir = 0
	}
	u := p.unitAt(at)
	if u.grain == noGrain || so.has(unit) || u.form == lang.Dual {
		return r
	}
	r = u.reading(at + u.length - i)
	r.set(count, value)
	r.pending = dir
	return r
}

// holders are the facts that a year may be the frame of: "the third quarter of the year".
const holders = part | month | season | first

// framed reports whether a year named by its unit alone may contain what was read.
func (b *body) framed() bool {
	return b.has(holders) || b.has(unit) && b.has(last|past)
}

// unit reads a unit of time.
func (p parser) unit(so body, i int) (r reading) {
	u := p.unitAt(i)
	if u.grain == noGrain {
		return r
	}
	isDual := only(u.form, lang.Dual|lang.Construct, lang.Singular|lang.Plural)
	isPlural := only(u.form, lang.Plural, lang.Singular)
	if u.grain == years && !isDual && !isPlural && !so.has(inYear|yearUnit) && so.framed() {
		return reading{states: inYear, tail: inYear, length: u.length}
	}
	if so.has(unit) {
		return r
	}
	r = u.reading(u.length)
	switch {
	case isDual:
		r.set(count, 2)
	case isPlural:
		r.states |= plural
	}
	if u.word || p.d.At(i).Clitics&lang.Art != 0 {
		r.states |= definite
	}
	if p.context.has(agoCue) && !r.states.has(count|plural|definite) && so.tail == 0 && so.pending == 0 {
		r.set(count, 1)
	}
	return r
}

// namedGrains are the grains of a word of time before a name: «شهر مارس», «عام 2022», «يوم الثلاثاء»;
// a unit of no grain is one too.
var namedGrains = map[grain]bool{noGrain: true, days: true, months: true, years: true}

// cue reads a word of time before its value.
func (p parser) cue(so body, i int) (r reading) {
	_, n := p.match(i, yearCue)
	u := p.unitAt(i)
	isUnit := u.length > 0 && namedGrains[u.grain]
	if isUnit {
		n = u.length
	}
	at := i + n
	if p.d.Means(at, ofWord) {
		at++
	}
	if n == 0 || !p.follows(at) || !p.isName(at) {
		return r
	}
	r = reading{states: cued, length: n}
	// «اليوم الأحد» is today, with its name.
	if isUnit && !so.has(begun) && p.d.Means(at, weekdayWord) && (u.word || p.d.At(i).Clitics&lang.Art != 0) {
		r.states |= offset
	}
	return r
}

// isName reports whether the name or number of a month, day or year is at i.
func (p parser) isName(i int) bool {
	if p.isMonth(i) || p.d.Means(i, weekdayWord) || p.plain(i, yearDigits) >= firstYear && !p.isCounted(i+1) {
		return true
	}
	if m, _ := p.meaning(i); m.field == offset {
		return true
	}
	return p.plain(i, 2) > 0 && (p.beforeMonth(i+1) || p.d.Is(i+1, '/') && p.d.Is(i+3, '/'))
}
