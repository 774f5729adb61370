package date

import (
	"time"
)

// readClock removes the time of day, the half of the day and the zone from the tokens.
func (r *reading) readClock() {
	at := r.findClock()
	if at < 0 {
		return
	}
	r.clocked = true
	end := at
	r.hour, r.min = r.tokens[at].value, r.tokens[at+2].value
	end = at + 3
	if r.isMark(end, ":") && r.isNumber(end+1) {
		r.second, end = r.tokens[end+1].value, end+2
	}
	if (r.isMark(end, ".") || r.isMark(end, ",")) && r.isNumber(end+1) && !r.tokens[end].spaced && !r.tokens[end+1].spaced {
		r.nano = nanoseconds(r.tokens[end+1].text)
		end += 2
	}
	// ISO 8601 joins the letter T to the day before it.
	if at > 0 && r.tokens[at-1].kind == wordToken && r.tokens[at-1].text == "t" {
		r.tokens[at-1].used = true
	}
	r.use(at, end)
	end = r.readHalf(end)
	r.readZone(end)
}

// findClock returns the position of hh:mm, or -1.
func (r *reading) findClock() int {
	for i := range r.tokens {
		if r.isNumber(i) && r.isMark(i+1, ":") && r.isNumber(i+2) && len(r.tokens[i].text) <= 2 && len(r.tokens[i+2].text) == 2 {
			return i
		}
	}
	return -1
}

// readHalf parses «ص», «م», am or pm, directly after the time or before it.
func (r *reading) readHalf(at int) int {
	half, ok := r.word(at)
	switch {
	case ok && (half.meaning == before || half.meaning == after):
		r.use(at, at+half.length)
		at += half.length
		if r.isMark(at, ".") { // p.m.
			at++
		}
	default:
		half = r.halfBefore()
	}
	switch {
	case half.meaning == after && r.hour < 12:
		r.hour += 12
	case half.meaning == before && r.hour == 12:
		r.hour = 0
	}
	return at
}

// halfBefore finds a half of the day before the time («مساء 08:15»).
func (r *reading) halfBefore() word {
	for i := range r.tokens {
		// Without a time before them, the single letters can mean eras and other things.
		if w, ok := r.word(i); ok && len(r.tokens[i].text) > 2 && (w.meaning == before || w.meaning == after) {
			r.use(i, i+w.length)
			return w
		}
	}
	return word{}
}

// readZone parses an offset or a name after the time, or a name anywhere.
func (r *reading) readZone(at int) {
	named := false
	for i := at; i < len(r.tokens); i++ {
		if r.tokens[i].kind == wordToken && !named {
			if w, ok := r.word(i); ok && w.meaning == zoneName {
				named = r.setZone(w.value)
				r.use(i, i+w.length)
			}
		}
		sign := 0
		switch {
		case r.isMark(i, "+"):
			sign = 1
		case r.isMark(i, "-") && (named || i == at):
			sign = -1
		}
		if sign != 0 && r.isNumber(i+1) && r.setOffset(sign, i+1) {
			return
		}
	}
	if !named && at < len(r.tokens) && r.unknownZone(at) {
		r.note = "the time zone of the publication date is unknown; the feed's zone was used"
	}
}

// unknownZone reports whether letters that look like a zone and are no date word follow the
// time, such as AST, which two continents use.
func (r *reading) unknownZone(at int) bool {
	t := r.tokens[at]
	if t.kind != wordToken || len(t.text) < 3 || len(t.text) > 5 || t.text[0] < 'a' || t.text[0] > 'z' {
		return false
	}
	_, isMonth, _ := r.monthAt(at)
	return isMonth == 0
}

func (r *reading) setZone(value string) bool {
	if t, err := time.Parse("-07:00", value); err == nil {
		_, seconds := t.Zone()
		r.zone, r.greenwich = time.FixedZone(value, seconds), seconds == 0
		return true
	}
	place, err := time.LoadLocation(value)
	if err != nil {
		return false
	}
	r.zone = place
	return true
}

// setOffset parses +3, +03, +0300 or +03:00.
func (r *reading) setOffset(sign, at int) bool {
	digits := r.tokens[at].text
	hours, minutes, end := r.tokens[at].value, 0, at+1
	switch {
	case len(digits) == 4:
		hours, minutes = hours/100, hours%100
	case len(digits) > 2:
		return false
	case r.isMark(end, ":") && r.isNumber(end+1):
		minutes, end = r.tokens[end+1].value, end+2
	}
	if hours > 14 || minutes > 59 {
		return false
	}
	seconds := sign * (hours*3600 + minutes*60)
	r.zone, r.greenwich = time.FixedZone("", seconds), seconds == 0
	r.use(at-1, end)
	return true
}

// nanoseconds parses the digits of a decimal fraction of a second.
func nanoseconds(digits string) int {
	n := 0
	for i := range 9 {
		n *= 10
		if i < len(digits) {
			n += int(digits[i] - '0')
		}
	}
	return n
}

func (r *reading) use(from, to int) {
	for i := from; i < to && i < len(r.tokens); i++ {
		r.tokens[i].used = true
	}
}

func (r *reading) isMark(i int, mark string) bool {
	return i < len(r.tokens) && r.tokens[i].kind == markToken && r.tokens[i].text == mark
}

func (r *reading) isNumber(i int) bool {
	return i >= 0 && i < len(r.tokens) && r.tokens[i].kind == numberToken && r.tokens[i].value >= 0 && !r.tokens[i].used
}
