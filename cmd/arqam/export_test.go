package main

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/arqam-io/arqam/internal/servers"
	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 125e6, time.UTC)

// filledLedger is a ledger with two articles, whose figures the tracker
// harmal-wheat follows.
func filledLedger(t *testing.T) (path string, in []figure.Figures) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "ledger.db")
	l, err := ledger.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	e, err := newEngine("")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []figure.Article{
		{ID: "en", Lang: "en", Source: `the "late" wire`, URL: "https://wire.example/1", Title: "Grain", Published: noon, Fetched: noon.AddDate(0, 0, 1),
			Text: "Harmal port has handled 123456789012345678.25 tonnes of wheat, its director said."},
		{ID: "ar", Lang: "ar", Source: "sahel", Published: noon.AddDate(0, 0, 2), Fetched: noon.AddDate(0, 0, 3),
			Text: "وصل ما بين 30 و40 ألف طن من القمح إلى ميناء حرمل."},
	} {
		a.Identify()
		in = append(in, e.figures(a))
	}
	for i := range in {
		err := l.Update(t.Context(), func(tx *ledger.Tx) error { return fill(tx, &in[i]) })
		if err != nil {
			t.Fatal(err)
		}
	}
	return path, in
}

func fill(tx *ledger.Tx, in *figure.Figures) error {
	if err := tx.Record(in); err != nil {
		return err
	}
	f := &in.Figures[0]
	c := claim.New(claim.Series{Tracker: "harmal-wheat", Unit: "tonne"}, claim.Publication{Article: &in.Article, Origin: claim.OriginOf(in.Article)},
		f, f.Mention.Amount)
	if _, err := tx.Claim(&in.Article, []string{"harmal-wheat"}, []claim.Claim{c}); err != nil {
		return err
	}
	_, err := tx.Report([]ledger.Report{{Tracker: c.Tracker, Unit: c.Unit, Source: c.Source, At: c.AsOf,
		Amount: c.Amount, Claim: c.ID}})
	return err
}

func exported(t *testing.T, path string, args ...string) string {
	t.Helper()
	got := arqam(t, t.TempDir(), "", nil, append([]string{"export", "--ledger", path}, args...)...)
	if got.status != exitOK || got.stderr != "" {
		t.Fatalf("export %v: %+v", args, got)
	}
	return got.stdout
}

func TestExportCSV(t *testing.T) {
	path, in := filledLedger(t)
	rows, err := csv.NewReader(strings.NewReader(exported(t, path, "--tracker", "harmal-wheat"))).ReadAll()
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
	if got := exported(t, path, "--search", "قمح*", "--format", "csv"); strings.Count(got, "\n") != 2 {
		t.Errorf("what a search finds:\n%s", got)
	}
	if got := exported(t, path, "--source", "nobody"); strings.Count(got, "\n") != 1 {
		t.Errorf("nothing has more than its header:\n%s", got)
	}
}

func TestExportParquet(t *testing.T) {
	path, _ := filledLedger(t)
	file := filepath.Join(t.TempDir(), "figures.parquet")
	if out := exported(t, path, "--format", "parquet", "-f", file); out != "" {
		t.Errorf("it printed %q", out)
	}
	rows, err := parquet.ReadFile[exportRow](file)
	if err != nil {
		t.Fatal(err)
	}
	header, cells, err := func() ([]string, [][]string, error) {
		all, err := csv.NewReader(strings.NewReader(exported(t, path))).ReadAll()
		return all[0], all[1:], err
	}()
	if err != nil || len(rows) != len(cells) || len(header) != len(cells[0]) {
		t.Fatalf("%d rows, csv has %d: %v", len(rows), len(cells), err)
	}
	for i, row := range rows {
		if diff := cmp.Diff(cells[i], row.cells()); diff != "" {
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

func TestExportOpenMetrics(t *testing.T) {
	path, _ := filledLedger(t)
	got := exported(t, path, "--format", "openmetrics")
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
	if got := exported(t, path, "--format", "openmetrics", "--source", "sahel", "--since", "2026-03-05"); strings.Count(got, "\n") != 9 {
		t.Errorf("no sample:\n%s", got)
	}
}

// promtool makes blocks of the series, which hold each sample at its own time.
func TestExportFillsPrometheus(t *testing.T) {
	promtool := servers.Promtool.Path(t)
	path, _ := filledLedger(t)
	dir := t.TempDir()
	series, blocks := filepath.Join(dir, "series.om"), filepath.Join(dir, "blocks")
	exported(t, path, "--format", "openmetrics", "-f", series)
	if out, err := exec.Command(promtool, "tsdb", "create-blocks-from", "openmetrics", series, blocks).CombinedOutput(); err != nil {
		t.Fatalf("promtool: %v\n%s", err, out)
	}
	if err := os.Mkdir(filepath.Join(blocks, "wal"), 0o755); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(promtool, "tsdb", "dump", blocks).CombinedOutput()
	if err != nil {
		t.Fatalf("promtool: %v\n%s", err, out)
	}
	for _, want := range []string{
		`{__name__="arqam_reported_lower", source="sahel", tracker="harmal-wheat", unit="tonne"} 30000 1772625600125`,
		`{__name__="arqam_reported_upper", source="sahel", tracker="harmal-wheat", unit="tonne"} 40000 1772625600125`,
		`{__name__="arqam_reported_timestamp_seconds", source="the \"late\" wire", tracker="harmal-wheat"} 1.772452800125e+09 1772452800125`,
	} {
		if !strings.Contains(string(out), want+"\n") {
			t.Errorf("the blocks hold\n%s\nwant among it\n%s", out, want)
		}
	}
}

// A file that could not be written whole does not stand there.
func TestExportLeavesNoHalves(t *testing.T) {
	dir := t.TempDir()
	if got := arqam(t, dir, "", nil, "export", "--data", "nowhere", "-f", "out.csv"); got.status != exitUsage {
		t.Errorf("%+v", got)
	}
	path, _ := filledLedger(t)
	if got := arqam(t, dir, "", nil, "export", "--ledger", path, "--search", "!", "-f", "out.csv"); got.status != exitUsage ||
		!strings.Contains(got.stderr, `no word to search for: "!"`) {
		t.Errorf("%+v", got)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
