package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/export"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/intake"
	"github.com/arqam-io/arqam/pkg/ledger"
)

const bridge = `
trackers:
  - name: bridge
    match: {subject: [killed], mentions: {all: [[bridge, جسر]]}}
    novelty: {confirm: 2}
`

// The articles stand in no order; the second is of another bridge.
const bridgeNews = `{"id":"3","lang":"en","source":"post","text":"The bridge fell on 9 people were killed, police said. In all 9 people were killed at the bridge.","published":"2020-01-04T00:00:00Z"}
{"id":"x","lang":"en","source":"post","text":"The ferry was late.","published":"2020-01-03T00:00:00Z"}
{"id":"1","lang":"ar","source":"desk","text":"قالت الشرطة إن 7 أشخاص قتلوا عند انهيار جسر المدينة.","published":"2020-01-02T00:00:00Z"}
{"id":"2","lang":"en","source":"wire","text":"Seven people were killed when the bridge fell, the mayor said.","published":"2020-01-03T00:00:00Z"}
`

func eventLines(t *testing.T, stdout string) []string {
	t.Helper()
	var out []string
	for line := range strings.Lines(stdout) {
		var r export.Event
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		out = append(out, strings.TrimSpace(strings.Join([]string{r.Change, r.Type, r.Value.String(), r.Article}, " ")))
	}
	return out
}

func TestBacktest(t *testing.T) {
	dir := writeFiles(t, map[string]string{"t.yaml": bridge, "news.jsonl": bridgeNews})
	got := arqam(t, dir, "", nil, "tracker", "backtest", "t.yaml", "news.jsonl")
	if got.status != exitOK || !strings.Contains(got.stderr, "4 articles; nothing was sent") {
		t.Fatalf("%+v", got)
	}
	want := []string{"figure.new 7 1", "figure.confirmed 7 2", "figure.new 9 3"}
	if diff := cmp.Diff(want, eventLines(t, got.stdout)); diff != "" {
		t.Error(diff)
	}
	got = arqam(t, dir, "", nil, "tracker", "backtest", "--since", "2020-01-03", "t.yaml", "news.jsonl")
	if diff := cmp.Diff([]string{"figure.new 7 2", "figure.new 9 3"}, eventLines(t, got.stdout)); diff != "" {
		t.Errorf("since the third:\n%s", diff)
	}
	got = arqam(t, dir, "", nil, "tracker", "backtest", "--tracker", "ship", "t.yaml", "news.jsonl")
	if got.status != exitUsage || !strings.Contains(got.stderr, `t.yaml has no tracker "ship"`) {
		t.Errorf("an unknown tracker: %+v", got)
	}
}

// bridgeLedger is what a sink of another engine's time left: the figures of the
// first article as read today, and none of the second's.
func bridgeLedger(t *testing.T, dir string) string {
	t.Helper()
	e, err := newEngine("")
	if err != nil {
		t.Fatal(err)
	}
	m, err := matcherOf(e, filepath.Join(dir, "t.yaml"), "")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ledger.db")
	l, err := ledger.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var read []figure.Figures
	for line := range strings.Lines(bridgeNews) {
		var a figure.Article
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		a.Identify()
		in := e.Figures(a)
		in.Engine = "of old"
		for i := range in.Figures {
			in.Figures[i].ID = figure.NewID(a, in.Engine, in.Figures[i].Mention)
		}
		if a.ID == "3" {
			in.Figures = nil
		}
		read = append(read, in)
	}
	if _, err := intake.Rehearse(t.Context(), l, m, read, func() {}); err != nil {
		t.Fatal(err)
	}
	for i := range read {
		if err := l.Update(t.Context(), func(tx *ledger.Tx) error { return tx.Record(&read[i]) }); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func TestReplay(t *testing.T) {
	dir := writeFiles(t, map[string]string{"t.yaml": bridge})
	path := bridgeLedger(t, dir)
	diff := func() (figures int, events []string) {
		t.Helper()
		got := arqam(t, dir, "", nil, "replay", "--diff", "--ledger", path, "--trackers", "t.yaml", "-o", "jsonl")
		if got.status != exitOK || !strings.Contains(got.stderr, "nothing was recorded or sent") {
			t.Fatalf("%+v", got)
		}
		for line := range strings.Lines(got.stdout) {
			if strings.Contains(line, `"is":`) {
				figures++
				continue
			}
			events = append(events, eventLines(t, line)...)
		}
		return figures, events
	}
	for range 2 { // it changes nothing
		figures, events := diff()
		if figures != 2 || !cmp.Equal(events, []string{"fires figure.new 9 3"}) {
			t.Fatalf("%d figures added and events %q, want the two nines and their event", figures, events)
		}
	}
	for _, want := range []string{"4 articles read again, 1 new event\n", "4 articles read again, 0 new events\n"} {
		got := arqam(t, dir, "", nil, "replay", "--ledger", path, "--trackers", "t.yaml")
		if got.status != exitOK || got.stdout != want {
			t.Errorf("%+v, want %q", got, want)
		}
	}
	if figures, events := diff(); figures != 0 || len(events) != 0 {
		t.Errorf("after the replay %d figures and events %q still differ", figures, events)
	}
}
