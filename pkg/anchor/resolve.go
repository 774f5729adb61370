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

// lastYear is the last year that RFC 3339 can represent.
const lastYear = 9999

// Resolve returns the interval that a phrase names, or one whose Missing says why there is
// none. The zero Phrase names none.
func (p *Phrase) Resolve(ref Reference) figure.Interval {
	if p.from.kind == nil {
		return figure.Interval{Missing: NotUnderstood}
	}
	if ref.Zone == nil {
		ref.Zone = time.UTC
	}
	if !ref.At.IsZero() {
		ref.At = ref.At.In(ref.Zone)
	}
	r := newResolver(ref)
	r.bounds = p.relation != figure.During
	var s span
	if p.ranged {
		s = r.between(p.from, p.to)
	} else {
		s = r.point(&p.from)
	}
	if s.from.Year() < 1 || s.to.Year() > lastYear {
		r.fail(beyondYears)
	}
	if r.missing != "" {
		return figure.Interval{Relation: p.relation, Missing: r.missing}
	}
	return figure.Interval{From: s.from, To: s.to, Granularity: grains[s.grain].name, Relation: p.relation, Inferred: r.inferred}
}

// resolver places times in the calendar. Once it has failed, its spans mean nothing.
type resolver struct {
	Reference
	day      span   // of publication
	bounds   bool   // the time bounds another
	inferred string // as in figure.Interval
	missing  string
}

func newResolver(ref Reference) resolver {
	return resolver{Reference: ref, day: days.containing(ref.At)}
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

// fail says why there is no interval; the first reason counts.
func (r *resolver) fail(why string) span {
	if r.missing == "" {
		r.missing = why
	}
	return span{}
}

// today is the day of publication; it fails for an article without a date.
func (r *resolver) today() span {
	if r.At.IsZero() {
		r.fail(undated)
	}
	return r.day
}

// between resolves a range. What only its end states applies to its beginning too: "from
// January to March 2024"; if the beginning has no year, it is before the end.
func (r *resolver) between(from, to point) span {
	if !from.has(month) && !to.has(month) && from.of(year) > to.of(year) && to.has(year) {
		// A season written from right to left: «موسم 2024/2023».
		from, to = to, from
	}
	open := from.has(month) && !from.has(year) || from.has(weekday)
	if from.has(day) && !from.has(year|month) && to.has(month) {
		from.set(month, to.of(month))
	}
	end := r.point(&to)
	if r.missing != "" {
		return span{}
	}
	back := *r
	if open {
		back = newResolver(Reference{At: end.from, Zone: r.Zone})
	}
	begin := back.point(&from)
	if back.missing != "" {
		return r.fail(back.missing)
	}
	for what := range strings.SplitSeq(back.inferred, ",") {
		if what != "" && (what != inferredYear || !to.has(year)) {
			r.infer(what)
		}
	}
	if !begin.from.Before(end.to) || end.to.Before(begin.to) {
		return r.fail(backwards)
	}
	return span{begin.from, end.to, min(begin.grain, end.grain)}
}

// point resolves one time, and narrows it to its edge.
func (r *resolver) point(p *point) span {
	s := r.whole(p)
	if r.missing != "" {
		return s
	}
	n := s.narrow(p.facts&edges, r.bounds)
	if n != s && p.has(early|mid|late) {
		r.infer(inferredPart)
	}
	return n
}

// whole places a time by its kind. It calls each way directly: through a table of functions,
// resolver and point would need the heap.
func (r *resolver) whole(p *point) span {
	switch p.kind.place {
	case asDay:
		return days.around(r.today().from, p.of(offset))
	case asDate:
		return r.date(p)
	case asWeekday:
		return r.weekday(p)
	case asDecade:
		return decades.at(p.of(decade), 1, r.Zone)
	case asSeason:
		r.infer(inferredSeason)
		return r.yearly(p, p.facts&directions, asSeason)
	case asPart:
		return r.part(p)
	case asYear:
		return r.year(p)
	case asUnit:
		return r.unit(p)
	case asSome:
		return r.some(p)
	}
	return r.fail(dayFirst)
}

func (r *resolver) year(p *point) span {
	if !p.has(year) {
		return r.unit(p)
	}
	return r.wholeYear(p, p.of(year))
}

func (r *resolver) wholeYear(p *point, number int) span {
	if p.has(hijri) {
		r.infer(inferredCalendar)
		return hijriYear(number, r.Zone)
	}
	return years.at(number, 1, r.Zone)
}

// date resolves months and days.
func (r *resolver) date(p *point) span {
	if !p.has(month) { // «15 من الشهر الجاري»
		if !p.has(directions) {
			r.infer(inferredPeriod)
		}
		return r.daysOf(p, months.around(r.today().from, steps(p.facts)))
	}
	if p.has(hijri) {
		r.infer(inferredCalendar)
	}
	dir := p.facts & directions
	if p.has(ofDay) {
		dir = 0
	}
	return r.yearly(p, dir, asDate)
}

// dateIn is the month or the days that p states, in a year.
func (r *resolver) dateIn(p *point, year int) span {
	number := p.of(month)
	if p.has(hijri) {
		return r.daysOf(p, hijriMonth(year, number, r.Zone))
	}
	if number > months.perYear() {
		return r.fail(noSuchDay)
	}
	return r.daysOf(p, months.at(year, number, r.Zone))
}

// middle is the last day of the first half of a month.
const middle = 15

// daysOf narrows a month to its half or to the days that p states, if any.
func (r *resolver) daysOf(p *point, m span) span {
	if p.has(half) {
		split := m.from.AddDate(0, 0, middle)
		if p.of(nth) == 1 {
			return span{m.from, split, halves}
		}
		return span{split, m.to, halves}
	}
	if !p.has(day) {
		return m
	}
	s := m.days(p.of(day), max(p.of(day), p.of(lastDay)))
	if !m.holds(s) {
		return r.fail(noSuchDay)
	}
	return s
}

// part resolves quarters and halves; the last quarter of a year is its fourth.
func (r *resolver) part(p *point) span {
	dir, g := p.facts&directions, p.grain(part)
	if !p.has(nth) {
		if !p.has(year | inYear | yearUnit) {
			return g.around(r.today().from, steps(dir))
		}
		last := *p
		last.set(nth, g.perYear())
		p, dir = &last, 0
	}
	return r.yearly(p, dir, asPart)
}

func (r *resolver) partIn(p *point, year int) span {
	g := p.grain(part)
	return g.at(year, grains[g].months*(p.of(nth)-1)+1, r.Zone)
}

// some resolves the first or the last units of a month or a year.
func (r *resolver) some(p *point) span {
	holder := *p
	holder.facts &^= first | unit | sizes
	if !p.has(first) {
		holder.facts &^= directions | ofUnit | ofPart | ofDay
	}
	var s span
	if p.has(month) {
		s = r.date(&holder)
	} else if year, ok := r.statedYear(&holder); ok {
		s = r.wholeYear(p, year)
	}
	n, g := max(p.of(count), 1), p.grain(unit)
	out := g.back(s.to, n)
	if p.has(first) {
		out = g.count(s.from, n)
	}
	if !s.holds(out) {
		return r.fail(noSuchDay)
	}
	return out
}

// weekday resolves a day of the week: without a direction, the nearest one not after
// publication, or if ahead not before it.
func (r *resolver) weekday(p *point) span {
	today, number, dir := r.today().from, p.of(weekday), p.facts&directions
	if p.has(weekUnit) {
		return weeks.around(today, steps(dir)).days(number, number)
	}
	if dir == 0 {
		r.infer(inferredDirection)
		if r.Ahead {
			dir = this
		}
	}
	back := (isoWeekday(today) - number + 7) % 7
	switch {
	case dir.has(last|past) && back == 0, dir == next, dir == this && back > 0:
		back -= 7 * sign(dir)
	}
	return days.around(today, -back)
}

// sign is -1 for a direction into the past, else 1.
func sign(dir facts) int {
	if dir.has(last | past) {
		return -1
	}
	return 1
}

// steps is how many units a direction is away from the present one.
func steps(dir facts) int {
	switch {
	case dir.has(last | past):
		return -1
	case dir.has(next):
		return 1
	}
	return 0
}

// unit resolves phrases relative to publication alone.
func (r *resolver) unit(p *point) span {
	n, g, dir := p.of(count), p.grain(unit), p.facts&directions
	if p.has(plural) && n == 0 {
		return r.fail(vague)
	}
	today := r.today()
	switch {
	case dir == ago:
		return g.containing(g.from(r.At, -n))
	case n > 0 && dir == next:
		return g.count(r.At, n)
	case n > 0 || dir == past:
		return g.back(r.At, max(n, 1))
	case dir == 0 && g != days:
		r.infer(inferredPeriod)
	}
	return g.around(today.from, steps(dir))
}
