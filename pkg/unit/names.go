package unit

import (
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// Name is what a language calls a unit or a currency: after CLDR, or after the
// hand rows of its pack for what CLDR lacks or the news calls otherwise.
type Name struct {
	Lang string
	lang.UnitName
}

// Names is what units are called, by id and then by language.
type Names map[figure.UnitID][]Name

// LoadNames reads the names that the packs give.
func LoadNames(packs *lang.Set) (Names, error) {
	names := Names{}
	for _, code := range packs.Langs() {
		list, err := packs.UnitNames(code)
		if err != nil {
			return nil, err
		}
		for _, n := range list {
			id := figure.UnitID(n.ID)
			names[id] = append(names[id], Name{code, n})
		}
	}
	return names, nil
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
