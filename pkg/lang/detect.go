package lang

import (
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// sample bounds how many letters are looked at to tell a script and a language.
const sample = 400

// Detect returns the pack for text: the one whose script writes most of its
// letters, and among packs of one script the one whose language its trigrams
// are nearest to. A text without letters gets the first pack.
func (s *Set) Detect(text string) *Pack {
	best, most := s.packs[0], 0
	counts := make([]int, len(s.packs))
	letters := 0
	for at, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		for i, p := range s.packs {
			if unicode.Is(p.script, r) {
				counts[i]++
			}
		}
		if letters++; letters == sample {
			text = text[:at]
			break
		}
	}
	for i, n := range counts {
		if n > most {
			best, most = s.packs[i], n
		}
	}
	return s.nearest(best, text)
}

// nearest chooses between the packs that share p's script.
func (s *Set) nearest(p *Pack, text string) *Pack {
	rivals := map[whatlanggo.Lang]bool{}
	for _, q := range s.packs {
		if q.script == p.script {
			rivals[whatlanggo.CodeToLang(q.code)] = true
		}
	}
	if len(rivals) < 2 {
		return p
	}
	found := whatlanggo.DetectLangWithOptions(text, whatlanggo.Options{Whitelist: rivals})
	for _, q := range s.packs {
		if whatlanggo.CodeToLang(q.code) == found {
			return q
		}
	}
	return p
}

// Writes reports whether the first letters of text are in the pack's script,
// or text has no letters at all.
func (p *Pack) Writes(text string) bool {
	const enough = 24
	own, letters := 0, 0
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		if unicode.Is(p.script, r) {
			own++
		}
		if letters++; letters == enough {
			break
		}
	}
	return 2*own >= letters
}
