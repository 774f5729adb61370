package date

import (
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/lang"
)

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

// word is the meaning of a phrase of the table in a date.
type word struct {
	meaning meaning
	value   string
	length  int // length in words
}

// readWords indexes the packs' words for dates; forms are folded like the lexicon's. Two
// languages may share a form with the same meaning.
func readWords(terms []lang.Term, fold *lang.Folder) (map[string]word, error) {
	words := map[string]word{}
	for _, term := range terms {
		m := meanings[term.Kind]
		if m == 0 {
			return nil, term.Errorf("unknown kind of date word %q", term.Kind)
		}
		if m == dayOffset || m == hijriMonth {
			if _, err := strconv.Atoi(term.ID); err != nil {
				return nil, term.Errorf("value of %s %q is not a number", term.Kind, term.ID)
			}
		}
		for _, form := range term.Forms {
			parts := wordsOf(fold, form)
			key, means := strings.Join(parts, " "), word{m, term.ID, len(parts)}
			if old, ok := words[key]; ok && old != means {
				return nil, term.Errorf("%q is already defined as %q", form, old.value)
			}
			words[key] = means
		}
	}
	return words, nil
}

// wordsOf splits a phrase into its folded words.
func wordsOf(fold *lang.Folder, phrase string) []string {
	var words []string
	for _, t := range tokens(fold, phrase) {
		if t.kind == wordToken {
			words = append(words, t.text)
		}
	}
	return words
}
