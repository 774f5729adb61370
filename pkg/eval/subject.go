package eval

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/lang/search"
)

// Subjects has the mean token F1 of the subjects of required gold figures that were matched at
// level Quantity.
type Subjects struct {
	// All covers figures whose gold has a subject; Behind and Before those whose subject is
	// nearest after or before the number in the text.
	All, Behind, Before Mean
	// Strict also counts a subject where gold has none, as 0.
	Strict Mean
}

func (s *Subjects) add(d *Document, g *Gold, predicted string, words *search.Folder) {
	if g.Subject == "" {
		if predicted != "" {
			s.Strict.add(0)
		}
		return
	}
	f1 := subjectF1(words, g.Subject, predicted)
	s.All.add(f1)
	s.Strict.add(f1)
	if subjectBehind(d, g) {
		s.Behind.add(f1)
	} else {
		s.Before.add(f1)
	}
}

// subjectBehind reports whether the words of the subject are nearer after the number than
// before it.
func subjectBehind(d *Document, g *Gold) bool {
	start := len(cut(d.Text, 0, g.Start))
	end := start + len(cut(d.Text, g.Start, g.End))
	after, before := strings.Index(d.Text[start:], g.Subject), strings.LastIndex(d.Text[:start], g.Subject)
	if after < 0 || before < 0 {
		return after >= 0
	}
	var behind int // a subject within the number's span has a negative distance
	if from := start + after; from >= end {
		behind = utf8.RuneCountInString(d.Text[end:from])
	} else {
		behind = -utf8.RuneCountInString(d.Text[from:end])
	}
	return behind <= utf8.RuneCountInString(d.Text[before+len(g.Subject):start])
}

// Mean is the mean of scores from 0 to 1. It is printed in percent.
type Mean struct {
	Count int
	sum   float64
}

func (m *Mean) add(score float64) {
	m.Count++
	m.sum += score
}

// Percent is the mean in percent; 0 without scores.
func (m Mean) Percent() float64 {
	if m.Count == 0 {
		return 0
	}
	return 100 * m.sum / float64(m.Count)
}

// String formats the percentage with at most two decimals; "None" without scores.
func (m Mean) String() string {
	if m.Count == 0 {
		return "None"
	}
	return shortest(m.Percent())
}

// MarshalJSON writes the mean in percent, or null without scores.
func (m Mean) MarshalJSON() ([]byte, error) {
	if m.Count == 0 {
		return []byte("null"), nil
	}
	return []byte(m.String()), nil
}

// subjectF1 compares two subjects as bags of words: 1 if they have the same words, 0 if they
// share none or either is empty.
func subjectF1(words *search.Folder, gold, predicted string) float64 {
	a, b := words.Stems(gold), words.Stems(predicted)
	total, hits := len(a)+len(b), 0
	for _, w := range a {
		if i := slices.Index(b, w); i >= 0 {
			b = slices.Delete(b, i, i+1)
			hits++
		}
	}
	if hits == 0 {
		return 0
	}
	return 2 * float64(hits) / float64(total)
}
