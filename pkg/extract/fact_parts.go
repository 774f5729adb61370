package extract

import (
	"math"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// Facts about what was read together with the number.

func (l *look) aMagnitude() bool { return l.q.num.Has(numeral.Magnified) }

// aUnit: a unit is written beside it, or it shares the money of the amount before it.
func (l *look) aUnit() bool { return l.q.unit.known() }

// longUnit: the unit is more than an abbreviation, which a label may have for a letter.
func (l *look) longUnit() bool { return l.unit.known() && !l.unit.Has(lang.AfterDigits) }

func (l *look) measureUnit() bool { return l.unit.IsA(lang.Measure) }

func (l *look) timeUnit() bool { return l.unit.Has(lang.Calendar) }

// unitBefore: the unit stands before the number: "$5", "Euro 2032".
func (l *look) unitBefore() bool {
	return l.unit.known() && l.unit.from < l.q.num.First && !l.unit.empty()
}

func (l *look) aRate() bool { return l.q.per.known() }

// aSharedUnit: the sentence gives it the unit of another quantity.
func (l *look) aSharedUnit() bool { return l.q.unit.known() && l.q.unit.empty() }

// aSharedRate: the sentence gives it the rate of another quantity.
func (l *look) aSharedRate() bool { return l.q.per.known() && l.q.per.empty() }

func (l *look) anAge() bool { return l.q.age }

func (l *look) aScaleBehind() bool { return l.q.graded }

func (l *look) aNoun() bool { return !l.q.noun.empty() }

func (l *look) aKnownNoun() bool { return l.aNoun() && l.q.noun.known() }

func (l *look) aKnownPlural() bool { return l.aKnownNoun() && l.q.noun.Form&lang.Plural != 0 }

// pointsOfAnIndex: it counts points, as a measure counts its unit.
func (l *look) pointsOfAnIndex() bool { return l.aKnownNoun() && l.q.noun.ID == "point" }

func (l *look) anUnknownNoun() bool { return l.aNoun() && !l.q.noun.known() }

// peopleInParts: a decimal stands before people, who come whole but in averages: "Release
// 17.4 users".
func (l *look) peopleInParts() bool {
	return l.inDigits() && !l.aMagnitude() && l.aKnownNoun() && l.q.noun.Has(lang.Human) && !l.whole()
}

// whole reports whether the number has no decimals.
func (l *look) whole() bool {
	f, ok := l.q.num.Value.Float64()
	return ok && f == math.Trunc(f)
}

// nounBefore: what it counts stands before it: «الدول الـ27».
func (l *look) nounBefore() bool { return l.q.postposed }

// oneOfAKind: the word for one beside a known singular noun («صاروخ واحد», "one missile")
// or a unit, and not as an article, a pronoun or a vague "one day".
func (l *look) oneOfAKind() bool {
	c := l.q
	if e, _ := l.doc.Match(c.num.First, lang.Classes(lang.One)); !l.theWordForOne() || e == nil || e.Has(lang.Article) {
		return false
	}
	if c.unit.known() {
		return c.postposed || !c.unit.Has(lang.Calendar) || l.s.relation() != figure.Eq
	}
	return !l.oneInAName() && c.noun.known() && c.noun.Form&(lang.Singular|lang.Accusative) != 0 && !c.noun.Has(lang.Times)
}

// oneInAName: "One World".
func (l *look) oneInAName() bool {
	c := l.q
	return c.num.First > l.from && l.doc.At(c.num.First).Has(token.Upper) && l.doc.At(c.next-1).Has(token.Upper)
}

func (l *look) bounded() bool { return l.s.relation() != figure.Eq }

func (l *look) eventBehind() bool { return l.s.suffered }

func (l *look) inAChange() bool { return l.s.role != "" && l.s.direction != "" }

func (l *look) theAmountOfAChange() bool { return l.s.role == figure.RoleDelta && l.s.direction != "" }

func (l *look) againstACount() bool { return l.s.opposed }

// ofATotal: the total follows of which it is a part: "15 out of 20".
func (l *look) ofATotal() bool { return l.totalled(l.q) }

// opposes reports whether the number stands against one that was counted before it: «89
// نائبا … مقابل 12», "89 votes to 12", "to 43 from 47".
func (r *reader) opposes(s *statement) bool {
	if s.role == figure.RoleFrom && r.earlier.thing != nil {
		return true
	}
	if s.unit.known() || r.last.dropped != "" || r.last.next < 0 || s.num.Scale.Cmp(one) != 0 {
		return false
	}
	e, n := r.doc.Match(r.last.next, lang.Classes(lang.To, lang.From))
	return e != nil && r.last.next+n == s.from && (e.Class == lang.To || r.last.role != "")
}

// totalled reports whether the total follows of which the number is a part.
func (r *reader) totalled(c *quantity) bool { return r.total(c) > 0 }

// total returns the token at which the total begins that follows the number, or
// 0.
func (r *reader) total(c *quantity) int {
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
	return l.scaleAt(at, calibre) || l.scaleAt(at+1, calibre) && l.doc.At(at).Kind == token.Word && !l.ends(at) || l.scaleBefore(l.q, calibre)
}

// aRaceLength: a length that names a race: "the 100m freestyle".
func (l *look) aRaceLength() bool {
	return l.measured("meter", "kilometer", "mile", "yard") &&
		(l.scaleAt(l.pastHyphen(l.next), race) || l.doc.Pack.AdjectiveAfterNoun && l.scaleBefore(l.q, race))
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
