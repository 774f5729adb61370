package figure

import "time"

type (
	// TimeRelation ties a figure to the interval of its anchor, in the words that
	// anchors themselves use. In TimeML's terms (TLINK relType) During is
	// IS_INCLUDED, Before is BEFORE and After is AFTER; Since is BEGUN_BY and Until
	// is ENDED_BY: the figure holds from, or to, the interval. By is a figure that
	// has been reached when the interval ends.
	TimeRelation string
	// Granularity is the unit that an anchor names, as OWL-Time's unitType has
	// them, with the quarters, halves and seasons of ISO 8601-2.
	Granularity string
)

// The relations to a time.
const (
	During TimeRelation = "during"
	By     TimeRelation = "by"
	Until  TimeRelation = "until"
	Since  TimeRelation = "since"
	Before TimeRelation = "before"
	After  TimeRelation = "after"
)

// The granularities.
const (
	Second  Granularity = "second"
	Minute  Granularity = "minute"
	Hour    Granularity = "hour"
	Day     Granularity = "day"
	Week    Granularity = "week"
	Month   Granularity = "month"
	Quarter Granularity = "quarter"
	Season  Granularity = "season"
	Half    Granularity = "half"
	Year    Granularity = "year"
	Decade  Granularity = "decade"
	Century Granularity = "century"
)

// Interval is what a figure's time anchor names, as an OWL-Time ProperInterval:
// "by December 2023" is all of that December, with the relation By. It is the
// value of a TIMEX3 DATE or anchored DURATION.
type Interval struct {
	// From is the first instant and To the first one after the interval, in the
	// zone of the article's country, else UTC. Both are zero where Missing says why.
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
	// Granularity is absent where Missing is not.
	Granularity Granularity  `json:"granularity,omitempty"`
	Relation    TimeRelation `json:"relation,omitempty"`
	// Inferred is what the words leave open, joined by commas: "year" or
	// "direction" (the past unless the figure is planned or expected), "period"
	// ("the end of the month"), "part" (early, mid and late are thirds), "season"
	// (of the northern hemisphere), "calendar" (Hijri days are a day off where the
	// moon is sighted). Such an interval is less certain.
	Inferred string `json:"inferred,omitempty"`
	// Missing says why there is no interval.
	Missing string `json:"missing,omitempty"`
}

// Stated reports whether the interval is known.
func (i Interval) Stated() bool { return !i.To.IsZero() }
