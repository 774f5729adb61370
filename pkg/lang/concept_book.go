package lang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
)

// ConceptBook looks up concepts by their nouns.
type ConceptBook struct {
	*Concepts
	langs []string
}

// ConceptBook is the book of the set's concepts, in all its languages.
func (s *Set) ConceptBook() *ConceptBook { return &ConceptBook{s.Concepts(), s.Langs()} }

// Langs are the languages that the book has nouns of.
func (b *ConceptBook) Langs() []string { return b.langs }

// UnknownKindError means that no concept has the kind; it lists the known kinds.
type UnknownKindError struct {
	Kind  string
	Known []string
}

func (e *UnknownKindError) Error() string {
	return fmt.Sprintf("%q is not a kind: must be one of %s", e.Kind, strings.Join(e.Known, ", "))
}

// Select returns the concepts that a word or an id names, or all of them where
// term is empty: of one kind, or of any.
func (b *ConceptBook) Select(term, kind string) ([]Concept, error) {
	all := slices.Collect(b.All())
	if kind != "" && !slices.ContainsFunc(all, func(c Concept) bool { return c.Kind == kind }) {
		return nil, &UnknownKindError{kind, kinds(all)}
	}
	ids := append([]figure.ConceptID{figure.ConceptID(term)}, b.Find(term, "")...)
	found := slices.DeleteFunc(all, func(c Concept) bool {
		return kind != "" && c.Kind != kind || term != "" && !slices.Contains(ids, c.ID)
	})
	if len(found) == 0 {
		return nil, fmt.Errorf("%q names no concept: \"arqam concepts\" lists the concepts", term)
	}
	return found, nil
}

func kinds(all []Concept) []string {
	var out []string
	for _, c := range all {
		out = append(out, c.Kind)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ConceptEntry has everything that is known about a concept.
type ConceptEntry struct {
	ID        figure.ConceptID    `json:"id"`
	Kind      string              `json:"kind"`
	Gloss     string              `json:"gloss,omitempty"`
	Wikidata  string              `json:"wikidata,omitempty"`
	Parents   []figure.ConceptID  `json:"parents"`
	Ancestors []figure.ConceptID  `json:"ancestors"`
	Children  []figure.ConceptID  `json:"children"`
	Nouns     map[string][]string `json:"nouns"`
}

// Entry returns everything that is known about a concept.
func (b *ConceptBook) Entry(c Concept) ConceptEntry {
	none := []figure.ConceptID{}
	out := ConceptEntry{ID: c.ID, Kind: c.Kind, Gloss: c.Gloss, Wikidata: c.Wikidata, Nouns: map[string][]string{},
		Parents: append(none, c.Parents...), Ancestors: append(none, b.Ancestors(c.ID)...), Children: append(none, b.Children(c.ID)...)}
	for _, code := range b.langs {
		if nouns := b.Lemmas(c.ID, code); nouns != nil {
			out.Nouns[code] = slices.Clone(nouns)
		}
	}
	return out
}
