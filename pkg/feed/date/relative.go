package date

import (
	"strconv"
	"time"

	"github.com/arqam-io/arqam/pkg/lang"
)

var spans = map[string]time.Duration{
	"second": time.Second, "minute": time.Minute, "hour": time.Hour,
	"day": 24 * time.Hour, "week": 7 * 24 * time.Hour, "month": 30 * 24 * time.Hour,
}

// readRelative parses a time relative to now: «قبل 3 ساعات», "2 hours ago", «أمس 14:30». Its
// precision is its unit.
func (r *reading) readRelative() bool {
	if r.now.IsZero() {
		return false
	}
	cued := false
	for i := range r.tokens {
		w, ok := r.word(i)
		switch {
		case ok && w.meaning == ago:
			cued = true
		case ok && w.meaning == now:
			r.time = r.now
			r.note = "the publication date is relative to the time of fetching"
			return true
		}
	}
	if cued {
		if d, ok := r.distance(); ok {
			r.time = r.now.Add(-d)
			r.note = "the publication date is relative to the time of fetching"
			return true
		}
	}
	for i := range r.tokens {
		if w, ok := r.word(i); ok && w.meaning == dayOffset && r.clocked {
			days, _ := strconv.Atoi(w.value)
			today := r.now.In(r.zone).AddDate(0, 0, days)
			r.year, r.month, r.day = today.Year(), int(today.Month()), today.Day()
			r.note = "the publication date is relative to the day of fetching"
			return r.assemble()
		}
	}
	return false
}

// distance parses a number and a unit of time, «ساعتين», or a unit alone for one of it.
// Several add up («ساعة و20 دقيقة»).
func (r *reading) distance() (time.Duration, bool) {
	var total time.Duration
	number := 0
	for i := range r.tokens {
		if r.isNumber(i) {
			number = r.tokens[i].value
			continue
		}
		if r.tokens[i].kind != wordToken {
			continue
		}
		span, dual := r.span(i)
		if span == 0 {
			if n := r.numeral(i); n > 0 {
				number = n
			}
			continue
		}
		switch {
		case number == 0 && dual:
			number = 2
		case number == 0:
			number = 1
		}
		if number > 10000 {
			return 0, false
		}
		total, number = total+time.Duration(number)*span, 0
	}
	return total, total > 0
}

// span returns the unit of time that token i names, and whether it is a dual.
func (r *reading) span(i int) (unit time.Duration, dual bool) {
	if w, ok := r.word(i); ok && w.meaning == unitName {
		return spans[w.value], false
	}
	for _, pack := range r.packs {
		for _, e := range pack.Entries(pack.Lookup([]byte(r.tokens[i].text))) {
			if d := spans[e.ID]; e.Class == lang.Measure && d > 0 {
				return d, e.Form&lang.Dual != 0 && e.Form&(lang.Singular|lang.Plural) == 0
			}
		}
	}
	return 0, false
}

// numeral returns the number that a word means, up to ten; 0 if none.
func (r *reading) numeral(i int) int {
	for _, pack := range r.packs {
		for _, e := range pack.Entries(pack.Lookup([]byte(r.tokens[i].text))) {
			if e.Class >= lang.One && e.Class <= lang.Ten && e.Den == 1 {
				return int(e.Num)
			}
		}
	}
	return 0
}
