package main

import (
	"fmt"
	"io"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/arqam-io/arqam/pkg/export"
	"github.com/arqam-io/arqam/pkg/judge"
	"github.com/arqam-io/arqam/pkg/ledger"
)

// rowWriter returns a writer of ledger figures with their evidence, in the given format. If
// corrected is true, the table also shows the corrections.
func (a *app) rowWriter(format string, corrected bool) export.Writer {
	s := a.screen()
	switch s.format(format) {
	case formatTable:
		return newRowTable(s, a.stdout, corrected)
	case formatCSV:
		return export.CSV(a.stdout)
	default:
		return export.JSONL(a.stdout)
	}
}

// rowTable is the table of ledger figures.
type rowTable struct {
	screen
	out       table.Writer
	to        io.Writer
	corrected bool
	rows      int
}

// shortID is how many characters of a figure's id a table shows; "arqam correct" accepts them.
const shortID = 8

func newRowTable(s screen, w io.Writer, corrected bool) *rowTable {
	header := []any{"id", "published", "source", "figure", "relation", "value", "unit", "subject"}
	if corrected {
		header = append(header, "as read", "by", "why")
	}
	p := &rowTable{screen: s, out: s.Table(w, header...), to: w, corrected: corrected}
	p.out.SetColumnConfigs([]table.ColumnConfig{s.Numbers(6)})
	return p
}

// Write adds a figure.
func (p *rowTable) Write(row ledger.Row) error {
	a, f := row.Article, row.Figure
	published := ""
	if !a.Published.IsZero() {
		published = a.Published.Format("2006-01-02 15:04")
	}
	value := p.amount(f.Mention.Relation, f.Mention.Amount)
	if row.Override != nil && row.Override.Standing == judge.Rejected {
		value = "rejected"
	}
	cells := table.Row{string(f.ID)[:min(shortID, len(f.ID))], published, p.Show(a.Source, wideArticle), p.Show(f.Mention.Text, wideFigure),
		f.Mention.Relation, value, unitLabel(f), p.Show(f.Mention.Subject, wideSubject)}
	if o := row.Override; p.corrected && o != nil {
		cells = append(cells, p.amount(row.Read.Mention.Relation, row.Read.Mention.Amount)+" "+unitLabel(*row.Read), p.Show(o.Correction.By, wideArticle), p.Show(o.Correction.Why, wideFigure))
	}
	p.rows++
	p.out.AppendRow(cells)
	return nil
}

// Close prints the table.
func (p *rowTable) Close() error {
	if p.rows == 0 {
		_, err := fmt.Fprintln(p.to, "no figures")
		return err
	}
	p.out.Render()
	return nil
}
