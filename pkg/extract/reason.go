package extract

// Reason says why a number is no figure.
type Reason string

// The reasons.
const (
	Bare     Reason = "bare number: no unit, counted noun, magnitude or modifier beside it"
	Year     Reason = "year"
	Date     Reason = "date"
	Clock    Reason = "clock time"
	Label    Reason = "label: article, resolution, channel or list number"
	Model    Reason = "model or unit name"
	Proper   Reason = "name that contains a number"
	Ordinal  Reason = "ordinal"
	Rank     Reason = "rank"
	Score    Reason = "score"
	Address  Reason = "address"
	Code     Reason = "telephone number, identifier or version"
	ListItem Reason = "list numbering"
	Decade   Reason = "decade"
	Unread   Reason = "what touches it, or stands where its magnitude or unit would, has no reading"
	Known    Reason = "definite dual: two things already known, no new count"
)

// License says what beside a number makes it a quantity. A bare number is most
// often a label, a date or a score.
type License string

// The licenses.
const (
	ByUnit      License = "a unit stands beside it"
	ByNoun      License = "a counted noun stands beside it"
	ByVerb      License = "a verb stands behind it whose subject it is"
	ByMagnitude License = "it has a magnitude word"
	ByForm      License = "the noun behind it has the form that such a number asks for"
	ByRate      License = "it is a rate"
	ByGroups    License = "its digits stand in groups, as quantities do"
	ByAge       License = "it is an age"
	ByRatio     License = "it is a ratio of two numbers"
	ByEvent     License = "what happened to the people counted stands behind it"
	ByChange    License = "a word of change governs it"
	ByPair      License = "it stands against a count, or is part of one"
	ByModifier  License = "a modifier stands before it"
	ByLabel     License = "a label and a colon stand before it"
	ByPart      License = "it is part of what was counted before it"
	ByCue       License = "a word of counting stands near it"
)
