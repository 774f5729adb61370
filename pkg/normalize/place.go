package normalize

import (
	"math"
	"strings"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
)

// country is an ISO 3166 alpha-2 code.
type country string

// sighting is a word of a text that indicates a country. start and end are code points of the
// text, end exclusive; word is the original spelling.
type sighting struct {
	country    country
	start, end int
	word       string
}

// gazetteer finds countries by their names and adjectives, in texts of one
// language.
type gazetteer struct{ phrases *search.Phrases[country] }

// gazetteers has one for each language; "" is for texts in languages without a pack.
type gazetteers map[string]gazetteer

// in returns the gazetteer of a language.
func (g gazetteers) in(code string) gazetteer {
	if own, ok := g[code]; ok {
		return own
	}
	return g[""]
}

// named is a form of a word and the country that it indicates.
type named struct {
	form    string
	country country
	term    *lang.Term
}

// loadGazetteers reads the packs' table of countries. A text quotes foreign names in their own
// script, so each gazetteer also has the names of other scripts. Names of other languages in
// its own script are left out: they may be ordinary words («mali», "chili").
func loadGazetteers(words *search.Folder, of lang.TermTable) (gazetteers, error) {
	out := gazetteers{}
	packs := words.Packs()
	names := map[string][]named{}
	for _, code := range packs.Langs() {
		p, _ := packs.Get(code)
		names[code] = namesOf(words, p, of)
	}
	for _, code := range append(packs.Langs(), "") {
		own, _ := packs.Get(code)
		g := gazetteer{search.NewPhrases[country](words)}
		if err := g.add(names[code]); err != nil {
			return nil, err
		}
		for _, other := range packs.Langs() {
			if p, _ := packs.Get(other); own == nil || p.Script != own.Script {
				g.addForeign(names[other])
			}
		}
		out[code] = g
	}
	return out, nil
}

// namesOf returns the forms of a table in a language, including those with a prefixed article.
func namesOf(words *search.Folder, p *lang.Pack, of lang.TermTable) []named {
	const word = "x"
	var articles []string
	for _, article := range p.Articles {
		if len(words.Words(article+word)) == 1 {
			articles = append(articles, article)
		}
	}
	var out []named
	terms := p.Terms(of)
	for i := range terms {
		for _, form := range terms[i].Forms {
			out = append(out, named{form, country(terms[i].ID), &terms[i]})
			for _, article := range articles {
				if !strings.HasPrefix(form, article) {
					out = append(out, named{article + form, country(terms[i].ID), &terms[i]})
				}
			}
		}
	}
	return out
}

// add adds the words of a language. Two countries must not share one.
func (g gazetteer) add(names []named) error {
	for _, n := range names {
		if len(n.country) != 2 || strings.ToUpper(string(n.country)) != string(n.country) {
			return n.term.Errorf("%q is not a code of two capital letters", n.country)
		}
		if other, _ := g.phrases.Add(n.form, n.country); other != n.country {
			return n.term.Errorf("%q names both %s and %s", n.form, other, n.country)
		}
	}
	return nil
}

// addForeign adds the words of another language unless they already mean something else.
func (g gazetteer) addForeign(names []named) {
	for _, n := range names {
		g.phrases.Add(n.form, n.country)
	}
}

// find appends the sightings in text to found, with offsets from base.
func (g gazetteer) find(text string, base int, found []sighting) []sighting {
	return g.findUntil(text, base, math.MaxInt, found)
}

// findUntil is find for the words that begin at or before the code point until.
func (g gazetteer) findUntil(text string, base, until int, found []sighting) []sighting {
	for s := range g.phrases.All(text) {
		if base+s.RuneStart > until {
			break
		}
		found = append(found, sighting{s.Value, base + s.RuneStart, base + s.RuneEnd, text[s.Start:s.End]})
	}
	return found
}
