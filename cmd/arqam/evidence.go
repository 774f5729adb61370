package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
	"github.com/arqam-io/arqam/pkg/ledger"
)

// rowPrinter prints figures of the ledger with what they rest on. End writes
// out what is held back.
type rowPrinter interface {
	row(ledger.Row) error
	end() error
}

// rowPrinter returns the printer of a format. Corrected says that the table is
// to tell who corrected what.
func (a *app) rowPrinter(format string, corrected bool) rowPrinter {
	s := a.screen()
	switch s.format(format) {
	case formatTable:
		return newRowTable(s, a.stdout, corrected)
	case formatCSV:
		return newRowCSV(a.stdout)
	default:
		return &rowJSON{bufio.NewWriter(a.stdout)}
	}
}

type rowJSON struct{ out *bufio.Writer }

// evidence is what a figure of the ledger bears beside itself.
type evidence struct {
	Article    evidenceArticle     `json:"article"`
	Engine     string              `json:"engine"`
	Claim      *evidenceClaim      `json:"claim,omitempty"`
	Correction *evidenceCorrection `json:"correction,omitempty"`
}

type evidenceArticle struct {
	Source    string    `json:"source,omitempty"`
	URL       string    `json:"url,omitempty"`
	Title     string    `json:"title,omitempty"`
	Lang      string    `json:"lang,omitempty"`
	Published time.Time `json:"published,omitzero"`
}

// evidenceClaim is what the tracker makes of a figure, in its own unit.
type evidenceClaim struct {
	Tracker  string    `json:"tracker"`
	Claimant string    `json:"claimant"`
	AsOf     time.Time `json:"as_of,omitzero"`
	figure.Amount
	Unit figure.UnitID `json:"unit,omitempty"`
}

// evidenceCorrection is what somebody made of a figure, and the figure as the
// engine read it.
type evidenceCorrection struct {
	Did     string         `json:"did"`
	Tracker string         `json:"tracker,omitempty"`
	By      string         `json:"by"`
	Why     string         `json:"why"`
	At      time.Time      `json:"at"`
	Read    *figure.Figure `json:"read"`
}

func newEvidence(row ledger.Row) evidence {
	a := row.Article
	out := evidence{Article: evidenceArticle{a.Source, a.URL, a.Title, a.Lang, a.Published}, Engine: row.Engine}
	if c := row.Claim; c != nil {
		out.Claim = &evidenceClaim{c.Tracker, c.Claimant, c.AsOf, c.Amount, c.Unit}
	}
	if o := row.Override; o != nil {
		c := o.Correction
		out.Correction = &evidenceCorrection{correctionOf(*o), c.Tracker, c.By, c.Why, c.At, row.Read}
	}
	return out
}

func (p *rowJSON) row(row ledger.Row) error {
	line, err := json.Marshal(row.Figure)
	if err != nil {
		return fmt.Errorf("print figure %q: %w", row.Figure.ID, err)
	}
	beside, err := json.Marshal(newEvidence(row))
	if err != nil {
		return fmt.Errorf("print evidence of figure %q: %w", row.Figure.ID, err)
	}
	// Both are objects: the second's members follow the first's.
	line = append(append(line[:len(line)-1], ','), beside[1:]...)
	_, err = p.out.Write(append(line, '\n'))
	return err
}

func (p *rowJSON) end() error { return p.out.Flush() }

// rowCSV prints the columns of an export.
type rowCSV struct {
	out    *csv.Writer
	headed bool
}

func newRowCSV(w io.Writer) *rowCSV { return &rowCSV{out: csv.NewWriter(w)} }

func (p *rowCSV) head() error {
	if p.headed {
		return nil
	}
	p.headed = true
	return p.out.Write(exportColumns())
}

func (p *rowCSV) row(row ledger.Row) error {
	if err := p.head(); err != nil {
		return err
	}
	return p.out.Write(newExportRow(row).cells())
}

func (p *rowCSV) end() error {
	err := p.head()
	p.out.Flush()
	return errors.Join(err, p.out.Error())
}

type rowTable struct {
	screen
	out       table.Writer
	to        io.Writer
	corrected bool
	rows      int
}

// shortID is how much of a figure's id a table shows; "arqam correct" knows the
// figure by it.
const shortID = 8

func newRowTable(s screen, w io.Writer, corrected bool) *rowTable {
	header := []any{"id", "published", "source", "figure", "relation", "value", "unit", "subject"}
	if corrected {
		header = append(header, "as read", "by", "why")
	}
	p := &rowTable{screen: s, out: s.table(w, header...), to: w, corrected: corrected}
	p.out.SetColumnConfigs([]table.ColumnConfig{s.numbers(6)})
	return p
}

func (p *rowTable) row(row ledger.Row) error {
	a, f := row.Article, row.Figure
	published := ""
	if !a.Published.IsZero() {
		published = a.Published.Format("2006-01-02 15:04")
	}
	value := p.amount(f.Mention.Relation, f.Mention.Amount)
	if row.Override != nil && row.Override.Standing == judge.Rejected {
		value = "rejected"
	}
	cells := table.Row{string(f.ID)[:min(shortID, len(f.ID))], published, p.show(a.Source, wideArticle), p.show(f.Mention.Text, wideFigure),
		f.Mention.Relation, value, unitLabel(f), p.show(f.Mention.Subject, wideSubject)}
	if o := row.Override; p.corrected && o != nil {
		cells = append(cells, p.amount(row.Read.Mention.Relation, row.Read.Mention.Amount)+" "+unitLabel(*row.Read), p.show(o.Correction.By, wideArticle), p.show(o.Correction.Why, wideFigure))
	}
	p.rows++
	p.out.AppendRow(cells)
	return nil
}

func (p *rowTable) end() error {
	if p.rows == 0 {
		_, err := fmt.Fprintln(p.to, "no figures")
		return err
	}
	p.out.Render()
	return nil
}
