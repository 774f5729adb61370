package extract

import (
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// Facts about both sides of the number, and about the number before it.

// nameReach is how many tokens before a number a name that holds it may begin.
const nameReach = 4

// insideAListedName: a phrase that the pack lists as a name overlaps it: «مجموعة العشرين».
func (l *look) insideAListedName() bool { return l.nameAround() > 0 }

// nameAround is the token behind the listed name that overlaps the number, 0 for none.
func (l *look) nameAround() int {
	for i := max(l.from, l.q.from-nameReach); i <= l.q.num.Last; i++ {
		if _, n := l.doc.Match(i, lang.Classes(lang.Name)); i+n > l.q.num.First && n > 0 {
			return i + n
		}
	}
	return 0
}

func (l *look) nameEnd() int {
	if at := l.nameAround(); at > 0 {
		return max(l.q.num.Last+1, at)
	}
	return l.next
}

// aTitleInQuotes: a title that is a number and a unit: "60 Minutes".
func (l *look) aTitleInQuotes() bool {
	d, c := &l.doc, l.q
	if !l.unit.known() || c.unit.to <= c.unit.from || l.unit.Class != lang.Measure || l.unit.Has(lang.AfterDigits) {
		return false
	}
	return d.Is(c.from-1, '"') && d.Is(l.next, '"') && d.At(c.unit.from).Has(token.Upper) && d.At(c.unit.to-1).Kind == token.Word
}

// capitalsOnBothSides: a number word in a name, in a text that is no headline: "into the
// Four Corners".
func (l *look) capitalsOnBothSides() bool {
	d, i := &l.doc, l.q.num.First
	if i-1 <= l.from || l.q.num.Has(numeral.InDigits|numeral.Magnified) || d.Is(i-1, '"') {
		return false
	}
	return d.At(i).Has(token.Upper) && d.At(l.behind()).Has(token.Upper) && !l.ends(l.behind()) && !l.headline()
}

// headline reports whether at least half of the words of the sentence have a capital.
func (r *reader) headline() bool {
	capitals, words := 0, 0
	for k := r.from; k < r.to; k++ {
		t := r.doc.At(k)
		if t.Kind == token.Word {
			words++
		}
		if t.Has(token.Upper) {
			capitals++
		}
	}
	return 2*capitals >= words
}

// aloneInBrackets: «(12)».
func (l *look) aloneInBrackets() bool {
	return l.doc.Is(l.q.from-1, '(') && l.doc.Is(l.behind(), ')') && l.next == l.behind()
}

// inSlashedDate: it stands in a date such as 12/3/2024 or a span of years such as 2023/2024.
func (l *look) inSlashedDate() bool {
	n := &l.q.num
	return l.slashed(n.First) || !l.doc.Is(n.Last-1, '/') && l.slashed(n.Last)
}

// slashed reports whether the digits at i stand in a date.
func (r *reader) slashed(i int) bool {
	d := &r.doc
	left, right := r.joint(i-1, i-2), r.joint(i+1, i+2)
	switch {
	case d.At(i).Kind != token.Digits:
		return false
	case left && right && d.At(i).Touches() && d.At(i+1).Touches():
		return true
	case right && d.Is(i+1, '/'):
		return d.At(i + 1).Touches()
	case left && d.Is(i-1, '/'):
		return d.At(i).Touches()
	}
	return right && r.joint(i+3, i+4) || left && r.joint(i-3, i-4)
}

// joint reports whether a sign joins the digits beside it as the parts of a date.
func (r *reader) joint(sign, digits int) bool {
	return (r.doc.Is(sign, '/') || r.doc.Is(sign, '-')) && r.doc.At(digits).Kind == token.Digits
}

// joinedTo reports whether only a conjunction, a comma or a dash stands between the number
// and one before it that was read so.
func (l *look) joinedTo(reason Reason) bool { return l.last.dropped == reason && l.conjoined(l.q) }

func (l *look) joinedToAYear() bool { return l.joinedTo(Year) }

func (l *look) joinedToALabel() bool { return l.joinedTo(Label) }

// joinedToAClock: a number right after "at 2pm" counts something, unless a conjunction joins
// them.
func (l *look) joinedToAClock() bool {
	return l.joinedTo(Clock) && (l.last.next < l.q.from || l.doc.At(l.q.from).Clitics&lang.Conj != 0)
}

// conjoined reports whether the candidate directly follows the one before it
// with only a conjunction, a comma or a dash between them.
func (r *reader) conjoined(c *quantity) bool {
	if r.last.next < 0 || r.last.next > c.from {
		return false
	}
	for i := r.last.next; i < c.from; i++ {
		t := r.doc.At(i)
		if t.Kind != token.Particle && !r.doc.Is(i, ',') && !r.doc.Is(i, '-') && !r.doc.Means(i, lang.Classes(lang.And)) {
			return false
		}
	}
	return true
}

// answersAScore: it is the second half of a result before it: "by 16 to 10", «5 مقابل 4».
func (l *look) answersAScore() bool {
	if l.last.dropped != Score {
		return false
	}
	e, n := l.doc.MatchBefore(l.q.from, lang.Classes(lang.To, lang.From), 2)
	return e != nil && l.last.next == l.q.from-n
}

// repeatsTheFigureBefore: "three-fourths of the crop, or 3/4,".
func (l *look) repeatsTheFigureBefore() bool {
	return l.last.dropped == "" && l.last.next >= 0 && l.doc.Means(l.q.from-1, lang.Classes(lang.Or))
}

// partOfTheFigureBefore: "316 rescued, including 48 by helicopter", «240 متجرا دمر منها 65».
func (l *look) partOfTheFigureBefore() bool {
	e, _ := l.doc.MatchBefore(l.outward(l.q.cue), lang.Classes(lang.Subset), 3)
	return e != nil && l.last.dropped == "" && l.last.next >= 0
}

func (l *look) labelOfAListing() bool { return !l.s.label.empty() }

// goalsBefore: it is the second half of "3-1".
func (l *look) goalsBefore() bool {
	d, i := &l.doc, l.q.from
	return l.goals() && d.Is(i-1, '-') && d.At(i-2).Kind == token.Digits && l.last.dropped == Score
}
