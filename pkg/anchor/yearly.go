package anchor

import "time"

// in places what recurs every year, a date, a part or a season, in one year.
func (r *resolver) in(year int, p *point, as placement) span {
	switch as {
	case asSeason:
		return seasonOf(year, p.of(season), r.Zone)
	case asPart:
		return r.partIn(p, year)
	}
	return r.dateIn(p, year)
}

// yearly resolves what recurs every year: in the year that p states, else in the one that suits
// the article's date.
func (r *resolver) yearly(p *point, dir facts, as placement) span {
	if year, ok := r.statedYear(p); ok {
		return r.in(year, p, as)
	}
	now := r.currentYear(p)
	if r.missing != "" {
		return span{}
	}
	if s, ok := r.onWeekday(p, dir, now, as); ok {
		return s
	}
	return r.nearest(p, dir, now, as)
}

// currentYear is that of publication, in the calendar of p.
func (r *resolver) currentYear(p *point) int {
	day := r.today()
	if p.has(hijri) && r.missing == "" {
		return hijriYearOf(day.from)
	}
	return day.from.Year()
}

// statedYear returns the year that p states by number or by a word ("last year").
func (r *resolver) statedYear(p *point) (int, bool) {
	switch {
	case p.has(year):
		return p.of(year), true
	case !p.has(inYear | yearUnit):
		return 0, false
	}
	now, dir := r.currentYear(p), p.yearDir
	if p.facts.hasAll(yearUnit | ofUnit) {
		dir = p.facts & directions
	}
	if dir == 0 {
		r.infer(inferredPeriod)
	}
	if dir == ago {
		return now - p.of(count), r.missing == ""
	}
	return now + steps(dir), r.missing == ""
}

// try places p in a year, which may lack it: that is no failure.
func (r *resolver) try(p *point, year int, as placement) (span, bool) {
	s := r.in(year, p, as)
	ok := r.missing == ""
	r.missing = ""
	return s, ok
}

// onWeekday returns the date of the named day of the week that is nearest to publication: a date
// falls on it every five or six years.
func (r *resolver) onWeekday(p *point, dir facts, now int, as placement) (span, bool) {
	if !p.facts.hasAll(weekday|day) || dir != 0 {
		return span{}, false
	}
	for _, away := range [...]int{0, -1, 1, -2, 2} {
		if s, ok := r.try(p, now+away, as); ok && isoWeekday(s.from) == p.of(weekday) {
			r.infer(inferredYear)
			return s, true
		}
	}
	return span{}, false
}

// A leap day may be eight years away. In the other direction two years are enough: the candidate
// of that year has not begun, although a winter begins in the year before its own.
const nearestYear, farthestYear = -2, 8

// nearest returns the candidate nearest to publication: the last that has begun, or if ahead the
// first that has not ended.
func (r *resolver) nearest(p *point, dir facts, now int, as placement) span {
	if dir == 0 {
		r.infer(inferredYear)
	}
	towards := -1
	if dir == next || dir == 0 && r.Ahead {
		towards = 1
	}
	today := r.today().from
	for n := nearestYear; n <= farthestYear; n++ {
		if s, ok := r.try(p, now+towards*n, as); ok && suits(s, dir, towards, today) {
			return s
		}
	}
	return r.fail(noSuchDay)
}

// suits reports whether a candidate lies where a direction points.
func suits(s span, dir facts, towards int, today time.Time) bool {
	switch {
	case dir == next:
		return s.from.After(today)
	case towards > 0:
		return s.to.After(today)
	case dir.has(last | past):
		return !s.to.After(today)
	case dir == this && s.from.Year() == today.Year() && !s.to.Before(today):
		return true
	}
	return !s.from.After(today)
}
