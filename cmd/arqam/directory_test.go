package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestUnfitDirectories starts the system on data directories that hold something
// else, or what is broken. Each is refused with what to do, and left as it was.
func TestUnfitDirectories(t *testing.T) {
	noise := strings.Repeat("these are notes, and no store of anybody. ", 3000)
	const streams = "nats/jetstream/$G/streams/"
	for _, c := range []struct {
		name  string
		files map[string]string // below the data directory; "" is the directory itself
		want  []string
	}{
		{"a file", map[string]string{"": "x"}, []string{`data directory "data": not a directory: set --data to a writable directory`}},
		{"streams: a file", map[string]string{"nats": "x"}, []string{`open store "data/nats": `, "not a directory: set --data to a writable directory"}},
		{"streams: another program's", map[string]string{"nats/notes.txt": "x"},
			[]string{`directory is not an Arqam store: it contains "notes.txt" but no arqam.lock: set another --data, or move data/nats away`}},
		{"streams: broken", map[string]string{"nats/arqam.lock": "", streams + "ARTICLES/meta.inf": "{", streams + "ARTICLES/msgs/1.blk": noise},
			[]string{`store directory is damaged: stream "ARTICLES"`, "restore data/nats from a backup, or move it away and send the articles again"}},
		{"ledger: a directory", map[string]string{"ledger.db/notes.txt": "x"},
			[]string{`ledger "data/ledger.db": the ledger's file cannot be opened`, "give the path of a writable file"}},
		{"ledger: a text", map[string]string{"ledger.db": noise},
			[]string{`ledger "data/ledger.db": this is not a ledger of Arqam`, "give another path or an empty database for the ledger, or move away what is there"}},
		{"ledger: half a header", map[string]string{"ledger.db": "SQLite format 3\x00" + noise},
			[]string{`ledger "data/ledger.db": this is not a ledger of Arqam`, "give another path"}},
		{"series: a file", map[string]string{"metrics": "x"},
			[]string{`open metrics store "data/metrics": `, "not a directory; give a directory that can be written"}},
		{"series: another program's", map[string]string{"metrics/notes.txt": "x"},
			[]string{`open metrics store "data/metrics": directory is not a metrics store: it contains "notes.txt" but no database; give another directory, or move this one away`}},
		{"series: a broken log", map[string]string{"metrics/reported/wal/00000000": noise},
			[]string{`open metrics store "data/metrics": log "data/metrics/reported/wal" is damaged`, "restore it from a copy, or move the metrics directory away"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for name, body := range c.files {
				path := filepath.Join(dir, "data", name)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			got := arqam(t, dir, "", nil, "up", "--data", "data", "--http", "off", "--log-level", "error")
			if got.status != exitFailure || got.stdout != "" || strings.Count(got.stderr, "\n") != 1 || !strings.HasPrefix(got.stderr, "arqam: ") {
				t.Errorf("exit status %d, stdout %q, stderr %q", got.status, got.stdout, got.stderr)
			}
			for _, want := range c.want {
				if !strings.Contains(got.stderr, want) {
					t.Errorf("stderr is %q, want %q in it", got.stderr, want)
				}
			}
			for name, body := range c.files {
				if now, err := os.ReadFile(filepath.Join(dir, "data", name)); err != nil || string(now) != body {
					t.Errorf("%s was changed: %v", name, err)
				}
			}
		})
	}
}
