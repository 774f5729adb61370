package figure

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// WireVersion is the version of the messages that this build writes. A build reads its own
// version, the previous and the next one, so that services of neighbouring versions can share
// a stream.
//
// An optional member is added without a new version: older readers ignore it. A new version
// adds members that its readers rely on. It must not remove a member, change the meaning of
// one, or change how ids are computed: readers of the previous version ignore what is new and
// read the rest as before.
const WireVersion = 1

// ErrWireVersion means that this build cannot read the version of a message.
var ErrWireVersion = errors.New("unknown message version")

// Message is the body of a message between services: one article, its mentions, or its
// figures.
type Message interface{ Article | Mentions | Figures }

type envelope[T Message] struct {
	Version int `json:"v"`
	Body    T   `json:"body"`
}

// Encode returns the wire form of m.
func Encode[T Message](m T) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(envelope[T]{WireVersion, m}); err != nil {
		return nil, fmt.Errorf("encode %T: %w", m, err)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// Decode parses the wire form of a message. Unknown members are ignored, missing ones are
// zero. The error wraps ErrWireVersion if the message is more than one version away.
func Decode[T Message](b []byte) (T, error) {
	var e envelope[T]
	if err := json.Unmarshal(b, &e); err != nil {
		return e.Body, fmt.Errorf("decode %T: %w", e.Body, err)
	}
	switch first, last := max(1, WireVersion-1), WireVersion+1; {
	case e.Version < first:
		return e.Body, fmt.Errorf("decode %T: %w %d, this build reads %d to %d", e.Body, ErrWireVersion, e.Version, first, last)
	case e.Version > last:
		return e.Body, fmt.Errorf("decode %T: %w %d, this build reads %d to %d: upgrade this service and retry",
			e.Body, ErrWireVersion, e.Version, first, last)
	}
	return e.Body, nil
}

// line is the JSON of a figure, which the command line, the streams and the API share. Empty
// strings of nullable members are written as null.
type line struct {
	ID        ID        `json:"id"`
	ArticleID ArticleID `json:"article_id"`
	Field     Field     `json:"field"`
	Start     int       `json:"start"`
	End       int       `json:"end"`
	Text      string    `json:"text"`
	Kind      Kind      `json:"kind"`
	Relation  Relation  `json:"relation"`
	Amount
	Unit         *UnitID     `json:"unit"`
	Per          *UnitID     `json:"per"`
	PerCount     Number      `json:"per_count,omitzero"`
	UnitTerm     Term        `json:"unit_term,omitzero"`
	PerTerm      Term        `json:"per_term,omitzero"`
	UnitEvidence Evidence    `json:"unit_evidence,omitzero"`
	Subject      *string     `json:"subject"`
	Concept      *ConceptID  `json:"concept"`
	Event        *Event      `json:"event"`
	Canonical    canonical   `json:"canonical"`
	Exchange     Exchange    `json:"exchange,omitzero"`
	Role         *Role       `json:"role"`
	Direction    *Direction  `json:"direction"`
	Context      lineContext `json:"context"`
	Confidence   float64     `json:"confidence"`
}

type canonical struct {
	Amount
	Unit     *UnitID  `json:"unit"`
	Per      *UnitID  `json:"per"`
	Quantity Quantity `json:"quantity"`
}

type lineContext struct {
	Sentence      string   `json:"sentence"`
	SentenceStart int      `json:"sentence_start"`
	Claimant      *string  `json:"claimant"`
	Time          *string  `json:"time"`
	Modality      Modality `json:"modality"`
	Interval      Interval `json:"interval,omitzero"`
}

// MarshalJSON writes the figure as one flat object.
func (f Figure) MarshalJSON() ([]byte, error) {
	m, c := f.Mention, f.Canonical
	return json.Marshal(line{
		ID: f.ID, ArticleID: f.ArticleID,
		Field: m.Field, Start: m.Start, End: m.End, Text: m.Text,
		Kind: m.Kind, Relation: m.Relation, Amount: m.Amount,
		Unit: nullable(f.Unit), Per: nullable(f.Per), PerCount: m.PerCount,
		UnitTerm: m.Unit, PerTerm: m.Per, UnitEvidence: f.UnitEvidence,
		Subject: nullable(m.Subject), Concept: nullable(m.Concept), Event: nullable(m.Event),
		Canonical: canonical{c.Amount, nullable(c.Unit), nullable(c.Per), c.Quantity},
		Exchange:  f.Exchange,
		Role:      nullable(m.Role), Direction: nullable(m.Direction),
		Context: lineContext{m.Context.Sentence, m.Context.SentenceStart,
			nullable(m.Context.Claimant), nullable(m.Context.Time), m.Context.Modality, m.Context.Interval},
		Confidence: m.Confidence,
	})
}

// UnmarshalJSON reads the output of MarshalJSON.
func (f *Figure) UnmarshalJSON(b []byte) error {
	var l line
	if err := json.Unmarshal(b, &l); err != nil {
		return err
	}
	*f = Figure{
		ID: l.ID, ArticleID: l.ArticleID,
		Mention: Mention{
			Field: l.Field, Start: l.Start, End: l.End, Text: l.Text,
			Kind: l.Kind, Relation: l.Relation, Amount: l.Amount,
			Unit: l.UnitTerm, Per: l.PerTerm, PerCount: l.PerCount,
			Subject: orEmpty(l.Subject), Concept: orEmpty(l.Concept), Event: orEmpty(l.Event),
			Role: orEmpty(l.Role), Direction: orEmpty(l.Direction),
			Context: Context{l.Context.Sentence, l.Context.SentenceStart,
				orEmpty(l.Context.Claimant), orEmpty(l.Context.Time), l.Context.Modality, l.Context.Interval},
			Confidence: l.Confidence,
		},
		UnitPer: UnitPer{orEmpty(l.Unit), orEmpty(l.Per)}, UnitEvidence: l.UnitEvidence,
		Canonical: Canonical{l.Canonical.Amount,
			UnitPer{orEmpty(l.Canonical.Unit), orEmpty(l.Canonical.Per)}, l.Canonical.Quantity},
		Exchange: l.Exchange,
	}
	return nil
}

func nullable[T ~string](s T) *T {
	if s == "" {
		return nil
	}
	return &s
}

func orEmpty[T ~string](p *T) T {
	if p == nil {
		return ""
	}
	return *p
}
