package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// language is a language with a pack; docs/language-pack.md describes the section "cldr" of
// pack.yaml.
type language struct {
	code   string
	script *unicode.RangeTable
	rules
	inflections []inflection // of plurals, in the order of rules.Plurals
}

// rules are the section "cldr" of a pack.yaml.
type rules struct {
	// Locales are the CLDR locales whose names are used, best first. Currencies are named by
	// the last.
	Locales []string `yaml:"locales"`
	// RegionalMonths: countries have different names for the months.
	RegionalMonths bool `yaml:"regional_months"`
	// Singular, Plural and Dual are the CLDR plural classes whose forms match those of the
	// pack's paradigms.
	Singular string `yaml:"singular"`
	Plural   string `yaml:"plural"`
	Dual     string `yaml:"dual"`
	// Plurals are the paradigms that form a plural by rule, tried in order, so that a name and
	// its plural are one row.
	Plurals []string `yaml:"plurals"`
	// Written are the paradigms, by the ending of the word, of words with an irregular plural,
	// which the row lists after them.
	Written []written `yaml:"written_plurals"`
	// BeforeUnit is the word between a magnitude word and its unit («millions de tonnes»),
	// unless the unit begins with a letter of ElidesBefore.
	BeforeUnit   string `yaml:"before_unit"`
	ElidesBefore string `yaml:"elides_before"`
	// DottedSymbols: a currency symbol of letters that ends in a point is an abbreviation used
	// in articles.
	DottedSymbols bool `yaml:"dotted_symbols"`
}

type written struct {
	Ending   string `yaml:"ending"`
	Paradigm string `yaml:"paradigm"`
}

// inflection is a paradigm of the pack: what the singular loses and gains in the plural.
type inflection struct{ paradigm, strip, suffix string }

// languages reads the packs whose pack.yaml names CLDR locales, in order of their codes.
func languages(packs fs.FS) ([]language, error) {
	files, err := fs.Glob(packs, "*/pack.yaml")
	if err != nil {
		return nil, err
	}
	var out []language
	for _, file := range files {
		l, err := readLanguage(packs, file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if len(l.Locales) > 0 {
			out = append(out, l)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("no pack.yaml names a CLDR locale: add a section \"cldr\" with \"locales\"")
	}
	return out, nil
}

func readLanguage(packs fs.FS, file string) (language, error) {
	body, err := fs.ReadFile(packs, file)
	if err != nil {
		return language{}, err
	}
	var pack struct {
		Lang, Script string
		CLDR         yaml.Node `yaml:"cldr"`
	}
	if err := yaml.Unmarshal(body, &pack); err != nil {
		return language{}, err
	}
	l := language{code: pack.Lang, script: unicode.Scripts[pack.Script], rules: rules{Singular: "one", Plural: "other"}}
	if l.code != path.Dir(file) {
		return language{}, fmt.Errorf("lang is %q, want %q, the name of the folder", l.code, path.Dir(file))
	}
	if l.script == nil {
		return language{}, fmt.Errorf("script %q is not a Unicode script", pack.Script)
	}
	if err := l.rules.decode(&pack.CLDR); err != nil {
		return language{}, err
	}
	return l, l.readInflections(packs)
}

// decode decodes the section, and rejects unknown keys.
func (r *rules) decode(section *yaml.Node) error {
	if section.IsZero() {
		return nil
	}
	text, err := yaml.Marshal(section)
	if err != nil {
		return err
	}
	in := yaml.NewDecoder(strings.NewReader(string(text)))
	in.KnownFields(true)
	if err := in.Decode(r); err != nil {
		return fmt.Errorf("line %d: cldr: %w", section.Line, err)
	}
	return nil
}

// readInflections finds the plural paradigms in the pack's paradigms.tsv.
func (l *language) readInflections(packs fs.FS) error {
	if len(l.Plurals) == 0 {
		return nil
	}
	body, err := fs.ReadFile(packs, path.Join(l.code, "paradigms.tsv"))
	if err != nil {
		return err
	}
	for _, paradigm := range l.Plurals {
		before := len(l.inflections)
		for line := range strings.Lines(string(body)) {
			cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if len(cells) == 4 && cells[0] == paradigm && cells[1] == "plural" {
				l.inflections = append(l.inflections, inflection{paradigm, blank(cells[2]), blank(cells[3])})
			}
		}
		if len(l.inflections) == before {
			return fmt.Errorf("cldr: plurals: paradigms.tsv has no plural of %q", paradigm)
		}
	}
	return nil
}

func blank(cell string) string {
	if cell == "-" {
		return ""
	}
	return cell
}
