package extract

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
