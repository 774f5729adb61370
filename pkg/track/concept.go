package track

import (
	"slices"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// Resolve lets subject terms stand for what they mean: a term that is a noun of
// any language's lexicon, in any of its forms, or the id of a concept, matches
// every figure of its concept and of the kinds of it. So «ذخيرة» and "munitions"
// both match «الذخائر» and "artillery shells". It must be called before the
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

// conceptsOf returns what the whole term names, each concept once.
func conceptsOf(concepts *lang.Concepts, term string) []figure.ConceptID {
	ids := concepts.Find(term, "")
	if id := figure.ConceptID(term); !slices.Contains(ids, id) {
		if _, ok := concepts.Get(id); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// person has no kinds that stand for it: texts count parts of a toll beside it
// («بينهم 3 أطفال»), and these are not its number.
const person figure.ConceptID = "person"

// addKinds enters id and all kinds of it as kinds of whole.
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
