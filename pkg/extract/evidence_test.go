package extract

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/lang"
)

// tables are the tables of evidence.
func tables() [][]evidence { return [][]evidence{evidenceOfNumber[:], evidenceOfSentence[:]} }

// TestEveryFactIsEvidence: each fact can be found out, some row asks for it, and each row
// says something.
func TestEveryFactIsEvidence(t *testing.T) {
	asked := map[fact]bool{}
	for _, table := range tables() {
		for i, e := range table {
			if e.weight == 0 || e.says == "" || len(e.when) == 0 || e.of == asBare {
				t.Errorf("row %d says nothing: %+v", i, e)
			}
			for _, f := range slices.Concat(e.when, e.unless) {
				asked[f] = true
			}
		}
	}
	for f := range numFacts {
		if facts[f] == nil || !asked[f] {
			t.Errorf("fact %d: found out %v, asked for %v", f, facts[f] != nil, asked[f])
		}
	}
	for of := asBare; of < numReadings; of++ {
		if readings[of].name == "" || (readings[of].reason == "") != (of == asFigure) {
			t.Errorf("reading %d is %q, and drops a number as %q", of, readings[of].name, readings[of].reason)
		}
	}
}

// TestOrderOfEvidenceMeansNothing: the same numbers are figures, and the others something else
// for the same reason, in whatever order the rows stand.
func TestOrderOfEvidenceMeansNothing(t *testing.T) {
	packs, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	x, err := New(packs)
	if err != nil {
		t.Fatal(err)
	}
	want := outcomes(t, x)
	t.Cleanup(countNeeds) // runs last
	for _, table := range tables() {
		before := slices.Clone(table)
		t.Cleanup(func() { copy(table, before) })
	}
	shuffler := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		for _, table := range tables() {
			shuffler.Shuffle(len(table), func(i, j int) { table[i], table[j] = table[j], table[i] })
		}
		countNeeds()
		for i, got := range outcomes(t, x) {
			if got != want[i] {
				t.Errorf("in another order: %s, want %s", got, want[i])
			}
		}
	}
}

// countNeeds notes anew which facts each row asks for.
func countNeeds() {
	tableOfNumber, tableOfSentence = tableOf(evidenceOfNumber[:]), tableOf(evidenceOfSentence[:])
}

// outcomes are what becomes of every number in two files of sentences.
func outcomes(t *testing.T, x *Extractor) []string {
	t.Helper()
	var out []string
	for _, file := range []string{"testdata/nonfigures.tsv", "testdata/nonfigures_control.tsv"} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			cells := strings.Split(line, "\t")
			if strings.HasPrefix(line, "#") || len(cells) < 3 {
				continue
			}
			trace, _ := x.Explain(cells[0], cells[2])
			for _, c := range trace.Candidates {
				out = append(out, fmt.Sprintf("%s in %q: %q", c.Text, cells[2], c.Dropped))
			}
		}
	}
	return out
}
