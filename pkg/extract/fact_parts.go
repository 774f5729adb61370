package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// Facts about what was read together with the number.

func (l *look) aMagnitude() bool { return l.c.num.Has(numeral.Magnified) }

// aUnit: a unit is written beside it, or it shares the money of the amount before it.
func (l *look) aUnit() bool { return l.c.unit != nil }

// longUnit: the unit is more than an abbreviation, which a label may have for a letter.
func (l *look) longUnit() bool { return l.unit != nil && !l.unit.Has(lang.AfterDigits) }

func (l *look) measureUnit() bool { return l.unit != nil && l.unit.Class == lang.Measure }

func (l *look) timeUnit() bool { return l.unit != nil && l.unit.Has(lang.Calendar) }

func (l *look) aRate() bool { return l.c.per != nil }

func (l *look) anAge() bool { return l.c.age }

func (l *look) aScaleBehind() bool { return l.c.graded }

func (l *look) aNoun() bool { return l.c.nounTo > l.c.nounFirst }

func (l *look) aKnownNoun() bool { return l.aNoun() && l.c.noun != nil }

func (l *look) aKnownPlural() bool { return l.aKnownNoun() && l.c.noun.Form&lang.Plural != 0 }

func (l *look) anUnknownNoun() bool { return l.aNoun() && l.c.noun == nil }

// nounBefore: what it counts stands before it: «الدول الـ27».
func (l *look) nounBefore() bool { return l.c.postposed }

// oneOfAKind: the word for one beside a known singular noun («صاروخ واحد», "one missile")
// or a unit, and not as an article, a pronoun or a vague "one day".
func (l *look) oneOfAKind() bool {
	c := l.c
	if e, _ := l.doc.Match(c.num.First, lang.Classes(lang.One)); !l.theWordForOne() || e == nil || e.Has(lang.Article) {
		return false
	}
	if c.unit != nil {
		return c.postposed || !c.unit.Has(lang.Calendar) || c.relation != figure.Eq
	}
	return !l.oneInAName() && c.noun != nil && c.noun.Form&(lang.Singular|lang.Accusative) != 0 && !c.noun.Has(lang.Times)
}

// oneInAName: "One World".
func (l *look) oneInAName() bool {
	c := l.c
	return c.num.First > l.from && l.doc.At(c.num.First).Has(token.Upper) && l.doc.At(c.next-1).Has(token.Upper)
}

func (l *look) bounded() bool { return l.c.relation != figure.Eq }

func (l *look) eventBehind() bool { return l.c.suffered }

func (l *look) inAChange() bool { return l.c.role != "" && l.c.direction != "" }

func (l *look) theAmountOfAChange() bool { return l.c.role == figure.RoleDelta && l.c.direction != "" }

func (l *look) againstACount() bool { return l.c.opposed }

// ofATotal: the total follows of which it is a part: "15 out of 20".
func (l *look) ofATotal() bool { return l.totalled(l.c) }

// readOpposed marks a number that stands against one that was counted before it: «89 نائبا
// … مقابل 12», "89 votes to 12".
func (r *reader) readOpposed(c *candidate) {
	if r.last.dropped == "" && r.last.next >= 0 {
		if e, n := r.doc.Match(r.last.next, lang.Classes(lang.To)); e != nil && r.last.next+n == c.first {
			c.opposed = c.num.Scale.Cmp(one) == 0
		}
	}
	c.opposed = c.opposed || r.thing != nil && c.role == figure.RoleFrom
}

// totalled reports whether the total follows of which the number is a part.
func (r *reader) totalled(c *candidate) bool { return r.total(c) > 0 }

// total returns the token at which the total begins that follows the number, or
// 0.
func (r *reader) total(c *candidate) int {
	e, n := r.doc.Match(c.next, lang.Classes(lang.Out))
	if e == nil {
		return 0
	}
	at := c.next + n
	if e, n := r.doc.Match(at, lang.Classes(lang.Before)); e != nil {
		at += n
	}
	if r.doc.At(at).Kind != token.Digits {
		return 0
	}
	return at
}

// aCalibre: a length that names a weapon by its size: "122mm rockets", «مدفع 155 ملم».
func (l *look) aCalibre() bool {
	if !l.measured("millimeter", "centimeter", "inch") {
		return false
	}
	at := l.pastHyphen(l.next)
	return l.scaleAt(at, calibre) || l.scaleAt(at+1, calibre) && l.doc.At(at).Kind == token.Word && !l.ends(at) || l.scaleBefore(l.c, calibre)
}

// aRaceLength: a length that names a race: "the 100m freestyle".
func (l *look) aRaceLength() bool {
	return l.measured("meter", "kilometer", "mile", "yard") &&
		(l.scaleAt(l.pastHyphen(l.next), race) || l.doc.Pack.AdjectiveAfterNoun && l.scaleBefore(l.c, race))
}

// measured reports whether the number is a measure in one of the units.
func (l *look) measured(units ...string) bool {
	if !l.measureUnit() {
		return false
	}
	for _, id := range units {
		if l.unit.ID == id {
			return true
		}
	}
	return false
}

// pastHyphen passes over a hyphen without a space before it.
func (r *reader) pastHyphen(i int) int {
	if r.doc.Is(i, '-') && r.doc.At(i).Touches() {
		return i + 1
	}
	return i
}
