package unit

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Name is what a language calls a unit or a currency, after CLDR. Symbol and
// Plural are empty where CLDR has none. Plural is the form of the plural class
// "other" (UTS #35, Part 3, Language Plural Rules), without its number.
type Name struct {
	Lang         string
	Symbol, Name string
	Plural       string
}

// Names is what units are called, by id and then by language.
type Names map[figure.UnitID][]Name

// LoadNames reads the names that are built into the program.
func LoadNames() (Names, error) {
	files, err := fs.Glob(embedded, "data/names_*.tsv")
	if err != nil {
		return nil, err
	}
	names := Names{}
	for _, file := range files {
		code := strings.TrimSuffix(strings.TrimPrefix(path.Base(file), "names_"), ".tsv")
		err := readTable(embedded, file, "id\tsymbol\tname\tzero\tone\ttwo\tfew\tmany\tother", func(cells []string) error {
			id := figure.UnitID(cells[0])
			names[id] = append(names[id], Name{
				Lang: code, Symbol: stated(cells[1]), Name: stated(cells[2]),
				Plural: strings.TrimSpace(strings.ReplaceAll(stated(cells[8]), "{0}", "")),
			})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return names, nil
}

func stated(cell string) string {
	if cell == "-" {
		return ""
	}
	return cell
}

// Find returns the ids that a word names in any language, sorted; letter case
// does not count.
func (n Names) Find(word string) []figure.UnitID {
	var out []figure.UnitID
	for id, names := range n {
		if slices.ContainsFunc(names, func(m Name) bool {
			return strings.EqualFold(m.Name, word) || strings.EqualFold(m.Plural, word) || m.Symbol == word
		}) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}
