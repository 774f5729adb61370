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

// The output formats.
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

// printer prints figures in one of the formats.
type printer interface {
	Write(figure.Article, figure.Figure) error
	// Flush writes buffered output; Close flushes and ends the output.
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

// The widths of table columns, so that a row fits in 80 columns.
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

// Flush does nothing: the widths of the columns depend on all rows.
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

// amount formats the amount of a figure. On a terminal, text with signs and dashes is isolated,
// because these have no direction of their own.
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

// jsonLines prints each row as a JSON line.
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

// screen describes standard output.
func (a *app) screen() screen {
	return screen{terminal.Screen{Width: terminal.Width(a.stdout), Colour: a.colour(a.stdout)}}
}

// screen is a terminal with the choice of an output format.
type screen struct{ terminal.Screen }

// format returns the format, with auto resolved to table on a terminal and to jsonl elsewhere.
func (s screen) format(format string) string {
	switch {
	case format != formatAuto:
		return format
	case s.Width > 0:
		return formatTable
	}
	return formatJSONL
}

// progress returns a progress bar on standard error for work that prints its results as it
// goes. If the results go to a terminal too, it shows nothing. Total is in bytes; -1 means
// unknown.
func (a *app) progress(total int64, what string) io.WriteCloser {
	if terminal.Width(a.stdout) > 0 {
		return terminal.NoBar()
	}
	return a.bar(total, what, true)
}

// bar returns a progress bar for work that prints its results at the end.
func (a *app) bar(total int64, what string, inBytes bool) io.WriteCloser {
	if terminal.Width(a.stderr) == 0 {
		return terminal.NoBar()
	}
	return terminal.Bar(a.stderr, total, what, inBytes, a.colour(a.stderr))
}

// steps returns such a bar for work counted in steps.
func (a *app) steps(total int, what string) io.WriteCloser { return a.bar(int64(total), what, false) }
