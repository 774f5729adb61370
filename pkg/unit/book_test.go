package unit_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/unit"
)

// book has two shared names: of whole currencies, and of a part of them.
func book(t *testing.T) *unit.Book {
	t.Helper()
	table, err := unit.New()
	if err != nil {
		t.Fatal(err)
	}
	packs, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	b, err := unit.NewBook(table, packs, func(name string) ([]figure.UnitID, bool) {
		switch name {
		case "dinar":
			return []figure.UnitID{"JOD", "IQD"}, false
		case "cent":
			return []figure.UnitID{"USD", "EUR"}, true
		}
		return nil, false
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFind(t *testing.T) {
	b := book(t)
	for _, c := range []struct {
		term     string
		quantity figure.Quantity
		want     string
	}{
		{"tonne", "", "tonne"},
		{"kg", "", "kilogram"},
		{"أطنان", "", "tonne"},
		{"طن متري", "", "tonne"},
		{"dinars", "", "IQD JOD"},
		{"gram-per-square-meter", "", "gram-per-square-meter"},
		{"", "temperature", "celsius fahrenheit kelvin rankine"},
	} {
		found, err := b.Find(c.term, c.quantity)
		var ids []string
		for _, u := range found {
			ids = append(ids, string(u.ID))
		}
		if got := strings.Join(ids, " "); err != nil || got != c.want {
			t.Errorf("Find(%q, %q) = %s, %v; want %s", c.term, c.quantity, got, err, c.want)
		}
	}
}

func TestFindFaults(t *testing.T) {
	b := book(t)
	for term, want := range map[string]string{
		"frobnitz": `"frobnitz" names no unit`,
		"kilomter": `"kilomter" names no unit: did you mean kilometer`,
		"cents":    `"cents" is a part of USD, EUR, and no unit of its own`,
	} {
		if found, err := b.Find(term, ""); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("Find(%q) = %v, %v; want %s", term, found, err, want)
		}
	}
	if _, err := b.Find("frobnitz", ""); !errors.Is(err, unit.ErrNoUnit) {
		t.Error(err)
	}
	var quantity *unit.UnknownQuantityError
	if _, err := b.Find("", "weight"); !errors.As(err, &quantity) || !strings.Contains(err.Error(), "want one of acceleration") {
		t.Error(err)
	}
}

func TestEntry(t *testing.T) {
	b := book(t)
	u, _ := b.Get("fahrenheit")
	e := b.Entry(u)
	if e.Base != "kelvin" || e.Factor != "5/9" || e.Offset == "" || len(e.Names["en"]) == 0 {
		t.Errorf("%+v", e)
	}
}
