// Package terminal is how the tools print for people: the width of a terminal,
// text of strangers made fit for a cell, tables, and bars of progress. It knows
// nothing of figures. Only cmd/arqam calls it.
package terminal

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// Width is that of w in columns, and 0 when w is no terminal.
func Width(w any) int {
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

// Screen is where tables are shown.
type Screen struct {
	Width  int // of the terminal; 0 where there is none
	Colour bool
}

// Show makes text of strangers fit for one cell: without line breaks and
// control characters, at most width columns wide, and on a terminal isolated,
// so that right-to-left text leaves the columns beside it where they are.
func (s Screen) Show(of string, width int) string {
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
	if s.Width == 0 || of == "" {
		return of
	}
	const isolate, end = "\u2068", "\u2069"
	return isolate + of + end
}

// Table returns an empty table with these columns.
func (s Screen) Table(w io.Writer, header ...any) table.Writer {
	t := table.NewWriter()
	t.SetOutputMirror(w)
	style := table.StyleLight
	style.Options = table.Options{SeparateHeader: true}
	style.Format.Header = text.FormatUpper
	if s.Colour {
		style.Color.Header = text.Colors{text.Bold}
	}
	t.SetStyle(style)
	t.AppendHeader(table.Row(header))
	return t
}

// Numbers is how a column of numbers looks, the nth of a table.
func (s Screen) Numbers(n int) table.ColumnConfig {
	c := table.ColumnConfig{Number: n, Align: text.AlignRight}
	if s.Colour {
		c.Colors = text.Colors{text.Bold}
	}
	return c
}

// Bar is a bar of progress on w, which is a terminal. Total is in bytes, or a count;
// -1 is unknown.
func Bar(w io.Writer, total int64, what string, inBytes, colour bool) io.WriteCloser {
	unit := progressbar.OptionShowCount()
	if inBytes {
		unit = progressbar.OptionShowBytes(true)
	}
	return progressbar.NewOptions64(total, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what),
		unit, progressbar.OptionSetWidth(24), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(), progressbar.OptionEnableColorCodes(colour))
}

// NoBar is a bar that shows nothing.
func NoBar() io.WriteCloser { return discard{io.Discard} }

type discard struct{ io.Writer }

func (discard) Close() error { return nil }

// Escaped makes the bytes of a message fit for a terminal: what cannot be printed
// is shown as an escape of Go's, line breaks and tabs aside.
func Escaped(b []byte) string {
	var out strings.Builder
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch quoted := strconv.QuoteRune(r); {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&out, `\x%02x`, b[0])
		case r == '\n', r == '\t', r == '\'', strconv.IsPrint(r):
			out.WriteRune(r)
		default:
			out.WriteString(quoted[1 : len(quoted)-1])
		}
		b = b[size:]
	}
	return out.String()
}

// Duration prints a duration without zeros at its end: 15m, 2h.
func Duration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
