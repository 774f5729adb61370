package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/dead"
	"github.com/arqam-io/arqam/pkg/export"
)

// A message that is no article is buried, looked at, sent again, and buried
// again under a new number.
func TestDead(t *testing.T) {
	const body = "not JSON \x1b[31m \u202e \xff"
	data, address := filepath.Join(t.TempDir(), "data"), freeAddress(t)
	p := start(t, binary, "up", "--data", data, "--http", "off", "--listen", address, "--watch", t.TempDir())
	p.until("arqam is up: ")
	b, err := bus.Connect(t.Context(), bus.Options{URL: "nats://" + address, Name: "stranger"})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if _, err := b.JetStream().Publish(t.Context(), "articles.stranger", []byte(body)); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) outcome {
		t.Helper()
		return arqam(t, t.TempDir(), "", nil, append([]string{"dead"}, args...)...)
	}
	one := func(after uint64, reach ...string) export.Letter {
		t.Helper()
		for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
			got := run(append([]string{"list", "-o", "jsonl"}, reach...)...)
			if got.status != exitOK {
				t.Fatalf("dead list: %+v", got)
			}
			var row export.Letter
			if lines := strings.Count(got.stdout, "\n"); lines > 1 {
				t.Fatalf("%d letters, want one:\n%s", lines, got.stdout)
			} else if lines == 1 {
				if err := json.Unmarshal([]byte(got.stdout), &row); err != nil {
					t.Fatal(err)
				}
				if row.Sequence > after {
					return row
				}
			}
		}
		t.Fatal("nothing was buried")
		return export.Letter{}
	}
	reach := []string{"--nats", "nats://" + address}
	row := one(0, reach...)
	if row.Reason != dead.ReasonDecode || row.Service != "extractor" || row.Subject != "articles.stranger" || row.Bytes != len(body) {
		t.Errorf("%+v", row)
	}
	shown := run(append(reach, "show", "1")...)
	if shown.status != exitOK || !strings.Contains(shown.stdout, `not JSON \x1b[31m \u202e \xff`) {
		t.Errorf("show: %+v", shown)
	}
	if raw := run(append(reach, "show", "--raw", "1")...); raw.stdout != body {
		t.Errorf("show --raw: %+v", raw)
	}
	for _, c := range []struct{ args, want string }{
		{"show 7", "no such dead letter: 7"},
		{"show x", `"x" is not the number of a dead letter`},
		{"retry", "nothing selected"},
		{"retry --all 1", "cannot be combined"},
	} {
		got := run(append(reach, strings.Fields(c.args)...)...)
		if got.status != exitUsage || !strings.Contains(got.stderr, c.want) {
			t.Errorf("%s: %+v, want %q", c.args, got, c.want)
		}
	}
	if got := run(append(reach, "list", "--service", "sink", "-o", "table")...); got.stdout != "no dead letters\n" {
		t.Errorf("of another service: %+v", got)
	}
	if got := run(append(reach, "retry", "--reason", "decode")...); got.stdout != "1 message sent again\n" {
		t.Errorf("retry: %+v", got)
	}
	if again := one(row.Sequence, reach...); again.Bytes != len(body) {
		t.Errorf("buried again: %+v", again)
	}
	if got := run("list", "--stopped", "--data", data); got.status != exitFailure || !strings.Contains(got.stderr, "another") {
		t.Errorf("the data of a running system: %+v", got)
	}
	b.Close()
	p.stop()
	one(row.Sequence, "--stopped", "--data", data)
}
