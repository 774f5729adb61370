package anchor

import (
	"time"

	"github.com/hablullah/go-hijri"

	"github.com/arqam-io/arqam/pkg/figure"
)

// span is a half-open interval of time.
type span struct {
	from, to time.Time
	unit     figure.Granularity
}

func date(year, month, day int, zone *time.Location) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone)
}

// containing returns the calendar unit that contains t: weeks begin on Monday (ISO 8601),
// decades and centuries with the year that ends in 0 (ISO 8601-2).
func containing(t time.Time, unit figure.Granularity) span {
	y, month, d := t.Date()
	m, zone := int(month), t.Location()
	switch unit {
	case figure.Second, figure.Minute, figure.Hour:
		into := time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
		from := t.Add(-(into % length(unit)))
		return span{from, step(from, unit, 1), unit}
	case figure.Day:
		return span{date(y, m, d, zone), date(y, m, d+1, zone), unit}
	case figure.Week:
		d -= (int(t.Weekday()) + 6) % 7
		return span{date(y, m, d, zone), date(y, m, d+7, zone), unit}
	case figure.Month:
	case figure.Quarter:
		m = (m-1)/3*3 + 1
	case figure.Half:
		m = (m-1)/6*6 + 1
	case figure.Year:
		m = 1
	case figure.Decade:
		y, m = y-y%10, 1
	case figure.Century:
		y, m = y-y%100, 1
	}
	return span{date(y, m, 1, zone), date(y, m+months(unit), 1, zone), unit}
}

func length(unit figure.Granularity) time.Duration {
	switch unit {
	case figure.Second:
		return time.Second
	case figure.Minute:
		return time.Minute
	}
	return time.Hour
}

// months is the number of months of a unit; 0 if it does not consist of whole months.
func months(unit figure.Granularity) int {
	switch unit {
	case figure.Month:
		return 1
	case figure.Quarter, figure.Season:
		return 3
	case figure.Half:
		return 6
	case figure.Year:
		return 12
	case figure.Decade:
		return 120
	case figure.Century:
		return 1200
	}
	return 0
}

// step moves t by n units. If the resulting month lacks the day, it becomes the month's last:
// a month before 31 March is the end of February.
func step(t time.Time, unit figure.Granularity, n int) time.Time {
	switch unit {
	case figure.Second, figure.Minute, figure.Hour:
		return t.Add(time.Duration(n) * length(unit))
	case figure.Day:
		return t.AddDate(0, 0, n)
	case figure.Week:
		return t.AddDate(0, 0, 7*n)
	}
	moved := t.AddDate(0, months(unit)*n, 0)
	if moved.Day() != t.Day() {
		moved = moved.AddDate(0, 0, -moved.Day())
	}
	return moved
}

// season is a meteorological season of the northern hemisphere; a winter has the year of its
// January (the convention of NOAA and the Met Office).
func season(year, n int, zone *time.Location) span {
	from := date(year, 3*n, 1, zone)
	if n == 4 {
		from = date(year-1, 12, 1, zone)
	}
	return span{from, from.AddDate(0, 3, 0), figure.Season}
}

// The years for which the Umm al-Qura table has every month.
const firstUmmAlQura, lastUmmAlQura = 1356, 1499

// hijriMonth returns a month of the Umm al-Qura calendar; outside its table, of the civil
// tabular calendar (leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of 30). Month 13 is the
// first of the next year.
func hijriMonth(year, month int, zone *time.Location) span {
	return span{hijriDay(year, month, zone), hijriDay(year, month+1, zone), figure.Month}
}

func hijriYear(year int, zone *time.Location) span {
	return span{hijriDay(year, 1, zone), hijriDay(year+1, 1, zone), figure.Year}
}

// hijriDay is the first day of a month.
func hijriDay(year, month int, zone *time.Location) time.Time {
	if month > 12 {
		year, month = year+1, month-12
	}
	var t time.Time
	if year >= firstUmmAlQura && year <= lastUmmAlQura+1 && (year <= lastUmmAlQura || month == 1) {
		t = hijri.UmmAlQuraDate{Year: int64(year), Month: int64(month), Day: 1}.ToGregorian()
	} else {
		t = hijri.HijriDate{Year: int64(year), Month: int64(month), Day: 1}.ToGregorian()
	}
	y, m, d := t.Date()
	return date(y, int(m), d, zone)
}

// hijriYearOf is the Hijri year of t's day.
func hijriYearOf(t time.Time) int {
	y, m, d := t.Date()
	day := date(y, int(m), d, time.UTC)
	if h, err := hijri.CreateUmmAlQuraDate(day); err == nil {
		return int(h.Year)
	}
	h, err := hijri.CreateHijriDate(day, hijri.Default)
	if err != nil {
		return 0
	}
	return int(h.Year)
}

// narrow reduces a span to one of its edges.
func narrow(s span, e edge) span {
	sub := map[figure.Granularity]figure.Granularity{
		figure.Year: figure.Month, figure.Half: figure.Month, figure.Quarter: figure.Month,
		figure.Season: figure.Month, figure.Decade: figure.Year, figure.Century: figure.Decade, figure.Week: figure.Day,
	}[s.unit]
	switch {
	case e == whole || s.unit == figure.Day || s.unit == figure.Hour || s.unit == figure.Minute || s.unit == figure.Second:
		return s
	case e == start && sub != "":
		return span{s.from, step(s.from, sub, 1), sub}
	case e == end && sub != "":
		return span{step(s.to, sub, -1), s.to, sub}
	}
	third := func(n int) time.Time {
		if n == 3 {
			return s.to
		}
		if m := months(s.unit); m >= 3 {
			return s.from.AddDate(0, m/3*n, 0)
		}
		return s.from.AddDate(0, 0, int(s.to.Sub(s.from).Hours()/24/3)*n)
	}
	n := 0
	switch e {
	case mid:
		n = 1
	case late, end:
		n = 2
	}
	return span{third(n), third(n + 1), s.unit}
}
