package track

import (
	"slices"
	"strings"
	"unicode"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
)

// cue is a folded phrase that indicates a measure.
type cue struct {
	measure Measure
	place   string
	written string
	words   []string
}

// Measures recognises the measure of a figure by the words around it.
type Measures struct {
	words *search.Folder
	cues  []cue
}

// NewMeasures reads the cues from the language packs of words.
func NewMeasures(words *search.Folder) *Measures {
	m := &Measures{words: words}
	for _, term := range words.Packs().Terms(lang.Measures) {
		for _, form := range term.Forms {
			m.cues = append(m.cues, cue{Measure(term.Kind), term.ID, form, words.Stems(form)})
		}
	}
	return m
}

// How many words after and before a figure are examined: «5 أشخاص آخرين» and "the toll has now
// risen to 45".
const (
	wordsAfter  = 6
	wordsBefore = 6
)

// Of returns the measure that the text states for a figure, with its evidence: its role in a
// change, the words next to it ("5 more", «الحصيلة إلى 45»), or the words of its clause ("in
// the past 24 hours"). It is empty if the text does not say, as in "5 people were killed".
func (m *Measures) Of(f *figure.Figure) (Measure, string) {
	switch role := f.Mention.Role; role {
	case figure.RoleDelta:
		return Increment, "its role " + string(role) + " in a change"
	case figure.RoleFrom, figure.RoleTo, figure.RoleTotal:
		return Cumulative, "its role " + string(role) + " in a change"
	}
	before, after := m.clause(&f.Mention)
	sides := []struct {
		place string
		words []string
	}{
		{"after", after[:min(len(after), wordsAfter)]},
		{"before", before[max(0, len(before)-wordsBefore):]},
		{"clause", slices.Concat(before, after)},
	}
	for _, side := range sides {
		for _, c := range m.cues {
			if c.place == side.place && holds(side.words, c.words) {
				return c.measure, "the words " + quote(c.written)
			}
		}
	}
	return "", ""
}

// clause returns the folded words before and after a mention, within its clause. Punctuation
// and other numbers end the clause, except the number of a period.
func (m *Measures) clause(of *figure.Mention) (before, after []string) {
	sentence := []rune(of.Context.Sentence)
	start, end := of.Start-of.Context.SentenceStart, of.End-of.Context.SentenceStart
	if start < 0 || end > len(sentence) || start > end {
		return nil, nil
	}
	head, tail := sentence[:start], sentence[end:]
	if i := lastIndex(head, ends); i >= 0 {
		head = head[i+1:]
	}
	if i := slices.IndexFunc(tail, ends); i >= 0 {
		tail = tail[:i]
	}
	before, after = m.words.Stems(string(head)), m.words.Stems(string(tail))
	// Words beyond another number belong to that number.
	if i := lastIndex(before, isOther); i >= 0 {
		before = before[i+1:]
	}
	if i := slices.IndexFunc(after, isOther); i >= 0 {
		after = after[:i]
	}
	return before, after
}

func ends(r rune) bool { return strings.ContainsRune(",;:.!?،؛؟\n", r) }

// isOther reports whether a word is a number other than the 24 of "24 hours".
func isOther(word string) bool {
	digits := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsNumber(r) })
	return digits != "" && digits != "24"
}

func lastIndex[T any](s []T, is func(T) bool) int {
	for i := len(s) - 1; i >= 0; i-- {
		if is(s[i]) {
			return i
		}
	}
	return -1
}

func holds(words, phrase []string) bool {
	for i := range len(words) - len(phrase) + 1 {
		if slices.Equal(words[i:i+len(phrase)], phrase) {
			return true
		}
	}
	return false
}
