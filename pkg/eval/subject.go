package eval

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// subjectF1 compares two subjects word by word, as bags: 1 when they have the
// same words, 0 when they share none or either is empty.
func subjectF1(gold, predicted string) float64 {
	a, b := words(gold), words(predicted)
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

// words folds case, compatibility forms, Arabic letter variants and diacritics,
// and takes the article off each word.
func words(s string) []string {
	s = cases.Fold().String(norm.NFKD.String(s))
	var folded strings.Builder
	for _, r := range s {
		switch r {
		case 'أ', 'إ', 'آ', 'ٱ':
			r = 'ا'
		case 'ى':
			r = 'ي'
		case 'ة':
			r = 'ه'
		case 'ـ':
			continue
		}
		if norm.NFD.PropertiesString(string(r)).CCC() == 0 {
			folded.WriteRune(r)
		}
	}
	out := strings.FieldsFunc(folded.String(), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_'
	})
	for i, w := range out {
		out[i] = withoutArticle(w)
	}
	return out
}

// withoutArticle leaves at least two letters.
func withoutArticle(w string) string {
	for _, article := range [...]string{"وال", "بال", "كال", "لل", "ال"} {
		if rest, ok := strings.CutPrefix(w, article); ok && utf8.RuneCountInString(rest) >= 2 {
			return rest
		}
	}
	return w
}
