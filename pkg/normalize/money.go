package normalize

import (
	"fmt"
	"io/fs"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/unit"
)

// The kinds of evidence that decide the currency of a shared name, as in figure.Evidence.By.
const (
	byAdjective = "adjective"
	bySentence  = "sentence"
	byArticle   = "article"
	bySource    = "source"
	byDefault   = "default"
)

// purse is one shared name of money: its possible currencies, and the default without
// evidence.
type purse struct {
	name       string
	codes      []coin
	defaults   map[string]figure.UnitID // default by language, "*" for the others
	beside     bool                     // only a word beside it and the source may change the default
	confidence float64
}

// coin is a currency, or a fraction of one.
type coin struct {
	code figure.UnitID
	part *big.Rat // nil for the whole currency
}

// coin returns the purse's coin of a currency.
func (p *purse) coin(code figure.UnitID) (coin, bool) {
	for _, c := range p.codes {
		if c.code == code {
			return c, true
		}
	}
	return coin{}, false
}

// bank has shared names and what each country means by them: names of money with the
// currencies of countries, or units with a size for each country.
type bank struct {
	purses map[string]*purse
	used   map[country][]figure.UnitID
}

// of returns the coin of the purse that a country uses.
func (b *bank) of(p *purse, c country) (coin, bool) {
	for _, code := range b.used[c] {
		if found, ok := p.coin(code); ok {
			return found, true
		}
	}
	return coin{}, false
}

func loadBank(data fs.FS, file string, units *unit.Table) (*bank, error) {
	b := &bank{purses: map[string]*purse{}, used: map[country][]figure.UnitID{}}
	for _, id := range units.IDs() {
		u, _ := units.Get(id)
		for _, region := range u.Regions {
			b.used[country(region)] = append(b.used[country(region)], id)
		}
	}
	err := sortedForm("name\tcodes\tdefault\tevidence\tconfidence").Read(data, file, func(_ int, cells []string) error {
		p, err := readPurse(cells, units)
		if err != nil {
			return err
		}
		b.purses[p.name] = p
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

func readPurse(cells []string, units *unit.Table) (*purse, error) {
	p := &purse{name: cells[0], beside: cells[3] == "beside", defaults: map[string]figure.UnitID{}}
	if !p.beside && cells[3] != "all" {
		return nil, fmt.Errorf("evidence %q: must be all or beside", cells[3])
	}
	for _, s := range strings.Fields(cells[1]) {
		code, fraction, isPart := strings.Cut(s, "=")
		if u, ok := units.Get(figure.UnitID(code)); !ok || u.Quantity != unit.Money {
			return nil, fmt.Errorf("%q is not a currency", code)
		}
		c := coin{code: figure.UnitID(code)}
		if isPart {
			r, ok := new(big.Rat).SetString(fraction)
			if !ok || r.Sign() <= 0 {
				return nil, fmt.Errorf("fraction %q of %s", fraction, code)
			}
			c.part = r
		}
		p.codes = append(p.codes, c)
	}
	if len(p.codes) == 0 {
		return nil, fmt.Errorf("%q has no currency", p.name)
	}
	if cells[2] != "-" {
		if _, ok := p.coin(figure.UnitID(cells[2])); !ok {
			return nil, fmt.Errorf("default %q is not among the codes", cells[2])
		}
		p.defaults["*"] = figure.UnitID(cells[2])
	}
	var err error
	if p.confidence, err = strconv.ParseFloat(cells[4], 64); err != nil || p.confidence <= 0 || p.confidence > 1 {
		return nil, fmt.Errorf("confidence %q: must be above 0 and at most 1", cells[4])
	}
	return p, nil
}

// addDefaults adds the languages' defaults of a shared name.
func (b *bank) addDefaults(packs *lang.Set) error {
	for _, code := range packs.Langs() {
		pack, _ := packs.Get(code)
		for name, id := range pack.SharedMoney {
			p, known := b.purses[name]
			if !known {
				return fmt.Errorf("%s/pack.yaml: shared_money: %q is not a shared name of money", code, name)
			}
			if _, ok := p.coin(figure.UnitID(id)); !ok {
				return fmt.Errorf("%s/pack.yaml: shared_money: %q cannot be %s", code, id, name)
			}
			p.defaults[code] = figure.UnitID(id)
		}
	}
	return nil
}

// settled is a name of money with its currency. code is empty if nothing decides it.
type settled struct {
	coin
	by figure.Evidence
	// trust is the factor of the figure's confidence.
	trust float64
}

// Factors of the confidence for evidence from farther away, for a default, and without either.
const (
	trustArticle = 0.95
	trustSource  = 0.95
	trustNothing = 0.5
)

// settle decides what a shared name of a bank means: by a word beside the figure; by the
// nearest country in its sentence; by the same name with its country elsewhere in the article,
// or the country that the article names most; by the source's own country; by the default of
// the article's language.
func (r *reading) settle(b *bank, p *purse, m *figure.Mention) settled {
	if p.beside {
		if s, ok := b.nearest(p, m, r.beside(m)); ok {
			return s
		}
	} else {
		if s, ok := b.nearest(p, m, r.sentence(m)); ok {
			return s
		}
		if s, ok := r.elsewhere(b, p, m); ok {
			return s
		}
	}
	if c, ok := b.of(p, country(r.article.Country)); ok {
		return settled{c, figure.Evidence{By: bySource, Text: r.article.Country}, trustSource}
	}
	code, ok := p.defaults[r.article.Lang]
	if !ok {
		code, ok = p.defaults["*"]
	}
	if !ok {
		return settled{trust: trustNothing}
	}
	c, _ := p.coin(code)
	return settled{c, figure.Evidence{By: byDefault}, p.confidence}
}

// nearest uses the countries of the sentence. Of two equally near ones it chooses the one
// before the figure.
func (b *bank) nearest(p *purse, m *figure.Mention, hits []sighting) (settled, bool) {
	best, least := settled{}, -1
	for _, hit := range hits {
		c, ok := b.of(p, hit.country)
		if !ok {
			continue
		}
		by, distance := bySentence, 0
		switch {
		case hit.end <= m.Start:
			distance = m.Start - hit.end
		case hit.start >= m.End:
			distance = hit.start - m.End
			if distance <= 1 {
				by = byAdjective
			}
		default:
			by = byAdjective
		}
		if by == byAdjective {
			distance = -1
		}
		if least >= 0 && distance >= least || best.code != "" && least < 0 {
			continue
		}
		best, least = settled{c, figure.Evidence{By: by, Text: hit.word}, 1}, distance
	}
	return best, best.code != ""
}

// elsewhere uses the rest of the article.
func (r *reading) elsewhere(b *bank, p *purse, m *figure.Mention) (settled, bool) {
	for i := range r.mentions {
		other := &r.mentions[i]
		if other == m {
			break
		}
		if c, ok := p.coin(figure.UnitID(other.Unit.Name)); ok && other.Unit.Name != p.name {
			return settled{c, figure.Evidence{By: byArticle, Text: other.Unit.Text}, trustArticle}, true
		}
	}
	type tally struct {
		country country
		first   string
		times   int
	}
	var counts []tally
	for _, hit := range r.whole() {
		if _, ok := b.of(p, hit.country); !ok {
			continue
		}
		i := slices.IndexFunc(counts, func(t tally) bool { return t.country == hit.country })
		if i < 0 {
			i = len(counts)
			counts = append(counts, tally{country: hit.country, first: hit.word})
		}
		counts[i].times++
	}
	if len(counts) == 0 {
		return settled{}, false
	}
	most := counts[0]
	for _, t := range counts[1:] {
		if t.times > most.times {
			most = t
		}
	}
	c, _ := b.of(p, most.country)
	return settled{c, figure.Evidence{By: byArticle, Text: most.first}, trustArticle}, true
}
