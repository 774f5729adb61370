package figure

import "strings"

// UnitPer is a unit and what it is per, as in tonnes per day. A bare count per day
// has no Unit, and what is no rate has no Per.
type UnitPer struct {
	Unit UnitID `json:"unit"`
	Per  UnitID `json:"per"`
}

// The words of an id that divide a unit by another, as CLDR writes them. No other
// code joins or cuts ids at them.
const (
	division   = "-per-"
	reciprocal = "per-"
)

// BareCount is how labels name the unit of a bare count, which has no id.
const BareCount = "count"

// Cut takes an id apart where it divides: "kilometer-per-hour" is kilometer per
// hour, and "per-day" a bare count per day. It reports false, with the whole id as
// Unit, where the id does not divide. Some units of CLDR divide by no unit of their
// own, as "part-per-1e6" does; that is for the caller to know.
func (id UnitID) Cut() (u UnitPer, divides bool) {
	if per, ok := strings.CutPrefix(string(id), reciprocal); ok {
		return UnitPer{Per: UnitID(per)}, true
	}
	unit, per, divides := strings.Cut(string(id), division)
	return UnitPer{UnitID(unit), UnitID(per)}, divides
}

// Join returns the one id of both, which Cut takes apart again. It is empty for a
// bare count.
func (u UnitPer) Join() UnitID {
	switch {
	case u.Per == "":
		return u.Unit
	case u.Unit == "":
		return reciprocal + u.Per
	}
	return u.Unit + division + u.Per
}

// Inverse returns the unit of one over what u is a unit of: litres per kilometre
// for kilometres per litre.
func (u UnitPer) Inverse() UnitPer { return UnitPer{u.Per, u.Unit} }

// UnitLabel is the unit as trackers, queries and series write it: its one id, and
// BareCount where that is empty.
func (u UnitPer) UnitLabel() string {
	if id := u.Join(); id != "" {
		return string(id)
	}
	return BareCount
}
