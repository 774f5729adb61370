package extract

import (
	"strings"

	"github.com/arqam-io/arqam/pkg/clause"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/word"
)

// duration is the subject of a time: what it is a time of, a property noun, or the subject of
// a verb that lasts or reaches so long.
func (f *finder) duration() found {
	p := f.place
	if behind := f.partOf(); behind >= 0 && (p.Preposition.Empty() || f.lasting(behind)) {
		return found{span: f.trim(behind)}
	}
	if p.Noun >= 0 && p.Preposition.Empty() && (f.head(p.Noun, lang.Dimension) || f.possessed(p.Noun) && p.Noun == p.Chunk-1) {
		return f.before(p.Noun)
	}
	apart := p.Noun == p.Chunk-1 && p.Noun >= 0 && !f.chunk(p.Noun).Preposition.Empty() // «لمدة 3 أعوام»
	own := p.Preposition.Empty() && !apart || f.degree()
	if p.Verb >= 0 && own && (f.head(p.Verb, lang.Lasting, lang.Measuring, lang.Copula) || f.degree() && f.measures(p.Verb)) {
		return f.before(f.lasted(p.Clause))
	}
	if p.Verb < 0 && p.Chunk > 0 && f.r.doc.Is(f.chunk(p.Chunk-1).First, ':') {
		return f.before(f.sentence.Clauses[p.Clause].Subject)
	}
	return found{}
}

// lasted is the subject of a clause that a time belongs to. A clause that stands for itself
// behind another says it.
func (f *finder) lasted(of int) int {
	c := &f.sentence.Clauses[of]
	if c.Type == clause.Complement && c.Subject < 0 {
		return c.Antecedent
	}
	return f.sentence.SubjectOf(of)
}

// lasting reports whether the phrase at chunk k, behind a time with a preposition, may be what
// went on so long: with an article on its head. «بعد يومين من المعارك» are two days of battles,
// «بعد يومين من زيارة الوزير» two days since a visit.
func (f *finder) lasting(k int) bool {
	if !f.r.doc.Pack.AdjectiveTakesArticle {
		return true
	}
	e, _ := f.r.doc.Match(f.place.Preposition.First, lang.Classes(lang.Anchor))
	earlier := e != nil && strings.HasPrefix(e.ID, "before")
	return !earlier && f.r.word(f.chunk(k).Head).Best.Clitics()&word.WithArticle != 0
}

// partOf is the phrase that "of" adds right behind the quantity, or None.
func (f *finder) partOf() int {
	k := f.place.Chunk + 1
	if !f.adds(k, lang.Of) || f.pronoun(k) {
		return clause.None
	}
	return k
}

// age is the subject of an age: a noun of age that it is said of.
func (f *finder) age() found {
	p := f.place
	if p.Noun >= 0 && f.possessed(p.Noun) && f.head(p.Noun, lang.AgeCue) {
		return f.before(p.Noun)
	}
	if k := f.governor(); k >= 0 && f.possessed(k) && f.head(k, lang.AgeCue) {
		return f.before(k)
	}
	return found{}
}
