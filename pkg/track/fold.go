package track

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// foldedLetters are the Arabic letters that writers interchange.
var foldedLetters = map[rune]rune{
	'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ى': 'ي', 'ی': 'ي', 'ة': 'ه', 'ک': 'ك',
}

// articles are the definite article and what it is written together with. Both
// sides of a comparison lose them, so a word that merely begins so still equals
// itself.
var articles = []string{"وبال", "فبال", "وكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال"}

// Proclitics are written onto the next word, but many words begin with the same
// letters: they are stripped from a text's words as a second reading only.
const (
	conjunctions = "وف"
	prepositions = "بلكس"
)

// minStem is the fewest letters that may stay when a prefix goes.
const (
	minStem        = 3
	minArticleStem = 2
)

// Fold returns the words of s in the spelling in which trackers and searches
// compare them: lower case, one form of each Arabic letter, ASCII digits, and
// without diacritics, tatweel and the Arabic article.
func Fold(s string) []string {
	var out []string
	eachWord(s, func(start, end int) {
		if w := foldWord(s[start:end]); w != "" {
			out = append(out, w)
		}
	})
	return out
}

// eachWord calls yield with the byte span of every run of letters and digits,
// the marks and format runes inside it included.
func eachWord(s string, yield func(start, end int)) {
	start := -1
	for i, r := range s {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) ||
			start >= 0 && (unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r))
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			yield(start, i)
			start = -1
		}
	}
	if start >= 0 {
		yield(start, len(s))
	}
}

func foldWord(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			b.WriteRune(unicode.ToLower(r))
		case r == 'ـ', unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		case r >= '٠' && r <= '٩':
			b.WriteRune('0' + r - '٠')
		case r >= '۰' && r <= '۹':
			b.WriteRune('0' + r - '۰')
		default:
			if plain, ok := foldedLetters[r]; ok {
				r = plain
			}
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return stripArticle(b.String())
}

func stripArticle(w string) string {
	for _, a := range articles {
		stem, ok := strings.CutPrefix(w, a)
		if !ok {
			continue
		}
		least := minStem
		if a == "ال" {
			least = minArticleStem
		}
		if utf8.RuneCountInString(stem) >= least {
			return stem
		}
	}
	return w
}

// readings returns what a folded word of a text may stand for: itself, and
// itself without a conjunction, a preposition, or both.
func readings(w string) []string {
	out := []string{w}
	for _, prefixes := range []string{conjunctions, prepositions} {
		for _, from := range out[:len(out):len(out)] {
			r, n := utf8.DecodeRuneInString(from)
			rest := from[n:]
			if strings.ContainsRune(prefixes, r) && utf8.RuneCountInString(rest) >= minStem {
				out = append(out, stripArticle(rest))
			}
		}
	}
	return out
}

// passage is a text made ready for looking up phrases.
type passage struct {
	raw   string
	words []span
	// at lists the words that a folded form may stand for.
	at map[string][]int
}

type span struct{ start, end int }

func newPassage(raw string) *passage {
	p := &passage{raw: raw, at: map[string][]int{}}
	eachWord(raw, func(start, end int) {
		w := foldWord(raw[start:end])
		if w == "" {
			return
		}
		for _, form := range readings(w) {
			p.at[form] = append(p.at[form], len(p.words))
		}
		p.words = append(p.words, span{start, end})
	})
	return p
}

// find returns the first place where the folded phrase stands, as written.
func (p *passage) find(phrase []string) (string, bool) {
	if len(phrase) == 0 {
		return "", false
	}
	for _, first := range p.at[phrase[0]] {
		if p.holds(phrase[1:], first+1) {
			return p.raw[p.words[first].start:p.words[first+len(phrase)-1].end], true
		}
	}
	return "", false
}

func (p *passage) holds(phrase []string, from int) bool {
	for i, form := range phrase {
		if _, ok := slices.BinarySearch(p.at[form], from+i); !ok {
			return false
		}
	}
	return true
}
