package lang

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/table"
)

// TermTable is a table of words that are no part of the lexicon: what a package
// above this one looks for by itself. It is the name of its file.
type TermTable string

// The tables of terms; docs/language-pack.md describes their kinds and ids.
const (
	Countries TermTable = "countries.tsv" // words that tell of a country
	Metals    TermTable = "metals.tsv"    // words that tell of a precious metal
	Measures  TermTable = "measures.tsv"  // words beside a count that tell totals from additions
	Dates     TermTable = "dates.tsv"     // words of publication dates
	Credits   TermTable = "credits.tsv"   // how papers credit the agencies
)

// termKinds are the kinds that the rows of a table may be of.
var termKinds = map[TermTable][]string{
	Countries: {"name", "adjective"},
	Metals:    {"metal"},
	Measures:  {"increment", "cumulative"},
	Dates:     {"am", "pm", "ago", "day", "now", "unit", "hijri", "zone"},
	Credits:   {"agency"},
}

// Term is a row of a table of terms.
type Term struct {
	// Kind is the sort of the words, such as "adjective", and ID what they stand for,
	// such as "DZ"; it is empty where the kind says all.
	Kind, ID string
	// Forms are the words as their language writes them, in every inflection.
	Forms []string

	file string
	line int
}

// Errorf returns an error about the row, which names its file and line.
func (t *Term) Errorf(format string, args ...any) error {
	return &table.Error{File: t.file, Line: t.line, Err: fmt.Errorf(format, args...)}
}

// Terms are the rows of a table of terms in their order.
func (p *Pack) Terms(of TermTable) []Term { return p.terms[of] }

// Terms are the rows of a table of terms of every language, and those that
// languages share.
func (s *Set) Terms(of TermTable) []Term {
	out := slices.Clone(s.shared[of])
	for _, p := range s.packs {
		out = append(out, p.terms[of]...)
	}
	return out
}

// loadTerms reads the tables of terms that a folder has.
func (p *Pack) loadTerms(fsys fs.FS, dir string) (map[TermTable][]Term, error) {
	out := map[TermTable][]Term{}
	for of, kinds := range termKinds {
		file := path.Join(dir, string(of))
		err := table.Form{Columns: 4, Filled: true}.Read(fsys, file, func(line int, cells []string) error {
			if !slices.Contains(kinds, cells[0]) {
				return fmt.Errorf("unknown kind %q: want one of %s", cells[0], strings.Join(kinds, ", "))
			}
			forms, err := p.formsOf(strings.Fields(cells[2]), cells[3])
			if err != nil {
				return err
			}
			term := Term{Kind: cells[0], Forms: forms, file: file, line: line}
			if cells[1] != "-" {
				term.ID = cells[1]
			}
			out[of] = append(out[of], term)
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return out, nil
}

// formsOf inflects lemmas that are separated by "|".
func (p *Pack) formsOf(paradigms []string, lemmas string) ([]string, error) {
	var out []string
	for lemma := range strings.SplitSeq(lemmas, "|") {
		if len(p.split(lemma)) == 0 {
			return nil, fmt.Errorf("form %q folds to nothing", lemma)
		}
		forms, err := p.phrases(paradigms, lemma)
		if err != nil {
			return nil, err
		}
		for _, f := range forms {
			if !slices.Contains(out, f.text) {
				out = append(out, f.text)
			}
		}
	}
	return out, nil
}
