package track

import (
	"slices"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// Resolve looks up the concepts of subject terms. A term that is a concept id, or a noun of any
// language in any of its forms, then matches every figure of that concept and of its kinds. So
// «ذخيرة» and "munitions" both match «الذخائر» and "artillery shells". Call it before the
// matcher is used.
func (m *Matcher) Resolve(packs *lang.Set) {
	concepts := packs.Concepts()
	for _, r := range m.rules {
		for i := range r.subject {
			t := &r.subject[i]
			t.kinds = map[figure.ConceptID]figure.ConceptID{}
			for _, id := range conceptsOf(concepts, t.written) {
				addKinds(t.kinds, concepts, id, id)
			}
		}
	}
}

// conceptsOf returns the concepts that the whole term names, without duplicates.
func conceptsOf(concepts *lang.Concepts, term string) []figure.ConceptID {
	ids := concepts.Find(term, "")
	if id := figure.ConceptID(term); !slices.Contains(ids, id) {
		if _, ok := concepts.Get(id); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// person matches only itself, not its kinds: texts often give parts of a toll next to the toll
// («بينهم 3 أطفال»), which must not be taken for it.
const person figure.ConceptID = "person"

// addKinds adds id and all its kinds as kinds of whole.
func addKinds(kinds map[figure.ConceptID]figure.ConceptID, concepts *lang.Concepts, whole, id figure.ConceptID) {
	if _, known := kinds[id]; known {
		return
	}
	kinds[id] = whole
	if whole == person {
		return
	}
	for _, kind := range concepts.Children(id) {
		addKinds(kinds, concepts, whole, kind)
	}
}
