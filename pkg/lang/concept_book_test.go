package lang_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

func TestSelect(t *testing.T) {
	b := load(t).ConceptBook()
	for _, term := range []string{"artillery shells", "قذيفة مدفعية", "artillery-shell"} {
		found, err := b.Select(term, "")
		if err != nil || !slices.ContainsFunc(found, func(c lang.Concept) bool { return c.ID == "artillery-shell" }) {
			t.Errorf("Select(%q) = %v, %v", term, found, err)
		}
	}
	weapons, err := b.Select("", "weapon")
	if err != nil || len(weapons) < 10 {
		t.Errorf("%d weapons, %v", len(weapons), err)
	}
	for _, c := range weapons {
		if c.Kind != "weapon" {
			t.Errorf("%s is of kind %s", c.ID, c.Kind)
		}
	}
	var kind *lang.UnknownKindError
	if _, err := b.Select("", "arms"); !errors.As(err, &kind) || !strings.Contains(err.Error(), "must be one of aid, building, ") {
		t.Error(err)
	}
	if _, err := b.Select("frobnitz", ""); err == nil || !strings.Contains(err.Error(), "names no concept") {
		t.Error(err)
	}
}

func TestConceptEntry(t *testing.T) {
	b := load(t).ConceptBook()
	c, _ := b.Get("artillery-shell")
	e := b.Entry(c)
	if !slices.Contains(e.Parents, "shell") || !slices.Contains(e.Ancestors, figure.ConceptID("munition")) || len(e.Nouns["ar"]) == 0 || e.Children == nil {
		t.Errorf("%+v", e)
	}
}
