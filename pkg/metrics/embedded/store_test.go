package embedded_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/arqam-io/arqam/pkg/metrics/embedded"
)

// TestMain runs this binary as a writer process that a test kills.
func TestMain(m *testing.M) {
	if dir := os.Getenv("STORE_TEST_WRITER"); dir != "" {
		os.Exit(writeUntilKilled(dir))
	}
	os.Exit(m.Run())
}

// killed returns the i-th sample of the writer: every second one is in the past, so that both
// of the TSDB's logs are used.
func killed(i int) metrics.Sample {
	at := now.Add(-24*time.Hour + time.Duration(i)*time.Second)
	if i%2 == 1 {
		at = now.Add(-time.Duration(i) * time.Hour)
	}
	return sample(at, float64(i))
}

func writeUntilKilled(dir string) int {
	s, err := embedded.Open(embedded.Options{Dir: dir, Now: func() time.Time { return now }})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	for i := 0; ; i++ {
		if err := s.Append(context.Background(), []metrics.Sample{killed(i)}); err != nil {
			fmt.Println(err)
			return 1
		}
		fmt.Println("acked", i) // unbuffered: what is read was acknowledged
	}
}

func TestReopenAfterClose(t *testing.T) {
	dir := t.TempDir()
	batches, want := year()
	s := open(t, embedded.Options{Dir: dir})
	if !s.Empty() {
		t.Error("a new store is not empty")
	}
	for _, b := range batches {
		s.append(b)
	}
	if s.Empty() {
		t.Error("a filled store is empty")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
	if err := s.Append(context.Background(), batches[0]); !errors.Is(err, embedded.ErrClosed) {
		t.Errorf("Append after Close: %v", err)
	}
	if err := s.Ready(context.Background()); !errors.Is(err, embedded.ErrClosed) {
		t.Errorf("Ready after Close: %v", err)
	}

	reg := prometheus.NewRegistry()
	s = open(t, embedded.Options{Dir: dir, Registerer: reg})
	if s.Empty() {
		t.Error("a store that was filled before is empty")
	}
	wantEqual(t, "samples", s.points(metrics.ReportedValue), want)
	for _, b := range batches {
		s.append(b)
	}
	wantEqual(t, "counts", counts(t, reg), map[string]float64{"identical": float64(len(want))})
}

func TestReopenAfterKill(t *testing.T) {
	dir := t.TempDir()
	const enough = 200
	writer := exec.Command(os.Args[0])
	writer.Env = append(os.Environ(), "STORE_TEST_WRITER="+dir)
	out, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	acked := -1
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, err := fmt.Sscanf(lines.Text(), "acked %d", &acked); err != nil {
			t.Fatalf("writer: %s", lines.Text())
		}
		if acked == enough {
			if err := writer.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = writer.Wait() // it was killed
	if acked < enough {
		t.Fatalf("writer ended after %d samples", acked)
	}
	s := open(t, embedded.Options{Dir: dir})
	got := s.points(metrics.ReportedValue)
	for i := range acked + 1 {
		want := killed(i)
		if v, ok := got[want.Time.UnixMilli()]; !ok || v != want.Value {
			t.Errorf("sample %d: %v %v, want %v", i, v, ok, want.Value)
		}
	}
}

// A copy of the open directory stands for the state after a power cut, when the disk has
// everything that was synced. (Not with a year of samples: its compaction renames files
// meanwhile.)
func TestReopenCopyOfOpenDirectory(t *testing.T) {
	dir, copied := t.TempDir(), t.TempDir()
	batches, want := month()
	s := open(t, embedded.Options{Dir: dir})
	for _, b := range batches {
		s.append(b)
	}
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	s = open(t, embedded.Options{Dir: copied})
	wantEqual(t, "samples", s.points(metrics.ReportedValue), want)
}

func TestOpenLocked(t *testing.T) {
	dir := t.TempDir()
	s := open(t, embedded.Options{Dir: dir})
	_, err := embedded.Open(embedded.Options{Dir: dir})
	if !errors.Is(err, embedded.ErrLocked) || !strings.Contains(err.Error(), dir) {
		t.Errorf("second Open: %v", err)
	}
	s.append(report("t", "s", "", now, 1)) // the first store still works
}

func TestOpenUnusable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := embedded.Open(embedded.Options{Dir: file}); err == nil || !strings.Contains(err.Error(), "file") {
		t.Errorf("Open of a file: %v", err)
	}
	foreign := filepath.Dir(file)
	if _, err := embedded.Open(embedded.Options{Dir: foreign}); !errors.Is(err, embedded.ErrForeign) || !strings.Contains(err.Error(), `it contains "file"`) {
		t.Errorf("Open of a foreign directory: %v", err)
	}
	if entries, err := os.ReadDir(foreign); err != nil || len(entries) != 1 {
		t.Errorf("Open created files there: %v, %v", entries, err)
	}
}

// logFile returns the newest non-empty segment of a log of the closed store.
func logFile(t *testing.T, dir, log string) string {
	t.Helper()
	var newest string
	err := filepath.WalkDir(filepath.Join(dir, "reported", log), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if info, err := d.Info(); err == nil && info.Size() > 0 {
			newest = path
		}
		return nil
	})
	if err != nil || newest == "" {
		t.Fatalf("no segment in %s: %v", log, err)
	}
	return newest
}

func edit(t *testing.T, path string, change func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(b), 0o600); err != nil {
		t.Fatal(err)
	}
}

func filled(t *testing.T) (dir string, want map[int64]float64) {
	dir = t.TempDir()
	batches, want := month()
	s := open(t, embedded.Options{Dir: dir})
	for _, b := range batches {
		s.append(b)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, want
}

func TestOpenDamagedLog(t *testing.T) {
	for _, log := range []string{"wal", "wbl"} {
		t.Run(log, func(t *testing.T) {
			dir, want := filled(t)
			edit(t, logFile(t, dir, log), func(b []byte) []byte {
				b[len(bytes.TrimRight(b, "\x00"))/3] ^= 0xff // the rest of the page is empty
				return b
			})
			_, err := embedded.Open(embedded.Options{Dir: dir})
			if !errors.Is(err, embedded.ErrDamaged) || !strings.Contains(err.Error(), "from the ledger") {
				t.Fatalf("Open: %v", err)
			}
			// The failed Open left the directory unlocked and unchanged.
			s := open(t, embedded.Options{Dir: dir, Repair: true})
			got := s.points(metrics.ReportedValue)
			if len(got) == 0 || len(got) >= len(want) {
				t.Errorf("repair kept %d of %d samples, want some", len(got), len(want))
			}
			batches, _ := month()
			for _, b := range batches {
				s.append(b)
			}
			wantEqual(t, "samples appended again", s.points(metrics.ReportedValue), want)
		})
	}
}

func TestOpenTornLog(t *testing.T) {
	for _, log := range []string{"wal", "wbl"} {
		t.Run(log, func(t *testing.T) {
			source, copied := t.TempDir(), t.TempDir()
			s := open(t, embedded.Options{Dir: source})
			batches, want := month()
			for _, b := range batches {
				s.append(b)
			}
			if err := os.CopyFS(copied, os.DirFS(source)); err != nil {
				t.Fatal(err)
			}
			edit(t, logFile(t, copied, log), func(b []byte) []byte { return b[:len(b)-5] })
			s = open(t, embedded.Options{Dir: copied})
			got := s.points(metrics.ReportedValue)
			if missing := len(want) - len(got); missing < 0 || missing > len(batches[len(batches)-1]) {
				t.Errorf("%d samples missing, more than the torn batch", missing)
			}
			for _, b := range batches {
				s.append(b)
			}
			wantEqual(t, "samples appended again", s.points(metrics.ReportedValue), want)
		})
	}
}

func TestOpenDamagedBlock(t *testing.T) {
	dir, _ := filled(t)
	block := filepath.Join(dir, "reported", "01ARZ3NDEKTSV4RRFFQ69G5FAV")
	if err := os.Mkdir(block, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(block, "meta.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := embedded.Open(embedded.Options{Dir: dir})
	if !errors.Is(err, embedded.ErrDamaged) || !strings.Contains(err.Error(), "01ARZ3NDEKTSV4RRFFQ69G5FAV") {
		t.Errorf("Open: %v", err)
	}
}
