package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/internal/fixture"
	"github.com/arqam-io/arqam/internal/servers"
)

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
	path, _ := fixture.Ledger(t)
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
	path, _ := fixture.Ledger(t)
	if got := arqam(t, dir, "", nil, "export", "--ledger", path, "--search", "!", "-f", "out.csv"); got.status != exitUsage ||
		!strings.Contains(got.stderr, `no word to search for: "!"`) {
		t.Errorf("%+v", got)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
