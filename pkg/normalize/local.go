package normalize

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/unit"
)

// trustLocal is the factor of a figure's confidence if no evidence decides the country of a
// unit.
const trustLocal = 0.9

// loadLocal reads the units whose size depends on the country.
func loadLocal(data fs.FS, file string, units *unit.Table) (*bank, error) {
	b := &bank{purses: map[string]*purse{}, used: map[country][]figure.UnitID{}}
	err := sortedForm("unit\tname\tcountries\twhy").Read(data, file, func(_ int, cells []string) error {
		id := figure.UnitID(cells[0])
		if _, ok := units.Get(id); !ok {
			return fmt.Errorf("%q is not a unit", id)
		}
		p := b.purses[cells[1]]
		if p == nil {
			p = &purse{name: cells[1], defaults: map[string]figure.UnitID{}, confidence: trustLocal}
			b.purses[p.name] = p
		}
		p.codes = append(p.codes, coin{code: id})
		for _, c := range strings.Fields(cells[2]) {
			if c == "*" {
				p.defaults[c] = id
				continue
			}
			b.used[country(c)] = append(b.used[country(c)], id)
		}
		return nil
	})
	return b, err
}

// localUnit decides a unit whose size depends on the country, and records how.
func (r *reading) localUnit(name string, m *figure.Mention, f *figure.Figure) figure.UnitID {
	p, ok := r.local.purses[name]
	if !ok {
		return figure.UnitID(name)
	}
	s := r.settle(r.local, p, m)
	f.Mention.Confidence *= s.trust
	if f.UnitEvidence.By == "" {
		f.UnitEvidence = s.by
	}
	return s.code
}

const (
	ounce     figure.UnitID = "ounce"
	troyOunce figure.UnitID = "ounce-troy"
)

// troy converts an ounce of a precious metal as a troy ounce in the canonical form. The figure
// keeps the unit of its text.
func (r *reading) troy(x measure, m *figure.Mention, f *figure.Figure) measure {
	c := &m.Context
	by, trust := bySentence, 1.0
	found := r.metals.in(r.article.Lang).find(c.Sentence, 0, nil)
	if len(found) == 0 {
		by, trust = byArticle, trustArticle
		found = r.metals.in(r.article.Lang).find(r.article.Title, 0, nil)
	}
	u, ok := r.units.Get(troyOunce)
	if len(found) == 0 || !ok {
		return x
	}
	to, err := u.ToBase()
	if err != nil {
		return x
	}
	x.to = to
	f.Mention.Confidence *= trust
	if f.UnitEvidence.By == "" {
		f.UnitEvidence = figure.Evidence{By: by, Text: found[0].word}
	}
	return x
}

// Means returns the units and currencies that a shared name may mean, such as "dinar" and
// "dunam", or nothing for another name. part reports that the name is a part of each, such as
// "cent".
func (n *Normalizer) Means(name string) (ids []figure.UnitID, part bool) {
	for _, b := range [...]*bank{n.bank, n.local} {
		if p, ok := b.purses[name]; ok {
			for _, c := range p.codes {
				ids = append(ids, c.code)
				part = part || c.part != nil
			}
			return ids, part
		}
	}
	return nil, false
}
