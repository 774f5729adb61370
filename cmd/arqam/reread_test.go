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
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
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

	for broken, place := range map[string]string{
		strings.ReplaceAll(one, "%", "third") + "    measure: sideways\n": "t.yaml:5",
		"trackers: none\n": "t.yaml:1",
	} {
		write(broken)
		if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(2 * time.Minute); !strings.Contains(p.stderr.String(), place); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("the log does not say %s:\n%s", place, p.stderr)
			}
		}
		shows(t, address, counter("second"), true)
		shows(t, address, `tracker="third"`, false)
	}
	if !strings.Contains(p.stderr.String(), "the previous ones stay in use") {
		t.Errorf("the log does not say what became of the old trackers:\n%s", p.stderr)
	}
	write(strings.ReplaceAll(one, "%", "fourth"))
	shows(t, address, counter("fourth"), true)
	p.stop()
}
