package anchor

import (
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// parser reads one anchor. It is passed by value, as are the readings: so none of them needs
// the heap.
type parser struct {
	d            *token.Doc
	first, limit int
	context      facts // what precedes the time
}

// reading is what one word or phrase inside a time states; its length is 0 if it is none.
type reading struct {
	states, revokes facts
	values          values
	// tail is what a direction behind it belongs to, 0 if that does not change.
	tail facts
	// pending is a direction that still needs its unit, yearDir that of the year.
	pending, yearDir facts
	length           int
}

func (r *reading) set(field facts, value int) {
	r.states |= field
	r.values[index(field)] = value
}

// body is the part of a time that was read so far.
type body struct {
	point
	next    int
	pending facts
	tail    facts
}

// add adds a reading. It states only fields that had no value.
func (b *body) add(r *reading, next int) {
	b.facts = b.facts&^r.revokes | r.states | begun
	for i, v := range r.values {
		b.values[i] += v
	}
	b.pending |= r.pending
	b.yearDir |= r.yearDir
	if r.tail != 0 {
		b.settle(r.tail)
	}
	b.next = next
}

// settle applies a pending direction to what was just read.
func (b *body) settle(tail facts) {
	switch {
	case b.pending == 0:
	case tail == inYear:
		b.yearDir, b.pending = b.pending, 0
	case !b.has(directions):
		b.facts |= b.pending | targets[tail]
		b.pending = 0
	}
	b.facts |= settled
	b.tail = tail
}

// parts are the readers of the parts of a time, the words with which their part begins, and the
// facts that bar them; the first that reads one decides.
var parts = [...]struct {
	begins lang.ClassSet
	digits bool
	barred facts
	read   func(parser, body, int) reading
}{
	{begins: monthWord, barred: month, read: parser.month},
	{begins: weekdayWord, barred: weekday, read: parser.weekday},
	{digits: true, barred: year | month | day, read: parser.slashed},
	{digits: true, barred: month | day, read: parser.dayOfMonth},
	{digits: true, barred: year | decade, read: parser.year},
	{begins: ordinalWord, read: parser.ordinal},
	{begins: anchorWord, read: parser.word},
	{begins: cueWords, read: parser.cue},
	{begins: numeral.Triggers, digits: true, barred: count, read: parser.counted},
	{begins: unitWords, read: parser.unit},
}

var (
	monthWord    = lang.Classes(lang.Month)
	weekdayWord  = lang.Classes(lang.Weekday)
	ordinalWord  = lang.Classes(lang.Ordinal)
	anchorWord   = lang.Classes(lang.Anchor)
	eraWord      = lang.Classes(lang.Era)
	ofWord       = lang.Classes(lang.Of)
	toWord       = lang.Classes(lang.To)
	andWord      = lang.Classes(lang.And)
	measureWord  = lang.Classes(lang.Measure)
	yearCue      = lang.Classes(lang.YearCue)
	unitWords    = lang.Classes(lang.Measure, lang.Anchor)
	cueWords     = unitWords.With(yearCue)
	countedWords = lang.Classes(lang.Noun, lang.Measure, lang.Currency, lang.Magnitude, lang.Collective, lang.Fraction)
)

// body reads parts as long as they add to a time, in any order. It stores the longest sensible
// reading in best and returns the token after it; it returns at if there is none.
func (p parser) body(best *point, at int) int {
	b := body{next: at}
	if e := p.context & edges; e != 0 {
		b.facts = e | begun
	}
	after := at
	for {
		i := p.connect(&b)
		r := p.part(&b, i)
		if r.length == 0 {
			break
		}
		b.add(&r, i+r.length)
		if k := p.kind(&b); k != nil && b.pending == 0 {
			*best, after = b.point, b.next
			best.kind = k
		}
	}
	// A unit must not be separated from what it belongs to: "the last week of talks in May".
	if best.has(unit) && b.next > after && b.has(month|year) {
		return at
	}
	return after
}

// kind returns the kind of what was read, nil if it makes no sense.
func (p parser) kind(b *body) *kind {
	known := (b.facts | p.context).derive()
	if known.hasAll(dayUnit|definite) && p.unsupported(b.next) {
		known |= unsupported
	}
	return kindOf(known)
}

// unsupported reports whether a day alone is no time, since an anchor word stands before it or an
// ordinal number behind it.
func (p parser) unsupported(next int) bool {
	return p.first > 0 && p.d.Means(p.first-1, anchorWord) || p.d.Means(next, ordinalWord)
}

// part reads one part at i.
func (p parser) part(b *body, i int) (r reading) {
	if !p.continues(b, i) {
		return r
	}
	t := p.d.At(i)
	for k := 0; k < len(parts) && r.length == 0; k++ {
		row := &parts[k]
		if !b.has(row.barred) && (t.Classes.Meets(row.begins) || row.digits && t.Kind == token.Digits) {
			r = row.read(p, *b, i)
		}
	}
	return r
}

// mayBe reports whether a part may begin with a token.
func mayBe(t *token.Token) bool { return t.Kind == token.Digits || t.Classes.Meets(constituents) }

// continues reports whether token i may continue the time: on its line, and behind a part with
// neither a conjunction nor, unless it is a unit, a preposition.
func (p parser) continues(b *body, i int) bool {
	if i >= p.limit || !mayBe(p.d.At(i)) {
		return false
	}
	if i == p.first {
		return true
	}
	t, barred := p.d.At(i), lang.Conj|lang.Prep
	if t.Classes.Has(lang.Measure) {
		barred = lang.Conj
	}
	return !t.Has(token.AfterNewline) && (b.tail == 0 || t.Clitics&barred == 0)
}

// connect skips words allowed between parts: determiners, "of", a comma inside a date.
func (p parser) connect(b *body) int {
	for i := b.next; i < p.limit; i++ {
		if p.d.At(i).Has(token.AfterNewline) {
			break
		}
		if !p.passes(b, i) {
			return i
		}
	}
	return p.limit
}

// passes reports whether token i may stand between parts.
func (p parser) passes(b *body, i int) bool {
	switch t := p.d.At(i); t.Kind {
	case token.Particle:
		if p.follows(i + 1) {
			return true
		}
	case token.Punct:
		return p.joins(b, i)
	}
	return p.isDeterminer(i) || b.has(begun) && p.d.Means(i, ofWord) && p.d.At(i+1).Kind != token.Punct
}

// isDeterminer is false for "this" and «هذا», which are also directions.
func (p parser) isDeterminer(i int) bool {
	e, n := p.d.Match(i, lang.Classes(lang.Stop))
	if n != 1 || e.ID != "determiner" {
		return false
	}
	_, n = p.entry(i)
	return n == 0
}

// signs are those that may stand inside a time: "Sunday, 5 March", "mid-2024", "Sept. 2017".
var signs = [...]struct {
	sign     byte
	touching bool
	when     condition
	tail     facts
	digits   int // of the number behind it
}{
	{',', false, condition{any: weekday | day | month | offset, none: year}, 0, 0},
	{'-', true, condition{all: mid, none: settled}, 0, 0},
	{'.', true, condition{}, month, yearDigits},
}

// joins reports whether the sign at i may stand between parts.
func (p parser) joins(b *body, i int) bool {
	for k := range signs {
		if s := &signs[k]; p.d.Is(i, s.sign) {
			return s.when.holds(b.facts) && s.tail&^b.tail == 0 &&
				(!s.touching || p.d.At(i).Touches()) && (s.digits == 0 || p.plain(i+1, s.digits) > 0)
		}
	}
	return false
}
