package extract

import "math/bits"

// reading is what a number may be.
type reading uint8

// The readings. Where two that are no figure have the same evidence, the first of them
// counts: both drop the number.
const (
	asBare reading = iota
	asFigure
	asKnown
	asName
	asDecade
	asModel
	asClock
	asDate
	asLabel
	asRank
	asOrdinal
	asYear
	asScore
	asListItem
	asAddress
	asCode
	asUnread
	numReadings
)

// readings holds the name of each reading, why a number that has it is dropped, and where
// reading goes on behind it. Without end that is behind the number and its unit.
var readings = [numReadings]struct {
	name   string
	reason Reason
	end    func(*look) int
}{
	asBare:     {name: "bare number", reason: Bare},
	asFigure:   {name: "figure"},
	asKnown:    {name: "known dual", reason: Known},
	asName:     {name: "name", reason: Proper, end: (*look).nameEnd},
	asDecade:   {name: "decade", reason: Decade},
	asModel:    {name: "model", reason: Model},
	asClock:    {name: "clock time", reason: Clock, end: (*look).clockEnd},
	asDate:     {name: "date", reason: Date, end: (*look).dateEnd},
	asLabel:    {name: "label", reason: Label},
	asRank:     {name: "rank", reason: Rank},
	asOrdinal:  {name: "ordinal", reason: Ordinal, end: (*look).ordinalEnd},
	asYear:     {name: "year", reason: Year, end: (*look).yearEnd},
	asScore:    {name: "score", reason: Score},
	asListItem: {name: "list number", reason: ListItem},
	asAddress:  {name: "address", reason: Address},
	asCode:     {name: "identifier", reason: Code, end: (*look).codeEnd},
	asUnread:   {name: "unread", reason: Unread},
}

// weight is how much a row of evidence says for its reading, or against it where it is
// negative.
type weight int8

// The weights. Two strong pieces of evidence outweigh one, and nothing outweighs a
// decisive one: what is written so can be nothing else.
const (
	weak     weight = 1
	fair     weight = 3
	strong   weight = 6
	decisive weight = 40
)

// evidence is a row of the table: where all facts of when hold and none of unless does, it
// speaks for the reading. License names it where it speaks for a figure.
type evidence struct {
	of           reading
	weight       weight
	when, unless []fact
	says         License
}

// factSet is a set of facts.
type factSet [(numFacts + 63) / 64]uint64

func (s *factSet) add(f fact) { s[f/64] |= 1 << (f % 64) }

func (s *factSet) has(f fact) bool { return s[f/64]&(1<<(f%64)) != 0 }

// firstBeyond is the first fact of s that t has not.
func (s *factSet) firstBeyond(t *factSet) (f fact, ok bool) {
	for i := range s {
		if rest := s[i] &^ t[i]; rest != 0 {
			return fact(64*i + bits.TrailingZeros64(rest)), true
		}
	}
	return 0, false
}

// look is a number in its sentence. Facts about it are found out when they are asked for,
// and none changes anything.
type look struct {
	*reader
	q *quantity
	// s is the statement of the number once its sentence is read, nil before that.
	s *statement
	// unit is the unit that is written with the number, and next the token behind both: the
	// quantity may have been read on since.
	unit part
	next int
	// asked are the facts that are found out, and held those of them that hold.
	asked, held factSet
}

// has reports whether a fact holds.
func (l *look) has(f fact) bool {
	if !l.asked.has(f) {
		l.asked.add(f)
		if facts[f](l) {
			l.held.add(f)
		}
	}
	return l.held.has(f)
}

// verdict is what the evidence makes of a number.
type verdict struct {
	// sums is what speaks for each reading.
	sums [numReadings]int16
	// license is the strongest evidence for a figure, the first in the tables of those equally
	// strong, and best its weight.
	license License
	best    weight
	// because is all evidence that holds, where somebody asked for it.
	because []*evidence
}

// weigh adds the evidence of a table that holds. Where the words beside a number need not be
// analysed to know that it is no figure, they are analysed for an explanation alone.
func (v *verdict) weigh(l *look, t *table) {
	open, settled := t.all, factSet{}
	if l.trace == nil {
		v.settle(l, t, &t.plain, &open, &settled)
		if v.decided(t, open) {
			return
		}
	}
	v.settle(l, t, &t.all, &open, &settled)
}

// settle adds those of some open rows that hold. The facts of a row are asked for in the order
// of their numbers, and only where none before has ruled the row out.
func (v *verdict) settle(l *look, t *table, of, open *rowSet, settled *factSet) {
	for row, ok := open.first(of); ok; row, ok = open.first(of) {
		f, ok := t.needs[row].firstBeyond(settled)
		if !ok {
			v.add(l, &t.rows[row])
			open.drop(row)
			continue
		}
		settled.add(f)
		if l.has(f) {
			open.remove(&t.against[f])
		} else {
			open.remove(&t.needing[f])
		}
	}
}

// decided reports whether the number is no figure, and of which reading, whatever holds of the
// rows that are still open.
func (v *verdict) decided(t *table, open rowSet) bool {
	rival := v.rival()
	if rival == asBare {
		return false
	}
	most, least := v.sums, v.sums[rival]
	for row, ok := open.first(&t.all); ok; row, ok = open.first(&t.all) {
		e := &t.rows[row]
		most[e.of] += int16(max(e.weight, 0))
		if e.of == rival {
			least += int16(min(e.weight, 0))
		}
		open.drop(row)
	}
	for of := asKnown; of < numReadings; of++ {
		if of != rival && most[of] >= least {
			return false
		}
	}
	return most[asFigure] <= least
}

// add counts a row that holds.
func (v *verdict) add(l *look, e *evidence) {
	v.sums[e.of] += int16(e.weight)
	if e.of == asFigure && e.weight > v.best {
		v.best, v.license = e.weight, e.says
	}
	if l.trace != nil {
		v.because = append(v.because, e)
	}
}

// rival is the reading other than a figure for which most speaks, asBare if nothing does.
func (v *verdict) rival() reading {
	rival := asBare
	for of := asKnown; of < numReadings; of++ {
		if v.sums[of] > v.sums[rival] {
			rival = of
		}
	}
	return rival
}

// margin is how much more speaks for a figure than for anything else.
func (v *verdict) margin() int { return int(v.sums[asFigure] - v.sums[v.rival()]) }

// confidence is a coarse estimate from the margin: two strong pieces of evidence, one, or
// less.
func (v *verdict) confidence() float64 {
	switch margin := v.margin(); {
	case margin >= int(strong+strong):
		return 0.97
	case margin >= int(strong):
		return 0.95
	}
	return 0.85
}

// judge reads on what belongs to the number of a statement, and drops it where at least as
// much speaks for something else as for a figure. Reading goes on behind what it is then.
func (r *reader) judge(s *statement) {
	l := &r.look
	*l = look{reader: r, q: &s.quantity, unit: s.unit, next: s.next}
	r.surroundings(&s.quantity)
	s.verdict.weigh(l, tableOfNumber)
	if rival := s.verdict.rival(); rival != asBare && s.verdict.margin() <= 0 {
		s.dropped, s.next = readings[rival].reason, l.end(rival)
	}
}

// license adds what the sentence says of a number that nothing else is known of, and drops
// one that is still bare.
func (r *reader) license(s *statement) {
	l := &r.look
	*l = look{reader: r, q: &s.quantity, s: s, unit: s.unit, next: s.next}
	s.verdict.weigh(l, tableOfSentence)
	if s.verdict.margin() <= 0 {
		s.dropped = Bare
		return
	}
	s.license = s.verdict.license
}

// end is the token where reading goes on behind a number that is read so.
func (l *look) end(of reading) int {
	if end := readings[of].end; end != nil {
		return end(l)
	}
	return l.next
}
