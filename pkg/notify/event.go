// Package notify tells people and programs elsewhere of events: Alertmanager,
// webhooks that check a signature, and chat channels that take Slack's messages.
// It sends one event once to one receiver and says what came of it; when to try
// again, and who was told already, services/notifier knows.
package notify

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Event is a CloudEvent as the sink publishes it, with its body as it came.
type Event struct {
	ID      string    `json:"id"`
	Type    string    `json:"type"` // figure.new, figure.corrected, …
	Tracker string    `json:"subject"`
	Time    time.Time `json:"time"` // of the article
	Data    Data      `json:"data"`

	body []byte
}

// Data is what the event tells. Values are in the tracker's unit.
type Data struct {
	Title    map[string]string `json:"title"`
	Severity string            `json:"severity"`
	Unit     string            `json:"unit"`

	Relation figure.Relation `json:"relation"`
	figure.Amount
	Before figure.Amount `json:"before"` // the estimate until then

	Sentence    string `json:"sentence"`
	Claimant    string `json:"claimant"`
	Source      string `json:"source"`
	URL         string `json:"url"`
	Headline    string `json:"headline"`
	Independent int    `json:"independent"` // voices that agree; 0 when not told

	Reason    string           `json:"reason"`
	ArticleID figure.ArticleID `json:"article_id"`
}

// Decode reads a CloudEvent. It must bear an id, a type and a subject; members
// that are not known are left alone.
func Decode(body []byte) (Event, error) {
	e := Event{body: body}
	if err := json.Unmarshal(body, &e); err != nil {
		return e, fmt.Errorf("decode event: %w", err)
	}
	if e.ID == "" || e.Type == "" || e.Tracker == "" {
		return e, errors.New("decode event: it bears no id, type or subject")
	}
	return e, nil
}
