package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

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
		in = append(in, e.Figures(a))
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
