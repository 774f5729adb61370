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
	"github.com/arqam-io/arqam/pkg/novelty"
	"github.com/arqam-io/arqam/pkg/track"
)

// figureNew is the type of the event that a new number raises.
const figureNew = "figure.new"

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
	Reason   novelty.Reason    `json:"reason"`

	Relation figure.Relation `json:"relation"`
	Value    figure.Number   `json:"value"`
	Lower    figure.Number   `json:"lower"`
	Upper    figure.Number   `json:"upper"`
	Before   before          `json:"before"` // the estimate until then

	Sentence  string           `json:"sentence"`
	Claimant  string           `json:"claimant"`
	Source    string           `json:"source"`
	URL       string           `json:"url,omitempty"`
	Headline  string           `json:"headline,omitempty"`
	Lang      string           `json:"lang,omitempty"`
	ArticleID figure.ArticleID `json:"article_id"`
	FigureID  figure.ID        `json:"figure_id"`
}

type before struct {
	Value figure.Number `json:"value"`
	Lower figure.Number `json:"lower"`
	Upper figure.Number `json:"upper"`
}

func newEvent(t *track.Tracker, a *figure.Article, f *figure.Figure, c claim.Claim, old claim.Estimate, v novelty.Verdict) (ledger.Event, error) {
	id := string(c.ID) + "." + figureNew
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	err := enc.Encode(cloudEvent{
		SpecVersion: "1.0", ID: id, Source: "/arqam/sink", Type: figureNew, Subject: t.Name, Time: c.AsOf,
		ContentType: "application/json",
		Data: news{
			Tracker: t.Name, Title: t.Title, Severity: t.Severity, Unit: t.UnitLabel(), Reason: v.Reason,
			Relation: c.Relation, Value: c.Best, Lower: c.Low, Upper: c.High,
			Before:   before{old.Best, old.Low, old.High},
			Sentence: f.Mention.Context.Sentence, Claimant: c.Claimant, Source: c.Source,
			URL: a.URL, Headline: a.Title, Lang: a.Lang, ArticleID: a.ID, FigureID: f.ID,
		},
	})
	if err != nil {
		return ledger.Event{}, fmt.Errorf("event %q: %w", id, err)
	}
	return ledger.Event{ID: id, Tracker: t.Name, Type: figureNew, Claim: c.ID, Body: bytes.TrimSpace(body.Bytes())}, nil
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
	if t.Unit == "" && t.Per == "" {
		return ""
	}
	return figure.UnitID(t.UnitLabel())
}
