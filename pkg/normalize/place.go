package normalize

import (
	"math"
	"strings"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
)

// A country is an ISO 3166 alpha-2 code.
type country string

// A sighting is a word of a text that gives a country away. Start and end are
// code points of the text, end exclusive; word is the text's own spelling.
type sighting struct {
	country    country
	start, end int
	word       string
}

// gazetteer finds countries by their names and adjectives, in texts of one
// language.
type gazetteer struct{ phrases *search.Phrases[country] }

// gazetteers are those of every language; that of texts whose language has no
// pack stands under "".
type gazetteers map[string]gazetteer

// in returns the gazetteer of a language.
func (g gazetteers) in(code string) gazetteer {
	if own, ok := g[code]; ok {
		return own
	}
	return g[""]
}

// loadGazetteers reads a table of the packs. A text quotes names of other scripts
// as they are written there, so those stand in its gazetteer too; names of its own
// script are its language's, where they may be other words («mali», "chili").
func loadGazetteers(words *search.Folder, of lang.TermTable) (gazetteers, error) {
	out := gazetteers{}
	packs := words.Packs()
	for _, code := range append(packs.Langs(), "") {
		own, _ := packs.Get(code)
		g := gazetteer{search.NewPhrases[country](words)}
		if own != nil {
			if err := g.add(words, own, of); err != nil {
				return nil, err
			}
		}
		for _, other := range packs.Langs() {
			p, _ := packs.Get(other)
			if own == nil || p.Script != own.Script {
				g.lend(words, p, of)
			}
		}
		out[code] = g
	}
	return out, nil
}

// add enters the words of a language. Two countries must not share one.
func (g gazetteer) add(words *search.Folder, p *lang.Pack, of lang.TermTable) error {
	for _, term := range p.Terms(of) {
		if len(term.ID) != 2 || strings.ToUpper(term.ID) != term.ID {
			return term.Errorf("%q is no code of two capitals", term.ID)
		}
		for _, form := range spellings(words, p, term.Forms) {
			if named, _ := g.phrases.Add(form, country(term.ID)); named != country(term.ID) {
				return term.Errorf("%q names both %s and %s", form, named, term.ID)
			}
		}
	}
	return nil
}

// lend enters the words of another language where they mean nothing else.
func (g gazetteer) lend(words *search.Folder, p *lang.Pack, of lang.TermTable) {
	for _, term := range p.Terms(of) {
		for _, form := range spellings(words, p, term.Forms) {
			g.phrases.Add(form, country(term.ID))
		}
	}
}

// spellings are the forms of a term, and those with an article where the language
// writes it as one with its word.
func spellings(words *search.Folder, p *lang.Pack, forms []string) []string {
	var out []string
	for _, form := range forms {
		out = append(out, form)
		for _, article := range p.Articles {
			if !strings.HasPrefix(form, article) && len(words.Words(article+form)) == len(words.Words(form)) {
				out = append(out, article+form)
			}
		}
	}
	return out
}

// find appends the sightings in text to found, whose offsets begin at base.
func (g gazetteer) find(text string, base int, found []sighting) []sighting {
	return g.findUntil(text, base, math.MaxInt, found)
}

// findUntil is find for the words that begin at the code point until or before it.
func (g gazetteer) findUntil(text string, base, until int, found []sighting) []sighting {
	for s := range g.phrases.All(text) {
		if base+s.RuneStart > until {
			break
		}
		found = append(found, sighting{s.Value, base + s.RuneStart, base + s.RuneEnd, text[s.Start:s.End]})
	}
	return found
}
