package track

import (
	"slices"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// Resolve lets subject terms stand for what they mean: a term that is a noun of
// any language's lexicon, in any of its forms, matches every figure of its
// concept. So «ذخيرة» and "munitions" both match «الذخائر». It must be called
// before the matcher is used.
func (m *Matcher) Resolve(packs *lang.Set) {
	for _, r := range m.rules {
		for i := range r.subject {
			r.subject[i].concepts = conceptsOf(packs, r.subject[i].written)
		}
	}
}

// conceptsOf returns what the whole term names in the lexicons, each concept
// once.
func conceptsOf(packs *lang.Set, term string) []figure.ConceptID {
	var out []figure.ConceptID
	for _, code := range packs.Langs() {
		p, _ := packs.Get(code)
		for _, e := range phrase(p, term) {
			if id := figure.ConceptID(e.ID); e.Class == lang.Noun && id != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// phrase looks the words of a term up as one phrase.
func phrase(p *lang.Pack, term string) []lang.Entry {
	var words [][]byte
	eachWord(term, func(start, end int) {
		if w := p.Fold.String(term[start:end]); w != "" {
			words = append(words, []byte(w))
		}
	})
	if len(words) == 0 {
		return nil
	}
	_, stem, _ := p.Analyze(words[0])
	at := p.Begin(stem)
	for _, w := range words[1:] {
		whole, stem, _ := p.Analyze(w)
		if !at.Step(whole) && !at.Step(stem) {
			return nil
		}
	}
	return at.Entries()
}
