package lang

import (
	"errors"
	"io/fs"
	"path"

	"github.com/arqam-io/arqam/pkg/table"
)

// The files of a pack that package word reads: the dictionary of the whole
// language, the words that no dictionary classes well, what the shape of an unknown
// word tells, and what its neighbours tell of an ambiguous one.
const (
	Dictionary = "words.bin"
	Forms      = "forms.tsv"
	Shapes     = "shapes.tsv"
	Contexts   = "contexts.tsv"
)

// Dictionary returns the pack's compiled dictionary, and nil where it has none.
func (p *Pack) Dictionary() ([]byte, error) {
	body, err := fs.ReadFile(p.fsys, path.Join(p.Lang, Dictionary))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return body, err
}

// ReadTable calls add for every row of one of the pack's tables, and for none where
// the pack lacks the table. Errors name file and line.
func (p *Pack) ReadTable(name string, columns int, add func(line int, col []string) error) error {
	file := path.Join(p.Lang, name)
	if _, err := fs.Stat(p.fsys, file); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return table.Form{Columns: columns}.Read(p.fsys, file, add)
}
