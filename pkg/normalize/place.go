package normalize

import (
	"fmt"
	"io/fs"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/lang"
)

// A country is an ISO 3166 alpha-2 code.
type country string

// A sighting is a word of a text that gives a country away. Start and end are
// code points of the text, end exclusive; word is the text's own spelling.
type sighting struct {
	country    country
	start, end int
	word       string
}

// gazetteer finds countries by their names and adjectives in words folded as the
// language packs fold theirs.
type gazetteer struct {
	fold    *lang.Folder
	entries map[string][]entry // by the first folded word, longest entries first
}

type entry struct {
	country country
	rest    []string // the folded words after the first
}

// arabicEndings are the endings of a relative adjective in its folded spelling.
func arabicEndings() []string {
	return []string{"", "ه", "ا", "ون", "ين", "ان", "ات", "تان", "تين"}
}

func loadGazetteer(data fs.FS, file string, fold *lang.Folder) (*gazetteer, error) {
	g := &gazetteer{fold: fold, entries: map[string][]entry{}}
	err := sortedForm("country\tenglish\tarabic").Read(data, file, func(_ int, cells []string) error {
		code := cells[0]
		if len(code) != 2 || strings.ToUpper(code) != code {
			return fmt.Errorf("%q is no ISO 3166 code", code)
		}
		for _, word := range strings.Split(cells[1], "|") {
			if err := g.addEnglish(country(code), word); err != nil {
				return err
			}
		}
		for _, word := range strings.Split(cells[2], "|") {
			if err := g.addArabic(country(code), word); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return g, nil
}

func (g *gazetteer) addEnglish(c country, word string) error {
	word, adjective := strings.CutPrefix(word, "~")
	if err := g.add(c, word); err != nil {
		return err
	}
	if adjective && !strings.HasSuffix(word, "sh") && !strings.HasSuffix(word, "ese") {
		return g.add(c, word+"s")
	}
	return nil
}

func (g *gazetteer) addArabic(c country, word string) error {
	word, adjective := strings.CutPrefix(word, "~")
	endings := []string{""}
	if adjective {
		endings = arabicEndings()
	}
	for _, ending := range endings {
		if err := g.add(c, word+ending); err != nil {
			return err
		}
		if !strings.HasPrefix(word, "ال") {
			if err := g.add(c, "ال"+word+ending); err != nil {
				return err
			}
		}
	}
	return nil
}

// add enters one spelling. Two countries must not share one.
func (g *gazetteer) add(c country, spelling string) error {
	words := strings.Fields(spelling)
	if len(words) == 0 {
		return fmt.Errorf("blank name of %s", c)
	}
	for i, w := range words {
		words[i] = g.fold.String(w)
	}
	list := g.entries[words[0]]
	at := len(list)
	for i, e := range list {
		if strings.Join(e.rest, " ") == strings.Join(words[1:], " ") {
			if e.country != c {
				return fmt.Errorf("%q names both %s and %s", spelling, e.country, c)
			}
			return nil
		}
		if len(words)-1 > len(e.rest) && i < at {
			at = i
		}
	}
	list = append(list, entry{})
	copy(list[at+1:], list[at:])
	list[at] = entry{c, words[1:]}
	g.entries[words[0]] = list
	return nil
}

// find appends the sightings in text to found, whose offsets begin at base.
func (g *gazetteer) find(text string, base int, found []sighting) []sighting {
	return g.findUntil(text, base, math.MaxInt, found)
}

// findUntil is find for the words that begin at the code point until or before it.
func (g *gazetteer) findUntil(text string, base, until int, found []sighting) []sighting {
	var buf [maxWord]byte
	r := wordReader{fold: g.fold, text: text, point: base}
	for {
		w, folded := r.next(buf[:0])
		if len(folded) == 0 || w.start > until {
			return found
		}
		end, last, c := g.match(folded, r)
		if c == "" {
			continue
		}
		found = append(found, sighting{country: c, start: w.start, end: end, word: text[w.from:last.at]})
		r = last
	}
}

// match tries the readings of a folded word: as it stands, then without the
// particles written onto it. It returns the end of the match and the reader
// after it.
func (g *gazetteer) match(folded []byte, r wordReader) (int, wordReader, country) {
	if end, after, c := g.lookup(folded, r); c != "" {
		return end, after, c
	}
	rest := folded
	for place := 1; place <= 2; place++ {
		if len(rest) < 4 || placeOf(string(rest[:2])) != place {
			continue
		}
		// لل is ل with an article whose alif is not written.
		if string(rest[:4]) == "لل" {
			copy(rest, "ا")
		} else {
			rest = rest[2:]
		}
		if end, after, c := g.lookup(rest, r); c != "" {
			return end, after, c
		}
	}
	return 0, r, ""
}

// placeOf returns where a letter stands among the particles written onto a word: a
// conjunction before a preposition; 0 for another letter.
func placeOf(letter string) int {
	switch letter {
	case "و", "ف":
		return 1
	case "ب", "ل", "ك":
		return 2
	}
	return 0
}

func (g *gazetteer) lookup(folded []byte, r wordReader) (int, wordReader, country) {
	for _, e := range g.entries[string(folded)] {
		after, ok := r, true
		for _, want := range e.rest {
			var buf [maxWord]byte
			_, next := after.next(buf[:0])
			if ok = string(next) == want; !ok {
				break
			}
		}
		if ok {
			return after.point, after, e.country
		}
	}
	return 0, r, ""
}

// maxWord is the longest folded word in bytes; what is longer names no country.
const maxWord = 64

// A wordReader walks over the words of a text: runs of letters, marks and inner
// apostrophes. At is a byte, point a code point.
type wordReader struct {
	fold  *lang.Folder
	text  string
	at    int
	point int
}

type word struct {
	from, to int // bytes
	start    int // code point
}

// next returns the next word and its folding, which it appends to folded as far as
// maxWord allows; without a word the folding is empty.
func (r *wordReader) next(folded []byte) (word, []byte) {
	w := word{from: r.at, start: r.point}
	for r.at < len(r.text) {
		c, size := utf8.DecodeRuneInString(r.text[r.at:])
		g := r.fold.Glyph(c)
		switch {
		case g.Class == lang.Letter:
			if len(folded) == 0 {
				w.from, w.start = r.at, r.point
			}
			if len(folded)+len(g.Fold()) <= maxWord {
				folded = g.Append(folded)
			}
		case len(folded) == 0:
		case isMark(c):
		case r.innerApostrophe(c, size):
			if len(folded) < maxWord {
				folded = append(folded, '\'')
			}
		default:
			w.to = r.at
			return w, folded
		}
		r.at += size
		r.point++
	}
	w.to = r.at
	return w, folded
}

// innerApostrophe keeps "sana'a" whole and lets go of the "'s" of "Egypt's".
func (r *wordReader) innerApostrophe(c rune, size int) bool {
	if c != '\'' && c != '’' {
		return false
	}
	next, n := utf8.DecodeRuneInString(r.text[r.at+size:])
	if r.fold.Glyph(next).Class != lang.Letter {
		return false
	}
	after, _ := utf8.DecodeRuneInString(r.text[r.at+size+n:])
	return next != 's' || r.fold.Glyph(after).Class == lang.Letter
}

// isMark reports the Arabic vowel signs, the tatweel and invisible joiners,
// which belong to a word and fold to nothing.
func isMark(c rune) bool {
	return c >= 0x064B && c <= 0x065F || c == 0x0640 || c == 0x0670 || c == 0x200C || c == 0x200D || c == 0x00AD
}
