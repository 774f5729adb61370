// Package figure holds the types that travel between the services, and their wire
// form: an Article goes in, its Mentions are what the text states, its Figures
// are the mentions with exact unit ids and SI values. It computes nothing and
// does no I/O. Every other package imports it, and it imports none of them.
package figure

import "strconv"

type (
	// ID names a figure. It is a digest of the article's id and revision, the
	// engine's version and the span, so reading the same text again with the
	// same engine gives the same ids.
	ID string
	// UnitID is a CLDR unit id ("tonne"), an ISO 4217 code ("USD"), or one of
	// Arqam's own ("percentage-point"). The empty id is a bare count and prints
	// as null.
	UnitID string
	// ConceptID names a counted thing in every language ("artillery-shell").
	ConceptID string
	// Field says which text of the article a span lies in.
	Field string
	// Kind is what sort of quantity a figure states.
	Kind string
	// Relation ties the stated value to the true one.
	Relation string
	// Role is the part a figure plays in a change or a comparison.
	Role string
	// Direction is where a change goes.
	Direction string
	// Event is what befell the people counted ("killed", "injured", "missing").
	Event string
	// Modality is how far the text vouches for the figure.
	Modality string
	// Quantity is CLDR's name of a dimension ("mass", "length"), or one of
	// count, money, ratio.
	Quantity string
)

// The fields of an article that are read.
const (
	FieldTitle Field = "title"
	FieldText  Field = "text"
)

// The kinds of figure.
const (
	Count    Kind = "count"
	Measure  Kind = "measure"
	Money    Kind = "money"
	Percent  Kind = "percent"
	Ratio    Kind = "ratio"
	Duration Kind = "duration"
	Age      Kind = "age"
	Multiple Kind = "multiple"
)

// The relations. For Range both bounds are stated and the value is absent; for
// Indefinite only the lower bound is stated; for all others only the value is.
const (
	Eq         Relation = "eq"
	Approx     Relation = "approx"
	Gt         Relation = "gt"
	Ge         Relation = "ge"
	Lt         Relation = "lt"
	Le         Relation = "le"
	Range      Relation = "range"
	Indefinite Relation = "indefinite"
)

// The roles and directions in a change or a comparison.
const (
	RoleFrom  Role = "from"
	RoleTo    Role = "to"
	RoleDelta Role = "delta"
	RoleTotal Role = "total"

	Up   Direction = "up"
	Down Direction = "down"
)

// The modalities.
const (
	Asserted    Modality = "asserted"
	Denied      Modality = "denied"
	Planned     Modality = "planned"
	Expected    Modality = "expected"
	Conditional Modality = "conditional"
)

// Term is a unit or currency as the text writes it. Name is what the language
// pack calls it: a unit id, or an ambiguous name such as "dinar" that only the
// country can settle. A Term with an empty Name is absent.
type Term struct {
	Name string `json:"name"`
	Text string `json:"text,omitempty"`
}

// Context is the sentence around a mention and what it says about it. Interval is
// what Time means; the normalizer fills it in.
type Context struct {
	Sentence      string   `json:"sentence"`
	SentenceStart int      `json:"sentence_start"`
	Claimant      string   `json:"claimant,omitempty"`
	Time          string   `json:"time,omitempty"`
	Modality      Modality `json:"modality"`
	Interval      Interval `json:"interval,omitzero"`
}

// Mention is a figure as the text states it. Start and End are code points of
// the named field, end exclusive, around the number with its magnitude words
// and unit; the modifier and the counted noun lie outside.
type Mention struct {
	Field    Field    `json:"field"`
	Start    int      `json:"start"`
	End      int      `json:"end"`
	Text     string   `json:"text"`
	Kind     Kind     `json:"kind"`
	Relation Relation `json:"relation"`
	Amount

	// Unit and Per are as written; PerCount is the 100000 of "per 100,000
	// people" and absent when it is one.
	Unit     Term   `json:"unit_term,omitzero"`
	Per      Term   `json:"per_term,omitzero"`
	PerCount Number `json:"per_count,omitzero"`

	// Subject is the counted or measured thing as written, and Concept its name
	// in the lexicon; either may be empty.
	Subject string    `json:"subject,omitempty"`
	Concept ConceptID `json:"concept,omitempty"`
	Event   Event     `json:"event,omitempty"`

	Role       Role      `json:"role,omitempty"`
	Direction  Direction `json:"direction,omitempty"`
	Context    Context   `json:"context"`
	Confidence float64   `json:"confidence"`
}

// Canonical is a figure in the CLDR base unit of its quantity. Money stays in
// its currency, a percentage becomes a ratio of one, a rate becomes per second
// (or per year, where the calendar leaves no choice). A figure whose unit has
// no known factor keeps its own unit here.
type Canonical struct {
	Amount
	UnitPer
	Quantity Quantity `json:"quantity"`
}

// Evidence says how an ambiguous unit was settled: by an adjective beside it, a
// country named in the sentence or the article, the source's own country, or
// by a default.
type Evidence struct {
	By   string `json:"by"`
	Text string `json:"text,omitempty"`
}

// Exchange is money in the base currency of the rates that the user supplied. It
// is absent where none were, where nothing is to be converted, and for a price
// of money in money.
type Exchange struct {
	// Amount is per what the figure itself is per; rounded half to even at MaxScale.
	Amount
	Unit UnitID `json:"unit"`
	// Rate is how many of the figure's currency one Unit was worth on Date, the
	// last day with a rate before the article's.
	Rate Number `json:"rate"`
	Date string `json:"date,omitempty"`
	// Missing says why there is no rate; then the numbers are absent.
	Missing string `json:"missing,omitempty"`
}

// Figure is a mention with exact unit ids and its canonical form.
type Figure struct {
	ID        ID
	ArticleID ArticleID
	Mention   Mention
	UnitPer
	UnitEvidence Evidence
	Canonical    Canonical
	Exchange     Exchange
}

// Mentions is what the extractor found in one article.
type Mentions struct {
	Article  Article   `json:"article"`
	Engine   string    `json:"engine"`
	Mentions []Mention `json:"mentions"`
}

// Figures is what the normalizer made of one article's mentions.
type Figures struct {
	Article Article  `json:"article"`
	Engine  string   `json:"engine"`
	Figures []Figure `json:"figures"`
}

// NewID returns the id of the figure that engine reads at m in a.
func NewID(a Article, engine string, m Mention) ID {
	var buf digestBuffer
	b := part(part(part(part(buf[:0], string(a.ID)), string(a.Revision)), engine), string(m.Field))
	b = append(strconv.AppendInt(b, int64(m.Start), 10), 0)
	b = append(strconv.AppendInt(b, int64(m.End), 10), 0)
	return ID(digest(b))
}
