package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/settings"
)

func (a *app) conceptsCommand() command {
	var format, kind string
	return command{
		group: "tool",
		use:   "concepts [flags] [WORD|ID]",
		short: "Look up concepts: counted things, their names and kinds",
		long: `A concept is a counted thing with one id for all languages: قذيفة مدفعية and
"artillery shell" are both artillery-shell, which is a kind of shell and so a kind of
munition. Given an id, or a noun of any language in any form, the command prints the
concept, what it is a kind of, its own kinds, its nouns and its Wikidata item.
Without an argument it lists all concepts. The exit status is 1 if none is found.
--concepts adds a file of your own: see docs/concepts.md.`,
		example: `  arqam concepts قذائف
  arqam concepts "artillery shells" -o table
  arqam concepts --kind weapon
  arqam concepts munition | jq .children`,
		settings: []string{"concepts"},
		own: func(flags *pflag.FlagSet) {
			formatFlag(flags, &format)
			flags.StringVar(&kind, "kind", "", "only concepts of this `kind`, such as weapon")
		},
		run: func(_ context.Context, args []string) error {
			packs, err := loadPacks(a.config.concepts)
			if err != nil {
				return err
			}
			b := packs.ConceptBook()
			found, err := b.Select(strings.Join(args, " "), kind)
			if wrong, ok := errors.AsType[*lang.UnknownKindError](err); ok {
				return usagef("--kind: %w", wrong)
			}
			if err != nil {
				return err
			}
			return a.concepts(b, found, format)
		},
	}
}

// loadPacks reads the language packs, and the concepts of a user's file unless name is empty.
// Errors in the file are usage errors.
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

func (a *app) concepts(b *lang.ConceptBook, found []lang.Concept, format string) error {
	s := a.screen()
	switch {
	case format == formatCSV:
		return a.conceptsCSV(b, found)
	case format == formatJSONL || format == formatAuto && s.Width == 0:
		lines := make([]lang.ConceptEntry, len(found))
		for i, c := range found {
			lines[i] = b.Entry(c)
		}
		return jsonLines(a.stdout, lines)
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

// fewConcepts is the largest number of concepts that are printed in full on a terminal.
const fewConcepts = 3

// conceptCards prints each concept with all its details.
func (a *app) conceptCards(b *lang.ConceptBook, s screen, found []lang.Concept) error {
	for i, c := range found {
		if i > 0 {
			fmt.Fprintln(a.stdout)
		}
		t := s.Table(a.stdout, "concept", "")
		t.ResetHeaders()
		row := func(name, value string) {
			if value != "" {
				t.AppendRow(table.Row{name, value})
			}
		}
		line := b.Entry(c)
		row("concept", string(c.ID))
		row("kind", c.Kind)
		row("meaning", c.Gloss)
		row("is a", list(line.Ancestors))
		row("kinds of it", list(line.Children))
		for _, code := range b.Langs() {
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

// wideNouns is the width of the second column, so that both fit in 80 columns.
const wideNouns = 64

func list[T ~string](ids []T) string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return strings.Join(out, ", ")
}

func (a *app) conceptsCSV(b *lang.ConceptBook, found []lang.Concept) error {
	out := csv.NewWriter(a.stdout)
	err := out.Write(append([]string{"id", "kind", "parents", "wikidata", "gloss"}, b.Langs()...))
	for _, c := range found {
		row := []string{string(c.ID), c.Kind, list(c.Parents), c.Wikidata, c.Gloss}
		for _, code := range b.Langs() {
			row = append(row, strings.Join(b.Lemmas(c.ID, code), ", "))
		}
		err = errors.Join(err, out.Write(row))
	}
	out.Flush()
	return errors.Join(err, out.Error())
}
