package extract_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

// parityLine is what two languages must agree on.
func parityLine(m figure.Mention) string {
	words := strings.Fields(figureLine(m))
	unit := m.Unit.Name
	if unit == "" {
		unit = "-"
	}
	out := words[2] + " " + words[3] + " " + unit
	if m.Per.Name != "" {
		out += " per " + m.Per.Name
	}
	if m.PerCount.Stated() {
		out += " ×" + m.PerCount.String()
	}
	return out
}

// TestParity reads one sentence in two languages: the figures must be the same.
func TestParity(t *testing.T) {
	b, err := os.ReadFile("testdata/parity.txt")
	if err != nil {
		t.Fatal(err)
	}
	x := extractor(t)
	var want []string
	langs := map[string]int{}
	stated := true
	for i, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		key, rest, _ := strings.Cut(line, " ")
		if key == "=" {
			if stated {
				want, stated = nil, false
			}
			want = append(want, rest)
			continue
		}
		stated = true
		langs[key]++
		var got []string
		for _, m := range x.Text(key, rest) {
			got = append(got, parityLine(m))
		}
		if !slices.Equal(got, want) {
			t.Errorf("parity.txt:%d: the figures are %q, want %q in %s", i+1, got, want, rest)
		}
	}
	if langs["ar"] < 25 || langs["ar"] != langs["en"] {
		t.Errorf("parity.txt has %d Arabic and %d English sentences, want as many of each and 25 at least", langs["ar"], langs["en"])
	}
}
