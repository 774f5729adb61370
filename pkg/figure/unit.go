package figure

import "strings"

// UnitPer is a unit and its denominator, as in tonnes per day. A bare count per day has no
// Unit; a unit that is no rate has no Per.
type UnitPer struct {
	Unit UnitID `json:"unit"`
	Per  UnitID `json:"per"`
}

// The separators by which CLDR ids divide one unit by another. Only this file splits or joins
// ids at them.
const (
	division   = "-per-"
	reciprocal = "per-"
)

// BareCount is the label of the unit of a bare count, which has no id.
const BareCount = "count"

// Cut splits an id at its division: "kilometer-per-hour" is kilometer per hour, and "per-day"
// a bare count per day. It reports false, with the whole id as Unit, if there is no division.
// Some CLDR units, such as "part-per-1e6", do not divide by a unit; the caller must check
// that.
func (id UnitID) Cut() (u UnitPer, divides bool) {
	if per, ok := strings.CutPrefix(string(id), reciprocal); ok {
		return UnitPer{Per: UnitID(per)}, true
	}
	unit, per, divides := strings.Cut(string(id), division)
	return UnitPer{UnitID(unit), UnitID(per)}, divides
}

// Join returns the id of the quotient, which Cut splits again. It is empty for a bare count.
func (u UnitPer) Join() UnitID {
	switch {
	case u.Per == "":
		return u.Unit
	case u.Unit == "":
		return reciprocal + u.Per
	}
	return u.Unit + division + u.Per
}

// Inverse returns the inverted unit: litres per kilometre for kilometres per litre.
func (u UnitPer) Inverse() UnitPer { return UnitPer{u.Per, u.Unit} }

// UnitLabel returns the unit as trackers, queries and series write it: its id from Join, or
// BareCount if that is empty.
func (u UnitPer) UnitLabel() string {
	if id := u.Join(); id != "" {
		return string(id)
	}
	return BareCount
}
