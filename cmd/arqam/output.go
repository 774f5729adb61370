package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/export"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/settings"
	"github.com/arqam-io/arqam/pkg/terminal"
)

// The forms of output.
const (
	formatAuto  = "auto"
	formatTable = "table"
	formatJSONL = "jsonl"
	formatCSV   = "csv"
)

// formatFlag adds -o/--format to the flags of a command.
func formatFlag(flags *pflag.FlagSet, to *string) {
	flags.VarP(settings.OneOf(to, formatAuto, formatAuto, formatTable, formatJSONL, formatCSV), "format", "o",
		"print table, jsonl or csv; auto is a table on a terminal and jsonl elsewhere")
}

// printer prints figures in one of the forms.
type printer interface {
	Write(figure.Article, figure.Figure) error
	// Flush writes out what is held back; Close does so for the last time.
	Flush() error
	Close() error
}

// printer returns the printer of a format.
func (a *app) printer(format string) printer {
	s := a.screen()
	switch s.format(format) {
	case formatTable:
		return newTablePrinter(s, a.stdout)
	case formatCSV:
		return export.FiguresCSV(a.stdout)
	default:
		return export.FiguresJSONL(a.stdout)
	}
}

type tablePrinter struct {
	screen
	out     table.Writer
	to      io.Writer
	figures int
}

func newTablePrinter(s screen, w io.Writer) *tablePrinter {
	p := &tablePrinter{screen: s, to: w, out: s.Table(w, "article", "figure", "relation", "value", "unit", "subject")}
	p.out.SetColumnConfigs([]table.ColumnConfig{s.Numbers(4)})
	return p
}

// The columns of a table, in the eighty that every terminal has.
const (
	wideArticle = 14
	wideFigure  = 24
	wideUnit    = 18
	wideSubject = 24
)

// Write adds a figure.
func (p *tablePrinter) Write(_ figure.Article, f figure.Figure) error {
	m := f.Mention
	p.figures++
	p.out.AppendRow(table.Row{p.Show(string(f.ArticleID), wideArticle), p.Show(m.Text, wideFigure), m.Relation,
		p.amount(m.Relation, m.Amount), unitLabel(f), p.Show(m.Subject, wideSubject)})
	return nil
}

// Flush holds the table back: its columns are as wide as its widest row.
func (p *tablePrinter) Flush() error { return nil }

// Close prints the table.
func (p *tablePrinter) Close() error {
	if p.figures == 0 {
		_, err := fmt.Fprintln(p.to, "no figures")
		return err
	}
	p.out.Render()
	return nil
}

// amount is what a figure states. Signs and dashes are isolated on a terminal: they
// have no direction of their own.
func (s screen) amount(r figure.Relation, a figure.Amount) string {
	text := figure.Symbols().Write(r, a)
	if text == a.Value.String() {
		return text
	}
	return s.Show(text, 0)
}

func unitLabel(f figure.Figure) string {
	label := string(f.Unit)
	if label == "" {
		label = f.Mention.Unit.Text
	}
	if f.Per != "" {
		label = strings.TrimSpace(label + " per " + strings.TrimSpace(f.Mention.PerCount.String()+" "+string(f.Per)))
	}
	return text.Snip(label, wideUnit, "…")
}

// jsonLines prints each row as a line of JSON.
func jsonLines[T any](w io.Writer, rows []T) error {
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for _, r := range rows {
		if err := lines.Encode(r); err != nil {
			return err
		}
	}
	return out.Flush()
}

// screen is where tables are shown.
func (a *app) screen() screen {
	return screen{terminal.Screen{Width: terminal.Width(a.stdout), Colour: a.colour(a.stdout)}}
}

// screen is a terminal that knows the forms of output.
type screen struct{ terminal.Screen }

// format is what auto stands for here.
func (s screen) format(format string) string {
	switch {
	case format != formatAuto:
		return format
	case s.Width > 0:
		return formatTable
	}
	return formatJSONL
}

// progress is a bar on standard error for work that takes long and prints as it
// goes, where somebody looks at the bar alone, and else nothing. Total is in
// bytes; -1 is unknown.
func (a *app) progress(total int64, what string) io.WriteCloser {
	if terminal.Width(a.stdout) > 0 {
		return terminal.NoBar()
	}
	return a.bar(total, what, true)
}

// bar is the bar of work that prints when it is done.
func (a *app) bar(total int64, what string, inBytes bool) io.WriteCloser {
	if terminal.Width(a.stderr) == 0 {
		return terminal.NoBar()
	}
	return terminal.Bar(a.stderr, total, what, inBytes, a.colour(a.stderr))
}

// steps is such a bar for work that is counted.
func (a *app) steps(total int, what string) io.WriteCloser { return a.bar(int64(total), what, false) }
