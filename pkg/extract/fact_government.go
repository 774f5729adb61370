package extract

import (
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
	value, ok := l.q.num.Value.Float64()
	if !ok || !l.doc.Pack.SingularCounted || value != math.Trunc(value) || value < 3 {
		return government{}
	}
	switch last := int(math.Mod(value, 100)); {
	case last == 1, last == 2:
		return government{}
	case last == 0:
		return government{number: word.Singular}
	case last <= 10:
		return government{number: word.Plural}
	}
	return government{word.Singular, true}
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

// governedNoun: the word behind is a noun in the form that the number asks for.
func (l *look) governedNoun() bool {
	g := l.governs()
	if g.number == word.NoNumber {
		return false
	}
	if e := l.listedNoun(); e != nil {
		return e.Form&formsOf[g.number] != 0
	}
	w := l.wordBehind()
	return w != nil && g.agrees(w.Best) && !mayBelong(w)
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
