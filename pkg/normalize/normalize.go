// Package normalize turns mentions into figures: it sets their unit ids, decides which
// currency a shared name such as "dinar" means, resolves time anchors, and computes the
// canonical form in exact arithmetic. It finds no figures, reads no text except time anchors
// and country names, and has no exchange rates except those of the user. The normalizer
// service calls it, and so do the commands that read text without a server.
package normalize

import (
	"embed"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
	"github.com/arqam-io/arqam/pkg/table"
	"github.com/arqam-io/arqam/pkg/unit"
)

//go:embed anchor_zones.tsv local.tsv money.tsv
var embedded embed.FS

// sortedForm is the format of the package's tables.
func sortedForm(header string) table.Form {
	return table.Form{Header: header, Sorted: true, Filled: true}
}

// A Normalizer turns mentions into figures. It is never changed after New, so it is safe for
// concurrent use.
type Normalizer struct {
	units  *unit.Table
	bank   *bank
	local  *bank
	words  *search.Folder
	places gazetteers
	metals gazetteers
	split  map[figure.UnitID]figure.UnitPer
	speeds map[figure.UnitPer]figure.Quantity
	rates  *Rates // nil without exchange rates
	clock  *clock // nil if time anchors are not resolved
}

// New returns a Normalizer with a table of units and the words of language packs. It fails
// only if their tables are malformed, with the file and line.
func New(units *unit.Table, words *search.Folder) (*Normalizer, error) {
	bank, err := loadBank(embedded, "money.tsv", units)
	if err != nil {
		return nil, err
	}
	if err := bank.addDefaults(words.Packs()); err != nil {
		return nil, err
	}
	places, err := loadGazetteers(words, lang.Countries)
	if err != nil {
		return nil, err
	}
	local, err := loadLocal(embedded, "local.tsv", units)
	if err != nil {
		return nil, err
	}
	metals, err := loadGazetteers(words, lang.Metals)
	if err != nil {
		return nil, err
	}
	n := &Normalizer{units: units, bank: bank, local: local, words: words, places: places, metals: metals}
	n.split, n.speeds = quotients(units)
	return n, nil
}

// Figures returns a figure for each mention, in the same order. An unknown unit is kept as
// written.
func (n *Normalizer) Figures(in figure.Mentions) figure.Figures {
	out := figure.Figures{Article: in.Article, Engine: in.Engine, Figures: make([]figure.Figure, len(in.Mentions))}
	r := reading{Normalizer: n, article: &in.Article, engine: in.Engine, mentions: in.Mentions}
	for i := range in.Mentions {
		r.figure(&in.Mentions[i], &out.Figures[i])
		out.Figures[i].ID = figure.NewID(in.Article, in.Engine, in.Mentions[i])
	}
	if r.moments.doc != nil {
		n.clock.docs.Put(r.moments.doc)
	}
	return out
}

// reading is the state for one article. The country words of its sentences and of the whole
// text are searched at most once, and only if money needs them.
type reading struct {
	*Normalizer
	article  *figure.Article
	engine   string
	mentions []figure.Mention

	hits      []sighting // of one sentence
	hitsField figure.Field
	hitsStart int
	hitsText  string
	all       []sighting
	read      bool

	moments moments
}

// sentence returns the country words of a mention's sentence, with offsets in code points of
// its field.
func (r *reading) sentence(m *figure.Mention) []sighting {
	c := &m.Context
	if r.hitsText != c.Sentence || r.hitsStart != c.SentenceStart || r.hitsField != m.Field {
		r.hits = r.places.in(r.article.Lang).find(c.Sentence, c.SentenceStart, r.hits[:0])
		r.hitsField, r.hitsStart, r.hitsText = m.Field, c.SentenceStart, c.Sentence
	}
	return r.hits
}

// beside returns the country words in a mention and directly after it.
func (r *reading) beside(m *figure.Mention) []sighting {
	at := m.Context.SentenceStart
	for i := range m.Context.Sentence {
		if at == m.Start {
			return r.places.in(r.article.Lang).findUntil(m.Context.Sentence[i:], at, m.End+1, nil)
		}
		at++
	}
	return nil
}

// whole returns the country words of the title and the text.
func (r *reading) whole() []sighting {
	if !r.read {
		r.all = r.places.in(r.article.Lang).find(r.article.Title, 0, nil)
		r.all = r.places.in(r.article.Lang).find(r.article.Text, 0, r.all)
		r.read = true
	}
	return r.all
}

// figure sets everything but the id.
func (r *reading) figure(m *figure.Mention, f *figure.Figure) {
	f.ArticleID, f.Mention = r.article.ID, *m
	// A pound is money or a mass: the mention's kind decides, and a price per pound is per
	// mass.
	over := r.measure(m.Unit, m.Kind == figure.Money || m.Kind == "", m, f)
	under := r.measure(perHead(m.Per), false, m, f)
	f.Unit, f.Per = over.id, under.id
	if f.Mention.Kind == "" {
		f.Mention.Kind = kindOf(over)
	}
	f.Canonical = r.canonical(&f.Mention, over, under)
	f.Exchange = r.exchange(&f.Mention, over, under)
	if f.Mention.Context.Time != "" && r.clock != nil {
		f.Mention.Context.Interval = r.interval(&f.Mention)
	}
}

// perHead unifies denominators that count a whole population, so that «لكل 100 ألف نسمة» and
// "per 100,000 people" compare. A rate for each worker or household is not changed.
func perHead(t figure.Term) figure.Term {
	switch t.Name {
	case "citizen", "individual", "inhabitant", "resident":
		t.Name = "person"
	}
	return t
}

// measure is an identified unit term.
type measure struct {
	// id is the unit id of the figure. It is empty for a part of a currency, such as cents:
	// its term keeps the name, and the canonical form is in the currency.
	id    figure.UnitID
	base  figure.UnitID
	q     figure.Quantity
	to    unit.Conversion
	known bool // whether to is valid
}

// measure identifies a term, and records in f how shared money was decided.
func (r *reading) measure(t figure.Term, money bool, m *figure.Mention, f *figure.Figure) measure {
	if t.Name == "" {
		return measure{}
	}
	purse, shared := r.bank.purses[t.Name]
	if shared && money {
		return r.money(purse, m, f)
	}
	id := r.localUnit(t.Name, m, f)
	u, ok := r.units.Get(id)
	switch {
	case !ok && shared:
		return r.money(purse, m, f)
	case !ok:
		return measure{id: id, base: id}
	}
	to, err := u.ToBase()
	if err != nil {
		return measure{id: u.ID, base: u.ID, q: u.Quantity}
	}
	out := measure{id: u.ID, base: u.Base, q: u.Quantity, to: to, known: true}
	if u.ID == ounce {
		out = r.troy(out, m, f)
	}
	return out
}

func (r *reading) money(p *purse, m *figure.Mention, f *figure.Figure) measure {
	s := r.settle(r.bank, p, m)
	f.Mention.Confidence *= s.trust
	if s.by.By != "" && f.UnitEvidence.By == "" {
		f.UnitEvidence = s.by
	}
	isPart := p.codes[0].part != nil
	if s.code == "" {
		own := figure.UnitID("x-" + p.name)
		if isPart {
			return measure{base: own, q: unit.Money}
		}
		return measure{id: own, base: own, q: unit.Money}
	}
	u, _ := r.units.Get(s.code)
	to, err := u.ToBase()
	out := measure{id: s.code, base: u.Base, q: unit.Money, to: to, known: err == nil}
	if isPart {
		out.id, out.to = "", to.Times(s.part)
	}
	return out
}

// kindOf is the kind of a figure whose mention has none.
func kindOf(x measure) figure.Kind {
	switch x.q {
	case "":
		if x.base == "" {
			return figure.Count
		}
	case unit.Money:
		return figure.Money
	case unit.Portion, ratio:
		return figure.Percent
	case "duration", "year-duration", "night-duration":
		return figure.Duration
	}
	return figure.Measure
}
