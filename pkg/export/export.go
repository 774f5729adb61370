// Package export writes the content of the ledger in the formats of other tools: figures with
// their evidence as CSV, JSON lines and Parquet, events as CSV, the reported series as
// OpenMetrics. It makes no selection and prints nothing for people. Only cmd/arqam calls it.
package export

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"github.com/arqam-io/arqam/pkg/ledger"
)

// Writer writes figures of the ledger. Close flushes buffered output; it does not close the
// underlying writer.
type Writer interface {
	Write(ledger.Row) error
	Close() error
}

// table writes CSV rows with a header, even if there are no rows.
type table struct {
	out    *csv.Writer
	header []string
}

func newTable(w io.Writer, header []string) table { return table{csv.NewWriter(w), header} }

func (t *table) row(cells []string) error {
	if t.header != nil {
		header := t.header
		t.header = nil
		if err := t.out.Write(header); err != nil {
			return err
		}
	}
	if cells == nil {
		return nil
	}
	return t.out.Write(cells)
}

// Flush writes buffered output.
func (t *table) Flush() error {
	t.out.Flush()
	return t.out.Error()
}

// Close writes the header if there were no rows, and flushes.
func (t *table) Close() error { return errors.Join(t.row(nil), t.Flush()) }

type rowsCSV struct{ table }

// CSV returns a writer of CSV with the columns of Row.
func CSV(w io.Writer) Writer { return &rowsCSV{newTable(w, columns())} }

func (c *rowsCSV) Write(row ledger.Row) error { return c.row(RowOf(row).Cells()) }

// rowGroup is how many figures a Parquet row group has; the writer keeps them in memory.
const rowGroup = 50_000

type rowsParquet struct{ out *parquet.GenericWriter[Row] }

// Parquet returns a writer of Parquet with the columns of Row; version is the program's.
func Parquet(w io.Writer, version string) Writer {
	return rowsParquet{parquet.NewGenericWriter[Row](w, parquet.Compression(&zstd.Codec{}), parquet.MaxRowsPerRowGroup(rowGroup),
		parquet.CreatedBy("arqam", version, ""))}
}

func (p rowsParquet) Write(row ledger.Row) error {
	_, err := p.out.Write([]Row{RowOf(row)})
	return err
}

func (p rowsParquet) Close() error { return p.out.Close() }

type rowsJSON struct{ out *bufio.Writer }

// JSONL returns a writer of one JSON line for each figure: the members of the figure, then
// those of its evidence.
func JSONL(w io.Writer) Writer { return &rowsJSON{bufio.NewWriter(w)} }

func (p *rowsJSON) Write(row ledger.Row) error {
	line, err := json.Marshal(row.Figure)
	if err != nil {
		return fmt.Errorf("write figure %q: %w", row.Figure.ID, err)
	}
	beside, err := json.Marshal(newEvidence(row))
	if err != nil {
		return fmt.Errorf("write the evidence of figure %q: %w", row.Figure.ID, err)
	}
	// Both are objects: the members of the second are appended to the first.
	line = append(append(line[:len(line)-1], ','), beside[1:]...)
	_, err = p.out.Write(append(line, '\n'))
	return err
}

func (p *rowsJSON) Close() error { return p.out.Flush() }

// ErrCreate means that the output file cannot be created.
var ErrCreate = errors.New("cannot create the file")

// File calls write with a temporary file and renames it when it is complete. If write fails,
// no file is left.
func File(name string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrCreate, err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	out := bufio.NewWriter(f)
	if err := errors.Join(write(out), out.Flush(), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
