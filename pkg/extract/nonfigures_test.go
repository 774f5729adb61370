package extract_test

import (
	"maps"
	"os"
	"strings"
	"testing"
)

// row is one sentence of a file of sentences, with the cells behind it.
type row struct {
	line                 int
	lang, kind, sentence string
	rest                 []string
}

// rows reads a file of testdata of at least three columns: language, kind and sentence.
func rows(t *testing.T, file string, columns int) []row {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out []row
	for i, line := range strings.Split(strings.TrimSuffix(string(b), "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != columns {
			t.Fatalf("%s:%d has %d columns, want %d", file, i+1, len(cells), columns)
		}
		out = append(out, row{line: i + 1, lang: cells[0], kind: cells[1], sentence: cells[2], rest: cells[3:]})
	}
	return out
}

// TestNonFigures: telephone numbers, addresses, names, scores, dates and the like are no
// figures.
func TestNonFigures(t *testing.T) {
	x := extractor(t)
	perLang := map[string]int{}
	for _, r := range rows(t, "nonfigures.tsv", 3) {
		perLang[r.lang]++
		if got := x.Text(r.lang, r.sentence); len(got) > 0 {
			t.Errorf("nonfigures.tsv:%d: %s: %q is read in %s", r.line, r.kind, figureLines(got), mark(r.sentence, got))
		}
	}
	want := map[string]int{"ar": 150, "en": 110, "fr": 20, "es": 20}
	if !maps.Equal(perLang, want) {
		t.Errorf("nonfigures.tsv has %v sentences, want %v", perLang, want)
	}
}

// TestFiguresBesideNonFigures: the same numbers beside a figure leave that figure, and
// only that one.
func TestFiguresBesideNonFigures(t *testing.T) {
	x := extractor(t)
	all := rows(t, "nonfigures_control.tsv", 4)
	for _, r := range all {
		var got []string
		for _, m := range x.Text(r.lang, r.sentence) {
			got = append(got, parityLine(m))
		}
		if lines := strings.Join(got, "; "); lines != r.rest[0] {
			t.Errorf("nonfigures_control.tsv:%d: %s: the figures are %q, want %q in %s", r.line, r.kind, lines, r.rest[0], r.sentence)
		}
	}
	if len(all) < 60 {
		t.Errorf("there are %d sentences, want 60", len(all))
	}
}
