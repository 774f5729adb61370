// Package terminal formats output for people: the width of a terminal, untrusted text made
// safe for a table cell, tables, progress bars, and counts with their noun. It knows nothing
// about figures. cmd/arqam and the summaries of pkg/replay use it.
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

// Width returns the width of w in columns, or 0 if w is not a terminal.
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

// Screen is the terminal or other output on which tables are shown.
type Screen struct {
	Width  int // in columns; 0 if it is not a terminal
	Colour bool
}

// Show makes untrusted text safe for a table cell: it removes line breaks and control
// characters and cuts the text to width columns. On a terminal it also isolates the text, so
// that right-to-left text does not move the neighbouring columns.
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

// Table returns an empty table with the given columns.
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

// Numbers returns the format of a column of numbers, the nth of a table.
func (s Screen) Numbers(n int) table.ColumnConfig {
	c := table.ColumnConfig{Number: n, Align: text.AlignRight}
	if s.Colour {
		c.Colors = text.Colors{text.Bold}
	}
	return c
}

// Bar returns a progress bar on the terminal w. Total is in bytes or a count; -1 means
// unknown.
func Bar(w io.Writer, total int64, what string, inBytes, colour bool) io.WriteCloser {
	unit := progressbar.OptionShowCount()
	if inBytes {
		unit = progressbar.OptionShowBytes(true)
	}
	return progressbar.NewOptions64(total, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what),
		unit, progressbar.OptionSetWidth(24), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(), progressbar.OptionEnableColorCodes(colour))
}

// NoBar returns a bar that shows nothing.
func NoBar() io.WriteCloser { return discard{io.Discard} }

type discard struct{ io.Writer }

func (discard) Close() error { return nil }

// Escaped makes the bytes of a message safe for a terminal: it writes unprintable characters
// as Go escapes, except line breaks and tabs.
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

// Duration formats a duration without trailing zero units: 15m, 2h.
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

// Count writes a number with its noun, which is in the plural unless n is 1: "1 feed", "2
// entries".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	stem, ok := strings.CutSuffix(noun, "y")
	if ok && !strings.ContainsAny(stem[max(0, len(stem)-1):], "aeiou") {
		return strconv.Itoa(n) + " " + stem + "ies"
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
