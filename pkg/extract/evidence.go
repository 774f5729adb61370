package extract

import "github.com/arqam-io/arqam/pkg/lang"

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

// readings holds what is known of each reading: why a number that has it is dropped, and
// where reading goes on behind it. Without end that is behind the number and its unit.
var readings = [numReadings]struct {
	reason Reason
	end    func(*look) int
}{
	asBare:     {reason: Bare, end: (*look).readOn},
	asFigure:   {end: (*look).readOn},
	asKnown:    {reason: Known},
	asName:     {reason: Proper, end: (*look).nameEnd},
	asDecade:   {reason: Decade},
	asModel:    {reason: Model},
	asClock:    {reason: Clock, end: (*look).clockEnd},
	asDate:     {reason: Date, end: (*look).dateEnd},
	asLabel:    {reason: Label},
	asRank:     {reason: Rank},
	asOrdinal:  {reason: Ordinal, end: (*look).ordinalEnd},
	asYear:     {reason: Year, end: (*look).yearEnd},
	asScore:    {reason: Score},
	asListItem: {reason: ListItem},
	asAddress:  {reason: Address},
	asCode:     {reason: Code},
	asUnread:   {reason: Unread},
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

func (e *evidence) holds(l *look) bool {
	for _, f := range e.when {
		if !l.has(f) {
			return false
		}
	}
	for _, f := range e.unless {
		if l.has(f) {
			return false
		}
	}
	return true
}

// look is a number in its sentence. Facts about it are found out when they are asked for,
// and none changes anything.
type look struct {
	*reader
	c *candidate
	// unit is the unit that is written with the number, and next the token behind both: the
	// candidate may have been read on since.
	unit *lang.Entry
	next int
	// asked are the facts that are found out, and held those of them that hold.
	asked, held [(numFacts + 63) / 64]uint64
}

// has reports whether a fact holds.
func (l *look) has(f fact) bool {
	word, bit := f/64, uint64(1)<<(f%64)
	if l.asked[word]&bit == 0 {
		l.asked[word] |= bit
		if facts[f](l) {
			l.held[word] |= bit
		}
	}
	return l.held[word]&bit != 0
}

// settle reads the candidate on and decides what it is.
func (r *reader) settle(c *candidate) {
	l := look{reader: r, c: c, unit: c.unit, next: c.next}
	r.inheritCurrency(c)
	for _, step := range readingSteps {
		step(r, c)
	}
	v := l.judge()
	c.dropped, c.next = readings[v.of].reason, l.end(v.of)
	if v.of == asFigure {
		c.license, c.confidence = v.license, v.confidence()
	}
}

// verdict is what the evidence makes of a number.
type verdict struct {
	of   reading
	sums [numReadings]int
	// margin is how much more speaks for a figure than for anything else.
	margin int
	// license is the strongest evidence for a figure.
	license License
}

// judge adds up the evidence. A number is a figure if more speaks for that than for each
// other reading, and what nothing speaks for is bare.
func (l *look) judge() verdict {
	var v verdict
	var best weight
	for i := range evidenceTable {
		e := &evidenceTable[i]
		if !e.holds(l) {
			continue
		}
		v.sums[e.of] += int(e.weight)
		if e.of == asFigure && e.weight > best {
			best, v.license = e.weight, e.says
		}
	}
	for of := asKnown; of < numReadings; of++ {
		if v.sums[of] > v.sums[v.of] {
			v.of = of
		}
	}
	v.margin = v.sums[asFigure] - v.sums[v.of]
	if v.margin > 0 {
		v.of = asFigure
	}
	return v
}

// confidence is a coarse estimate from how much more speaks for a figure than for anything
// else: two strong pieces of evidence, one, or less.
func (v *verdict) confidence() float64 {
	switch {
	case v.margin >= int(strong+strong):
		return 0.97
	case v.margin >= int(strong):
		return 0.95
	}
	return 0.85
}

// end is the token where reading goes on behind a number that is read so.
func (l *look) end(of reading) int {
	if end := readings[of].end; end != nil {
		return end(l)
	}
	return l.next
}

// readOn is the token behind all that belongs to the candidate.
func (l *look) readOn() int { return l.c.next }
