package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/token"
)

// Facts about digits beside which stands what has no reading: letters, digits or a sign that
// touch the number or its unit («$1.8bln», "40x7 km"), or the shape of an abbreviation right
// behind it ("$1.8 bln"). Each may change the value or the unit, so that the number alone
// would be a confident mistake.

func (l *look) isUnreadBefore() bool { return l.reader.unreadBefore(l.q.from) }

func (l *look) isUnreadBehind() bool { return l.reader.unreadBehind(l.next) }

func (l *look) abbreviationBehind() bool { return l.abbreviated(l.next) }

// hasUnreadRate: a stroke and a word touch the unit that are no rate which the pack knows:
// "5 mb/d" is no amount of data.
func (l *look) hasUnreadRate() bool {
	d := &l.doc
	word := d.At(l.next + 1)
	rated := l.q.per.known() && l.q.per.to > l.next
	return l.unit.known() && !rated && l.reader.ties(l.next, '/') && word.Kind == token.Word
}

// unreadBefore reports whether what touches token i on its left has no reading.
func (r *reader) unreadBefore(i int) bool {
	d := &r.doc
	t := d.At(i - 1)
	if i-1 < r.from || !d.At(i).Touches() {
		return false
	}
	switch t.Kind {
	case token.Word:
		return t.Has(token.Latin)
	case token.Punct:
		point := (i-1 == 0 || !t.Touches()) && d.Text[t.Start] == '.' // ".5", whose value is not 5
		return point || r.unknownMoney(i-1) || r.joins(i-1)
	}
	return false
}

// unreadBehind reports whether token i touches the one before it and has no reading.
// Of words in a script without capitals, only a fragment is taken for that: a longer
// one has lost its space.
func (r *reader) unreadBehind(i int) bool {
	d := &r.doc
	t := d.At(i)
	if i >= r.to || !t.Touches() {
		return false
	}
	switch t.Kind {
	case token.Digits:
		return true
	case token.Word:
		return t.Has(token.Latin) || t.Stem == 0 && t.RuneEnd-t.RuneStart <= fragment
	case token.Punct:
		return r.raised(i) || r.unknownMoney(i) || r.joins(i)
	}
	return false
}

// fragment is the length in letters of what is no word of its own.
const fragment = 2

// raised reports whether token i is a raised digit, which is a power.
func (r *reader) raised(i int) bool {
	form := r.doc.Fold(i)
	return len(form) == 1 && unicode.IsDigit(rune(form[0]))
}

// unknownMoney reports whether token i is a currency sign that the pack does not know.
func (r *reader) unknownMoney(i int) bool {
	sign, _ := utf8.DecodeRune(r.doc.Fold(i))
	return unicode.Is(unicode.Sc, sign) && r.doc.At(i).Classes.Empty()
}

// joins reports whether token i is a sign between letters or digits that touch it on
// both sides and that no part of the grammar reads: "40*7", "x_40". The ordinary
// marks of punctuation have readings of their own.
func (r *reader) joins(i int) bool {
	d := &r.doc
	form := d.Fold(i)
	if !d.At(i).Touches() || !d.At(i+1).Touches() || !d.At(i).Classes.Empty() || len(form) == 1 && strings.IndexByte(ordinaryMarks, form[0]) >= 0 {
		return false
	}
	return r.spelled(i-1) && r.spelled(i+1)
}

// spelled reports whether token i is of letters or digits.
func (r *reader) spelled(i int) bool {
	kind := r.doc.At(i).Kind
	return kind == token.Digits || kind == token.Word
}

const ordinaryMarks = `.,;:!?-/%()[]{}"'<>`

// abbreviated reports whether token i is an unknown word in the shape of an
// abbreviation, without a vowel, which may be a magnitude or a unit.
func (r *reader) abbreviated(i int) bool {
	d := &r.doc
	if r.hyphen(i) {
		i++
	}
	t, vowels := d.At(i), d.Pack.Vowels
	if vowels == "" || i >= r.to || t.Kind != token.Word || !t.Has(token.Latin) || t.Whole != 0 || t.Stem != 0 {
		return false
	}
	form := d.Fold(i)
	name := t.Has(token.Upper) && unicode.IsUpper(secondLetter(d.Text[t.Start:t.End])) // "$5 TV sets"
	return len(form) >= 2 && len(form) <= longestAbbreviation && !name && !strings.ContainsAny(string(form), vowels+"'")
}

// secondLetter is utf8.RuneError in a word of one letter.
func secondLetter(word string) rune {
	_, first := utf8.DecodeRuneInString(word)
	second, _ := utf8.DecodeRuneInString(word[first:])
	return second
}

// longestAbbreviation bounds an abbreviation of a magnitude or unit, in letters.
const longestAbbreviation = 5
