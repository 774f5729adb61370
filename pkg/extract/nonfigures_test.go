package extract_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// misread is the number of sentences of nonfigures.tsv in which a figure is read today,
// by language and kind. It may only go down: lower it when the engine improves.
var misread = map[string]int{
	"ar address": 1, "ar case": 2, "ar idiom": 1, "ar military": 3, "ar model": 2, "ar name": 2, "ar plate": 1, "ar postbox": 1, "ar room": 1,
	"ar telephone": 2, "ar version": 1,
	"en address": 2, "en case": 1, "en clock": 1, "en idiom": 1, "en law": 1, "en line": 2, "en military": 2, "en model": 2, "en name": 1,
	"en postbox": 1, "en room": 1, "en telephone": 1, "en version": 1,
	"fr address": 1, "fr postbox": 1,
}

// misreadBeside is the number of sentences of nonfigures_control.tsv whose figures are not
// read as they should be today. It may only go down.
const misreadBeside = 6

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
// figures. -v lists what is read all the same.
func TestNonFigures(t *testing.T) {
	x := extractor(t)
	counts, all := map[string]int{}, rows(t, "nonfigures.tsv", 3)
	perLang := map[string]int{}
	for _, r := range all {
		perLang[r.lang]++
		if got := x.Text(r.lang, r.sentence); len(got) > 0 {
			counts[r.lang+" "+r.kind]++
			t.Logf("nonfigures.tsv:%d: %s: %q is read in %s", r.line, r.kind, figureLines(got), mark(r.sentence, got))
		}
	}
	total := 0
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		total += counts[kind]
		if counts[kind] > misread[kind] {
			t.Errorf("%s: a figure is read in %d sentences, at most %d before", kind, counts[kind], misread[kind])
		}
	}
	for kind, n := range misread {
		if counts[kind] < n {
			t.Logf("%s: a figure is read in %d sentences, %d before: lower the number", kind, counts[kind], n)
		}
	}
	t.Logf("a figure is read in %d of %d sentences", total, len(all))
	want := map[string]int{"ar": 150, "en": 110, "fr": 20, "es": 20}
	if !maps.Equal(perLang, want) {
		t.Errorf("nonfigures.tsv has %v sentences, want %v", perLang, want)
	}
}

// TestFiguresBesideNonFigures: the same numbers beside a figure leave that figure, and
// only that one.
func TestFiguresBesideNonFigures(t *testing.T) {
	x := extractor(t)
	wrongly, all := 0, rows(t, "nonfigures_control.tsv", 4)
	for _, r := range all {
		var got []string
		for _, m := range x.Text(r.lang, r.sentence) {
			got = append(got, parityLine(m))
		}
		if lines := strings.Join(got, "; "); lines != r.rest[0] {
			wrongly++
			t.Logf("nonfigures_control.tsv:%d: %s: the figures are %q, want %q in %s", r.line, r.kind, lines, r.rest[0], r.sentence)
		}
	}
	t.Logf("%d of %d sentences are misread", wrongly, len(all))
	if wrongly > misreadBeside || len(all) < 60 {
		t.Errorf("%d of %d sentences are misread, at most %d of 60 before", wrongly, len(all), misreadBeside)
	}
}
