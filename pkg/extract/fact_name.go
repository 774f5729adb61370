package extract

import (
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// Facts about names that hold a number.

// nameTailBehind: what belongs to the name of a numbered unit stands behind the number:
// «الكتيبة 7 مشاة», "45 Commando".
func (l *look) nameTailBehind() bool {
	return l.doc.Means(l.next, lang.Classes(lang.NameTail))
}

func (l *look) capitalBehind() bool { return l.doc.At(l.next).Has(token.Upper) }

// titleCue: the word for a work stands before the quotation mark that opens before it:
// «فيلم "12 بحارا"».
func (l *look) titleCue() bool {
	i := l.q.from - 1
	return l.doc.Is(i, '"') && l.doc.Means(i-1, lang.Classes(lang.TitleCue))
}

// constructBefore: a singular noun without article or pronoun stands before it, whose
// genitive the number is: «لجنة الخمسين».
func (l *look) constructBefore() bool {
	return l.indefiniteBefore() && l.word(l.q.num.First-1).Best.Number() == word.Singular && l.q.num.First == l.q.num.Last
}

// indefiniteBefore: a noun that is no action, without article or pronoun, stands right before
// it: «جسيمات ألفا».
func (l *look) indefiniteBefore() bool {
	i := l.q.num.First - 1
	if i < l.from || l.doc.At(i).Kind != token.Word || !l.doc.Pack.NumberAfterNoun {
		return false
	}
	a := l.word(i).Best
	return a.Nominal() && a.Clitics()&(word.WithArticle|word.WithPronoun) == 0 && a.Form() != word.Verbal
}

// aLoneMagnitude: it is one magnitude word alone.
func (l *look) aLoneMagnitude() bool {
	n := &l.q.num
	return n.First == n.Last && n.Has(numeral.Magnified) && !n.Has(numeral.InDigits|numeral.Indefinite)
}

// partOfOneThing: "of" and one indefinite thing that is no quantity stand behind it, or a
// thing and a word of time: «ال 9 من نوفمير», which is no part of many.
func (l *look) partOfOneThing() bool {
	_, n := l.doc.Match(l.next, lang.Classes(lang.Of))
	at := l.next + n
	if n == 0 || l.doc.At(at).Kind != token.Word || l.doc.At(at).Clitics != 0 || l.startsNoun(at) || l.stop(at, "pronoun") {
		return false
	}
	return !l.pluralNoun(at) || l.stop(at+1, "time")
}
