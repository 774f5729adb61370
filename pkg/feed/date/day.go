package date

import (
	"slices"
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/lang"
)

// readNumeric parses dates such as 2026-02-03 and 3/2/2026. A date with its year last has its
// day first, unless only the other order is valid.
func (r *reading) readNumeric() bool {
	for i := range r.tokens {
		if !r.isNumber(i) || !r.isNumber(i+2) || !r.isNumber(i+4) || !r.separated(i+1) || !r.separated(i+3) ||
			r.tokens[i+1].text != r.tokens[i+3].text {
			continue
		}
		a, b, c := r.tokens[i], r.tokens[i+2], r.tokens[i+4]
		switch {
		case len(a.text) == 4 && len(b.text) <= 2 && len(c.text) <= 2:
			r.year, r.month, r.day = a.value, b.value, c.value
		case len(c.text) == 4 && len(a.text) <= 2 && len(b.text) <= 2:
			r.year, r.month, r.day = c.value, b.value, a.value
			if r.month > 12 && r.day <= 12 {
				r.month, r.day = r.day, r.month
				r.note = "the publication date has its month first"
			}
		default:
			continue
		}
		r.hijri = r.year >= 1300 && r.year < 1600
		r.use(i, i+5)
		return r.month >= 1 && r.month <= 12 && r.day >= 1
	}
	return false
}

func (r *reading) separated(i int) bool {
	return i < len(r.tokens) && r.tokens[i].kind == markToken && strings.Contains("-/.", r.tokens[i].text)
}

// named is the name of a month and its position.
type named struct {
	month  int
	hijri  bool
	at     int
	length int
}

// readNamed parses a date with the name of a month. Two names of one month («كانون
// الثاني/يناير») are one, and if a Hijri and a Gregorian date are given for the same day, the
// Gregorian is used.
func (r *reading) readNamed() bool {
	var found []named
	for i := 0; i < len(r.tokens); i++ {
		if r.tokens[i].used {
			continue
		}
		if n, month, isHijri := r.monthAt(i); month > 0 {
			found = append(found, named{month, isHijri, i, n})
			i += n - 1
		}
	}
	for _, wantHijri := range []bool{false, true} {
		month := 0
		for _, m := range found {
			if m.hijri != wantHijri {
				continue
			}
			if month > 0 && month != m.month {
				return false
			}
			month = m.month
		}
		for _, m := range found {
			if m.hijri == wantHijri && r.around(m, found) {
				return true
			}
		}
	}
	return false
}

// around returns the day and the year nearest to a month.
func (r *reading) around(m named, found []named) bool {
	r.day, r.year = 0, 0
	// The day is before the month («3 فبراير 2026») or between it and the year (February 3,
	// 2026); the year is last, except in "2026 Feb 3".
	for i := m.at - 1; i >= 0 && i >= m.at-8 && r.day == 0; i-- {
		if !r.isNumber(i) {
			continue
		}
		if n := r.tokens[i]; n.value >= 1 && n.value <= 31 && len(n.text) <= 2 {
			r.day = n.value
		}
		break
	}
	for i := m.at + m.length; i < len(r.tokens) && r.year == 0; i++ {
		if !r.isNumber(i) {
			continue
		}
		switch n := r.tokens[i]; {
		case r.day == 0 && n.value >= 1 && n.value <= 31 && len(n.text) <= 2:
			r.day = n.value
		case len(n.text) == 4:
			r.year = n.value
		case len(n.text) == 2 && r.day > 0: // RFC 822 years have two digits
			r.year = 2000 + n.value
			if n.value >= earliest%100 {
				r.year = 1900 + n.value
			}
		}
	}
	for i := m.at - 1; i >= 0 && r.year == 0; i-- {
		if r.isNumber(i) && len(r.tokens[i].text) == 4 {
			r.year = r.tokens[i].value
		}
	}
	r.month, r.hijri = m.month, m.hijri
	if m.hijri && r.year > 0 && (r.year < 1300 || r.year > 1600) {
		return false
	}
	return r.day > 0 && r.year > 0
}

// monthAt parses the name of a month at token i, and returns its length in tokens and its
// number; 0 if there is none.
func (r *reading) monthAt(i int) (length, month int, isHijri bool) {
	if r.tokens[i].kind != wordToken {
		return 0, 0, false
	}
	for _, pack := range r.packs {
		entries, n := r.phrase(pack, i, lang.Month)
		if n <= length {
			continue
		}
		for _, e := range entries {
			id, h := strings.CutPrefix(e.ID, "h")
			if m, err := strconv.Atoi(id); err == nil && e.Class == lang.Month {
				length, month, isHijri = n, m, h
			}
		}
	}
	if month == 0 {
		if w, ok := r.word(i); ok && w.meaning == hijriMonth {
			month, _ = strconv.Atoi(w.value)
			return w.length, month, true
		}
		// Sept, Febr: match the first three letters of the English names, unless the word
		// begins a weekday («mardi»).
		if text := r.tokens[i].text; len(text) > 3 && len(text) <= 9 && text[0] < 0x80 && !r.isWeekday(i) {
			short := *r
			short.tokens = []token{{kind: wordToken, text: text[:3]}}
			if _, m, _ := short.monthAt(0); m > 0 && strings.HasPrefix(text, text[:3]) {
				return 1, m, false
			}
		}
	}
	return length, month, isHijri
}

func (r *reading) isWeekday(i int) bool {
	return slices.ContainsFunc(r.packs, func(pack *lang.Pack) bool {
		_, n := r.phrase(pack, i, lang.Weekday)
		return n > 0
	})
}

// phrase returns the longest phrase of a class that begins at token i.
func (r *reading) phrase(pack *lang.Pack, i int, class lang.Class) (best []lang.Entry, length int) {
	w := pack.Lookup([]byte(r.tokens[i].text))
	if w == 0 {
		return nil, 0
	}
	cursor := pack.Begin(w)
	for n := 1; ; n++ {
		for _, e := range cursor.Entries() {
			if e.Class == class {
				best, length = cursor.Entries(), n
				break
			}
		}
		if i+n >= len(r.tokens) || r.tokens[i+n].kind != wordToken || cursor.Ends() {
			return best, length
		}
		if next := pack.Lookup([]byte(r.tokens[i+n].text)); next == 0 || !cursor.Step(next) {
			return best, length
		}
	}
}

// word returns the longest phrase of the table that begins at token i.
func (r *reading) word(i int) (word, bool) {
	const longest = 3
	if i >= len(r.tokens) || r.tokens[i].kind != wordToken {
		return word{}, false
	}
	key, best, found := "", word{}, false
	for n, at := 0, i; n < longest && at < len(r.tokens); at++ {
		t := r.tokens[at]
		if t.kind == markToken && (t.text == "." || t.text == "'") { // p.m., aujourd'hui
			continue
		}
		if t.kind != wordToken {
			break
		}
		if key != "" {
			key += " "
		}
		key += t.text
		n++
		if w, ok := r.words[key]; ok {
			w.length = at - i + 1
			best, found = w, true
		}
	}
	return best, found
}
