package extract

import (
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// Facts about addresses: the number of a house stands beside the name of its street.

// streetReach is how many words of a name stand between a house number and the word for the
// street at most.
const streetReach = 3

// streetBehind: the name of a street stands behind it: "10 Downing Street", «17 شارع
// النخيل», "12, rue de la Paix".
func (l *look) streetBehind() bool { return l.streetEnd() > 0 }

// streetEnd is the token behind the name of a street that stands behind the number, 0 for
// none.
func (l *look) streetEnd() int {
	at := l.behind()
	if l.doc.Is(at, ',') {
		at++
	}
	if _, n := l.doc.Match(at, lang.Classes(lang.Street)); n > 0 && l.namedBehind(at+n) {
		return at + n
	}
	for k := at; k < at+streetReach && l.inStreetName(k); k++ {
		if _, n := l.doc.Match(k+1, lang.Classes(lang.Street)); n > 0 && l.doc.At(k+1).Has(token.Upper) {
			return k + 1 + n
		}
	}
	return 0
}

// namedBehind reports whether a name goes on at token i: with a capital, "of", an article, or
// a word that is a name.
func (l *look) namedBehind(i int) bool {
	t := l.doc.At(i)
	return t.Has(token.Upper) || t.Clitics == lang.Art || t.Kind == token.Word && (l.doc.Means(i, lang.Classes(lang.Of)) || l.word(i).Best.Pos() == word.Name)
}

func (l *look) inStreetName(i int) bool {
	return l.doc.At(i).Has(token.Upper) || l.doc.Means(i, lang.Classes(lang.Of)) || l.determiner(i)
}

// moreThanAStreet: several of what is in the street stand behind its name: "20 High Street
// shops".
func (l *look) moreThanAStreet() bool {
	end := l.streetEnd()
	return end > 0 && l.doc.At(end-1).Has(token.Upper) && l.pluralNoun(end)
}

// streetBefore: the name of a street stands before it: "calle Mayor 10", «شارع النصر 15».
func (l *look) streetBefore() bool {
	at := l.q.from
	if l.doc.Is(at-1, ',') {
		at--
	}
	for k := at - 1; k >= max(l.from, at-streetReach-1) && l.doc.At(k).Kind == token.Word; k-- {
		if l.doc.Means(k, lang.Classes(lang.Street)) {
			return k < at-1
		}
		if !l.inStreetName(k) && l.doc.At(k).Clitics != lang.Art {
			break
		}
	}
	return false
}
