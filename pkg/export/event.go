package export

import (
	"encoding/csv"
	"io"
	"time"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
)

// Event is an event as a row. Change says what a replay would change; it is empty otherwise.
type Event struct {
	Change  string    `json:"change,omitempty"`
	Time    time.Time `json:"time"`
	Tracker string    `json:"tracker"`
	Type    string    `json:"type"`
	Reason  string    `json:"reason"`
	// Relation is shown only in tables, as the sign of the amount.
	Relation figure.Relation `json:"-"`
	figure.Amount
	Before   figure.Number `json:"before"`
	Unit     string        `json:"unit"`
	Claimant string        `json:"claimant"`
	Source   string        `json:"source"`
	Article  string        `json:"article_id"`
	URL      string        `json:"url"`
	Sentence string        `json:"sentence"`
}

// EventOf converts an event to a row; change says what a replay would change.
func EventOf(change string, e event.Event) Event {
	d := e.Data
	return Event{change, e.Time, e.Tracker, string(e.Type), string(d.Reason), d.Relation, d.Amount, d.Before.Value, d.Unit,
		d.Claimant, d.Source, string(d.ArticleID), d.URL, d.Sentence}
}

var eventColumns = []string{"change", "time", "tracker", "type", "reason", "value", "lower", "upper", "before", "unit",
	"claimant", "source", "article_id", "url", "sentence"}

// EventsCSV writes events as CSV with a header.
func EventsCSV(w io.Writer, events []Event) error {
	rows := [][]string{eventColumns}
	for _, r := range events {
		rows = append(rows, []string{r.Change, r.Time.Format(time.RFC3339), r.Tracker, r.Type, r.Reason, r.Value.String(),
			r.Lower.String(), r.Upper.String(), r.Before.String(), r.Unit, r.Claimant, r.Source, r.Article, r.URL, r.Sentence})
	}
	return csv.NewWriter(w).WriteAll(rows)
}
