package extract

import (
	"slices"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// write adds the mention of a figure.
func (r *reader) write(s *statement) {
	if len(r.out) == cap(r.out) {
		// Twice as much: mentions are large, and append grows long slices by
		// a quarter, which copies them many times over.
		r.out = slices.Grow(r.out, max(16, len(r.out)))
	}
	first, last := r.doc.At(s.from), r.doc.At(s.to-1)
	m := figure.Mention{
		Field: r.field, Start: int(first.RuneStart), End: int(last.RuneEnd), Text: r.doc.Slice(s.from, s.to-1),
		Subject: r.textOf(s.noun), Concept: s.concept,
		Event: s.event, Role: s.role, Direction: s.direction,
		Kind: kind(&s.quantity), Context: r.sentenceContext(s), Confidence: s.verdict.confidence(),
	}
	if s.num.First == s.from && first.Kind == token.Word {
		runes, bytes := r.proclitics(s.from)
		m.Start, m.Text = m.Start+runes, m.Text[bytes:]
	}
	m.Relation, m.Amount = s.amount()
	m.Unit, m.Per = r.terms(&s.quantity)
	m.PerCount = s.perCount
	r.out = append(r.out, m)
}

// amount is the value or the bounds, and how they relate to the number.
func (s *statement) amount() (figure.Relation, figure.Amount) {
	switch {
	case s.ranged:
		return figure.Range, figure.Between(s.num.Value, s.upper.Value)
	case s.num.Has(numeral.Indefinite):
		return figure.Indefinite, figure.Between(s.num.Value, figure.Number{})
	}
	return s.relation(), figure.Exactly(s.num.Value)
}

// terms are the unit and what it is per.
func (r *reader) terms(q *quantity) (unit, per figure.Term) {
	switch {
	case q.unit.known():
		u, _ := figure.UnitID(q.unit.ID).Cut()
		unit, per = figure.Term{Name: string(u.Unit), Text: r.sliceOf(q.unit.span)}, figure.Term{Name: string(u.Per)}
		switch q.degree {
		case temperature:
			unit.Name = r.doc.Pack.BareDegree
		case magnitude:
			unit.Name = ""
		}
	case q.age:
		unit.Name = "year"
	}
	if q.per.known() {
		per = figure.Term{Name: q.per.ID, Text: r.sliceOf(q.per.span)}
	}
	return unit, per
}

// sliceOf is the text of a span, "" if it is empty.
func (r *reader) sliceOf(s span) string {
	if s.empty() {
		return ""
	}
	return r.doc.Slice(s.from, s.to-1)
}

// proclitics is the length in code points and bytes of the particles that the
// word at i has before its article: they are not part of the figure.
func (r *reader) proclitics(i int) (runes, bytes int) {
	t := r.doc.At(i)
	clitics := t.Clitics
	if t.Stem == 0 && t.Kind == token.Word {
		clitics = r.guessedClitics(i)
	}
	if clitics&(lang.Conj|lang.Prep) == 0 {
		return 0, 0
	}
	return r.doc.Pack.ProcliticLength(clitics, r.doc.Text[t.Start:t.End])
}

// guessedClitics are the clitics of a word that the lexicon does not know, by its analysis.
func (r *reader) guessedClitics(i int) lang.Clitics {
	var clitics lang.Clitics
	known := r.word(i).Best.Clitics()
	for _, c := range [...]struct {
		by word.Clitics
		is lang.Clitics
	}{{word.WithConjunction, lang.Conj}, {word.WithPreposition, lang.Prep}, {word.WithArticle, lang.Art}} {
		if known&c.by != 0 {
			clitics |= c.is
		}
	}
	return clitics
}

// kind is the kind of quantity that is stated.
func kind(c *quantity) figure.Kind {
	switch {
	case c.age:
		return figure.Age
	case !c.unit.known() && c.num.Has(numeral.Share):
		return figure.Ratio
	case !c.unit.known() && c.noun.Has(lang.Times):
		return figure.Multiple
	case c.degree == magnitude:
		return figure.Measure
	case !c.unit.known():
		return figure.Count
	case c.unit.Class == lang.Currency:
		return figure.Money
	case c.unit.ID == "percent", c.unit.ID == "percentage-point", c.unit.ID == "basis-point":
		return figure.Percent
	case c.unit.Has(lang.Calendar):
		return figure.Duration
	}
	return figure.Measure
}
