package anchor

import (
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// constituent is a part of a point that one word or phrase states.
type constituent uint8

const (
	nothing constituent = iota
	ofUnit
	ofMonth
	ofWeekday
	ofSeason
	ofPart
	ofYear
	other
)

// body is the part of a point that was read so far.
type body struct {
	point
	next    int
	pending direction // a direction that still needs its unit
	tail    constituent
	empty   bool
}

// body reads constituents as long as they add to a point, in any order. It stores the longest
// sensible reading in best and returns the token after it; it returns at if there is none.
func (p *parser) body(best *point, at int, e edge) int {
	b := body{next: at, empty: e == whole}
	b.edge = e
	after := at
	for {
		i := p.connect(&b)
		n := p.constituent(&b, i)
		if n == 0 {
			// A unit must not be separated from what it belongs to: "the last week of talks in
			// May".
			if best.unit != "" && b.next > after && (b.month > 0 || b.year > 0) {
				return at
			}
			return after
		}
		b.next, b.empty = i+n, false
		if b.pending == nowhere && p.sensible(&b) {
			*best, after = b.point, b.next
		}
	}
}

// connect skips words allowed between constituents: determiners, "of", a comma inside a date.
func (p *parser) connect(b *body) int {
	d := p.d
	for i := b.next; i < p.limit; i++ {
		t := d.At(i)
		e, n := d.Match(i, lang.Classes(lang.Stop))
		switch {
		case t.Has(token.AfterNewline):
			return p.limit
		case t.Kind == token.Particle && d.At(i+1).Clitics&(lang.Conj|lang.Prep) == 0:
		case n == 1 && e.ID == "determiner" && p.anchorless(i):
		case !b.empty && d.Means(i, lang.Classes(lang.Of)) && d.At(i+1).Kind != token.Punct:
		case !b.empty && d.Is(i, ',') && (b.weekday > 0 || b.day > 0 || b.month > 0 || b.deictic) && b.year == 0:
		case d.Is(i, '-') && t.Touches() && b.edge == mid && b.tail == nothing:
		case d.Is(i, '.') && t.Touches() && b.tail == ofMonth && p.plain(i+1, 4) > 0:
		default:
			return i
		}
	}
	return p.limit
}

// anchorless is false for "this" and «هذا», which are also determiners.
func (p *parser) anchorless(i int) bool {
	e, _ := p.word(i)
	return e == nil
}

// constituent reads one constituent at i into b, and returns its length in tokens.
func (p *parser) constituent(b *body, i int) int {
	t := p.d.At(i)
	if i >= p.limit || t.Has(token.AfterNewline) && i > p.first {
		return 0
	}
	if i > p.first && t.Clitics&lang.Conj != 0 && b.tail != nothing {
		return 0
	}
	if i > p.first && b.tail != nothing && t.Clitics&lang.Prep != 0 && !t.Classes.Has(lang.Measure) {
		return 0
	}
	// Call the readers directly: through a table of functions, b and p would escape to the
	// heap.
	n := p.month(b, i)
	if n == 0 {
		n = p.weekday(b, i)
	}
	if n == 0 && t.Kind == token.Digits {
		n = p.digits(b, i)
	}
	if n == 0 {
		n = p.ordinal(b, i)
	}
	if n == 0 {
		n = p.anchorWord(b, i)
	}
	if n == 0 {
		n = p.cue(b, i)
	}
	if n == 0 {
		n = p.counted(b, i)
	}
	if n == 0 {
		n = p.unitWord(b, i)
	}
	return n
}

// digits reads a date in digits, the day of a month, or a year.
func (p *parser) digits(b *body, i int) int {
	n := p.slashed(b, i)
	if n == 0 {
		n = p.dayOfMonth(b, i)
	}
	if n == 0 {
		n = p.yearNumber(b, i)
	}
	return n
}

// settle applies a pending direction to the constituent that was just read.
func (b *body) settle(c constituent) {
	switch {
	case b.pending == nowhere:
	case c == ofYear:
		b.yearDir, b.pending = b.pending, nowhere
	case b.dir == nowhere:
		b.dir, b.dirOf, b.pending = b.pending, c, nowhere
	}
	b.tail = c
}

// named returns the month that token i names, 0 for none. Names that are also other words
// count only when capitalized, or after a number in a script without capitals.
func (p *parser) named(i int) (month int, hijri bool, n int) {
	t := p.d.At(i)
	if i >= p.limit || !t.Classes.Has(lang.Month) {
		return 0, false, 0
	}
	e, n := p.d.Match(i, lang.Classes(lang.Month))
	if e == nil || i+n > p.limit {
		return 0, false, 0
	}
	digits, hijri := strings.CutPrefix(e.ID, "h")
	month, err := strconv.Atoi(digits)
	if err != nil || e.Has(lang.Capital) && t.Has(token.Latin) && !t.Has(token.Upper) {
		return 0, false, 0
	}
	return month, hijri, n
}

func (p *parser) month(b *body, i int) int {
	month, hijri, n := p.named(i)
	if month == 0 || b.month != 0 {
		return 0
	}
	// صفر means zero more often than the month.
	if p.d.Means(i, lang.Classes(lang.Zero)) && !b.cued && b.day == 0 && p.plain(i+n, 4) == 0 {
		return 0
	}
	b.month, b.hijri = month, hijri
	b.settle(ofMonth)
	// A second name of the same month: «آذار/مارس», «آذار (مارس)».
	if p.d.Is(i+n, '/') || p.d.Is(i+n, '(') {
		if again, _, m := p.named(i + n + 1); again == month {
			closed := p.d.Is(i+n, '(') && p.d.Is(i+n+1+m, ')')
			n += 1 + m
			if closed {
				n++
			}
		}
	}
	return n + p.dayBehind(b, i+n)
}

// dayBehind reads the day after a month's name, "Oct. 7th", in languages that put the month
// first.
func (p *parser) dayBehind(b *body, i int) int {
	at := i
	if p.d.Is(at, '.') && p.d.At(at).Touches() {
		at++
	}
	day := p.plain(at, 2)
	if b.day != 0 || !p.d.Pack.MonthBeforeDay || day < 1 || day > 31 || p.d.Is(at+1, ':') {
		return 0
	}
	after := at + 1 + p.ending(at+1)
	if p.d.Is(after, '-') && p.plain(after+1, 2) > day {
		b.dayTo = p.plain(after+1, 2)
		after += 2
	}
	if p.isCounted(after) {
		b.dayTo = 0
		return 0
	}
	b.day = day
	return after - i
}

// plain returns the number at i if it has at most max plain digits and is not part of a longer
// one; 0 for none.
func (p *parser) plain(i, digits int) int {
	t := p.d.At(i)
	if i >= p.limit || t.Kind != token.Digits || t.Has(token.AfterNewline) {
		return 0
	}
	form := p.d.Fold(i)
	if len(form) > digits || digits == 4 && len(form) < 4 {
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
func (p *parser) ending(i int) int {
	if i < p.limit && p.d.At(i).Touches() && p.d.At(i).Kind == token.Word && p.d.Means(i, lang.Classes(lang.Ordinal)) {
		return 1
	}
	return 0
}

// isCounted reports whether the number before token i counts something.
func (p *parser) isCounted(i int) bool {
	if p.d.At(i).Has(token.AfterNewline) || p.d.Means(i, lang.Classes(lang.Era)) {
		return false
	}
	return p.d.At(i).Clitics == 0 &&
		p.d.Means(i, lang.Classes(lang.Noun, lang.Measure, lang.Currency, lang.Magnitude, lang.Collective, lang.Fraction)) ||
		p.d.Is(i, '%')
}

func (p *parser) weekday(b *body, i int) int {
	e, n := p.d.Match(i, lang.Classes(lang.Weekday))
	if e == nil || i+n > p.limit || b.weekday != 0 || e.ID == "" {
		return 0
	}
	b.weekday, _ = strconv.Atoi(e.ID)
	b.settle(ofWeekday)
	return n
}

// slashed reads 2024-03-12 and 12/3/2024, whose day comes first unless the language puts the
// month first.
func (p *parser) slashed(b *body, i int) int {
	d := p.d
	for j := i + 1; j <= i+4; j++ {
		if j >= p.limit || !d.At(j).Touches() {
			return 0
		}
	}
	isoYear, year := p.plain(i, 4), p.plain(i+4, 4)
	joint := func(c byte) bool { return d.Is(i+1, c) && d.Is(i+3, c) }
	if !b.empty && b.weekday == 0 && !b.deictic && !b.cued || !joint('/') && !joint('-') {
		return 0
	}
	first, second := p.plain(i, 2), p.plain(i+2, 2)
	switch {
	case isoYear > 0 && second > 0 && p.plain(i+4, 2) > 0:
		b.year, b.month, b.day = isoYear, second, p.plain(i+4, 2)
	case year > 0 && first > 0 && second > 0:
		b.year, b.month, b.day = year, second, first
		if second > 12 {
			b.month, b.day = first, second
		}
		b.numeric = first <= 12 && second <= 12 && first != second && d.Pack.MonthBeforeDay
	default:
		return 0
	}
	b.settle(other)
	return 5
}

// dayOfMonth reads a number before a month, named («7 أكتوبر», "5–7 March") or not («15 من
// الشهر الجاري»), and the number of a part ("1st quarter").
func (p *parser) dayOfMonth(b *body, i int) int {
	d := p.d
	day := p.plain(i, 2)
	if day < 1 || day > 31 || b.day != 0 || b.month != 0 {
		return 0
	}
	n := 1 + p.ending(i+1)
	if n == 2 && b.part == "" {
		if part, m := p.partWord(i + n); m > 0 {
			b.part, b.nth = part, day
			b.settle(ofPart)
			return n + m
		}
	}
	to := 0
	if d.Is(i+n, '-') || d.Means(i+n, lang.Classes(lang.To)) || p.range_ == betweenCue && d.Means(i+n, lang.Classes(lang.And)) {
		if to = p.plain(i+n+1, 2); to > day && to <= 31 {
			if m := p.beforeMonth(i + n + 2); m > 0 {
				b.day, b.dayTo = day, to
				b.settle(other)
				return n + 2
			}
		}
	}
	if p.beforeMonth(i+n) == 0 {
		return 0
	}
	b.day = day
	b.settle(other)
	return n
}

// beforeMonth is the length of the words from i through a month.
func (p *parser) beforeMonth(i int) int {
	at := i
	if at < p.limit && p.d.Means(at, lang.Classes(lang.Of)) {
		at++
	}
	if at >= p.limit || p.d.At(at).Has(token.AfterNewline) || p.d.At(at).Clitics&lang.Conj != 0 {
		return 0
	}
	if month, _, n := p.named(at); month > 0 {
		return at + n - i
	}
	e, n := p.d.Match(at, lang.Classes(lang.Measure))
	if e == nil || e.ID != string(figure.Month) || e.Form&lang.Singular == 0 || at == i && p.d.At(at).Clitics&lang.Art == 0 {
		if e == nil || e.ID != string(figure.Month) {
			return 0
		}
		if month, _, _ := p.named(at + n); month == 0 {
			return 0
		}
	}
	return at + n - i
}

// yearNumber reads a year, or a decade ("1980s").
func (p *parser) yearNumber(b *body, i int) int {
	year := p.plain(i, 4)
	if year < 1000 || year > 2199 || b.year != 0 || b.decade != 0 {
		return 0
	}
	if i > p.first && p.d.Is(i-1, '-') && p.d.At(i).Touches() && p.d.At(i-2).Kind == token.Word && b.edge != mid {
		return 0
	}
	if e, n := p.d.Match(i+1, lang.Classes(lang.Anchor)); n > 0 && e.ID == "decade" && e.Has(lang.Touching) && p.d.At(i+1).Touches() && year%10 == 0 {
		b.decade = year
		b.settle(other)
		return 1 + n
	}
	if p.isCounted(i+1) || p.d.Is(i+1, ':') && p.d.At(i+1).Touches() {
		return 0
	}
	n := 1
	e, m := p.d.Match(i+1, lang.Classes(lang.Era))
	switch {
	case m > 0 && e.ID == "bc":
		return 0
	case m > 0 && e.ID == "hijri":
		b.hijri = true
	case m == 0 && b.month == 0 && year >= 1340 && year < 1500:
		b.hijri = true
	}
	if b.hijri && (year < 1200 || year >= 1600) {
		return 0
	}
	b.year = year
	b.settle(other)
	return n + m
}

// ordinal reads the number of a part («الربع الثالث», "third quarter"), of a day
// («الأول من مارس»), or "the first nine months".
func (p *parser) ordinal(b *body, i int) int {
	e, n := p.d.Match(i, lang.Classes(lang.Ordinal))
	if e == nil || i+n > p.limit || e.Num < 1 {
		return 0
	}
	nth := int(e.Num)
	if b.part != "" && b.nth == 0 && b.tail == ofPart {
		b.nth = nth
		return n
	}
	if part, m := p.partWord(i + n); m > 0 && b.part == "" {
		b.part, b.nth = part, nth
		b.settle(ofPart)
		return n + m
	}
	if nth == 1 && b.count > 0 && b.tail == ofUnit && b.dir == nowhere {
		b.first = true
		return n
	}
	if nth == 1 && b.empty && p.number(i+n) > 0 {
		b.first = true
		return n
	}
	if b.day == 0 && b.month == 0 && p.beforeMonth(i+n) > 0 {
		b.day = nth
		b.settle(other)
		return n
	}
	return 0
}

// partWord returns the quarter or half named at i.
func (p *parser) partWord(i int) (figure.Granularity, int) {
	e, n := p.word(i)
	if e == nil || partOfYear(e.ID) == "" {
		return "", 0
	}
	return partOfYear(e.ID), n
}

// number is the length of the whole number at i.
func (p *parser) number(i int) int {
	_, n := p.value(i)
	return n
}

// limitOfUnits bounds the count of units in a phrase: a larger one is not a date.
const limitOfUnits = 10_000

// value returns the whole number at i and its length in tokens.
func (p *parser) value(i int) (value, n int) {
	t := p.d.At(i)
	if i >= p.limit || t.Kind != token.Digits && !t.Classes.Meets(numeral.Triggers) {
		return 0, 0
	}
	if e, m := p.d.Match(i, lang.Classes(lang.One)); e != nil && (e.Has(lang.Compound) || p.isUnit(i+m)) {
		if p.isUnit(i + m) {
			return 1, m
		}
		return 0, 0
	}
	num, ok := numeral.Parse(p.d, i, p.limit, false)
	if !ok || num.Has(numeral.Indefinite) {
		return 0, 0
	}
	value, err := strconv.Atoi(num.Value.String())
	if err != nil || value < 1 || value > limitOfUnits {
		return 0, 0
	}
	return value, num.Last + 1 - i
}

func (p *parser) isUnit(i int) bool {
	_, unit, _ := p.unitAt(i)
	return unit != ""
}

// unitAt returns the unit of time named at i.
func (p *parser) unitAt(i int) (*lang.Entry, figure.Granularity, int) {
	if i >= p.limit {
		return nil, "", 0
	}
	e, n := p.d.Match(i, lang.Classes(lang.Measure))
	if e != nil && e.Has(lang.Calendar) && !e.Has(lang.AfterDigits) && i+n <= p.limit {
		return e, unitOf(e.ID), n
	}
	if e, n = p.word(i); e != nil {
		if id, ok := strings.CutPrefix(e.ID, "the-"); ok {
			return e, unitOf(id), n
		}
	}
	return nil, "", 0
}

// cue reads a word of time before its value: «شهر مارس», «عام 2022», «يوم الثلاثاء».
func (p *parser) cue(b *body, i int) int {
	e, n := p.d.Match(i, lang.Classes(lang.YearCue))
	if u, unit, m := p.unitAt(i); m > 0 && (unit == "" || unit == figure.Day || unit == figure.Month || unit == figure.Year) {
		e, n = u, m
	}
	if e == nil || i+n > p.limit {
		return 0
	}
	at := i + n
	if p.d.Means(at, lang.Classes(lang.Of)) {
		at++
	}
	if at >= p.limit || !p.follows(at) {
		return 0
	}
	month, _, _ := p.named(at)
	deictic, _ := p.word(at)
	switch {
	case month > 0, p.d.Means(at, lang.Classes(lang.Weekday)):
	case p.plain(at, 4) >= 1000 && !p.isCounted(at+1):
	case p.plain(at, 2) > 0 && (p.beforeMonth(at+1) > 0 || p.d.Is(at+1, '/') && p.d.Is(at+3, '/')):
	case deictic != nil && strings.HasPrefix(deictic.ID, "day"):
	default:
		return 0
	}
	// «اليوم الأحد» is today, with its name.
	if t := p.d.At(i); e.Class != lang.YearCue && e.Class != lang.Month && b.empty && p.d.Means(at, lang.Classes(lang.Weekday)) &&
		(t.Clitics&lang.Art != 0 || e.Class == lang.Anchor) {
		b.deictic = true
	}
	b.cued = true
	return n
}
