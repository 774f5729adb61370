package lang

import (
	"fmt"
	"io/fs"
	"path"

	"github.com/arqam-io/arqam/pkg/table"
)

// Tables that are no rows of a pack's lexicon, or not at once.
const (
	// generatedTable holds what CLDR calls units, currencies, months and
	// weekdays. It is read last: a phrase that a row by hand has in the same class
	// keeps that row's meaning.
	generatedTable = "cldr.tsv"
	// overruledTable lists generated rows that the news means otherwise, each with
	// the reason.
	overruledTable = "base/overruled.tsv"
)

// overruled are the generated rows that are left out, by language ("*" for all),
// class and id; a row may be told by its lemma ("-" for all of them).
type overruled map[[4]string]bool

func loadOverruled(fsys fs.FS) (overruled, error) {
	out := overruled{}
	if _, err := fs.Stat(fsys, overruledTable); err != nil {
		return out, nil
	}
	err := (table.Form{Columns: 5}).Read(fsys, overruledTable, func(_ int, col []string) error {
		if col[3] == "" {
			return fmt.Errorf("%s %s is overruled without a reason", col[1], col[2])
		}
		out[[4]string{col[0], col[1], col[2], col[4]}] = true
		return nil
	})
	return out, err
}

func (o overruled) has(lang string, col []string) bool {
	for _, l := range [...]string{lang, "*"} {
		for _, lemma := range [...]string{col[4], "-"} {
			if o[[4]string{l, col[0], col[1], lemma}] {
				return true
			}
		}
	}
	return false
}

// loadGenerated reads the generated table of a pack whose other tables are read.
func (p *Pack) loadGenerated(fsys fs.FS, dir string) error {
	name := path.Join(dir, generatedTable)
	if _, err := fs.Stat(fsys, name); err != nil {
		return nil
	}
	not, err := loadOverruled(fsys)
	if err != nil {
		return err
	}
	p.yielding = true
	defer func() { p.yielding = false }()
	return lexiconForm.Read(fsys, name, func(_ int, col []string) error {
		if not.has(p.Lang, col) {
			return nil
		}
		return p.addRow(col)
	})
}
