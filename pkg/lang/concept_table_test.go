package lang

import (
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

func builtIn(t *testing.T) *Concepts {
	t.Helper()
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return set.Concepts()
}

// TestEveryNounHasItsConcept walks the packs and the table: what a noun names is
// declared, and what is declared has a name in Arabic and in English.
func TestEveryNounHasItsConcept(t *testing.T) {
	concepts := builtIn(t)
	everyPack(t, func(t *testing.T, p *Pack) {
		p.each(func(phrase string, entries []Entry) {
			for _, e := range entries {
				if _, ok := concepts.Get(figure.ConceptID(e.ID)); e.Class == Noun && !ok {
					t.Errorf("%q names %q, which is not a concept", phrase, e.ID)
				}
			}
		})
	})
	for c := range concepts.All() {
		for _, lang := range []string{"ar", "en"} {
			if len(concepts.Lemmas(c.ID, lang)) == 0 {
				t.Errorf("%s has no noun in %s", c.ID, lang)
			}
		}
	}
}

// TestNounsOfPeople: whatever is a person can be killed and counted per head,
// and else only bodies, casualties and families are.
func TestNounsOfPeople(t *testing.T) {
	concepts := builtIn(t)
	others := []figure.ConceptID{"body", "death", "family", "injury"}
	isAny := func(id figure.ConceptID) bool {
		for _, other := range others {
			if concepts.IsA(id, other) {
				return true
			}
		}
		return false
	}
	everyPack(t, func(t *testing.T, p *Pack) {
		p.each(func(phrase string, entries []Entry) {
			for _, e := range entries {
				if e.Class != Noun {
					continue
				}
				id := figure.ConceptID(e.ID)
				person := concepts.IsA(id, "person")
				if person && !e.Has(Human) {
					t.Errorf("%q names %s, a person, and is not human", phrase, id)
				}
				if e.Has(Human) && !person && !isAny(id) {
					t.Errorf("%q is human and names %s, which is no person", phrase, id)
				}
			}
		})
	})
}

// TestConceptsAreTold: every concept says what it means, and no two are one item
// of Wikidata.
func TestConceptsAreTold(t *testing.T) {
	of := map[string]figure.ConceptID{}
	for c := range builtIn(t).All() {
		if c.Gloss == "" {
			t.Errorf("%s has no gloss", c.ID)
		}
		if other, taken := of[c.Wikidata]; taken && c.Wikidata != "" {
			t.Errorf("%s and %s are both %s", other, c.ID, c.Wikidata)
		}
		of[c.Wikidata] = c.ID
	}
}
