package anchor

import (
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Reference is the point in time to which a phrase is relative.
type Reference struct {
	// At is when the article was published; zero if unknown.
	At time.Time
	// Zone is the time zone of its days; nil is UTC.
	Zone *time.Location
	// Ahead means that the figure is planned or expected, so that an unstated year or
	// direction is in the future.
	Ahead bool
}

// Reasons why a phrase has no interval.
const (
	undated     = "the article bears no date"
	vague       = "how many is not said"
	noSuchDay   = "there is no such day"
	dayFirst    = "day or month first?"
	beyondYears = "the year is none of 1 to 9999"
	backwards   = "the end lies before the beginning"
	// NotUnderstood is for a time that no Phrase covers.
	NotUnderstood = "not understood"
)

// The values of figure.Interval.Inferred.
const (
	inferredYear      = "year"
	inferredDirection = "direction"
	inferredPeriod    = "period"
	inferredPart      = "part"
	inferredSeason    = "season"
	inferredCalendar  = "calendar"
)

// Resolve returns the interval that a phrase names, or one whose Missing says why there is
// none.
func (p *Phrase) Resolve(ref Reference) figure.Interval {
	if ref.Zone == nil {
		ref.Zone = time.UTC
	}
	if !ref.At.IsZero() {
		ref.At = ref.At.In(ref.Zone)
	}
	r := resolver{Reference: ref}
	var s span
	if p.ranged {
		s = r.between(p.from, p.to)
	} else {
		s = r.point(&p.from)
	}
	if r.missing == "" && (s.from.Year() < 1 || s.to.Year() > lastYear) {
		r.fail(beyondYears)
	}
	out := figure.Interval{Relation: p.relation, Missing: r.missing}
	if r.missing == "" {
		out.From, out.To, out.Granularity = s.from, s.to, s.unit
		out.Inferred = r.inferred
	}
	return out
}

// lastYear is the last year that RFC 3339 can represent.
const lastYear = 9999

type resolver struct {
	Reference
	day      span   // of publication; set on first use
	inferred string // as in figure.Interval
	missing  string
}

// infer adds to what is inferred; no name is part of another.
func (r *resolver) infer(what string) {
	switch {
	case r.inferred == "":
		r.inferred = what
	case !strings.Contains(r.inferred, what):
		r.inferred += "," + what
	}
}

func (r *resolver) fail(why string) span {
	if r.missing == "" {
		r.missing = why
	}
	return span{}
}

// today is the day of publication; it fails for an article without a date.
func (r *resolver) today() (span, bool) {
	if r.At.IsZero() {
		r.fail(undated)
		return span{}, false
	}
	if r.day.unit == "" {
		r.day = containing(r.At, figure.Day)
	}
	return r.day, true
}

// between resolves a range. What only its end states applies to its beginning too: "from
// January to March 2024"; if the beginning has no year, it is before the end.
func (r *resolver) between(from, to point) span {
	if from.year > to.year && to.year > 0 && from.month == 0 && to.month == 0 {
		// A season written from right to left: «موسم 2024/2023».
		from.year, to.year = to.year, from.year
	}
	open := from.year == 0 && from.month > 0 || from.weekday > 0
	if from.year == 0 && from.month == 0 && to.month > 0 && from.day > 0 {
		from.month = to.month
	}
	end := r.point(&to)
	if r.missing != "" {
		return span{}
	}
	back := *r
	if open {
		back.At, back.day, back.Ahead = end.from, span{}, false
	}
	begin := back.point(&from)
	if back.missing != "" {
		return r.fail(back.missing)
	}
	for what := range strings.SplitSeq(back.inferred, ",") {
		if what != "" && (what != inferredYear || to.year == 0) {
			r.infer(what)
		}
	}
	if !begin.from.Before(end.to) || end.to.Before(begin.to) {
		return r.fail(backwards)
	}
	return span{begin.from, end.to, finer(begin.unit, end.unit)}
}

// finer returns the smaller of two units.
func finer(a, b figure.Granularity) figure.Granularity {
	for _, unit := range [...]figure.Granularity{figure.Second, figure.Minute, figure.Hour, figure.Day, figure.Week,
		figure.Month, figure.Quarter, figure.Season, figure.Half, figure.Year, figure.Decade} {
		if a == unit || b == unit {
			return unit
		}
	}
	return figure.Century
}

// point resolves one time, and narrows it to its edge.
func (r *resolver) point(p *point) span {
	s := r.whole(p)
	if r.missing != "" || p.edge == whole {
		return s
	}
	n := narrow(s, p.edge)
	if n != s && (p.edge == early || p.edge == mid || p.edge == late) {
		r.infer(inferredPart)
	}
	return n
}

func (r *resolver) whole(p *point) span {
	switch {
	case p.numeric:
		return r.fail(dayFirst)
	case p.lastOf() || p.first:
		return r.some(p)
	case p.deictic && (p.year == 0 || p.day == 0):
		day, _ := r.today()
		from := day.from.AddDate(0, 0, p.offset)
		return span{from, from.AddDate(0, 0, 1), figure.Day}
	case p.month > 0 || p.day > 0:
		return r.date(p)
	case p.weekday > 0:
		return r.weekday(p)
	case p.decade > 0:
		return containing(date(p.decade, 1, 1, r.Zone), figure.Decade)
	case p.part != "":
		return r.part(p)
	case p.season > 0:
		return r.season(p)
	case p.year > 0:
		return r.year(p)
	}
	return r.unit(p)
}

// latest returns the candidate nearest to publication: the last that has begun, or if ahead
// the first that has not ended. of returns the candidate of the year that many years from
// publication's; a year may lack it.
func (r *resolver) latest(dir direction, of func(years int) (span, bool)) span {
	day, ok := r.today()
	if !ok {
		return span{}
	}
	ahead := dir == next || dir == nowhere && r.Ahead
	if dir == nowhere {
		r.infer(inferredYear)
	}
	// A leap day may be eight years away. In the other direction two years are enough: the
	// candidate of that year has not begun, although a winter begins in the year before its
	// own.
	for n := -2; n <= 8; n++ {
		years := -n
		if ahead {
			years = n
		}
		s, ok := of(years)
		switch {
		case !ok:
		case ahead && dir == next && s.from.After(day.from), ahead && dir != next && s.to.After(day.from):
			return s
		case !ahead && (dir == last || dir == past) && !s.to.After(day.from):
			return s
		case !ahead && dir == this && !s.to.Before(day.from) && s.from.Year() == day.from.Year():
			return s
		case !ahead && dir != last && dir != past && !s.from.After(day.from):
			return s
		}
	}
	return r.fail(noSuchDay)
}

// date resolves months and days.
func (r *resolver) date(p *point) span {
	if p.month == 0 { // «15 من الشهر الجاري»
		day, ok := r.today()
		if !ok {
			return span{}
		}
		if p.dir == nowhere {
			r.infer(inferredPeriod)
		}
		m := containing(step(containing(day.from, figure.Month).from, figure.Month, offset(p.dir)), figure.Month)
		return r.days(p, m)
	}
	if p.hijri {
		r.infer(inferredCalendar)
	}
	if year, ok := r.statedYear(p); ok {
		return r.days(p, r.month(year, p))
	}
	if r.missing != "" {
		return span{}
	}
	dir := p.dir
	if p.dirOf == other || p.dirOf == ofWeekday {
		dir = nowhere
	}
	base := 0
	if _, ok := r.today(); ok {
		base = r.At.Year()
		if p.hijri {
			base = hijriYearOf(r.At)
		}
	}
	of := func(years int) (span, bool) {
		probe := resolver{Reference: r.Reference}
		s := probe.days(p, probe.month(base+years, p))
		return s, probe.missing == ""
	}
	if p.weekday > 0 && p.day > 0 && dir == nowhere {
		if s, ok := r.onWeekday(p.weekday, of); ok {
			return s
		}
	}
	return r.latest(dir, of)
}

// onWeekday returns the candidate that falls on a day of the week: a date does so every five
// or six years.
func (r *resolver) onWeekday(weekday int, of func(years int) (span, bool)) (span, bool) {
	if r.At.IsZero() {
		return span{}, false
	}
	for _, years := range [...]int{0, -1, 1, -2, 2} {
		if s, ok := of(years); ok && int(s.from.Weekday()) == weekday%7 {
			r.infer(inferredYear)
			return s, true
		}
	}
	return span{}, false
}

func (r *resolver) month(year int, p *point) span {
	if p.hijri {
		return hijriMonth(year, p.month, r.Zone)
	}
	if p.month > 12 {
		return r.fail(noSuchDay)
	}
	return span{date(year, p.month, 1, r.Zone), date(year, p.month+1, 1, r.Zone), figure.Month}
}

// days narrows a month to the days that p states, if any.
func (r *resolver) days(p *point, m span) span {
	if p.part == figure.Half && r.missing == "" {
		middle := m.from.AddDate(0, 0, 15)
		if p.nth == 1 {
			return span{m.from, middle, figure.Half}
		}
		return span{middle, m.to, figure.Half}
	}
	if p.day == 0 || r.missing != "" {
		return m
	}
	until := max(p.day, p.dayTo)
	s := span{m.from.AddDate(0, 0, p.day-1), m.from.AddDate(0, 0, until), figure.Day}
	if s.to.After(m.to) {
		return r.fail(noSuchDay)
	}
	return s
}

// statedYear returns the year that p states by number or by a word ("last year").
func (r *resolver) statedYear(p *point) (int, bool) {
	if p.year > 0 {
		return p.year, true
	}
	if !p.inYear && p.unit != figure.Year {
		return 0, false
	}
	if _, ok := r.today(); !ok {
		return 0, false
	}
	year := r.At.Year()
	if p.hijri {
		year = hijriYearOf(r.At)
	}
	dir := p.yearDir
	if p.unit == figure.Year && p.dirOf == ofUnit {
		dir = p.dir
	}
	if dir == nowhere {
		r.infer(inferredPeriod)
	}
	if dir == ago {
		return year - p.count, true
	}
	return year + offset(dir), true
}

// offset is how many units a direction is away from the present one.
func offset(d direction) int {
	switch d {
	case last, past:
		return -1
	case next:
		return 1
	}
	return 0
}

func (r *resolver) year(p *point) span {
	if p.hijri {
		r.infer(inferredCalendar)
		return hijriYear(p.year, r.Zone)
	}
	return span{date(p.year, 1, 1, r.Zone), date(p.year+1, 1, 1, r.Zone), figure.Year}
}

// weekday resolves a day of the week: without a direction, the nearest one not after
// publication, or if ahead not before it.
func (r *resolver) weekday(p *point) span {
	day, ok := r.today()
	if !ok {
		return span{}
	}
	if p.unit == figure.Week {
		week := containing(step(day.from, figure.Week, offset(p.dir)), figure.Week)
		from := week.from.AddDate(0, 0, p.weekday-1)
		return span{from, from.AddDate(0, 0, 1), figure.Day}
	}
	now := (int(day.from.Weekday())+6)%7 + 1
	back := (now - p.weekday + 7) % 7
	dir := p.dir
	if dir == nowhere {
		r.infer(inferredDirection)
		if r.Ahead {
			dir = this
		}
	}
	move := -back
	switch {
	case (dir == last || dir == past) && back == 0:
		move = -7
	case dir == next:
		move = 7 - back
	case dir == this && back > 0:
		move = 7 - back
	}
	from := day.from.AddDate(0, 0, move)
	return span{from, from.AddDate(0, 0, 1), figure.Day}
}

// part resolves quarters and halves; the last quarter of a year is its fourth.
func (r *resolver) part(p *point) span {
	dir, nth := p.dir, p.nth
	if nth == 0 && (p.year > 0 || p.inYear || p.unit == figure.Year) {
		nth, dir = months(figure.Year)/months(p.part), nowhere
	}
	if nth == 0 {
		day, ok := r.today()
		if !ok {
			return span{}
		}
		return containing(step(containing(day.from, p.part).from, p.part, offset(dir)), p.part)
	}
	of := func(year int) span {
		n := months(p.part)
		return span{date(year, n*(nth-1)+1, 1, r.Zone), date(year, n*nth+1, 1, r.Zone), p.part}
	}
	if year, ok := r.statedYear(p); ok {
		return of(year)
	}
	if r.missing != "" {
		return span{}
	}
	return r.latest(dir, func(years int) (span, bool) { return of(r.At.Year() + years), true })
}

func (r *resolver) season(p *point) span {
	r.infer(inferredSeason)
	if year, ok := r.statedYear(p); ok {
		return season(year, p.season, r.Zone)
	}
	if r.missing != "" {
		return span{}
	}
	return r.latest(p.dir, func(years int) (span, bool) { return season(r.At.Year()+years, p.season, r.Zone), true })
}

// some resolves the first or the last units of a month or a year.
func (r *resolver) some(p *point) span {
	holder := *p
	holder.first, holder.unit, holder.count, holder.dir = false, "", 0, nowhere
	if p.first {
		holder.dir, holder.dirOf = p.dir, p.dirOf
	}
	var s span
	if p.month > 0 {
		s = r.date(&holder)
	} else if year, ok := r.statedYear(&holder); ok {
		holder.year = year
		s = r.year(&holder)
	}
	if r.missing != "" {
		return span{}
	}
	n := max(p.count, 1)
	out := span{s.from, step(s.from, p.unit, n), p.unit}
	if !p.first {
		out = span{step(s.to, p.unit, -n), s.to, p.unit}
	}
	if out.to.After(s.to) || out.from.Before(s.from) {
		return r.fail(noSuchDay)
	}
	return out
}

// unit resolves phrases relative to publication alone.
func (r *resolver) unit(p *point) span {
	if p.plural && p.count == 0 {
		return r.fail(vague)
	}
	day, ok := r.today()
	if !ok {
		return span{}
	}
	n := p.count
	switch {
	case p.dir == ago:
		return containing(step(r.At, p.unit, -n), p.unit)
	case n > 0 && p.dir == next:
		return span{r.At, step(r.At, p.unit, n), p.unit}
	case n > 0:
		return span{step(r.At, p.unit, -n), r.At, p.unit}
	case p.dir == past:
		return span{step(r.At, p.unit, -1), r.At, p.unit}
	}
	if p.dir == nowhere && p.unit != figure.Day {
		r.infer(inferredPeriod)
	}
	return containing(step(containing(day.from, p.unit).from, p.unit, offset(p.dir)), p.unit)
}
