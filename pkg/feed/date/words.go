package date

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/lang"
)

//go:embed words.tsv
var wordTable string

type meaning uint8

const (
	before meaning = iota + 1 // before noon
	after                     // after noon
	ago
	dayOffset
	now
	unitName
	hijriMonth
	zoneName
)

var meanings = map[string]meaning{
	"am": before, "pm": after, "ago": ago, "day": dayOffset, "now": now,
	"unit": unitName, "hijri": hijriMonth, "zone": zoneName,
}

// word is what a phrase of the table means in a date.
type word struct {
	meaning meaning
	value   string
	length  int // in words
}

// readWords reads a table of words; forms are folded as the lexicon's are.
func readWords(table string, fold *lang.Folder) (map[string]word, error) {
	words := map[string]word{}
	for n, line := range strings.Split(table, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) != 3 {
			return nil, fmt.Errorf("words.tsv:%d: %d columns, want 3", n+1, len(columns))
		}
		m, ok := meanings[columns[0]]
		if !ok {
			return nil, fmt.Errorf("words.tsv:%d: unknown class %q", n+1, columns[0])
		}
		if m == dayOffset || m == hijriMonth {
			if _, err := strconv.Atoi(columns[1]); err != nil {
				return nil, fmt.Errorf("words.tsv:%d: %q is no number", n+1, columns[1])
			}
		}
		for form := range strings.SplitSeq(columns[2], "|") {
			parts := wordsOf(fold, form)
			key := strings.Join(parts, " ")
			if old, ok := words[key]; ok {
				return nil, fmt.Errorf("words.tsv:%d: %q is already %q", n+1, form, old.value)
			}
			words[key] = word{m, columns[1], len(parts)}
		}
	}
	return words, nil
}

// wordsOf cuts a phrase into its folded words.
func wordsOf(fold *lang.Folder, phrase string) []string {
	var words []string
	for _, t := range tokens(fold, phrase) {
		if t.kind == wordToken {
			words = append(words, t.text)
		}
	}
	return words
}
