package extract

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// readPostposed reads a noun that stands before its number: «الأشهر الستة»,
// «الدول الـ27». The number has the article, and number words have another
// form as ordinals; digits and tens do not, so they count a plural only.
func (r *reader) readPostposed(c *quantity) {
	d := &r.doc
	t := d.At(c.num.First)
	if !d.Pack.NumberAfterNoun || c.unit.known() || c.num.Has(numeral.Magnified|numeral.Share) {
		return
	}
	if t.Clitics&lang.Art == 0 || c.num.Has(numeral.Single) {
		r.readSingular(c)
		r.readEmphatic(c)
		return
	}
	noun := r.outward(c.num.First) - 1
	if noun < r.from || r.ends(noun) && d.At(noun).Clitics&lang.Art == 0 || !r.definite(noun) {
		return
	}
	if (c.num.Has(numeral.InDigits) || d.Means(c.num.First, lang.Classes(lang.Tens))) && !r.pluralNoun(noun) {
		return
	}
	if e, n := d.Match(noun, lang.Classes(lang.Measure)); e != nil && n == 1 {
		c.unit = part{e, span{noun, noun + 1}}
		c.from, c.cue = noun, noun
		return
	}
	from := noun
	for r.article(noun) && from > r.from && r.article(from-1) && !d.Means(from-1, phraseEnds) {
		from--
	}
	e, _ := d.Match(from, lang.Classes(lang.Noun))
	c.noun, c.cue = part{e, span{from, noun + 1}}, from
	c.postposed = true
}

// readSingular reads a noun or unit in the singular before the word for one:
// «صاروخ واحد», «يوم واحد».
func (r *reader) readSingular(c *quantity) {
	d := &r.doc
	at := c.num.First - 1
	if !c.num.Has(numeral.Single) || at < r.from || d.At(c.num.First).Clitics != 0 || d.At(at).Clitics&lang.Art != 0 || c.next > c.num.Last+1 {
		return
	}
	e, n := d.MatchBefore(c.num.First, lang.Classes(lang.Measure, lang.Noun), 2)
	if !e.May(lang.Singular|lang.Accusative) || e.Has(lang.Times) {
		return
	}
	if e.Class == lang.Noun {
		c.noun, c.cue, c.postposed = part{e, span{c.num.First - n, c.num.First}}, c.num.First-n, true
		return
	}
	c.unit = part{e, span{c.num.First - n, c.num.First}}
	c.from, c.cue, c.postposed = c.unit.from, c.unit.from, true
}

// readEmphatic reads a noun in the dual before the word for two, which only
// stresses it: «جنديين اثنين».
func (r *reader) readEmphatic(c *quantity) {
	d := &r.doc
	at := c.num.First - 1
	if c.num.First != c.num.Last || c.num.Has(numeral.InDigits) || !c.num.Value.Equal(two) || at < r.from || !d.At(at).Has(token.DualEnding) {
		return
	}
	e, _ := d.Match(at, lang.Classes(lang.Noun))
	c.noun = part{e, span{at, at + 1}}
	c.from, c.cue, c.postposed = at, at, true
}

// definite reports whether the word at i has the article or a possessive.
func (r *reader) definite(i int) bool {
	return r.doc.At(i).Kind == token.Word &&
		(r.article(i) || r.closes(i, r.doc.Pack.Possessives))
}

// pluralNoun reports whether the word at i seems a plural.
func (r *reader) pluralNoun(i int) bool {
	if e, _ := r.doc.Match(i, lang.Classes(lang.Noun, lang.Measure)); e != nil {
		return e.Form&lang.Plural != 0
	}
	return r.plural(i) || r.possessedPlural(i)
}

// possessedPlural reports whether the word at i seems a plural with a possessive,
// which has no article: «لاعبيه».
func (r *reader) possessedPlural(i int) bool {
	pack, form := r.doc.Pack, r.doc.Fold(i)
	if r.doc.At(i).Clitics&lang.Art != 0 {
		return false
	}
	for _, possessive := range pack.Possessives {
		if stem, ok := bytes.CutSuffix(form, []byte(possessive)); ok && affixed(stem, pack.PossessedPlurals, bytes.HasSuffix) {
			return true
		}
	}
	return false
}
