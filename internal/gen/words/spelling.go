package main

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// spelling is a dictionary of hunspell.
type spelling struct {
	suffixes map[string][]affix // by class
	entries  []entry
}

// affix is a suffix: what the word loses, what it gains, and how it must end.
type affix struct {
	strip, add string
	fits       *regexp.Regexp
}

// entry is a line of the word list. The heading is that of its section.
type entry struct {
	text, heading string
	classes       []string
	morphology    string
}

// affixFile is an .aff file while it is read.
type affixFile struct {
	suffixes     map[string][]affix
	flags, morph []string // aliases AF and AM
	long, runes  bool     // how flags are written
	ignored      *strings.Replacer
}

// readSpelling parses an affix file and its word list.
func readSpelling(affixes, words []byte) (*spelling, error) {
	f := &affixFile{suffixes: map[string][]affix{}, ignored: strings.NewReplacer()}
	line := 0
	for row := range strings.Lines(strings.TrimPrefix(string(affixes), "\ufeff")) {
		line++
		if err := f.read(strings.TrimSpace(row)); err != nil {
			return nil, fmt.Errorf("affix file, line %d: %w", line, err)
		}
	}
	s := &spelling{suffixes: f.suffixes}
	heading := ""
	for row := range strings.Lines(string(words)) {
		text := strings.TrimSpace(row)
		if isHeading(text) {
			heading = text
			continue
		}
		e, err := f.entry(text)
		if err != nil {
			return nil, fmt.Errorf("word list, %q: %w", text, err)
		}
		e.heading = heading
		s.entries = append(s.entries, e)
	}
	return s, nil
}

func isHeading(text string) bool {
	return strings.HasPrefix(text, "#") || strings.HasSuffix(text, ".dic") || text == "" || text[0] >= '0' && text[0] <= '9' || text[0] == ':'
}

func (f *affixFile) read(row string) error {
	kind, rest, _ := strings.Cut(row, " ")
	if tabbed, after, ok := strings.Cut(row, "\t"); ok && !strings.Contains(tabbed, " ") {
		kind, rest = tabbed, after
	}
	rest = strings.TrimSpace(rest)
	switch kind {
	case "FLAG":
		f.long, f.runes = rest == "long", rest == "UTF-8"
	case "IGNORE":
		var pairs []string
		for _, r := range rest {
			pairs = append(pairs, string(r), "")
		}
		f.ignored = strings.NewReplacer(pairs...)
	case "AF":
		flags, _, _ := strings.Cut(rest, " ")
		f.flags = append(f.flags, flags)
	case "AM":
		f.morph = append(f.morph, rest)
	case "SFX":
		return f.suffix(strings.Fields(rest))
	}
	return nil
}

// suffix reads "class strip add[/flags] condition"; the line that opens a class has
// another form and is passed over.
func (f *affixFile) suffix(cells []string) error {
	if len(cells) < 4 {
		return nil
	}
	add, _, _ := strings.Cut(cells[2], "/")
	fits, err := regexp.Compile("(?:" + cells[3] + ")$")
	if err != nil {
		return err
	}
	f.suffixes[cells[0]] = append(f.suffixes[cells[0]], affix{blank(cells[1]), f.ignored.Replace(blank(add)), fits})
	return nil
}

func blank(cell string) string {
	if cell == "0" {
		return ""
	}
	return cell
}

func (f *affixFile) entry(text string) (entry, error) {
	text, morph, _ := strings.Cut(text, "\t")
	text, flags, _ := strings.Cut(text, "/")
	e := entry{text: text}
	var err error
	if e.morphology, err = alias(f.morph, morph); err != nil {
		return e, err
	}
	if flags, err = alias(f.flags, flags); err != nil {
		return e, err
	}
	letters := []rune(flags)
	width := 1
	if f.long {
		width = 2
	}
	if len(letters)%width != 0 {
		return e, errors.New("half a flag")
	}
	for i := 0; i < len(letters); i += width {
		e.classes = append(e.classes, string(letters[i:i+width]))
	}
	return e, nil
}

// alias returns what a number stands for in a list whose first line is its length,
// and the text itself where there is no list.
func alias(list []string, text string) (string, error) {
	if text == "" || len(list) == 0 {
		return text, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n <= 0 || n >= len(list) {
		return "", fmt.Errorf("%q is none of %d aliases", text, len(list)-1)
	}
	return list[n], nil
}

// inflect yields what the class makes of a word, with what it adds.
func (s *spelling) inflect(word, class string, yield func(form, added string)) {
	for _, a := range s.suffixes[class] {
		if stem, ok := strings.CutSuffix(word, a.strip); ok && a.fits.MatchString(word) {
			yield(stem+a.add, a.add)
		}
	}
}
