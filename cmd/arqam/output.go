package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/arqam-io/arqam/pkg/export"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/settings"
)

// The forms of output.
const (
	formatAuto  = "auto"
	formatTable = "table"
	formatJSONL = "jsonl"
	formatCSV   = "csv"
)

// terminal is the width of w in columns, and 0 when w is no terminal.
func terminal(w any) int {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		return 80
	}
	return width
}

// formatFlag adds -o/--format to the flags of a command.
func formatFlag(flags *pflag.FlagSet, to *string) {
	flags.VarP(settings.OneOf(to, formatAuto, formatAuto, formatTable, formatJSONL, formatCSV), "format", "o",
		"print table, jsonl or csv; auto is a table on a terminal and jsonl elsewhere")
}

// screen is where tables are shown.
type screen struct {
	width  int // of the terminal; 0 where there is none
	colour bool
}

func (a *app) screen() screen {
	return screen{width: terminal(a.stdout), colour: a.colour(a.stdout)}
}

// show makes text of strangers fit for one cell: without line breaks and
// control characters, at most width columns wide, and on a terminal isolated,
// so that right-to-left text leaves the columns beside it where they are.
func (s screen) show(of string, width int) string {
	of = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, of)
	if width > 0 && text.StringWidth(of) > width {
		of = text.Trim(of, width-1) + "…"
	}
	if s.width == 0 || of == "" {
		return of
	}
	const isolate, end = "\u2068", "\u2069"
	return isolate + of + end
}

// table returns an empty table with these columns.
func (s screen) table(w io.Writer, header ...any) table.Writer {
	t := table.NewWriter()
	t.SetOutputMirror(w)
	style := table.StyleLight
	style.Options = table.Options{SeparateHeader: true}
	style.Format.Header = text.FormatUpper
	if s.colour {
		style.Color.Header = text.Colors{text.Bold}
	}
	t.SetStyle(style)
	t.AppendHeader(table.Row(header))
	return t
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

// format is what auto stands for here.
func (s screen) format(format string) string {
	switch {
	case format != formatAuto:
		return format
	case s.width > 0:
		return formatTable
	}
	return formatJSONL
}

type tablePrinter struct {
	screen
	out     table.Writer
	to      io.Writer
	figures int
}

func newTablePrinter(s screen, w io.Writer) *tablePrinter {
	p := &tablePrinter{screen: s, to: w, out: s.table(w, "article", "figure", "relation", "value", "unit", "subject")}
	p.out.SetColumnConfigs([]table.ColumnConfig{s.numbers(4)})
	return p
}

// numbers is how a column of numbers looks, the nth of a table.
func (s screen) numbers(n int) table.ColumnConfig {
	c := table.ColumnConfig{Number: n, Align: text.AlignRight}
	if s.colour {
		c.Colors = text.Colors{text.Bold}
	}
	return c
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
	p.out.AppendRow(table.Row{p.show(string(f.ArticleID), wideArticle), p.show(m.Text, wideFigure), m.Relation,
		statement(m), unitLabel(f), p.show(m.Subject, wideSubject)})
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

// statement is what a figure states, as a number or a span of numbers.
func statement(m figure.Mention) string {
	switch {
	case m.Value.Stated():
		return m.Value.String()
	case m.Lower.Stated() && m.Upper.Stated():
		return m.Lower.String() + " – " + m.Upper.String()
	case m.Lower.Stated():
		return "≥ " + m.Lower.String()
	case m.Upper.Stated():
		return "≤ " + m.Upper.String()
	}
	return ""
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

// progress is a bar on standard error for work that takes long and prints as it
// goes, where somebody looks at the bar alone, and else nothing. Total is in
// bytes; -1 is unknown.
func (a *app) progress(total int64, what string) io.WriteCloser {
	if terminal(a.stdout) > 0 {
		return discard{io.Discard}
	}
	return a.bar(total, what, progressbar.OptionShowBytes(true))
}

// bar is the bar of work that prints when it is done.
func (a *app) bar(total int64, what string, unit progressbar.Option) io.WriteCloser {
	if terminal(a.stderr) == 0 {
		return discard{io.Discard}
	}
	return progressbar.NewOptions64(total, progressbar.OptionSetWriter(a.stderr), progressbar.OptionSetDescription(what),
		unit, progressbar.OptionSetWidth(24), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(), progressbar.OptionEnableColorCodes(a.colour(a.stderr)))
}

// steps is such a bar for work that is counted.
func (a *app) steps(total int, what string) io.WriteCloser {
	return a.bar(int64(total), what, progressbar.OptionShowCount())
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

type discard struct{ io.Writer }

func (discard) Close() error { return nil }
