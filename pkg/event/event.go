// Package event defines the events that Arqam publishes: their types, reasons and data, and
// their JSON, a CloudEvent 1.0, which is encoded and decoded only here. It does not decide
// when an event is raised: package judge does. The sink encodes events; receivers, the command
// line and tests decode them.
package event

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Event is a fact about one tracker. The same fact always has the same ID, so
// that it is published once.
type Event struct {
	ID      string
	Type    Type
	Tracker string
	Time    time.Time // of the article; for Stale, when stale_after had passed
	Data    Data

	body []byte // the JSON that it was decoded from
}

// Data is the data of an event, in the order of its JSON. Values are in the tracker's unit.
type Data struct {
	Title    map[string]string `json:"title,omitempty"`
	Severity string            `json:"severity"`
	Unit     string            `json:"unit"`
	Reason   Reason            `json:"reason"`
	// Detail explains the reason: the bound that was exceeded, or a person's reason for a
	// correction.
	Detail string `json:"detail,omitempty"`

	Relation figure.Relation `json:"relation"`
	figure.Amount
	Before figure.Amount `json:"before"` // the previous estimate; for a correction, the corrected value
	// Independent is the number of independent claimants who state the number; copies of one
	// text and papers of one family count once. It is 0 if they were not counted.
	Independent int `json:"independent"`

	Sentence  string           `json:"sentence"`
	Claimant  string           `json:"claimant"`
	Source    string           `json:"source"`
	URL       string           `json:"url,omitempty"`
	Headline  string           `json:"headline,omitempty"`
	Lang      string           `json:"lang,omitempty"`
	ArticleID figure.ArticleID `json:"article_id"`
	FigureID  figure.ID        `json:"figure_id"`
}

// cloudEvent is a CNCF CloudEvent 1.0 in its JSON form.
type cloudEvent struct {
	SpecVersion string    `json:"specversion"`
	ID          string    `json:"id"`
	Source      string    `json:"source"`
	Type        Type      `json:"type"`
	Subject     string    `json:"subject"`
	Time        time.Time `json:"time"`
	ContentType string    `json:"datacontenttype"`
	Data        data      `json:"data"`
}

// data repeats the tracker: a receiver may pass on the data alone.
type data struct {
	Tracker string `json:"tracker"`
	Data
}

// Encode returns the event's JSON.
func Encode(e Event) ([]byte, error) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	err := enc.Encode(cloudEvent{
		SpecVersion: "1.0", ID: e.ID, Source: "/arqam/sink", Type: e.Type, Subject: e.Tracker, Time: e.Time,
		ContentType: "application/json", Data: data{e.Tracker, e.Data},
	})
	if err != nil {
		return nil, fmt.Errorf("encode event %q: %w", e.ID, err)
	}
	return bytes.TrimSpace(body.Bytes()), nil
}

// Decode parses an event's JSON. It must have an id, a type and a subject; unknown members are
// ignored.
func Decode(body []byte) (Event, error) {
	var c cloudEvent
	if err := json.Unmarshal(body, &c); err != nil {
		return Event{}, fmt.Errorf("decode event: %w", err)
	}
	if c.ID == "" || c.Type == "" || c.Subject == "" {
		return Event{}, errors.New("decode event: it has no id, type or subject")
	}
	return Event{ID: c.ID, Type: c.Type, Tracker: c.Subject, Time: c.Time, Data: c.Data.Data, body: body}, nil
}

// Body returns the JSON that the event was decoded from, including unknown members. It is nil
// for an event that was not decoded.
func (e Event) Body() []byte { return e.body }

// Title returns a tracker's title for display: the English one, else that of the first
// language, else its name.
func Title(titles map[string]string, name string) string {
	if en := titles["en"]; en != "" {
		return en
	}
	for _, lang := range slices.Sorted(maps.Keys(titles)) {
		return cmp.Or(titles[lang], name)
	}
	return name
}
