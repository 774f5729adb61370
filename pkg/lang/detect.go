package lang

import (
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"github.com/arqam-io/arqam/pkg/markup"
)

// sample bounds how many letters are looked at to tell a script and a language.
const sample = 400

// Detect returns the pack for text: the one whose script writes most of its
// letters, and among packs of one script the one whose language it is nearest
// to. A text without letters gets the first pack. Mark-up is not looked at.
func (s *Set) Detect(text string) *Pack {
	text = markup.Strip(text)
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

// nearest chooses between the packs that share p's script: the one whose lexicon
// knows most of the words, and where that is even, the one that trigrams tell
// for certain. A short text says little, and then the first of those stands.
func (s *Set) nearest(p *Pack, text string) *Pack {
	var rivals []*Pack
	for _, q := range s.packs {
		if q.script == p.script {
			rivals = append(rivals, q)
		}
	}
	if len(rivals) < 2 {
		return p
	}
	var even []*Pack
	most := -1
	for _, q := range rivals {
		switch n := q.knows(text); {
		case n > most:
			even, most = []*Pack{q}, n
		case n == most:
			even = append(even, q)
		}
	}
	if len(even) == 1 {
		return even[0]
	}
	return trigrams(even, text)
}

// knows counts the words of text that the lexicon has, each as often as it
// stands there.
func (p *Pack) knows(text string) int {
	n := 0
	for _, w := range p.split(text) {
		if id := p.Lookup([]byte(w)); id != 0 && len(p.Entries(id)) > 0 && unicode.IsLetter(rune(w[0])) {
			n++
		}
	}
	return n
}

// telling is the length in bytes from which the trigrams of a text tell its
// language.
const telling = 200

func trigrams(rivals []*Pack, text string) *Pack {
	only := map[whatlanggo.Lang]bool{}
	for _, q := range rivals {
		only[whatlanggo.CodeToLang(q.code)] = true
	}
	found := whatlanggo.DetectWithOptions(text, whatlanggo.Options{Whitelist: only})
	for _, q := range rivals {
		if len(text) > telling && found.IsReliable() && whatlanggo.CodeToLang(q.code) == found.Lang {
			return q
		}
	}
	return rivals[0]
}

// Writes reports whether the first letters of text are in the pack's script,
// mark-up left out, or text has no letters at all.
func (p *Pack) Writes(text string) bool {
	const enough = 24
	own, letters := 0, 0
	for at := 0; at < len(text); {
		r, n := utf8.DecodeRuneInString(text[at:])
		if markup.Begins(text[at]) {
			if piece := markup.At(text, at); piece.Kind != markup.None {
				r, n = piece.Rune, piece.Len
			}
		}
		at += n
		if p.Fold.Glyph(r).Class != Letter {
			continue
		}
		letters++
		if unicode.Is(p.script, r) {
			own++
		}
		// Half of them decide.
		if 2*own >= enough || letters == enough {
			break
		}
	}
	return 2*own >= letters
}
