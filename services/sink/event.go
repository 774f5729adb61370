package sink

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/track"
)

// The types of events.
const (
	figureNew       = "figure.new"       // a number that nobody had reported
	figureConfirmed = "figure.confirmed" // as many independent voices state it as the tracker asks for
	figureCorrected = "figure.corrected" // a total was lowered, or an article edited
	figureReview    = "figure.review"    // a number beyond the tracker's bounds, kept out of the series
	FigureStale     = "figure.stale"     // nobody reports any more
)

// The reasons of a correction, a confirmation, a review and staleness; those of
// a new number are novelty's.
const (
	lowered    = "lowered"
	edited     = "edited"
	ByPerson   = "a person's correction"
	agreed     = "agreed"
	beyond     = "beyond sanity bounds"
	unreported = "unreported"
)

// cloudEvent is version 1.0 of the CNCF's format, in its JSON form.
type cloudEvent struct {
	SpecVersion string    `json:"specversion"`
	ID          string    `json:"id"`
	Source      string    `json:"source"`
	Type        string    `json:"type"`
	Subject     string    `json:"subject"`
	Time        time.Time `json:"time"`
	ContentType string    `json:"datacontenttype"`
	Data        news      `json:"data"`
}

// news is what the event tells. Values are in the tracker's unit.
type news struct {
	Tracker  string            `json:"tracker"`
	Title    map[string]string `json:"title,omitempty"`
	Severity string            `json:"severity"`
	Unit     string            `json:"unit"`
	Reason   string            `json:"reason"`
	// Detail is what a review has to know.
	Detail string `json:"detail,omitempty"`

	Relation figure.Relation `json:"relation"`
	figure.Amount
	Before figure.Amount `json:"before"` // the estimate until then; of a correction, what it corrects
	// Independent is how many voices state the number, copies of one text and
	// papers of one family being one.
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

// occurrence is what an event tells of a claim.
type occurrence struct {
	kind, reason, detail string
	serial               string // tells apart the corrections of one claim by people
	claim                claim.Claim
	before               figure.Amount
	independent          int
}

func newEvent(t *track.Tracker, a *figure.Article, f *figure.Figure, o occurrence) (ledger.Event, error) {
	c, id, at := o.claim, string(o.claim.ID)+"."+o.kind, o.claim.AsOf
	if o.serial != "" {
		id += "." + o.serial
	}
	if o.kind == FigureStale {
		at = at.Add(t.StaleAfter)
	}
	return encode(ledger.Event{ID: id, Tracker: t.Name, Type: o.kind, Claim: c.ID}, at, news{
		Tracker: t.Name, Title: t.Title, Severity: t.Severity, Unit: t.UnitLabel(), Reason: o.reason, Detail: o.detail,
		Relation: c.Relation, Amount: c.Amount,
		Before: o.before, Independent: o.independent,
		Sentence: f.Mention.Context.Sentence, Claimant: c.Claimant, Source: c.Source,
		URL: a.URL, Headline: a.Title, Lang: a.Lang, ArticleID: a.ID, FigureID: f.ID,
	})
}

// encode fills in the body of an event.
func encode(e ledger.Event, at time.Time, data news) (ledger.Event, error) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	err := enc.Encode(cloudEvent{
		SpecVersion: "1.0", ID: e.ID, Source: "/arqam/sink", Type: e.Type, Subject: e.Tracker, Time: at,
		ContentType: "application/json", Data: data,
	})
	if err != nil {
		return e, fmt.Errorf("event %q: %w", e.ID, err)
	}
	e.Body = bytes.TrimSpace(body.Bytes())
	return e, nil
}

// title is the English one, else that of the first language.
func title(t *track.Tracker) string {
	if en, ok := t.Title["en"]; ok {
		return en
	}
	for _, lang := range slices.Sorted(maps.Keys(t.Title)) {
		return t.Title[lang]
	}
	return t.Name
}

// seriesUnit is the unit label of a tracker's series, empty for a bare count.
func seriesUnit(t *track.Tracker) figure.UnitID {
	return t.UnitPer.Join()
}
