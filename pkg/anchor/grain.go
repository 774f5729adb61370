package anchor

import (
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// grain is a unit of the calendar, from the finest to the coarsest.
type grain int

const (
	noGrain grain = iota
	seconds
	minutes
	hours
	days
	weeks
	months
	quarters
	seasons
	halves
	years
	decades
	centuries
)

// grains says what each grain consists of: a length on the clock, days, or months; what its
// first and last part are ("the end of the year" is a month); and what it states as the unit of
// a phrase.
var grains = [...]struct {
	name         figure.Granularity
	clock        time.Duration
	days, months int
	part         grain
	states       facts
}{
	noGrain:   {},
	seconds:   {name: figure.Second, clock: time.Second, states: shortUnit},
	minutes:   {name: figure.Minute, clock: time.Minute, states: shortUnit},
	hours:     {name: figure.Hour, clock: time.Hour, states: shortUnit | hourUnit},
	days:      {name: figure.Day, days: 1, states: dayUnit},
	weeks:     {name: figure.Week, days: 7, part: days, states: weekUnit},
	months:    {name: figure.Month, months: 1, states: monthUnit},
	quarters:  {name: figure.Quarter, months: 3, part: months},
	seasons:   {name: figure.Season, months: 3, part: months},
	halves:    {name: figure.Half, months: 6, part: months},
	years:     {name: figure.Year, months: 12, part: months, states: yearUnit | longUnit},
	decades:   {name: figure.Decade, months: 120, part: years, states: longUnit},
	centuries: {name: figure.Century, months: 1200, part: decades, states: longUnit},
}

// units are the grains that a unit of time of the lexicon names.
var units = func() map[string]grain {
	out := map[string]grain{}
	for g, row := range grains {
		if row.states != 0 {
			out[string(row.name)] = grain(g)
		}
	}
	return out
}()

// perYear is how many of a grain a year has.
func (g grain) perYear() int { return grains[years].months / grains[g].months }

// from moves t by n units. If the resulting month lacks the day, it becomes the month's last:
// a month before 31 March is the end of February.
func (g grain) from(t time.Time, n int) time.Time {
	row := &grains[g]
	if row.clock > 0 {
		return t.Add(time.Duration(n) * row.clock)
	}
	moved := t.AddDate(0, row.months*n, row.days*n)
	if row.months > 0 && moved.Day() != t.Day() {
		moved = moved.AddDate(0, 0, -moved.Day())
	}
	return moved
}

// start is the beginning of the unit that contains t: weeks begin on Monday (ISO 8601), decades
// and centuries with the year that ends in 0 (ISO 8601-2).
func (g grain) start(t time.Time) time.Time {
	y, m, d := t.Date()
	switch row := &grains[g]; {
	case row.clock > 0:
		into := time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
		return t.Add(-(into % row.clock))
	case row.months > 0:
		number := 12*y + int(m) - 1
		return date(0, number-number%row.months+1, 1, t.Location())
	case g == weeks:
		d -= isoWeekday(t) - 1
	}
	return date(y, int(m), d, t.Location())
}

// containing is the unit that contains t.
func (g grain) containing(t time.Time) span { return g.count(g.start(t), 1) }

// count is the n units that begin at t.
func (g grain) count(t time.Time, n int) span { return span{t, g.from(t, n), g} }

// at is the unit of months that begins with a month of a year.
func (g grain) at(year, month int, zone *time.Location) span {
	return span{date(year, month, 1, zone), date(year, month+grains[g].months, 1, zone), g}
}

// back is the n units that end at t.
func (g grain) back(t time.Time, n int) span { return span{g.from(t, -n), t, g} }

// around is the unit that lies n units away from the one that contains t.
func (g grain) around(t time.Time, n int) span { return g.containing(g.from(g.start(t), n)) }

func isoWeekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

func date(year, month, day int, zone *time.Location) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone)
}

// span is a half-open interval of time.
type span struct {
	from, to time.Time
	grain    grain
}

// holds reports whether another span lies within this one.
func (s span) holds(other span) bool { return !other.from.Before(s.from) && !other.to.After(s.to) }

// days is the part of a span from one of its days through another.
func (s span) days(first, last int) span {
	return span{s.from.AddDate(0, 0, first-1), s.from.AddDate(0, 0, last), days}
}

// third is the beginning of a third of a span; the fourth is its end.
func (s span) third(n int) time.Time {
	if n == 3 {
		return s.to
	}
	if m := grains[s.grain].months; m >= 3 {
		return s.from.AddDate(0, m/3*n, 0)
	}
	return s.from.AddDate(0, 0, int(s.to.Sub(s.from).Hours()/24/3)*n)
}

// narrow reduces a span of more than a day to one of its edges. Those of a month are thirds, but
// days where they bound something: "since the start of March".
func (s span) narrow(edge facts, bounds bool) span {
	part := grains[s.grain].part
	if bounds && s.grain == months {
		part = days
	}
	switch {
	case edge == 0 || s.grain <= days:
		return s
	case edge == start && part != noGrain:
		return part.count(s.from, 1)
	case edge == end && part != noGrain:
		return part.back(s.to, 1)
	}
	n := 0
	if edge == mid {
		n = 1
	}
	if edge.has(late | end) {
		n = 2
	}
	return span{s.third(n), s.third(n + 1), s.grain}
}

// seasonOf is a meteorological season of the northern hemisphere; a winter has the year of its
// January (the convention of NOAA and the Met Office).
func seasonOf(year, n int, zone *time.Location) span {
	return seasons.at(year, 3*(n%4), zone)
}
