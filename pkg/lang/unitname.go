package lang

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/table"
)

// The tables of what a language calls units and currencies: generated from the
// CLDR, and by hand, whose rows stand in the place of the others by their id.
const (
	generatedNames = "cldr_names.tsv"
	unitNames      = "unit_names.tsv"

	generatedNamesHeader = "id\tsymbol\tname\tzero\tone\ttwo\tfew\tmany\tother"
	unitNamesHeader      = "id\twhy\tsymbol\tname\tother"
)

// UnitName is what a language calls a unit or a currency. Symbol and Plural are
// empty where it has none. Plural is the form of the plural class "other" (UTS #35,
// Part 3, Language Plural Rules), without its number.
type UnitName struct {
	ID, Symbol, Name, Plural string
}

// UnitNames reads what a language calls units and currencies, sorted by their id.
// The tables are large and few need them, so they are not kept.
func (s *Set) UnitNames(lang string) ([]UnitName, error) {
	var out []UnitName
	add := func(id, symbol, name, plural string) {
		one := UnitName{id, stated(symbol), stated(name), strings.TrimSpace(strings.ReplaceAll(stated(plural), "{0}", ""))}
		if i := slices.IndexFunc(out, func(old UnitName) bool { return old.ID == id }); i >= 0 {
			out[i] = one
			return
		}
		out = append(out, one)
	}
	for _, list := range []struct {
		file, header string
		add          func(cells []string)
	}{
		{generatedNames, generatedNamesHeader, func(c []string) { add(c[0], c[1], c[2], c[8]) }},
		{unitNames, unitNamesHeader, func(c []string) { add(c[0], c[2], c[3], c[4]) }},
	} {
		form := table.Form{Header: list.header, Sorted: true, Filled: true}
		err := form.Read(s.fsys, path.Join(lang, list.file), func(_ int, cells []string) error {
			list.add(cells)
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b UnitName) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// stated is a cell, which is a hyphen where there is nothing to say.
func stated(cell string) string {
	if cell == "-" {
		return ""
	}
	return cell
}
