package normalize

import (
	"fmt"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"
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

// gazetteer finds countries by their names and adjectives in folded words.
type gazetteer struct {
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

func loadGazetteer(data fs.FS, file string) (*gazetteer, error) {
	g := &gazetteer{entries: map[string][]entry{}}
	err := eachRow(data, file, "country\tenglish\tarabic", func(cells []string) error {
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
		if err := g.add(c, foldString(word)+ending); err != nil {
			return err
		}
		if !strings.HasPrefix(word, "ال") {
			if err := g.add(c, "ال"+foldString(word)+ending); err != nil {
				return err
			}
		}
	}
	return nil
}

// add enters one spelling. Two countries must not share one.
func (g *gazetteer) add(c country, spelling string) error {
	words := strings.Fields(foldString(spelling))
	if len(words) == 0 {
		return fmt.Errorf("blank name of %s", c)
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
	var buf [maxWord]byte
	r := wordReader{text: text, point: base}
	for {
		w, ok := r.next()
		if !ok {
			return found
		}
		folded := fold(buf[:0], text[w.from:w.to])
		end, last, c := g.match(text, folded, r)
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
func (g *gazetteer) match(text string, folded []byte, r wordReader) (int, wordReader, country) {
	if end, after, c := g.lookup(text, folded, r); c != "" {
		return end, after, c
	}
	rest := folded
	for _, particles := range [...]string{"وف", "بلك"} {
		if len(rest) < 4 || !strings.Contains(particles, string(rest[:2])) || rest[0] < 0xD8 {
			continue
		}
		// لل is ل with an article whose alif is not written.
		if string(rest[:4]) == "لل" {
			copy(rest, "ا")
		} else {
			rest = rest[2:]
		}
		if end, after, c := g.lookup(text, rest, r); c != "" {
			return end, after, c
		}
	}
	return 0, r, ""
}

func (g *gazetteer) lookup(text string, folded []byte, r wordReader) (int, wordReader, country) {
	for _, e := range g.entries[string(folded)] {
		after, ok := r, true
		for _, want := range e.rest {
			var buf [maxWord]byte
			w, more := after.next()
			if ok = more && string(fold(buf[:0], text[w.from:w.to])) == want; !ok {
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
	text  string
	at    int
	point int
}

type word struct {
	from, to int // bytes
	start    int // code point
}

func (r *wordReader) next() (word, bool) {
	for r.at < len(r.text) {
		c, size := utf8.DecodeRuneInString(r.text[r.at:])
		if unicode.IsLetter(c) {
			break
		}
		r.at += size
		r.point++
	}
	w := word{from: r.at, start: r.point}
	for r.at < len(r.text) {
		c, size := utf8.DecodeRuneInString(r.text[r.at:])
		if !unicode.IsLetter(c) && !isMark(c) && !r.innerApostrophe(c, size) {
			break
		}
		r.at += size
		r.point++
	}
	w.to = r.at
	return w, w.to > w.from
}

// innerApostrophe keeps "sana'a" whole and lets go of the "'s" of "Egypt's".
func (r *wordReader) innerApostrophe(c rune, size int) bool {
	if c != '\'' && c != '’' {
		return false
	}
	next, n := utf8.DecodeRuneInString(r.text[r.at+size:])
	if !unicode.IsLetter(next) {
		return false
	}
	after, _ := utf8.DecodeRuneInString(r.text[r.at+size+n:])
	return next != 's' || unicode.IsLetter(after)
}

// isMark reports the Arabic vowel signs, the tatweel and invisible joiners,
// which belong to a word and fold to nothing.
func isMark(c rune) bool {
	return c >= 0x064B && c <= 0x065F || c == 0x0640 || c == 0x0670 || c == 0x200C || c == 0x200D || c == 0x00AD
}

func foldString(s string) string {
	return string(fold(make([]byte, 0, len(s)), s))
}

// fold appends s in lower case, without Arabic marks, its variant letters made
// one. A word longer than the buffer's room of maxWord is cut there.
func fold(out []byte, s string) []byte {
	for _, c := range s {
		switch {
		case isMark(c):
			continue
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c == 'أ' || c == 'إ' || c == 'آ' || c == 'ٱ':
			c = 'ا'
		case c == 'ى' || c == 'ی':
			c = 'ي'
		case c == 'ة':
			c = 'ه'
		case c == 'ک':
			c = 'ك'
		case c == '’':
			c = '\''
		}
		if len(s) > maxWord && len(out)+utf8.RuneLen(c) > maxWord {
			break
		}
		out = utf8.AppendRune(out, c)
	}
	return out
}
