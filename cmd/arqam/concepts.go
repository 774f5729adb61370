package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/settings"
)

func (a *app) conceptsCommand() command {
	var format, kind string
	return command{
		group: "tool",
		use:   "concepts [flags] [WORD|ID]",
		short: "Look up what counted things are called, and what is a kind of what",
		long: `A concept is a counted thing under one id in every language: قذيفة مدفعية and
"artillery shell" are both artillery-shell, which is a shell and so a munition.
Given a noun of any language, in any of its forms, or an id, it prints the
concept, what it is a kind of, what is a kind of it, its nouns and its Wikidata
item. Without one it lists every concept. The exit status is 1 when there is
none. --concepts adds a file of your own: see docs/concepts.md.`,
		example: `  arqam concepts قذائف
  arqam concepts "artillery shells" -o table
  arqam concepts --kind weapon
  arqam concepts munition | jq .children`,
		settings: []string{"concepts"},
		own: func(flags *pflag.FlagSet) {
			formatFlag(flags, &format)
			flags.StringVar(&kind, "kind", "", "only concepts of this `kind`, as weapon")
		},
		run: func(_ context.Context, args []string) error {
			packs, err := loadPacks(a.config.concepts)
			if err != nil {
				return err
			}
			b := conceptBook{packs.Concepts(), packs.Langs()}
			found, err := b.find(strings.Join(args, " "), kind)
			if err != nil {
				return err
			}
			return a.concepts(b, found, format)
		},
	}
}

// loadPacks reads the languages, with the concepts of a user's file unless name
// is empty. A fault in the file is the user's.
func loadPacks(name string) (*lang.Set, error) {
	if name == "" {
		packs, err := lang.Load()
		if err != nil {
			return nil, fmt.Errorf("load the language packs: %w", err)
		}
		return packs, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, usagef("concepts: %s: %w", name, settings.Cause(err))
	}
	packs, err := lang.LoadWith(name, data)
	return packs, usage(err)
}

// conceptBook is what can be looked up.
type conceptBook struct {
	*lang.Concepts
	langs []string
}

// find returns the concepts that a word or an id names, or all of them, of one
// kind or of any.
func (b conceptBook) find(term, kind string) ([]lang.Concept, error) {
	all := slices.Collect(b.All())
	if kind != "" && !slices.ContainsFunc(all, func(c lang.Concept) bool { return c.Kind == kind }) {
		return nil, usagef("--kind: %q is none: want one of %s", kind, strings.Join(b.kinds(), ", "))
	}
	ids := append([]figure.ConceptID{figure.ConceptID(term)}, b.Find(term, "")...)
	found := slices.DeleteFunc(all, func(c lang.Concept) bool {
		return kind != "" && c.Kind != kind || term != "" && !slices.Contains(ids, c.ID)
	})
	if len(found) == 0 {
		return nil, fmt.Errorf("%q names no concept: \"arqam concepts\" lists them", term)
	}
	return found, nil
}

func (b conceptBook) kinds() []string {
	var out []string
	for c := range b.All() {
		out = append(out, c.Kind)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// conceptLine is the JSON of a concept.
type conceptLine struct {
	ID        figure.ConceptID    `json:"id"`
	Kind      string              `json:"kind"`
	Gloss     string              `json:"gloss,omitempty"`
	Wikidata  string              `json:"wikidata,omitempty"`
	Parents   []figure.ConceptID  `json:"parents"`
	Ancestors []figure.ConceptID  `json:"ancestors"`
	Children  []figure.ConceptID  `json:"children"`
	Nouns     map[string][]string `json:"nouns"`
}

func (b conceptBook) line(c lang.Concept) conceptLine {
	none := []figure.ConceptID{}
	out := conceptLine{ID: c.ID, Kind: c.Kind, Gloss: c.Gloss, Wikidata: c.Wikidata, Nouns: map[string][]string{},
		Parents: append(none, c.Parents...), Ancestors: append(none, b.Ancestors(c.ID)...), Children: append(none, b.Children(c.ID)...)}
	for _, code := range b.langs {
		if nouns := b.Lemmas(c.ID, code); nouns != nil {
			out.Nouns[code] = slices.Clone(nouns)
		}
	}
	return out
}

func (a *app) concepts(b conceptBook, found []lang.Concept, format string) error {
	s := a.screen()
	switch {
	case format == formatCSV:
		return a.conceptsCSV(b, found)
	case format == formatJSONL || format == formatAuto && s.Width == 0:
		lines := json.NewEncoder(a.stdout)
		lines.SetEscapeHTML(false)
		for _, c := range found {
			if err := lines.Encode(b.line(c)); err != nil {
				return fmt.Errorf("print concept %q: %w", c.ID, err)
			}
		}
		return nil
	case len(found) <= fewConcepts:
		return a.conceptCards(b, s, found)
	}
	t := s.Table(a.stdout, "concept", "is a", "kind", "meaning")
	for _, c := range found {
		t.AppendRow(table.Row{c.ID, s.Show(list(c.Parents), wideSubject), c.Kind, s.Show(c.Gloss, 0)})
	}
	t.Render()
	return nil
}

// fewConcepts are as many as are told in full on a terminal.
const fewConcepts = 3

// conceptCards prints everything about each concept.
func (a *app) conceptCards(b conceptBook, s screen, found []lang.Concept) error {
	for i, c := range found {
		if i > 0 {
			fmt.Fprintln(a.stdout)
		}
		t := s.Table(a.stdout, "concept", "")
		t.ResetHeaders()
		row := func(name, told string) {
			if told != "" {
				t.AppendRow(table.Row{name, told})
			}
		}
		line := b.line(c)
		row("concept", string(c.ID))
		row("kind", c.Kind)
		row("meaning", c.Gloss)
		row("is a", list(line.Ancestors))
		row("kinds of it", list(line.Children))
		for _, code := range b.langs {
			nouns := line.Nouns[code]
			for i := range nouns {
				nouns[i] = s.Show(nouns[i], 0)
			}
			row(code, strings.Join(nouns, ", "))
		}
		row("wikidata", c.Wikidata)
		t.SetColumnConfigs([]table.ColumnConfig{{Number: 2, WidthMax: wideNouns, WidthMaxEnforcer: text.WrapSoft}})
		t.Render()
	}
	return nil
}

// wideNouns leaves space for the first column in eighty.
const wideNouns = 64

func list[T ~string](ids []T) string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return strings.Join(out, ", ")
}

func (a *app) conceptsCSV(b conceptBook, found []lang.Concept) error {
	out := csv.NewWriter(a.stdout)
	err := out.Write(append([]string{"id", "kind", "parents", "wikidata", "gloss"}, b.langs...))
	for _, c := range found {
		row := []string{string(c.ID), c.Kind, list(c.Parents), c.Wikidata, c.Gloss}
		for _, code := range b.langs {
			row = append(row, strings.Join(b.Lemmas(c.ID, code), ", "))
		}
		err = errors.Join(err, out.Write(row))
	}
	out.Flush()
	return errors.Join(err, out.Error())
}
