// Package table reads tables of tab-separated values: those that are built into
// the program and those of a user. It knows what a table looks like and nothing of
// what its cells mean. Every package that has a table reads it here.
package table

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// Form says how a table is written. Empty lines and lines that begin with # are
// comments in every form.
type Form struct {
	// Header is the first line that is no comment, and gives the number of columns.
	// A table without one leaves it empty and sets Columns.
	Header  string
	Columns int
	// Sorted: the rows are sorted by their first cell, which is unique.
	Sorted bool
	// Filled: no cell is blank, and none begins or ends with a space.
	Filled bool
}

// An Error says where a table is malformed and how. Line is 0 where the fault is
// the whole file's.
type Error struct {
	File string
	Line int
	Err  error
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.File, e.Err)
	}
	return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// Read calls row with the line and the cells of every row of a file of fsys. It
// stops at the first error, that of row included, which is an *Error unless the
// file cannot be opened.
func (f Form) Read(fsys fs.FS, file string, row func(line int, cells []string) error) error {
	in, err := fsys.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	return f.rows(file, in, row)
}

// Parse is Read for a table in memory, whose name stands in the errors.
func (f Form) Parse(file string, data []byte, row func(line int, cells []string) error) error {
	return f.rows(file, bytes.NewReader(data), row)
}

func (f Form) rows(file string, in io.Reader, row func(line int, cells []string) error) error {
	r := reader{Form: f, headed: f.Header == ""}
	if !r.headed {
		r.Columns = strings.Count(f.Header, "\t") + 1
	}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		r.line++
		text := lines.Text()
		if r.line == 1 {
			text = strings.TrimPrefix(text, "\ufeff")
		}
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if err := r.read(text, row); err != nil {
			return &Error{file, r.line, err}
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return &Error{file, r.line + 1, fmt.Errorf("the line is longer than %d bytes", bufio.MaxScanTokenSize)}
	case err != nil:
		return &Error{file, 0, err}
	case !r.headed:
		return &Error{file, 0, fmt.Errorf("there is no header %q", f.Header)}
	}
	return nil
}

// reader is one table on its way.
type reader struct {
	Form
	headed bool
	line   int
	key    string // of the row before
}

func (r *reader) read(text string, row func(line int, cells []string) error) error {
	if !r.headed {
		r.headed = true
		if text != r.Header {
			return fmt.Errorf("the header is %q, want %q", text, r.Header)
		}
		return nil
	}
	cells := strings.Split(text, "\t")
	if len(cells) != r.Columns {
		return fmt.Errorf("want %d columns separated by tabs, have %d: %q", r.Columns, len(cells), text)
	}
	for i, cell := range cells {
		if r.Filled && (cell == "" || strings.TrimSpace(cell) != cell) {
			return fmt.Errorf("column %d is blank or padded: %q", i+1, cell)
		}
	}
	if r.Sorted {
		if cells[0] <= r.key {
			return fmt.Errorf("%q after %q: rows must be sorted by the first column, each value once", cells[0], r.key)
		}
		r.key = cells[0]
	}
	return row(r.line, cells)
}
