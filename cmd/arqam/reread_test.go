package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// shows waits until /metrics has a text, or no longer has it.
func shows(t *testing.T, address, text string, want bool) {
	t.Helper()
	var body []byte
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		r, err := http.Get("http://" + address + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		body, err = io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(body), text) == want {
			return
		}
	}
	t.Fatalf("/metrics has %q: want %v\n%s", text, want, body)
}

func TestTrackersAreReadAgain(t *testing.T) {
	const one = "trackers:\n  - name: %\n    match: {subject: [wheat]}\n    unit: tonne\n"
	counter := func(name string) string { return `arqam_new_figures_total{tracker="` + name + `"} 0` }
	file := filepath.Join(t.TempDir(), "t.yaml")
	write := func(text string) {
		t.Helper()
		// As editors do: a new file takes the place of the old one.
		if err := os.WriteFile(file+"~", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(file+"~", file); err != nil {
			t.Fatal(err)
		}
	}
	write(strings.ReplaceAll(one, "%", "first"))
	p := start(t, binary, "up", "--data", filepath.Join(t.TempDir(), "data"), "--http", "127.0.0.1:0", "--trackers", file, "--watch", t.TempDir())
	p.until("arqam is up: ")
	_, address, _ := strings.Cut(p.until("/api/v1 "), "http://")
	address, _, _ = strings.Cut(address, "/")
	shows(t, address, counter("first"), true)

	write(strings.ReplaceAll(one, "%", "second"))
	shows(t, address, counter("second"), true)
	shows(t, address, `tracker="first"`, false)

	write(strings.ReplaceAll(one, "%", "third") + "    measure: sideways\n")
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	// A good file after the broken one shows that the broken one was met.
	write(strings.ReplaceAll(one, "%", "second") + strings.TrimPrefix(strings.ReplaceAll(one, "%", "fourth"), "trackers:\n"))
	shows(t, address, counter("fourth"), true)
	shows(t, address, counter("second"), true)
	shows(t, address, `tracker="third"`, false)

	if err := os.WriteFile(file, []byte("trackers: none\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * rereadPause) // nothing shows that a file was refused but the log, which is read at the end
	shows(t, address, counter("fourth"), true)
	p.stop()
	if log := p.stderr.String(); !strings.Contains(log, "the old ones stay") || !strings.Contains(log, "t.yaml:1") {
		t.Errorf("the log does not say where the fault is:\n%s", log)
	}
}
