package extract

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// subjectReach is how far before a number its subject may begin, in tokens.
const subjectReach = 14

// subject is the counted or measured thing.
func (r *reader) subject(c *statement) part {
	if !c.noun.empty() {
		return c.noun
	}
	if c.role == figure.RoleTo && r.last.role == figure.RoleFrom && !r.last.noun.empty() {
		return r.last.noun
	}
	from, to := r.subjectBefore(c)
	if label := r.labelNoun(c.label); !label.empty() {
		from, to = label.from, label.to
	}
	noun := part{c.noun.Entry, span{from, to}}
	for i := from; i < to && !noun.known(); i++ {
		noun.Entry, _ = r.doc.Match(i, lang.Classes(lang.Noun))
	}
	return noun
}

// subjectBefore finds the measured thing before its number, as a span of
// tokens: a property beside it («بطول 130 كلم»), what a linking word ties to it
// («أرباح بقيمة 5 ملايين»), or the subject of a verb of quantity («بلغت الأرباح
// …», "profits of"). Durations, ages and prices have none.
func (r *reader) subjectBefore(c *statement) (from, to int) {
	if c.dual || c.age || c.priced || c.unit.known() && c.unit.Has(lang.Calendar) || c.num.Has(numeral.Share) && !c.unit.known() ||
		r.doc.Means(c.next, lang.Classes(lang.Subset)) {
		return 0, 0
	}
	at := r.outward(c.lead())
	linked := at
	for n := 1; n > 0; {
		linked, n = r.link(at)
		at = linked
	}
	return r.subjectUpTo(c, at, at < r.outward(c.lead()))
}

// link passes over one linking word or preposition that ends before i.
func (r *reader) link(i int) (at, n int) {
	i = r.outward(i)
	if e, n := r.doc.MatchBefore(i, lang.Classes(lang.Linker, lang.Verb, lang.To, lang.From, lang.Before, lang.ModalityCue), modifierReach); e != nil && !(e.Class == lang.From && e.Has(lang.Compared)) {
		return i - n, n
	}
	if e, n := r.doc.MatchBefore(i, lang.Classes(lang.Quantity), 2); e != nil && e.Has(lang.Verbal) {
		return i - n, n
	}
	return i, 0
}

// subjectUpTo reads the noun phrase that ends before token i; linked says that
// a linking word ties it to the number.
func (r *reader) subjectUpTo(c *statement, i int, linked bool) (from, to int) {
	d := &r.doc
	for to = r.outward(i); to > r.from && to > c.from-subjectReach; {
		if r.clauseEnd(to-1) || d.At(to-1).Kind == token.Digits {
			return 0, 0
		}
		from = r.phraseStart(to)
		if c.per.known() && from == c.per.from && to == c.per.to {
			return 0, 0
		}
		if from == to {
			if !linked && !d.Pack.VerbFirst {
				return 0, 0
			}
			to--
			continue
		}
		if r.startsNumber(from) || from < r.last.noun.to && r.last.dropped == "" && r.last.noun.from < from+1 {
			return 0, 0
		}
		if e, n := d.Match(from, lang.Classes(lang.Measure, lang.Currency)); e != nil && (from+n >= to || d.At(from-1).Kind == token.Digits) {
			return 0, 0
		}
		if k := r.dimension(from, to); k >= 0 {
			return k, to
		}
		governed := r.governed(from)
		if governed || linked && !r.inside(from) {
			return r.trim(from, to)
		}
		if !r.inside(from) {
			return 0, 0
		}
		to = from - 1
		linked = true
	}
	return 0, 0
}

// phraseStart walks back over the words of one noun phrase.
func (r *reader) phraseStart(to int) int {
	d := &r.doc
	from := to
	for from > r.from && to-from < phraseLimit {
		t := d.At(from - 1)
		if t.Kind != token.Word || d.Means(from-1, phraseEnds.With(subjectEnds)) && !d.Means(from-1, lang.Classes(lang.Noun)) {
			break
		}
		if from < to && (d.Pack.VerbFirst && r.verbal(from-1) && !r.determiner(from-2) ||
			d.Pack.AdjectiveTakesArticle && t.Clitics&lang.Art != 0 && d.At(from).Clitics&lang.Art == 0) {
			break
		}
		from--
		if t.Clitics&(lang.Conj|lang.Prep) != 0 {
			break
		}
	}
	return from
}

// verbal reports whether the word at i, which the lexicon does not know, has the
// shape of a verb.
func (r *reader) verbal(i int) bool {
	t := r.doc.At(i)
	form, k := r.doc.Fold(i), &r.doc.Pack.Knobs
	return t.Stem == 0 && t.Clitics == 0 && (affixed(form, k.VerbEndings, bytes.HasSuffix) || affixed(form, k.VerbPrefixes, bytes.HasPrefix) ||
		affixed(form, k.PastEndings, bytes.HasSuffix) && !affixed(form, k.PluralEndings, bytes.HasSuffix))
}

// subjectEnds are the words that govern a subject and are no part of it.
var subjectEnds = lang.Classes(lang.Quantity, lang.Linker, lang.Month, lang.YearCue)

// dimension returns the token of a measured property in the phrase, or -1.
func (r *reader) dimension(from, to int) int {
	for k := from; k < to; k++ {
		if e, _ := r.doc.Match(k, lang.Classes(lang.Dimension)); e != nil {
			return k
		}
	}
	return -1
}

// governed reports whether a word of quantity stands right before the phrase.
func (r *reader) governed(from int) bool {
	if e, _ := r.doc.MatchBefore(from, lang.Classes(lang.Quantity), 2); e != nil {
		return true
	}
	_, n := r.doc.MatchBefore(from, lang.Classes(lang.Linker), 2)
	e, _ := r.doc.MatchBefore(from-n, lang.Classes(lang.Quantity), 2) // «بلغ معدل التضخم»
	return e != nil
}

// inside reports whether a preposition stands before the phrase, or on it, so
// that it only tells where or when.
func (r *reader) inside(from int) bool {
	if r.doc.At(from).Clitics&lang.Prep != 0 {
		return true
	}
	for r.determiner(from - 1) {
		from--
	}
	e, _ := r.doc.MatchBefore(from, lang.Classes(lang.Stop, lang.TimeCue, lang.Of), 2)
	return e != nil && (e.Class != lang.Stop || e.ID == "preposition")
}

// trim takes an article off the phrase where articles are words.
func (r *reader) trim(from, to int) (int, int) {
	for from < to && r.determiner(from) {
		from++
	}
	return from, to
}
