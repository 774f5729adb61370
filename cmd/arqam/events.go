package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
)

// eventRow is an event as it is printed. Change says what a replay would make of
// it; it is empty elsewhere.
type eventRow struct {
	Change  string    `json:"change,omitempty"`
	Time    time.Time `json:"time"`
	Tracker string    `json:"tracker"`
	Type    string    `json:"type"`
	Reason  string    `json:"reason"`
	// Relation is shown as the sign of the amount, in tables alone.
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

func rowOf(change string, e event.Event) eventRow {
	d := e.Data
	return eventRow{change, e.Time, e.Tracker, string(e.Type), string(d.Reason), d.Relation, d.Amount, d.Before.Value, d.Unit,
		d.Claimant, d.Source, string(d.ArticleID), d.URL, d.Sentence}
}

func (a *app) printEvents(format string, events []event.Event) error {
	rows := make([]eventRow, len(events))
	for i, e := range events {
		rows[i] = rowOf("", e)
	}
	return a.printEventRows(format, rows)
}

func (a *app) printEventRows(format string, rows []eventRow) error {
	s := a.screen()
	switch s.format(format) {
	case formatTable:
		if len(rows) == 0 {
			_, err := fmt.Fprintln(a.stdout, "no events")
			return err
		}
		t := s.table(a.stdout, "time", "tracker", "event", "value", "before", "unit", "source")
		t.SetColumnConfigs([]table.ColumnConfig{s.numbers(4), s.numbers(5)})
		for _, r := range rows {
			t.AppendRow(table.Row{r.Time.Format("2006-01-02 15:04"), r.Tracker, strings.TrimSpace(r.Change + " " + r.Type), s.amount(r.Relation, r.Amount), r.Before, r.Unit, s.show(r.Source, wideSubject)})
		}
		t.Render()
		return nil
	case formatCSV:
		out := csv.NewWriter(a.stdout)
		err := out.Write([]string{"change", "time", "tracker", "type", "reason", "value", "lower", "upper", "before", "unit", "claimant", "source", "article_id", "url", "sentence"})
		for _, r := range rows {
			err = errors.Join(err, out.Write([]string{r.Change, r.Time.Format(time.RFC3339), r.Tracker, r.Type, r.Reason, r.Value.String(),
				r.Lower.String(), r.Upper.String(), r.Before.String(), r.Unit, r.Claimant, r.Source, r.Article, r.URL, r.Sentence}))
		}
		out.Flush()
		return errors.Join(err, out.Error())
	default:
		return jsonLines(a.stdout, rows)
	}
}
