package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/arqam-io/arqam/internal/fixture"
	"github.com/arqam-io/arqam/pkg/export"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
)

// written is what a writer makes of the figures that a query selects.
func written(t *testing.T, path string, q ledger.Query, to func(io.Writer) export.Writer) string {
	t.Helper()
	l, err := ledger.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var out bytes.Buffer
	w := to(&out)
	if err := errors.Join(l.EachFigure(t.Context(), q, w.Write), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func series(t *testing.T, path string, s ledger.Series) string {
	t.Helper()
	l, err := ledger.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var out bytes.Buffer
	if err := export.OpenMetrics(t.Context(), l, s, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestCSV(t *testing.T) {
	path, in := fixture.Ledger(t)
	rows, err := csv.NewReader(strings.NewReader(written(t, path, ledger.Query{Tracker: "harmal-wheat"}, export.CSV))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d lines, %v; want a header and two figures", len(rows), err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	for row, want := range []map[string]string{
		{"article_id": "ar", "relation": "range", "value": "", "lower": "30000", "upper": "40000", "unit": "tonne", "canonical_upper": "40000000",
			"sentence": in[1].Article.Text, "published": "2026-03-04T12:00:00.125Z", "tracker_lower": "30000", "correction": ""},
		{"article_id": "en", "value": "123456789012345678.25", "canonical_value": "123456789012345678250", "source": `the "late" wire`,
			"url": "https://wire.example/1", "title": "Grain", "engine": in[0].Engine, "tracker": "harmal-wheat",
			"tracker_value": "123456789012345678.25", "tracker_unit": "tonne", "tracker_as_of": "2026-03-02T12:00:00.125Z"},
	} {
		for name, value := range want {
			i, ok := column[name]
			if !ok {
				t.Errorf("there is no column %q", name)
			} else if rows[row+1][i] != value {
				t.Errorf("row %d: %s is %q, want %q", row, name, rows[row+1][i], value)
			}
		}
	}
	if _, ok := column["value_float"]; ok {
		t.Error("csv has a column of binary numbers")
	}
	if got := written(t, path, ledger.Query{Source: "nobody"}, export.CSV); strings.Count(got, "\n") != 1 {
		t.Errorf("nothing has more than its header:\n%s", got)
	}
}

func TestParquet(t *testing.T) {
	path, _ := fixture.Ledger(t)
	file := filepath.Join(t.TempDir(), "figures.parquet")
	err := export.File(file, func(w io.Writer) error {
		_, err := io.WriteString(w, written(t, path, ledger.Query{}, func(w io.Writer) export.Writer { return export.Parquet(w, "1") }))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := parquet.ReadFile[export.Row](file)
	if err != nil {
		t.Fatal(err)
	}
	header, cells, err := func() ([]string, [][]string, error) {
		all, err := csv.NewReader(strings.NewReader(written(t, path, ledger.Query{}, export.CSV))).ReadAll()
		return all[0], all[1:], err
	}()
	if err != nil || len(rows) != len(cells) || len(header) != len(cells[0]) {
		t.Fatalf("%d rows, csv has %d: %v", len(rows), len(cells), err)
	}
	for i, row := range rows {
		if diff := cmp.Diff(cells[i], row.Cells()); diff != "" {
			t.Errorf("row %d is not that of csv\n%s", i, diff)
		}
	}
	exact := rows[len(rows)-1]
	if exact.Value != "123456789012345678.25" || exact.ValueFloat == nil || *exact.ValueFloat != 123456789012345678.25 || exact.LowerFloat != nil {
		t.Errorf("numbers %q, %v, %v", exact.Value, exact.ValueFloat, exact.LowerFloat)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	p, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"published": "TIMESTAMP(isAdjustedToUTC=true,unit=MILLIS)", "value": "STRING", "value_float": "DOUBLE"} {
		column, ok := p.Schema().Lookup(name)
		if !ok || column.Node.Type().String() != want || !column.Node.Optional() {
			t.Errorf("column %s: %v, want an optional %s", name, column.Node, want)
		}
	}
}

func TestOpenMetrics(t *testing.T) {
	path, _ := fixture.Ledger(t)
	got := series(t, path, ledger.Series{})
	want := `# HELP arqam_reported_value Value that a source reported for a tracker, at the time of its article.
# TYPE arqam_reported_value gauge
arqam_reported_value{tracker="harmal-wheat",source="the \"late\" wire",unit="tonne"} 1.2345678901234568e+17 1772452800.125
# HELP arqam_reported_lower Lower bound that a source reported for a tracker, at the time of its article.
# TYPE arqam_reported_lower gauge
arqam_reported_lower{tracker="harmal-wheat",source="sahel",unit="tonne"} 30000 1772625600.125
arqam_reported_lower{tracker="harmal-wheat",source="the \"late\" wire",unit="tonne"} 1.2345678901234568e+17 1772452800.125
`
	if !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "\n# EOF\n") {
		t.Errorf("it begins\n%s\nwant\n%s", got, want)
	}
	if got := series(t, path, ledger.Series{Source: "sahel", Since: fixture.Noon.AddDate(0, 0, 3)}); strings.Count(got, "\n") != 9 {
		t.Errorf("no sample:\n%s", got)
	}
}

// A line is the figure's own JSON and its evidence, in one object.
func TestJSONL(t *testing.T) {
	path, in := fixture.Ledger(t)
	got := written(t, path, ledger.Query{Tracker: "harmal-wheat"}, export.JSONL)
	first, _, _ := strings.Cut(got, "\n")
	var line struct {
		ID      figure.ID `json:"id"`
		Article struct{ Source string }
		Claim   struct {
			Tracker string
			Upper   figure.Number
		}
	}
	if err := json.Unmarshal([]byte(first), &line); err != nil {
		t.Fatal(err)
	}
	if line.ID != in[1].Figures[0].ID || line.Article.Source != "sahel" || line.Claim.Tracker != "harmal-wheat" || line.Claim.Upper.String() != "40000" {
		t.Errorf("%+v of %s", line, first)
	}
}

// A file that could not be written whole does not stand there.
func TestFileLeavesNoHalves(t *testing.T) {
	dir := t.TempDir()
	broken := errors.New("broken")
	if err := export.File(filepath.Join(dir, "out.csv"), func(w io.Writer) error {
		io.WriteString(w, "half")
		return broken
	}); !errors.Is(err, broken) {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if err := export.File(filepath.Join(dir, "none", "out.csv"), func(io.Writer) error { return nil }); !errors.Is(err, export.ErrCreate) {
		t.Error(err)
	}
}
