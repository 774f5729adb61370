package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/arqam-io/arqam/pkg/word"
)

// rules are a pack's words.yaml: what is read, and what its marks mean.
type rules struct {
	Inputs       []input      `yaml:"inputs"`
	Dictionaries []dictionary `yaml:"dictionaries"`
	// Lexicon tells the parts of speech of common words, which else the sections and
	// classes of the dictionaries tell.
	Lexicon *lexiconRules `yaml:"lexicon"`
}

// lexiconRules are those of a lexicon in the form of WordNet.
type lexiconRules struct {
	Senses      string       `yaml:"senses"` // file, as package/name
	Inflections []inflection `yaml:"inflections"`
}

// inflection makes a form of a lemma: what it ends in, loses and gains.
type inflection struct {
	Of      reading `yaml:"of"`
	Ends    pattern `yaml:"ends"`
	Strip   string  `yaml:"strip"`
	Doubles bool    `yaml:"doubles"` // the last letter is doubled
	Add     string  `yaml:"add"`
	Reading reading `yaml:"reading"`
}

// apply yields the form of a lemma that the inflection fits.
func (in *inflection) apply(lemma string, yield func(form string)) {
	stem, ok := strings.CutSuffix(lemma, in.Strip)
	if !ok || in.Ends.end != nil && !in.Ends.end.MatchString(lemma) {
		return
	}
	if in.Doubles {
		stem += stem[len(stem)-1:]
	}
	yield(stem + in.Add)
}

// dictionary is a spelling dictionary in the form of hunspell.
type dictionary struct {
	Affixes string `yaml:"affixes"` // files, as package/name
	Words   string `yaml:"words"`
	// Sections are told by lines of the word list that begin with their heading. A word of
	// none has no reading.
	Sections []section `yaml:"sections"`
	// Classes are the affix classes that inflect. The others are clitics, or make
	// other words, and are passed over.
	Classes []class `yaml:"classes"`
	// Tenses are the values of the field "is:" of an entry's morphology.
	Tenses map[string]tense `yaml:"tenses"`
	// Endings of a whole word that tell its gender where nothing else does.
	Endings readings `yaml:"endings"`
	// Capitals is the reading of a word with a capital that is no common word too.
	Capitals reading `yaml:"capitals"`
}

// section is a part of the word list.
type section struct {
	Heading  string    `yaml:"heading"`
	Readings []reading `yaml:"readings"`
	// Unless: readings of the words that have a class or an ending, the first that fits.
	Unless []instead `yaml:"unless"`
}

type instead struct {
	Class    pattern   `yaml:"class"` // a whole name
	Ends     pattern   `yaml:"ends"`  // of the word
	Readings []reading `yaml:"readings"`
}

// fits reports whether an entry is one that the readings are of.
func (i *instead) fits(e *entry) bool {
	return (i.Class.whole == nil || slices.ContainsFunc(e.classes, i.Class.whole.MatchString)) &&
		(i.Ends.end == nil || i.Ends.end.MatchString(e.text))
}

// pattern is a regular expression in words.yaml.
type pattern struct{ whole, end *regexp.Regexp }

func (p *pattern) UnmarshalYAML(node *yaml.Node) error {
	var err error
	if p.whole, err = regexp.Compile("^(?:" + node.Value + ")$"); err != nil {
		return fmt.Errorf("line %d: %w", node.Line, err)
	}
	p.end, err = regexp.Compile("(?:" + node.Value + ")$")
	return err
}

// class is an affix class, by what it adds: the longest ending of the addition
// decides what is put over the entry's reading.
type class struct {
	Of      []pattern `yaml:"of"`
	Endings readings  `yaml:"endings"`
	// Inflects: only readings that say this are inflected by the class.
	Inflects reading `yaml:"inflects"`
	// Counts: an entry that has the class is one of several, and its base no plural.
	Counts bool `yaml:"counts"`
}

// tense is how a finite verb shows person and number.
type tense struct {
	Reading reading  `yaml:"reading"`
	Starts  readings `yaml:"starts"` // by how the whole form begins
	Ends    readings `yaml:"ends"`   // by how an entry as it stands ends
}

type readings map[string]reading

// longest returns the reading of the longest key that fits.
func (r readings) longest(fits func(key string) bool) (best reading, ok bool) {
	length := -1
	for key, reading := range r {
		if len(key) > length && fits(key) {
			best, length = reading, len(key)
		}
	}
	return best, length >= 0
}

// reading is a template in words.yaml.
type reading struct{ word.Template }

func (r *reading) UnmarshalYAML(node *yaml.Node) error {
	t, err := word.ParseTemplate(node.Value)
	if err != nil {
		return fmt.Errorf("line %d: %w", node.Line, err)
	}
	r.Template = t
	return nil
}

func readRules(file string) (*rules, error) {
	body, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	r := &rules{}
	in := yaml.NewDecoder(bytes.NewReader(body))
	in.KnownFields(true)
	if err := in.Decode(r); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return r, nil
}
