package lang

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/arqam-io/arqam/pkg/table"
)

// Tables that are no rows of a pack's lexicon, or not at once.
const (
	// generatedTable holds what CLDR calls units, currencies, months and
	// weekdays. It is read last: a phrase that a row by hand has in the same class
	// keeps that row's meaning. That of base holds the codes and symbols that every
	// language reads alike, and is read after the language's own.
	generatedTable = "cldr.tsv"
	// overruledTable lists generated rows that the news means otherwise, each with
	// the reason: those of one language in its folder, those of all in base.
	overruledTable = "overruled.tsv"
)

// overruled are the generated rows of a language that are left out, by class, id
// and lemma, which is "-" for all of them.
type overruled map[[3]string]bool

func (o overruled) read(fsys fs.FS, dir string) error {
	err := table.Form{Columns: 4}.Read(fsys, path.Join(dir, overruledTable), func(_ int, col []string) error {
		if col[2] == "" {
			return fmt.Errorf("%s %s is overruled without a reason", col[0], col[1])
		}
		o[[3]string{col[0], col[1], col[3]}] = true
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (o overruled) has(col []string) bool {
	return o[[3]string{col[0], col[1], col[4]}] || o[[3]string{col[0], col[1], "-"}]
}

// loadGenerated reads the generated table of a pack whose other tables are read.
func (p *Pack) loadGenerated(fsys fs.FS, dir string) error {
	not := overruled{}
	for _, from := range []string{dir, "base"} {
		if err := not.read(fsys, from); err != nil {
			return err
		}
	}
	p.yielding = true
	defer func() { p.yielding = false }()
	for _, from := range []string{dir, "base"} {
		err := lexiconForm.Read(fsys, path.Join(from, generatedTable), func(_ int, col []string) error {
			if not.has(col) {
				return nil
			}
			return p.addRow(col)
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
