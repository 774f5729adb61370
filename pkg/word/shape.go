package word

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/lang"
)

// Shapes are a pack's shapes.tsv: what the shape of a word tells that no table and
// no dictionary knows, and which particles and pronouns are written onto words.
type Shapes struct {
	affixes    []affix   // the longest first
	patterns   []pattern // of whole words
	slots      string    // letters of a pattern that stand for any letter
	proclitics []proclitic
	enclitics  []enclitic // the longest first
	restored   []restored
	derived    []derived
	capital    []Analysis // of a word with a capital inside a sentence
	other      []Analysis // of a word that has no shape
}

// affix is a beginning and an end, of which one may be empty, around at least rest
// letters.
type affix struct {
	begin, end []byte
	rest       int
	reading    Analysis
}

type pattern struct {
	letters []rune
	reading Analysis
}

// proclitic is a particle before words that the template matches.
type proclitic struct {
	text  string
	needs Template
	set   Clitics
}

// enclitic is a pronoun behind words that the template matches.
type enclitic struct {
	text  []byte
	needs Template
}

// restored is how a stem ends before an enclitic, and how the word ends alone.
type restored struct{ joined, alone string }

// derived is an ending that any singular noun may take, and how the noun ends alone.
type derived struct {
	restored
	rest    int
	reading Template
}

// LoadShapes reads the shapes of a language. A pack without a table has none.
func LoadShapes(p *lang.Pack) (*Shapes, error) {
	s := &Shapes{}
	err := p.ReadTable(lang.Shapes, 4, func(_ int, col []string) error {
		reading, err := ParseTemplate(col[2])
		if err != nil {
			return err
		}
		rest := 0
		if col[1] != "-" {
			if rest, err = strconv.Atoi(col[1]); err != nil {
				return fmt.Errorf("letters: %w", err)
			}
		}
		for form := range strings.SplitSeq(col[3], "|") {
			if err := s.add(p.Fold, col[0], rest, reading, form); err != nil {
				return err
			}
		}
		return nil
	})
	slices.SortStableFunc(s.affixes, func(a, b affix) int { return len(b.begin) + len(b.end) - len(a.begin) - len(a.end) })
	slices.SortStableFunc(s.enclitics, func(a, b enclitic) int { return len(b.text) - len(a.text) })
	return s, err
}

// add enters one form of a row.
func (s *Shapes) add(fold *lang.Folder, kind string, rest int, t Template, form string) error {
	reading := t.Analysis().From(FromShape)
	switch kind {
	case "affix":
		begin, end, ok := strings.Cut(form, "-")
		if !ok {
			return fmt.Errorf("affix %q has no hyphen where the word stands", form)
		}
		s.affixes = append(s.affixes, affix{[]byte(fold.String(begin)), []byte(fold.String(end)), rest, reading})
	case "pattern":
		s.patterns = append(s.patterns, pattern{[]rune(fold.String(form)), reading})
	case "slots":
		s.slots = fold.String(form)
	case "proclitic":
		set := t.Analysis().Clitics()
		needs := Template{cliticsField.set(t.value, 0), cliticsField.set(t.mask, 0)}
		s.proclitics = append(s.proclitics, proclitic{fold.String(form), needs, set})
	case "enclitic":
		s.enclitics = append(s.enclitics, enclitic{[]byte(fold.String(form)), t})
	case "restore", "derive":
		one, other, ok := strings.Cut(form, ">")
		if !ok {
			return fmt.Errorf("%s %q: there is no > in it", kind, form)
		}
		one, other = fold.String(one), fold.String(other)
		if kind == "restore" {
			s.restored = append(s.restored, restored{joined: one, alone: other})
		} else {
			s.derived = append(s.derived, derived{restored{joined: other, alone: one}, rest, t})
		}
	case "capital":
		s.capital = append(s.capital, reading)
	case "other":
		s.other = append(s.other, reading)
	default:
		return fmt.Errorf("unknown kind %q", kind)
	}
	return nil
}

// Plural reports whether a pattern says that a folded word is a plural. The ending of
// the word, as many bytes, is known to be none of its root.
func (s *Shapes) Plural(form []byte, ending int) bool {
	return slices.ContainsFunc(s.patterns, func(p pattern) bool {
		return p.reading.Number() == Plural && s.fits(p, form, ending)
	})
}

func (s *Shapes) fits(p pattern, form []byte, ending int) bool {
	i := 0
	for len(form) > 0 {
		r, n := utf8.DecodeRune(form)
		if i == len(p.letters) || r != p.letters[i] && (len(form) <= ending || !strings.ContainsRune(s.slots, p.letters[i])) {
			return false
		}
		form = form[n:]
		i++
	}
	return i == len(p.letters)
}

// readings calls add with what the shape of a folded word tells: every pattern, and
// the affixes that leave the least of the word.
func (s *Shapes) readings(form []byte, add func(Analysis)) {
	for i := range s.patterns {
		if s.fits(s.patterns[i], form, 0) {
			add(s.patterns[i].reading)
		}
	}
	length := -1
	for i := range s.affixes {
		a := &s.affixes[i]
		size := len(a.begin) + len(a.end)
		if size < length {
			return
		}
		if a.fits(form) {
			add(a.reading)
			length = size
		}
	}
}

func (a *affix) fits(form []byte) bool {
	if len(form) < len(a.begin)+len(a.end) || !bytes.HasPrefix(form, a.begin) || !bytes.HasSuffix(form, a.end) {
		return false
	}
	return utf8.RuneCount(form[len(a.begin):len(form)-len(a.end)]) >= a.rest
}
