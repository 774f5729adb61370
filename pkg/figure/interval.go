package figure

import "time"

type (
	// TimeRelation relates a figure to the interval of its time anchor. In TimeML's terms
	// (TLINK relType) During is IS_INCLUDED, Before is BEFORE, After is AFTER, Since is
	// BEGUN_BY and Until is ENDED_BY: the figure holds from, or until, the interval. By means
	// that the figure has been reached when the interval ends.
	TimeRelation string
	// Granularity is the unit that an anchor names: a unitType of OWL-Time, or a quarter, half
	// or season of ISO 8601-2.
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

// Interval is the meaning of a figure's time anchor, as an OWL-Time ProperInterval: "by
// December 2023" is all of that December, with the relation By. It is the value of a TIMEX3
// DATE or an anchored DURATION.
type Interval struct {
	// From is the first instant of the interval and To the first instant after it, in the time
	// zone of the article's country, else UTC. Both are zero if Missing is set.
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
	// Granularity is empty only if Missing is set.
	Granularity Granularity  `json:"granularity,omitempty"`
	Relation    TimeRelation `json:"relation,omitempty"`
	// Inferred lists what the words do not say, separated by commas: "year" or "direction"
	// (the past unless the figure is planned or expected), "period" ("the end of the month"),
	// "part" (early, mid and late are thirds), "season" (of the northern hemisphere),
	// "calendar" (Hijri dates differ by a day where the moon is sighted). Such an interval is
	// less certain.
	Inferred string `json:"inferred,omitempty"`
	// Missing says why there is no interval.
	Missing string `json:"missing,omitempty"`
}

// Stated reports whether the interval is known.
func (i Interval) Stated() bool { return !i.To.IsZero() }
