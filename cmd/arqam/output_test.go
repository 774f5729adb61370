package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/terminal"
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
			if err := p.Write(a, f); err != nil {
				t.Fatal(err)
			}
			if err := p.Close(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(squeeze(c.want), squeeze(out.String())); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("columns keep their places beside isolated text", func(t *testing.T) {
		var out bytes.Buffer
		p := newTablePrinter(screen{terminal.Screen{Width: 80}}, &out)
		if err := p.Write(a, f); err != nil {
			t.Fatal(err)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		if strings.Count(out.String(), "\u2068") != 4 || strings.Count(out.String(), "\u2069") != 4 || strings.Contains(out.String(), "\x1b") {
			t.Errorf("%q", out.String())
		}
	})
	t.Run("colour only where it is wanted", func(t *testing.T) {
		var out bytes.Buffer
		p := newTablePrinter(screen{terminal.Screen{Width: 80, Colour: true}}, &out)
		if err := p.Write(a, f); err != nil {
			t.Fatal(err)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "\x1b[1m") {
			t.Errorf("%q", out.String())
		}
	})
	t.Run("no figures", func(t *testing.T) {
		var out bytes.Buffer
		if err := newTablePrinter(screen{}, &out).Close(); err != nil || out.String() != "no figures\n" {
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
