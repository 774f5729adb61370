package event

// Type says what an event reports.
type Type string

// The types. To add one, add a constant here and a row to types; metrics and receivers read
// both.
const (
	New       Type = "figure.new"       // a number that had not been reported
	Confirmed Type = "figure.confirmed" // stated by the number of independent claimants that the tracker requires
	Corrected Type = "figure.corrected" // a total was lowered, an article edited, or a person corrected a figure
	Review    Type = "figure.review"    // a number beyond the tracker's sanity bounds, kept out of the series
	Stale     Type = "figure.stale"     // no report for as long as the tracker allows
)

// types lists every type with its label.
var types = []struct {
	name  Type
	label string
}{
	{New, "new figure"},
	{Confirmed, "confirmed"},
	{Corrected, "corrected"},
	{Review, "to be reviewed"},
	{Stale, "no report for long"},
}

// Types returns every type.
func Types() []Type {
	out := make([]Type, len(types))
	for i, t := range types {
		out[i] = t.name
	}
	return out
}

// Label is the type in words for people. The label of an unknown type is the type itself.
func (t Type) Label() string {
	for _, known := range types {
		if known.name == t {
			return known.label
		}
	}
	return string(t)
}

// Reason says why an event of its type was raised.
type Reason string

// The reasons, by type.
const (
	First   Reason = "first"   // New: the tracker's first number
	Outside Reason = "outside" // New: outside the tolerance of every remembered number

	Agreed Reason = "agreed" // Confirmed

	Lowered  Reason = "lowered"               // Corrected: a claimant states less than before
	Edited   Reason = "edited"                // Corrected: the article was edited
	ByPerson Reason = "a person's correction" // Corrected

	Beyond     Reason = "beyond sanity bounds" // Review
	Unreported Reason = "unreported"           // Stale
)
