package unit

import (
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// Name is the name of a unit or a currency in a language: from CLDR, or from the hand-written
// rows of its pack for what CLDR lacks or the press names differently.
type Name struct {
	Lang string
	lang.UnitName
}

// Names has the names of units, by id and then by language.
type Names map[figure.UnitID][]Name

// LoadNames reads the names in the packs.
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

// Find returns the sorted ids that a word names in any language, ignoring case.
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
