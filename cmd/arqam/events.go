package main

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/export"
)

func (a *app) printEvents(format string, events []event.Event) error {
	rows := make([]export.Event, len(events))
	for i, e := range events {
		rows[i] = export.EventOf("", e)
	}
	return a.printEventRows(format, rows)
}

func (a *app) printEventRows(format string, rows []export.Event) error {
	s := a.screen()
	switch s.format(format) {
	case formatTable:
		if len(rows) == 0 {
			_, err := fmt.Fprintln(a.stdout, "no events")
			return err
		}
		t := s.Table(a.stdout, "time", "tracker", "event", "value", "before", "unit", "source")
		t.SetColumnConfigs([]table.ColumnConfig{s.Numbers(4), s.Numbers(5)})
		for _, r := range rows {
			t.AppendRow(table.Row{r.Time.Format("2006-01-02 15:04"), r.Tracker, strings.TrimSpace(r.Change + " " + r.Type), s.amount(r.Relation, r.Amount), r.Before, r.Unit, s.Show(r.Source, wideSubject)})
		}
		t.Render()
		return nil
	case formatCSV:
		return export.EventsCSV(a.stdout, rows)
	default:
		return jsonLines(a.stdout, rows)
	}
}
