package unit

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Name is what a language calls a unit or a currency: after CLDR, or after the
// hand rows for what CLDR lacks or the news calls otherwise. Symbol and
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
func LoadNames() (Names, error) { return loadNames(embedded) }

// loadNames reads names_LANG.tsv, and hand_names_LANG.tsv whose rows stand in the
// place of the others by their id.
func loadNames(data fs.FS) (Names, error) {
	files, err := fs.Glob(data, "data/names_*.tsv")
	if err != nil {
		return nil, err
	}
	names := Names{}
	for _, file := range files {
		code := strings.TrimSuffix(strings.TrimPrefix(path.Base(file), "names_"), ".tsv")
		err := readTable(data, file, "id\tsymbol\tname\tzero\tone\ttwo\tfew\tmany\tother", func(cells []string) error {
			plural := strings.TrimSpace(strings.ReplaceAll(stated(cells[8]), "{0}", ""))
			names.put(figure.UnitID(cells[0]), Name{code, stated(cells[1]), stated(cells[2]), plural})
			return nil
		})
		if err == nil {
			err = readTable(data, "data/hand_names_"+code+".tsv", "id\tsymbol\tname\tother\twhy", func(cells []string) error {
				names.put(figure.UnitID(cells[0]), Name{code, stated(cells[1]), cells[2], stated(cells[3])})
				return nil
			})
		}
		if err != nil {
			return nil, err
		}
	}
	return names, nil
}

// put enters a name in the place of one of its language.
func (n Names) put(id figure.UnitID, name Name) {
	if i := slices.IndexFunc(n[id], func(old Name) bool { return old.Lang == name.Lang }); i >= 0 {
		n[id][i] = name
		return
	}
	n[id] = append(n[id], name)
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
