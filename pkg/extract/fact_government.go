package extract

import (
	"bytes"
	"math"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// Facts about grammatical government: in some languages the number settles the grammatical
// number and case of the noun behind it. Arabic counts 3 to 10 of a plural, 11 to 99 of a
// singular in the accusative, and hundreds of a singular in the genitive.

// government is what a number asks of the noun that it counts; the zero value asks nothing.
type government struct {
	number word.Number
	// cased: the noun is in the accusative, which a masculine one shows.
	cased bool
}

// governs is what the number asks of the noun behind it.
func (l *look) governs() government {
	last := l.lastDigits()
	switch {
	case !l.doc.Pack.SingularCounted || last < 0 || last == 1 || last == 2:
		return government{}
	case last == 0:
		return government{number: word.Singular}
	case last <= 10:
		return government{number: word.Plural}
	}
	return government{word.Singular, true}
}

// lastDigits is the number modulo 100, -1 if it is none of whole things.
func (l *look) lastDigits() int {
	if n := &l.q.num; l.plainDigits() && n.First == n.Last && n.Value.Cmp(one) >= 0 {
		last, d := 0, l.digits()
		for _, c := range d[max(0, len(d)-2):] {
			last = last*10 + int(c-'0')
		}
		return last
	}
	value, ok := l.q.num.Value.Float64()
	if !ok || value < 1 || value != math.Trunc(value) {
		return -1
	}
	return int(math.Mod(value, 100))
}

// wordBehind is the word right behind the number and its unit with what it may be, nil where
// none is.
func (l *look) wordBehind() *word.Word {
	t := l.doc.At(l.next)
	if l.next >= l.to || t.Kind != token.Word || t.Has(token.AfterNewline) {
		return nil
	}
	return l.word(l.next)
}

// listedNoun is the noun of the lexicon right behind the number, nil for none.
func (l *look) listedNoun() *lang.Entry {
	if l.doc.At(l.next).Clitics != 0 {
		return nil
	}
	e, _ := l.doc.Match(l.next, lang.Classes(lang.Noun))
	return e
}

// formsOf are the forms of a noun in a grammatical number.
var formsOf = map[word.Number]lang.Form{
	word.Singular: lang.Singular | lang.Accusative,
	word.Plural:   lang.Plural,
}

// governedNoun: a noun of the lexicon stands behind, in the form that the number asks for.
func (l *look) governedNoun() bool {
	g, e := l.governs(), l.listedNoun()
	if g.number == word.NoNumber || e == nil || e.Form&formsOf[g.number] == 0 {
		return false
	}
	return !g.cased || e.Form&lang.Accusative != 0 || l.word(l.next).Best.Gender() == word.Feminine
}

// oneKnownThing: a definite genitive makes the singular behind one known thing, of which
// there are not several: «77 مدينة السهل».
func (l *look) oneKnownThing() bool {
	w, d := l.wordBehind(), &l.doc
	if w == nil || l.governs().number != word.Singular || w.Best.Pos() != word.Noun || w.Best.Number() != word.Singular || l.accusative(l.next) {
		return false
	}
	genitive := l.next + 1
	return d.At(l.next).Clitics == 0 && d.At(genitive).Clitics == lang.Art && l.word(genitive).Best.Pos() == word.Noun &&
		!d.Means(genitive, lang.Classes(lang.Weekday, lang.Anchor, lang.Stop, lang.Adjective))
}

// governedThing: a word stands behind that is a noun in the form that the number asks for,
// though the lexicon does not list it.
func (l *look) governedThing() bool {
	return l.governedUnlisted() && l.wordBehind().Best.Form() != word.Verbal
}

// governedAction: the same of the name of an action, which may as well say how something is
// done («شكلا»).
func (l *look) governedAction() bool {
	return l.governedUnlisted() && l.wordBehind().Best.Form() == word.Verbal
}

func (l *look) governedUnlisted() bool {
	g := l.governs()
	if g.number == word.NoNumber || l.ends(l.next) || l.listedNoun() != nil || l.accusativePlural(l.next) {
		return false
	}
	w := l.wordBehind()
	return w != nil && g.agrees(w.Best) && !mayBelong(w)
}

// accusativePlural reports whether the word at i is a plural of the lexicon with the ending
// of the accusative: «رجالا», which no number above ten counts.
func (r *reader) accusativePlural(i int) bool {
	p := r.doc.Pack
	stem, ok := bytes.CutSuffix(r.doc.Fold(i), []byte(p.AccusativeEnding))
	if !ok || p.AccusativeEnding == "" {
		return false
	}
	for _, e := range p.Begin(p.Lookup(stem)).Entries() {
		if e.Class == lang.Noun && e.Form == lang.Plural {
			return true
		}
	}
	return false
}

// agrees reports whether a word that is read so is a noun in the form that the number asks
// for. Behind hundreds, whose noun shows no case, any other singular would do too.
func (g government) agrees(a word.Analysis) bool {
	if a.Pos() != word.Noun || a.Clitics() != 0 || a.Number() != g.number {
		return false
	}
	return g.number == word.Plural || g.cased && (a.Case() == word.Accusative || a.Gender() == word.Feminine)
}

// mayBelong reports whether the word may be an adjective of belonging, which stands as an
// adverb too («عالميا»).
func mayBelong(w *word.Word) bool {
	for i := range w.All {
		if a := w.All[i].Analysis; a.Pos() == word.Adjective && a.Form() == word.Relational {
			return true
		}
	}
	return false
}

// misgovernedNoun: the word behind is one that the number cannot count: a verb, a noun with
// a pronoun, or one in another grammatical number than it asks for.
func (l *look) misgovernedNoun() bool {
	w, g := l.wordBehind(), l.governs()
	if w == nil || !l.doc.Pack.SingularCounted {
		return false
	}
	if e := l.listedNoun(); e != nil {
		return g.number != word.NoNumber && e.Form&formsOf[g.number] == 0
	}
	a := w.Best
	if a.Pos() == word.Verb || a.Clitics()&word.WithPronoun != 0 {
		return true
	}
	return g.number != word.NoNumber && a.Pos() == word.Noun && a.Number() != word.NoNumber && a.Number() != g.number
}
