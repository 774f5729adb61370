package anchor

import (
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

const (
	longestMonth = 31
	yearDigits   = 4
)

// match returns the longest phrase of the given classes at i that ends before the limit.
func (p parser) match(i int, want lang.ClassSet) (*lang.Entry, int) {
	if i >= p.limit {
		return nil, 0
	}
	e, n := p.d.Match(i, want)
	if i+n > p.limit {
		return nil, 0
	}
	return e, n
}

// monthName is a month that the text names; it is none if its length is 0.
type monthName struct {
	number, length int
	calendar       facts // hijri, or 0
}

// monthAt returns the month that token i names. Names that are also other words count only when
// capitalized, or after a number in a script without capitals.
func (p parser) monthAt(i int) (m monthName) {
	e, n := p.match(i, monthWord)
	if n == 0 {
		return m
	}
	digits, isHijri := strings.CutPrefix(e.ID, "h")
	t := p.d.At(i)
	m.number, _ = strconv.Atoi(digits)
	if m.number == 0 || e.Has(lang.Capital) && t.Has(token.Latin) && !t.Has(token.Upper) {
		return monthName{}
	}
	m.length = n
	if isHijri {
		m.calendar = hijri
	}
	return m
}

func (p parser) isMonth(i int) bool { return p.monthAt(i).length > 0 }

// month reads the name of a month, with a second name of it and the day behind it.
func (p parser) month(so body, i int) (r reading) {
	m := p.monthAt(i)
	if m.length == 0 || p.isZero(so, i, i+m.length) {
		return r
	}
	r = reading{states: m.calendar, revokes: hijri, tail: month}
	r.set(month, m.number)
	r.length = m.length + p.secondName(i+m.length, m.number)
	return p.withDay(r, so, i)
}

// isZero reports whether a name means zero, as صفر does more often than the month: without a word
// of time, a day or a year.
func (p parser) isZero(so body, i, after int) bool {
	return p.d.Means(i, lang.Classes(lang.Zero)) && !so.has(cued|day) && p.plain(after, yearDigits) == 0
}

// secondName is the length of a second name of a month: «آذار/مارس», «آذار (مارس)».
func (p parser) secondName(i, number int) int {
	again := p.monthAt(i + 1)
	switch {
	case again.number != number:
		return 0
	case p.d.Is(i, '/'):
		return 1 + again.length
	case p.d.Is(i, '('):
		after := i + 1 + again.length
		if p.d.Is(after, ')') {
			after++
		}
		return after - i
	}
	return 0
}

// withDay adds the day behind a month's name, "Oct. 7th", in languages that put the month first.
func (p parser) withDay(r reading, so body, i int) reading {
	at := i + r.length
	if p.d.Is(at, '.') && p.d.At(at).Touches() {
		at++
	}
	number := p.plain(at, 2)
	if !p.d.Pack.MonthBeforeDay || so.has(day) || !isDay(number) || p.d.Is(at+1, ':') {
		return r
	}
	after, to := at+1+p.ending(at+1), 0
	if p.d.Is(after, '-') {
		to = p.plain(after+1, 2)
	}
	if to > number {
		after += 2
	} else {
		to = 0
	}
	if p.isCounted(after) {
		return r
	}
	r.setDays(number, to)
	r.length = after - i
	return r
}

func isDay(number int) bool { return number >= 1 && number <= longestMonth }

// setDays states a day, or a range of them unless to is 0.
func (r *reading) setDays(number, to int) {
	r.set(day, number)
	if to > 0 {
		r.set(lastDay, to)
	}
}

// plain returns the number at i if it has at most max plain digits and is not part of a longer
// one; 0 for none. A year has all of its digits.
func (p parser) plain(i, digits int) int {
	t := p.d.At(i)
	if i >= p.limit || t.Kind != token.Digits || t.Has(token.AfterNewline) {
		return 0
	}
	form := p.d.Fold(i)
	if len(form) > digits || digits == yearDigits && len(form) < digits {
		return 0
	}
	n := 0
	for _, c := range form {
		if c < '0' || c > '9' {
			return 0
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// ending is the length of the ordinal ending that touches a number ("7th").
func (p parser) ending(i int) int {
	_, n := p.match(i, ordinalWord)
	if t := p.d.At(i); n == 0 || t.Kind != token.Word || !t.Touches() {
		return 0
	}
	return 1
}

// isCounted reports whether the number before token i counts something.
func (p parser) isCounted(i int) bool {
	t := p.d.At(i)
	if t.Has(token.AfterNewline) || p.d.Means(i, eraWord) {
		return false
	}
	return t.Clitics == 0 && p.d.Means(i, countedWords) || p.d.Is(i, '%')
}

// weekday reads the name of a day of the week.
func (p parser) weekday(_ body, i int) (r reading) {
	e, n := p.match(i, weekdayWord)
	if n == 0 || e.ID == "" || p.isNumber(i, n) {
		return r
	}
	number, _ := strconv.Atoi(e.ID)
	r = reading{tail: weekday, length: n}
	r.set(weekday, number)
	return r
}

// isNumber reports whether the word at i, of n tokens, only begins a number: «الأحد عشر لاعبا»
// are eleven, not a Sunday.
func (p parser) isNumber(i, n int) bool {
	_, m := p.d.Match(i, numeral.Triggers)
	return m > n
}

// slashed reads 2024-03-12 and 12/3/2024, whose day comes first unless the language puts the
// month first.
func (p parser) slashed(so body, i int) (r reading) {
	if so.has(begun) && !so.has(weekday|offset|cued) || !p.isSlashed(i) {
		return r
	}
	r = reading{tail: other, length: slashedLength}
	one, two := p.plain(i, 2), p.plain(i+2, 2)
	if y, three := p.plain(i, yearDigits), p.plain(i+4, 2); y > 0 && two > 0 && three > 0 {
		r.setDate(y, two, three)
		return r
	}
	y := p.plain(i+4, yearDigits)
	if y == 0 || one == 0 || two == 0 {
		return reading{}
	}
	if max(one, two) <= 12 && one != two && p.d.Pack.MonthBeforeDay {
		r.states |= numeric
	}
	if two > 12 {
		one, two = two, one
	}
	r.setDate(y, two, one)
	return r
}

// slashedLength is the number of tokens of 12/3/2024.
const slashedLength = 5

// isSlashed reports whether five touching tokens are joined by two slashes or hyphens.
func (p parser) isSlashed(i int) bool {
	for j := i + 1; j < i+slashedLength; j++ {
		if j >= p.limit || !p.d.At(j).Touches() {
			return false
		}
	}
	return p.d.Is(i+1, '/') && p.d.Is(i+3, '/') || p.d.Is(i+1, '-') && p.d.Is(i+3, '-')
}

func (r *reading) setDate(y, m, d int) {
	r.set(year, y)
	r.set(month, m)
	r.set(day, d)
}

// dayOfMonth reads a number before a month, named («7 أكتوبر», "5–7 March") or not («15 من
// الشهر الجاري»), and the number of a part ("1st quarter").
func (p parser) dayOfMonth(so body, i int) (r reading) {
	number := p.plain(i, 2)
	if !isDay(number) {
		return r
	}
	n := 1 + p.ending(i+1)
	if n > 1 && !so.has(part) {
		if m, k := p.partAt(i + n); k > 0 {
			return m.numbered(number, n+k)
		}
	}
	r.tail = other
	if to := p.dayTo(i + n); to > number && p.beforeMonth(i+n+2) {
		r.setDays(number, to)
		r.length = n + 2
		return r
	}
	if p.beforeMonth(i + n) {
		r.setDays(number, 0)
		r.length = n
	}
	return r
}

// dayTo returns the end of a range of days, whose sign or word is at i; 0 if there is none.
func (p parser) dayTo(i int) int {
	joined := p.d.Is(i, '-') || p.d.Means(i, toWord) || p.context.has(betweenCue) && p.d.Means(i, andWord)
	if to := p.plain(i+1, 2); joined && isDay(to) {
		return to
	}
	return 0
}

// beforeMonth reports whether a month follows at i, maybe after "of": one that is named, or one
// that is called so («من الشهر»).
func (p parser) beforeMonth(i int) bool {
	at := i
	if p.d.Means(at, ofWord) {
		at++
	}
	t := p.d.At(at)
	if at >= p.limit || t.Has(token.AfterNewline) || t.Clitics&lang.Conj != 0 {
		return false
	}
	if p.isMonth(at) {
		return true
	}
	e, n := p.d.Match(at, measureWord)
	if n == 0 || units[e.ID] != months {
		return false
	}
	return e.Form&lang.Singular != 0 && (at > i || t.Clitics&lang.Art != 0) || p.isMonth(at+n)
}

// The years that four digits name, and those that an Arab paper writes without naming the era.
const (
	firstYear, lastWritten  = 1000, 2199
	firstHijri, lastHijri   = 1200, 1599
	firstRecent, lastRecent = 1340, 1499
)

func between(n, first, last int) bool { return n >= first && n <= last }

// year reads a year, or a decade ("1980s").
func (p parser) year(so body, i int) (r reading) {
	number := p.plain(i, yearDigits)
	if !between(number, firstYear, lastWritten) || p.isModel(so, i) {
		return r
	}
	r.tail = other
	if n := p.decadeEnding(i + 1); n > 0 && number%10 == 0 {
		r.set(decade, number)
		r.length = 1 + n
		return r
	}
	if p.isCounted(i+1) || p.d.Is(i+1, ':') && p.d.At(i+1).Touches() {
		return r
	}
	e, n := p.d.Match(i+1, eraWord)
	era := ""
	if n > 0 {
		era = e.ID
	} else if !so.has(month) && between(number, firstRecent, lastRecent) {
		era = "hijri"
	}
	if era == "hijri" {
		r.states = hijri
	}
	if era == "bc" || (r.states|so.facts).has(hijri) && !between(number, firstHijri, lastHijri) {
		return reading{}
	}
	r.set(year, number)
	r.length = 1 + n
	return r
}

// isModel reports whether a hyphen joins the number at i to a word, other than "mid-2024".
func (p parser) isModel(so body, i int) bool {
	return i > p.first && p.d.Is(i-1, '-') && p.d.At(i).Touches() && p.d.At(i-2).Kind == token.Word && !so.has(mid)
}

// decadeEnding is the length of the ending that makes a decade of the year before i.
func (p parser) decadeEnding(i int) int {
	e, n := p.d.Match(i, anchorWord)
	if n == 0 || !e.Has(lang.Touching) || meaningOf(e.ID).field != decade || !p.d.At(i).Touches() {
		return 0
	}
	return n
}
