package extract

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/anchor"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

var saying = lang.Classes(lang.SaysVerb, lang.SaysPreposition)

// claimantLimit bounds a claimant, in tokens; those that only join its words are
// not counted.
const claimantLimit = 6

// claimant reads who says it, by the word of saying at token i: the noun phrase
// after the verb where verbs come first («قال مسؤولون») or behind what was said ("…,
// a indiqué le ministre"), otherwise the one before it; and always the one
// after a preposition ("according to").
func (r *reader) claimant(i int) string {
	d := &r.doc
	e, n := d.Match(i, saying)
	switch {
	case e == nil:
		return ""
	case e.Class == lang.SaysPreposition || d.Pack.VerbFirst:
		return r.nameFrom(i + n)
	case d.Pack.SubjectInverts && r.endsStatement(i-1):
		return cmp.Or(r.invertedName(i+n), r.nameUpTo(r.beforeInsertion(i)))
	}
	return r.nameUpTo(i)
}

// invertedName is the name behind the verb that ends before token i, and a time between them.
func (r *reader) invertedName(i int) string {
	if at := r.pastTime(i); r.opensName(at) {
		return r.nameFrom(at)
	}
	return ""
}

// nameFrom is the name that begins at token i, its determiner aside.
func (r *reader) nameFrom(i int) string {
	d := &r.doc
	from := i
	for r.determiner(from) || d.Pack.GenitiveByOf && d.Means(from, lang.Classes(lang.Of)) {
		from++
	}
	to := from
	for words := 0; to < r.to && words < claimantLimit; to++ {
		if to > from && r.joinsName(to) {
			continue
		}
		if !r.names(to) {
			break
		}
		words++
	}
	if to == from || d.At(to).Kind == token.Digits || d.Pack.GenitiveByOf && r.stateOf(to) {
		return ""
	}
	return r.name(from, to)
}

// nameUpTo is the name that ends before token i.
func (r *reader) nameUpTo(i int) string {
	if r.doc.Pack.GenitiveByOf {
		return r.longNameUpTo(i)
	}
	from := i
	for from > r.from && i-from < claimantLimit && r.names(from-1) {
		from--
	}
	if from == i {
		return ""
	}
	return r.name(from, i)
}

// longNameUpTo is the name that ends before token i in a language that joins nouns
// by "of" alone: it goes on to the left over the words that join, up to its
// determiner, and over an abbreviation in brackets behind it.
func (r *reader) longNameUpTo(i int) string {
	d := &r.doc
	if d.At(i).Clitics&lang.Art != 0 {
		return "" // the word of saying is a noun: "l'annonce"
	}
	if d.Is(i-1, ')') && d.Is(i-3, '(') {
		i -= 3
	}
	from := i
	for words := 0; from > r.from && words < claimantLimit; from-- {
		if from < i && r.linksName(from-1) {
			continue
		}
		if !r.names(from-1) || from < i && r.determiner(from) {
			break
		}
		words++
	}
	start := from
	from = min(i, r.pastDeterminers(from))
	if from >= i || r.stop(start-1, "preposition") && !d.Means(start-1, lang.Classes(lang.Of)) {
		return ""
	}
	return r.name(from, i)
}

// name is the text of a name, without an elided article before it ("l'ONU").
func (r *reader) name(from, to int) string {
	return r.doc.Slice(from, to-1)[r.elision(from):]
}

// elision is the length in bytes of the article that ends in an apostrophe before the
// word at i, 0 for none.
func (r *reader) elision(i int) int {
	text, pack := r.doc.Text[r.doc.At(i).Start:r.doc.At(i).End], r.doc.Pack
	for at, c := range text {
		g := pack.Fold.Glyph(c)
		if end := at + utf8.RuneLen(c); g.Mark == lang.GroupMark && slices.Contains(pack.Articles, pack.Fold.String(text[:end])) {
			return end
		}
		if g.Class != lang.Letter {
			break
		}
	}
	return 0
}

// names reports whether token i may stand inside the name of a claimant.
func (r *reader) names(i int) bool {
	t := r.doc.At(i)
	if t.Kind != token.Word || r.prepositional(i) || !r.article(i) && r.doc.Means(i, lang.Classes(lang.Casualty)) {
		return false
	}
	return !r.doc.Means(i, phraseEnds.Without(lang.Classes(lang.Before, lang.Per, lang.Casualty))) || r.determiner(i)
}

// joinsName reports whether token i joins two words of one name: the word for "of",
// or a hyphen without spaces ("porte-parole").
func (r *reader) joinsName(i int) bool {
	d := &r.doc
	if !d.Pack.GenitiveByOf || i <= r.from || !r.names(i-1) || !r.names(i+1) {
		return false
	}
	_, n := d.Match(i, lang.Classes(lang.Of))
	return n == 1 || r.hyphen(i)
}

// linksName also allows a preposition, which is part of the name where the verb
// follows it ("l'Organisation internationale pour les migrations affirme").
func (r *reader) linksName(i int) bool {
	return r.joinsName(i) || i > r.from && r.names(i-1) && r.stop(i, "preposition")
}

// endsStatement reports whether what was said may end with token i: at a comma, at
// a quotation mark, or with the sentence before.
func (r *reader) endsStatement(i int) bool {
	return i < r.from || r.anySign(i, `,"`)
}

// opensName reports whether a name begins at token i: with a determiner or an elided
// article, the word for "of" as an article of the plural ("des témoins"), or a capital.
func (r *reader) opensName(i int) bool {
	t := r.doc.At(i)
	return r.determiner(i) || r.elision(i) > 0 || t.Has(token.Upper) || r.doc.Means(i, lang.Classes(lang.Of))
}

// stateOf reports whether "of" and a number follow at token i: the noun before them
// is what was announced ("a annoncé la suppression de 40 postes").
func (r *reader) stateOf(i int) bool {
	_, n := r.doc.Match(i, lang.Classes(lang.Of))
	return n > 0 && r.startsNumber(i+n)
}

// pastTime passes over a time between the verb and its subject: "a indiqué lundi soir
// le ministre".
func (r *reader) pastTime(i int) int {
	at := i
	if found, ok := anchor.Find(&r.doc, i, r.to); ok {
		at = found.Last + 1
	} else if r.doc.Means(i, lang.Classes(lang.Weekday)) {
		at = i + 1
	}
	if at > i && r.names(at) && !r.opensName(at) {
		at++
	}
	return at
}

// beforeInsertion returns the comma before a name that stands between commas and
// ends before token i ("le ministre de la Défense, Sébastien Morel, a affirmé"); where
// there is none it returns the start of the sentence.
func (r *reader) beforeInsertion(i int) int {
	for at := i - 2; at > r.from && at > i-2-2*claimantLimit; at-- {
		switch {
		case r.doc.Is(at, ',') && at < i-2:
			return at
		case !r.names(at) && !r.linksName(at):
			return r.from
		}
	}
	return r.from
}
