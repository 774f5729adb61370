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

// TermTable is the file name of a table of words outside the lexicon, which a package above
// this one looks for itself.
type TermTable string

// The tables of terms; docs/language-pack.md describes their kinds and ids.
const (
	Countries TermTable = "countries.tsv" // words that indicate a country
	Metals    TermTable = "metals.tsv"    // words that indicate a precious metal
	Measures  TermTable = "measures.tsv"  // words near a count that indicate a total or an addition
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

// Terms are the rows of a table of terms of every language. Those of dates begin
// with what languages share.
func (s *Set) Terms(of TermTable) []Term {
	var out []Term
	if of == Dates {
		out = slices.Clone(s.shared)
	}
	for _, p := range s.packs {
		out = append(out, p.terms[of]...)
	}
	return out
}

// LoadTerms reads one table of terms of every language that is built into the
// program, and nothing else of it.
func LoadTerms(of TermTable) ([]Term, error) {
	folder, err := LoadFolder()
	if err != nil {
		return nil, fmt.Errorf("load fold table: %w", err)
	}
	dirs, err := packDirs(packs)
	if err != nil {
		return nil, err
	}
	var out []Term
	for _, dir := range dirs {
		p := &Pack{Fold: folder}
		if err := p.loadParadigms(packs, dir); err != nil {
			return nil, err
		}
		terms, err := p.loadTerms(packs, dir, of)
		if err != nil {
			return nil, err
		}
		out = append(out, terms...)
	}
	return out, nil
}

// loadTerms reads a table of terms of a folder. The table may be missing.
func (p *Pack) loadTerms(fsys fs.FS, dir string, of TermTable) ([]Term, error) {
	var out []Term
	kinds, file := termKinds[of], path.Join(dir, string(of))
	err := table.Form{Columns: 4, Filled: true}.Read(fsys, file, func(line int, cells []string) error {
		if !slices.Contains(kinds, cells[0]) {
			return fmt.Errorf("unknown kind %q: must be one of %s", cells[0], strings.Join(kinds, ", "))
		}
		forms, err := p.formsOf(strings.Fields(cells[2]), cells[3])
		if err != nil {
			return err
		}
		out = append(out, Term{Kind: cells[0], ID: stated(cells[1]), Forms: forms, file: file, line: line})
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return out, err
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
