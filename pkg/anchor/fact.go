package anchor

import "math/bits"

// facts are what the words of a phrase state. The grammar is written in conditions on them, not
// in code: see kinds.
type facts uint64

const (
	// What is stated with a value, the field of a point.
	year facts = 1 << iota
	month
	day
	lastDay // of a range of days
	decade  // its first year
	season  // 1 is spring
	weekday // 1 is Monday, as in ISO 8601
	offset  // in days from publication: "yesterday"
	part    // the grain of a part of a year
	nth     // the number of the part
	unit    // a grain
	count   // the number of units

	// What is stated without a value.
	hijri
	first    // the first count units of a period
	plural   // several units
	inYear   // within a year that is named by its unit alone
	definite // the unit has an article
	cued     // a word of time ("year", "month") precedes the number or name
	numeric  // day and month are numbers in an unknown order
	half     // the part is a half
	beyond   // a year has no part of that number
	other    // a whole date, day or decade; as what was read last only

	// Directions: last is the calendar unit before the current one ("last month"), past the time
	// that ends now ("the past month").
	last
	past
	this
	next
	ago

	// Edges, like mod of TIMEX3: start and end are a unit's first and last subunit; early, mid and
	// late its thirds.
	start
	early
	mid
	late
	end

	// What a direction belongs to.
	ofUnit
	ofPart
	ofDay

	// The size of the unit.
	shortUnit // shorter than a day
	hourUnit
	dayUnit
	weekUnit
	monthUnit
	yearUnit
	longUnit // a year or longer

	// What precedes the time.
	related     // a preposition of time
	within      // the preposition is "during"
	agoCue      // the preposition puts a bare duration into the past: «قبل يومين»
	fromCue     // "from", which a range follows
	betweenCue  // "between", likewise
	begun       // a part was read, or an edge
	settled     // a part was read that is more than an edge or a word of time
	nested      // it is the time of what is named behind "since"
	unsupported // nothing around a bare unit makes a time of it

	// What follows from the above: see derived.
	named
	bareYear
	bareMonth
	measured
	backward
	lasting
	unnumbered
)

// fields is how many facts have a value.
const fields = 12

const (
	directions = last | past | this | next | ago
	edges      = start | early | mid | late | end
	ranges     = fromCue | betweenCue
	sizes      = shortUnit | hourUnit | dayUnit | weekUnit | monthUnit | yearUnit | longUnit
)

// has reports whether any of the facts is stated.
func (f facts) has(any facts) bool { return f&any != 0 }

// hasAll reports whether all of the facts are stated.
func (f facts) hasAll(all facts) bool { return f&all == all }

// condition is what must be stated and what must not. An empty any is no condition.
type condition struct{ all, any, none facts }

func (c *condition) holds(f facts) bool {
	return f.hasAll(c.all) && !f.has(c.none) && (c.any == 0 || f.has(c.any))
}

// derived are the facts that follow from others, in an order in which one may build on those
// before it.
var derived = [...]struct {
	when  condition
	gives facts
}{
	{condition{any: year | inYear}, named},
	{condition{all: yearUnit, none: count | plural}, bareYear},
	{condition{all: monthUnit, none: count | plural}, bareMonth},
	{condition{all: unit, none: bareYear}, measured},
	{condition{any: last | past}, backward},
	// the last units of a month or of a year
	{condition{all: ofUnit | backward | month, any: dayUnit | weekUnit, none: plural}, lasting},
	{condition{all: ofUnit | backward | named, none: plural | longUnit}, lasting},
	{condition{all: part, none: nth}, unnumbered},
}

// derive adds the facts that follow.
func (f facts) derive() facts {
	for i := range derived {
		if derived[i].when.holds(f) {
			f |= derived[i].gives
		}
	}
	return f
}

// values are those of the fields.
type values [fields]int

func index(field facts) int { return bits.TrailingZeros64(uint64(field)) }

// point is what a phrase says of one time.
type point struct {
	facts   facts
	values  values
	yearDir facts // the direction of the year
	kind    *kind
}

func (p *point) has(any facts) bool { return p.facts.has(any) }

// of is the value of a field, 0 if it is not stated.
func (p *point) of(field facts) int { return int(p.values[index(field)]) }

// grain is the value of a field that holds one.
func (p *point) grain(field facts) grain { return grain(p.of(field)) }

func (p *point) set(field facts, value int) {
	p.facts |= field
	p.values[index(field)] = value
}
