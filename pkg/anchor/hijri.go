package anchor

import (
	"time"

	calendar "github.com/hablullah/go-hijri"
)

// The years for which the Umm al-Qura table has every month.
const firstUmmAlQura, lastUmmAlQura = 1356, 1499

// hijriMonth returns a month of the Umm al-Qura calendar; outside its table, of the civil
// tabular calendar (leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of 30). Month 13 is the
// first of the next year.
func hijriMonth(year, month int, zone *time.Location) span {
	return span{hijriDay(year, month, zone), hijriDay(year, month+1, zone), months}
}

func hijriYear(year int, zone *time.Location) span {
	return span{hijriDay(year, 1, zone), hijriDay(year+1, 1, zone), years}
}

// hijriDay is the first day of a month.
func hijriDay(year, month int, zone *time.Location) time.Time {
	if month > 12 {
		year, month = year+1, month-12
	}
	var t time.Time
	if inTable(year, month) {
		t = calendar.UmmAlQuraDate{Year: int64(year), Month: int64(month), Day: 1}.ToGregorian()
	} else {
		t = calendar.HijriDate{Year: int64(year), Month: int64(month), Day: 1}.ToGregorian()
	}
	y, m, d := t.Date()
	return date(y, int(m), d, zone)
}

// inTable reports whether the Umm al-Qura table has the beginning of a month.
func inTable(year, month int) bool {
	return year >= firstUmmAlQura && (year <= lastUmmAlQura || year == lastUmmAlQura+1 && month == 1)
}

// hijriYearOf is the Hijri year of t's day.
func hijriYearOf(t time.Time) int {
	y, m, d := t.Date()
	day := date(y, int(m), d, time.UTC)
	if h, err := calendar.CreateUmmAlQuraDate(day); err == nil {
		return int(h.Year)
	}
	h, err := calendar.CreateHijriDate(day, calendar.Default)
	if err != nil {
		return 0
	}
	return int(h.Year)
}
