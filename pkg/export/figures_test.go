package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/export"
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

func TestFiguresJSONL(t *testing.T) {
	a, f := tonnes()
	var out bytes.Buffer
	p := export.FiguresJSONL(&out)
	if err := p.Write(a, f); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
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

func TestFiguresCSV(t *testing.T) {
	a, f := tonnes()
	var out bytes.Buffer
	p := export.FiguresCSV(&out)
	if err := p.Write(a, f); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
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
		if err := export.FiguresCSV(&out).Close(); err != nil || !strings.HasPrefix(out.String(), "article_id,") {
			t.Errorf("%q, %v", out.String(), err)
		}
	})
}
