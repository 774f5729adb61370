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
