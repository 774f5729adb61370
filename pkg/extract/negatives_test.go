package extract_test

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// figuresAllTheSame are strings of the specification's negatives in which the
// engine reads a figure, and why.
var figuresAllTheSame = map[string]string{
	"أكبر 10 شركات في العالم": "a set that is ranked is a set of so many all the same",
}

// TestSpecifiedNegatives reads the strings that hold no figure after the
// linguistic specification, where it lies beside the repository.
func TestSpecifiedNegatives(t *testing.T) {
	f, err := os.Open("../../../shared/lang/arabic_negatives.tsv")
	if err != nil {
		t.Skipf("the specification's negatives are not beside the repository: %v", err)
	}
	defer f.Close()
	x := extractor(t)
	in := bufio.NewScanner(f)
	rows := 0
	for line := 1; in.Scan(); line++ {
		category, text, _ := strings.Cut(in.Text(), "\t")
		rows++
		got := x.Text("ar", text)
		reason, known := figuresAllTheSame[text]
		if known && len(got) == 0 {
			t.Logf("arabic_negatives.tsv:%d: %q holds no figure now: take it off the list", line, text)
		}
		for _, m := range got {
			if known {
				t.Logf("arabic_negatives.tsv:%d: %s in %q: %s", line, figureLine(m), text, reason)
				continue
			}
			t.Errorf("arabic_negatives.tsv:%d: %s: %q is read in %q: %s", line, category, m.Text, text, figureLine(m))
		}
	}
	if rows < 90 {
		t.Errorf("there are %d negatives: has the file been cut short?", rows)
	}
}
