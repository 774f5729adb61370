// Package figure defines the types that services exchange, and their wire form: an Article is
// the input, Mentions are the figures as its text states them, and Figures are mentions with
// exact unit ids and SI values. It computes nothing and does no I/O. Every other package
// imports it, and it imports none of them.
package figure

import "strconv"

type (
	// ID identifies a figure. It is a digest of the article's id and revision, the engine's
	// version and the span, so reading the same text again with the same engine gives the same
	// ids.
	ID string
	// UnitID is a CLDR unit id ("tonne"), an ISO 4217 code ("USD"), or one of
	// Arqam's own ("percentage-point"). The empty id is a bare count and prints
	// as null.
	UnitID string
	// ConceptID names a counted thing in every language ("artillery-shell").
	ConceptID string
	// Field says which text of the article contains a span.
	Field string
	// Kind is the kind of quantity that a figure states.
	Kind string
	// Relation is the relation of the stated value to the true one.
	Relation string
	// Role is the role of a figure in a change or a comparison.
	Role string
	// Direction is the direction of a change.
	Direction string
	// Event is what happened to the people counted ("killed", "injured", "missing").
	Event string
	// Modality is how certain the text presents the figure to be.
	Modality string
	// Quantity is a CLDR quantity ("mass", "length"), or count, money or ratio.
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

// The relations. For Range both bounds are stated and the value is absent; for Indefinite only
// the lower bound is stated; for all others only the value is.
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

// Term is a unit or currency as the text writes it. Name is its name in the language pack: a
// unit id, or an ambiguous name such as "dinar" that depends on the country. A Term with an
// empty Name is absent.
type Term struct {
	Name string `json:"name"`
	Text string `json:"text,omitempty"`
}

// Context is the sentence around a mention and the facts that it gives about it. Interval is
// the meaning of Time; the normalizer sets it.
type Context struct {
	Sentence      string   `json:"sentence"`
	SentenceStart int      `json:"sentence_start"`
	Claimant      string   `json:"claimant,omitempty"`
	Time          string   `json:"time,omitempty"`
	Modality      Modality `json:"modality"`
	Interval      Interval `json:"interval,omitzero"`
}

// Mention is a figure as the text states it. Start and End are code points of the named field,
// end exclusive, and span the number with its magnitude words and unit; the modifier and the
// counted noun are outside.
type Mention struct {
	Field    Field    `json:"field"`
	Start    int      `json:"start"`
	End      int      `json:"end"`
	Text     string   `json:"text"`
	Kind     Kind     `json:"kind"`
	Relation Relation `json:"relation"`
	Amount

	// Unit and Per are as written; PerCount is the 100000 of "per 100,000 people", and absent
	// if it is one.
	Unit     Term   `json:"unit_term,omitzero"`
	Per      Term   `json:"per_term,omitzero"`
	PerCount Number `json:"per_count,omitzero"`

	// Subject is the counted or measured thing as written, and Concept its id in the lexicon;
	// either may be empty.
	Subject string    `json:"subject,omitempty"`
	Concept ConceptID `json:"concept,omitempty"`
	Event   Event     `json:"event,omitempty"`

	Role       Role      `json:"role,omitempty"`
	Direction  Direction `json:"direction,omitempty"`
	Context    Context   `json:"context"`
	Confidence float64   `json:"confidence"`
}

// Canonical is a figure in the CLDR base unit of its quantity. Money keeps its currency, a
// percentage becomes a ratio of one, a rate becomes per second (or per year, for calendar
// units). A figure whose unit has no known factor keeps its own unit.
type Canonical struct {
	Amount
	UnitPer
	Quantity Quantity `json:"quantity"`
}

// Evidence says what decided an ambiguous unit: an adjective beside it, a country named in the
// sentence or the article, the source's own country, or a default.
type Evidence struct {
	By   string `json:"by"`
	Text string `json:"text,omitempty"`
}

// Exchange is money converted to the base currency of the rates that the user supplied. It is
// absent without rates, if there is nothing to convert, and for a price of money in money.
type Exchange struct {
	// Amount has the same denominator as the figure; it is rounded half to even at MaxScale.
	Amount
	Unit UnitID `json:"unit"`
	// Rate is how many units of the figure's currency one Unit was worth on Date, the last day
	// with a rate not after the article's.
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

// Mentions has the figures that the extractor found in one article.
type Mentions struct {
	Article  Article   `json:"article"`
	Engine   string    `json:"engine"`
	Mentions []Mention `json:"mentions"`
}

// Figures has the figures that the normalizer made from one article's mentions.
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
