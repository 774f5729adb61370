package extract

import (
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// Facts about the verbs beside a number.

// verbBehind: the word behind can be a verb only, which no number counts.
func (l *look) verbBehind() bool {
	w := l.wordBehind()
	if w == nil || w.Best.Pos() != word.Verb || w.Best.Source() == word.FromShape || w.Best.Clitics()&word.WithVerbParticle != 0 {
		return false
	}
	for i := range w.All {
		if w.All[i].Analysis.Nominal() {
			return false
		}
	}
	return true
}

// finiteVerbBehind: a verb of several stands behind, whose subject the number is: "1000 come
// each day", "only six were found". Where large numbers count a singular, things in the plural
// have a verb in the feminine singular.
func (l *look) finiteVerbBehind() bool {
	if l.q.num.Value.Cmp(two) < 0 || l.wordBehind() == nil {
		return false
	}
	a := l.wordBehind().Best
	if a.Pos() == word.Auxiliary {
		return a.Number() != word.Singular
	}
	several := a.Number() != word.Singular || l.doc.Pack.SingularCounted && a.Gender() == word.Feminine
	return several && l.verbBehind() && a.Form() == word.NoForm && (a.Person() == 0 || a.Person() == 3) && a.Tense() == word.Present && a.Clitics() == 0
}

// wordBefore is the word right before the number with what it may be, nil where none is.
func (l *look) wordBefore() *word.Word {
	i := l.q.from - 1
	if i < l.from || l.doc.At(i).Kind != token.Word {
		return nil
	}
	return l.word(i)
}

// verbBefore: a verb in the active stands right before it, whose object or subject it may be:
// "they have 58", «غادر سبعة».
func (l *look) verbBefore() bool {
	w := l.wordBefore()
	return w != nil && !l.doc.At(l.q.from-1).Has(token.Upper) && w.Best.Source() != word.FromShape && w.Best.Pos() == word.Verb && w.Best.Form() == word.NoForm
}

// wordItNamesBefore: a noun or name stands right before it, one of which it may name.
func (l *look) wordItNamesBefore() bool {
	w := l.wordBefore()
	return w != nil && w.Best.Nominal()
}

// endBehind: a sign ends the phrase behind it, or the sentence ends.
func (l *look) endBehind() bool {
	return l.next >= l.to || l.doc.At(l.next).Kind == token.Punct && !l.doc.Is(l.next, '-') && !l.doc.Is(l.next, ':') && !l.doc.Is(l.next, '/')
}

// ofThemBehind: "of" and a pronoun stand behind it, "a third of them", or the pronoun is
// joined to it: «ثلثهم».
func (l *look) ofThemBehind() bool {
	if l.word(l.q.num.Last).Best.Clitics()&word.WithPronoun != 0 {
		return true
	}
	_, n := l.doc.Match(l.next, lang.Classes(lang.Of))
	return n > 0 && l.stop(l.next+n, "pronoun")
}

// linkedToAChange: a word that links it to a change before it stands before it, an article
// aside: "down by a third".
func (l *look) linkedToAChange() bool {
	at := l.outward(l.q.from)
	if e, n := l.doc.MatchBefore(at, lang.Classes(lang.One), 1); e.Has(lang.Article) {
		at -= n
	}
	_, n := l.doc.MatchBefore(at, lang.Classes(lang.Linker), 3)
	for i := at - n - 1; n > 0 && i >= max(l.from, at-changeReach) && !l.clauseEnd(i); i-- {
		if e, _ := l.doc.Match(i, lang.Classes(lang.Change)); e.Has(lang.Up | lang.Down) {
			return true
		}
	}
	return false
}
