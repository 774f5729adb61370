package unit_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/unit"
)

func loadPacks(t *testing.T) *lang.Set {
	t.Helper()
	packs, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	return packs
}

func load(t *testing.T) unit.Names {
	t.Helper()
	names, err := unit.LoadNames(loadPacks(t))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestNames(t *testing.T) {
	names := load(t)
	for _, want := range []unit.Name{
		{"ar", lang.UnitName{ID: "kilogram", Symbol: "كغم", Name: "كيلوغرام", Plural: "كيلوغرام"}},
		{"en", lang.UnitName{ID: "kilogram", Symbol: "kg", Name: "kilograms", Plural: "kilograms"}},
		{"fr", lang.UnitName{ID: "kilogram", Symbol: "kg", Name: "kilogrammes", Plural: "kilogrammes"}},
	} {
		if !slices.Contains(names["kilogram"], want) {
			t.Errorf("names of kilogram are %+v, want %+v among them", names["kilogram"], want)
		}
	}
	for word, want := range map[string][]figure.UnitID{
		"كيلوغرام": {"kilogram"}, "Kilograms": {"kilogram"}, "kg": {"kilogram"}, "KG": nil, "smoot": nil,
		// by hand: the press's طن is the tonne
		"طن": {"tonne"}, "طن أمريكي": {"ton"}, "فدان": {"feddan"}, "basis points": {"basis-point"},
	} {
		if got := names.Find(word); !slices.Equal(got, want) {
			t.Errorf("%q names %q, want %q", word, got, want)
		}
	}
}

// TestEveryLanguageNamesTheUnitsByHand: units that CLDR lacks have names too.
func TestEveryLanguageNamesTheUnitsByHand(t *testing.T) {
	names, languages := load(t), len(loadPacks(t).Langs())
	table, err := unit.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range table.IDs() {
		if strings.HasPrefix(string(id), "x-") && len(names[id]) != languages {
			t.Errorf("names of %s are %+v", id, names[id])
		}
	}
}

// TestNamesAreOfUnits: every named unit has a conversion or is a currency.
func TestNamesAreOfUnits(t *testing.T) {
	names := load(t)
	table, err := unit.New()
	if err != nil {
		t.Fatal(err)
	}
	for id := range names {
		if _, ok := table.Get(id); !ok {
			t.Errorf("%q has a name but is not a unit", id)
		}
	}
}
