package anchor

import (
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// anchorWord reads a word of the class "anchor" other than a preposition.
func (p *parser) anchorWord(b *body, i int) int {
	e, n := p.word(i)
	if e == nil {
		return p.glued(b, i)
	}
	if dir := directionOf(e.ID); dir != nowhere {
		return p.direction(b, i, n, dir)
	}
	if part := partOfYear(e.ID); part != "" && b.part == "" {
		b.part = part
		b.settle(ofPart)
		return n
	}
	if s := seasonOf(e.ID); s > 0 && b.season == 0 && b.month == 0 {
		b.season = s
		b.settle(ofSeason)
		return n
	}
	if edgeOf(e.ID) != whole && b.edge == whole && b.tail == nothing {
		b.edge = edgeOf(e.ID)
		return n
	}
	if offset, ok := strings.CutPrefix(e.ID, "day"); ok && !b.deictic {
		b.offset, _ = strconv.Atoi(offset)
		b.deictic = true
		b.settle(other)
		return n
	}
	if decade, ok := strings.CutPrefix(e.ID, "decade"); ok && b.decade == 0 && b.year == 0 {
		return p.decade(b, i, n, strings.TrimPrefix(decade, "-"))
	}
	return 0
}

// decade reads «الثمانينيات», and «années 1980».
func (p *parser) decade(b *body, i, n int, year string) int {
	if year == "" {
		b.decade = p.plain(i+n, 4)
		n++
	} else {
		b.decade, _ = strconv.Atoi(year)
	}
	if b.decade == 0 || b.decade%10 != 0 {
		b.decade = 0
		return 0
	}
	b.settle(other)
	return n
}

// glued reads "Q3".
func (p *parser) glued(b *body, i int) int {
	e, n := p.d.Match(i, lang.Classes(lang.Anchor))
	if e == nil || !e.Has(lang.Touching) || partOfYear(e.ID) == "" || b.part != "" || !p.d.At(i+n).Touches() {
		return 0
	}
	if b.nth = p.plain(i+n, 1); b.nth == 0 {
		return 0
	}
	b.part = partOfYear(e.ID)
	b.settle(ofPart)
	return n + 1
}

// direction reads "last", which applies to the unit after it, or else to what precedes it.
func (p *parser) direction(b *body, i, n int, dir direction) int {
	at := i + n + p.number(i+n)
	month, _, _ := p.named(at)
	following := month > 0 || p.isUnit(at) || p.d.Means(at, lang.Classes(lang.Weekday))
	if e, _ := p.word(at); e != nil && (partOfYear(e.ID) != "" || seasonOf(e.ID) > 0) {
		following = true
	}
	if e, _ := p.d.Match(i+n, lang.Classes(lang.Ordinal)); e != nil {
		following = false
	}
	switch {
	case dir == ago && !(b.tail == ofUnit && b.count > 0) && !(b.empty && following):
		return 0
	case b.tail == ofYear && b.yearDir == nowhere && (!following || p.d.Pack.AdjectiveAfterNoun):
		b.yearDir = dir
		return n
	case following && b.pending == nowhere && p.follows(at) && !(b.tail == ofUnit && b.count == 0 && p.d.Pack.AdjectiveAfterNoun):
		b.pending = dir
		return n
	}
	if b.dir != nowhere || b.tail == nothing || b.tail == other {
		return 0
	}
	b.dir, b.dirOf = dir, b.tail
	return n
}

// counted reads a number of units: "24 hours", «ثلاثة أشهر»; or the number after a definite
// plural: «الأيام الثلاثة الماضية».
func (p *parser) counted(b *body, i int) int {
	value, n := p.value(i)
	if value == 0 || b.count > 0 {
		return 0
	}
	if b.tail == ofUnit && b.plural {
		b.count = value
		return n
	}
	at := i + n
	if e, m := p.word(at); e != nil && directionOf(e.ID) != nowhere && directionOf(e.ID) != ago && b.pending == nowhere && p.isUnit(at+m) {
		b.pending = directionOf(e.ID)
		at += m
	}
	e, unit, m := p.unitAt(at)
	if unit == "" || b.unit != "" || e.Form == lang.Dual {
		b.pending = nowhere
		return 0
	}
	b.unit, b.count = unit, value
	b.settle(ofUnit)
	return at + m - i
}

// unitWord reads a unit of time.
func (p *parser) unitWord(b *body, i int) int {
	e, unit, n := p.unitAt(i)
	if unit == "" {
		return 0
	}
	dual := e.Form&(lang.Dual|lang.Construct) != 0 && e.Form&(lang.Singular|lang.Plural) == 0
	plural := e.Form&lang.Plural != 0 && e.Form&lang.Singular == 0
	t := p.d.At(i)
	switch {
	case unit == figure.Year && !b.inYear && b.unit != figure.Year && !dual && !plural && b.holdable():
		b.inYear = true
		b.settle(ofYear)
		return n
	case b.unit != "":
		return 0
	default:
		b.unit, b.plural, b.definite = unit, plural, t.Clitics&lang.Art != 0 || e.Class == lang.Anchor
		if dual {
			b.count = 2
		}
	}
	if p.agoCue && b.count == 0 && !plural && !b.definite && b.tail == nothing && b.pending == nowhere {
		b.count = 1
	}
	b.settle(ofUnit)
	return n
}

// holdable reports whether a year may contain what was read.
func (b *body) holdable() bool {
	return b.part != "" || b.month > 0 || b.season > 0 || b.first || b.unit != "" && (b.dir == last || b.dir == past)
}

// sensible reports whether what was read names a time.
func (p *parser) sensible(b *body) bool {
	pointed := b.dir != nowhere
	named := b.year > 0 || b.inYear
	alone := b.unit == "" || b.unit == figure.Year && b.count == 0 && !b.plural
	switch {
	case b.numeric, b.deictic, b.decade > 0:
		return b.unit == ""
	case b.first:
		return b.count > 0 && (named || b.month > 0)
	case b.day > 0:
		return b.month > 0 && alone || b.month == 0 && b.unit == figure.Month && b.count == 0 && !b.plural
	case b.weekday > 0:
		return b.unit == "" || b.unit == figure.Week && pointed
	case b.month > 0:
		return (b.part == "" || b.part == figure.Half && (b.nth == 1 || b.nth == 2)) && (named || p.related || b.cued || b.edge != whole || pointed || p.range_ != noRange || b.unit != "") &&
			(alone || b.lastOf())
	case b.season > 0:
		return named || pointed || b.unit == figure.Year
	case b.part != "":
		return p.partSensible(b, pointed)
	case b.unit != "":
		return p.unitSensible(b, pointed)
	}
	return b.year > 0 && (p.related || b.cued || b.edge != whole || p.range_ != noRange)
}

// lastOf reports whether b is the last units of a named period.
func (b *point) lastOf() bool {
	return b.unit != "" && b.dirOf == ofUnit && (b.dir == last || b.dir == past) && !b.plural &&
		(b.month > 0 && (b.unit == figure.Day || b.unit == figure.Week) ||
			(b.year > 0 || b.inYear) && b.unit != figure.Year && b.unit != figure.Decade && b.unit != figure.Century)
}

func (p *parser) partSensible(b *body, pointed bool) bool {
	if b.unit != "" && (b.unit != figure.Year || b.count > 0 || b.plural) {
		return false
	}
	most := 4
	if b.part == figure.Half {
		most = 2
	}
	if b.nth == 0 {
		return pointed && b.dirOf == ofPart && (b.dir == last || b.dir == past || b.year == 0 && !b.inYear && b.unit == "")
	}
	return b.nth <= most && (b.part == figure.Quarter || b.year > 0 || b.inYear || b.unit != "")
}

// unitSensible judges a unit without a name.
func (p *parser) unitSensible(b *body, pointed bool) bool {
	switch {
	case b.lastOf():
		return true
	case b.year > 0 || b.inYear:
		return b.unit == figure.Year && b.count == 0 && !b.plural
	case b.count > 0 && pointed:
		return b.dir != this
	case b.count > 0:
		return p.agoCue
	case pointed && b.plural:
		return b.dir != this
	case pointed && b.dir == ago:
		return false
	case pointed && b.unit == figure.Day:
		return b.dir == this
	case pointed && short(b.unit):
		return b.dir == past && b.unit == figure.Hour
	case pointed:
		return true
	case b.plural, short(b.unit):
		return false
	case b.edge != whole:
		return b.unit != figure.Day
	}
	// «في اليوم» is a rate.
	behind := p.first > 0 && p.d.Means(p.first-1, lang.Classes(lang.Anchor))
	return b.unit == figure.Day && b.definite && !p.within && !behind && !p.d.Means(b.next, lang.Classes(lang.Ordinal))
}

// short reports whether a unit is shorter than a day.
func short(unit figure.Granularity) bool {
	return unit == figure.Second || unit == figure.Minute || unit == figure.Hour
}
