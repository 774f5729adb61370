package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
)

func tonnes() (figure.Article, figure.Figure) {
	a := figure.Article{ID: "n1", Source: "ميناء", URL: "https://example.org/1", Title: "Wheat, \"again\"",
		Published: time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)}
	m := figure.Mention{Field: figure.FieldText, Start: 4, End: 19, Text: "260 ألف\nطن\u202e متري", Kind: figure.Measure,
		Relation: figure.Approx, Amount: figure.Exactly(figure.NewNumber(260000)), Subject: "القمح",
		Context: figure.Context{Sentence: "وصل نحو 260 ألف طن متري", Modality: figure.Asserted}}
	return a, figure.Figure{ID: "f1", ArticleID: "n1", Mention: m, UnitPer: figure.UnitPer{Unit: "tonne"},
		Canonical: figure.Canonical{Amount: figure.Exactly(figure.NewNumber(260000000)), UnitPer: figure.UnitPer{Unit: "kilogram"}, Quantity: "mass"}}
}

func TestShow(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		terminal       bool
		width          int
	}{
		{"a pipe", "260 ألف", "260 ألف", false, 0},
		{"a terminal isolates", "260 ألف", "\u2068260 ألف\u2069", true, 0},
		{"nothing is not isolated", "", "", true, 0},
		{"line breaks and escapes", "a\nb\t\x1b[31mc\u202e\u2066", "\u2068a b [31mc\u2069", true, 0},
		{"cut before it is isolated", "abcdefghij", "\u2068abcd…\u2069", true, 5},
		{"cut by columns, not marks", "بَيْتٌ", "\u2068بَيْتٌ\u2069", true, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := screen{}
			if c.terminal {
				s.width = 80
			}
			if got := s.show(c.in, c.width); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestTable(t *testing.T) {
	a, f := tonnes()
	for _, c := range []struct {
		name   string
		screen screen
		want   string
	}{
		{"plain", screen{}, strings.Join([]string{
			" ARTICLE  FIGURE            RELATION   VALUE  UNIT   SUBJECT ",
			"──────────────────────────────────────────────────────────────────────────────",
			" n1       260 ألف طن متري  approx    ≈ 260000  tonne  القمح   ", ""}, "\n")},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			p := newTablePrinter(c.screen, &out)
			if err := p.figure(a, f); err != nil {
				t.Fatal(err)
			}
			if err := p.end(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(squeeze(c.want), squeeze(out.String())); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("columns keep their places beside isolated text", func(t *testing.T) {
		var out bytes.Buffer
		p := newTablePrinter(screen{width: 80}, &out)
		if err := p.figure(a, f); err != nil {
			t.Fatal(err)
		}
		if err := p.end(); err != nil {
			t.Fatal(err)
		}
		if strings.Count(out.String(), "\u2068") != 4 || strings.Count(out.String(), "\u2069") != 4 || strings.Contains(out.String(), "\x1b") {
			t.Errorf("%q", out.String())
		}
	})
	t.Run("colour only where it is wanted", func(t *testing.T) {
		var out bytes.Buffer
		p := newTablePrinter(screen{width: 80, colour: true}, &out)
		if err := p.figure(a, f); err != nil {
			t.Fatal(err)
		}
		if err := p.end(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "\x1b[1m") {
			t.Errorf("%q", out.String())
		}
	})
	t.Run("no figures", func(t *testing.T) {
		var out bytes.Buffer
		if err := newTablePrinter(screen{}, &out).end(); err != nil || out.String() != "no figures\n" {
			t.Errorf("%q, %v", out.String(), err)
		}
	})
}

// squeeze makes runs of spaces one: columns are as wide as a font says.
func squeeze(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, "─") }), "\n")
}

func TestJSONL(t *testing.T) {
	a, f := tonnes()
	var out bytes.Buffer
	p := (&app{stdout: &out, env: noEnv}).printer(formatAuto)
	if err := p.figure(a, f); err != nil {
		t.Fatal(err)
	}
	if err := p.end(); err != nil {
		t.Fatal(err)
	}
	var got figure.Figure
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.ID != "f1" || got.Mention.Text != f.Mention.Text || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("%s", out.String())
	}
}

func TestCSV(t *testing.T) {
	a, f := tonnes()
	var out bytes.Buffer
	p := (&app{stdout: &out, env: noEnv}).printer(formatCSV)
	if err := p.figure(a, f); err != nil {
		t.Fatal(err)
	}
	if err := p.end(); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v, %v", rows, err)
	}
	got := map[string]string{}
	for i, name := range rows[0] {
		got[name] = rows[1][i]
	}
	for name, want := range map[string]string{"article_id": "n1", "published": "2026-03-02T09:30:00Z", "text": f.Mention.Text,
		"value": "260000", "lower": "", "unit": "tonne", "canonical_value": "260000000", "sentence": f.Mention.Context.Sentence} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	t.Run("the header stands also above nothing", func(t *testing.T) {
		var out bytes.Buffer
		if err := (&app{stdout: &out, env: noEnv}).printer(formatCSV).end(); err != nil || !strings.HasPrefix(out.String(), "article_id,") {
			t.Errorf("%q, %v", out.String(), err)
		}
	})
}

func noEnv(string) (string, bool) { return "", false }
