package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// License says what beside a number makes it a quantity. A bare number is most
// often a label, a date or a score.
type License string

// The licenses.
const (
	ByUnit      License = "a unit stands beside it"
	ByNoun      License = "a counted noun stands beside it"
	ByMagnitude License = "it has a magnitude word"
	ByRate      License = "it is a rate"
	ByGroups    License = "its digits stand in groups, as quantities do"
	ByAge       License = "it is an age"
	ByRatio     License = "it is a ratio of two numbers"
	ByEvent     License = "what happened to the people counted stands behind it"
	ByChange    License = "a word of change governs it"
	ByPair      License = "it stands against a count, or is part of one"
	ByModifier  License = "a modifier stands before it"
	ByLabel     License = "a label and a colon stand before it"
	ByPart      License = "it is part of what was counted before it"
	ByCue       License = "a word of counting stands near it"
)

// license returns what makes the number a quantity, or "" when nothing does.
func (r *reader) license(c *statement) License {
	counted, year := !c.noun.empty(), r.yearLike(&c.num)
	switch {
	case c.age:
		return ByAge
	case c.ratio:
		return ByRatio
	case c.suffered && !year:
		return ByEvent
	case c.num.Has(numeral.Single):
		return r.single(c)
	case c.unit.known():
		return ByUnit
	case c.graded:
		return ByCue
	case c.num.Has(numeral.Nil):
		return ByNoun.when(counted && c.noun.known() && c.noun.Form&lang.Plural != 0)
	case c.num.Has(numeral.Share):
		if c.num.Has(numeral.InDigits) && r.restates(c) {
			return ByPair
		}
		if c.role == figure.RoleDelta && c.direction != "" {
			return ByChange
		}
		return ByNoun.when(counted)
	case c.num.Has(numeral.Indefinite) && r.doc.At(c.num.First).Clitics == lang.Art && !counted:
		return ByCue.when(r.countedOn(c) || r.cued(&c.quantity))
	case counted:
		return ByNoun
	case c.num.Has(numeral.Magnified):
		return ByMagnitude
	case c.per.known():
		return ByRate
	case r.grouped(&c.quantity):
		return ByGroups
	case !c.label.empty():
		return ByLabel
	case r.subset(c):
		return ByPart.when(!year)
	case c.role != "" && c.direction != "" && !year:
		return ByChange
	case r.oppose(c), r.totalled(&c.quantity):
		return ByPair.when(!year)
	case c.relation() != figure.Eq:
		return ByModifier.when(!c.ranged && !year)
	}
	return ByCue.when(r.countedOn(c) || r.cued(&c.quantity))
}

func (l License) when(holds bool) License {
	if holds {
		return l
	}
	return ""
}

// single is the license of the word for one, which counts beside a known singular
// noun («صاروخ واحد», "one missile") or a unit, but not as an article, a pronoun or a
// vague "one day".
func (r *reader) single(c *statement) License {
	if e, _ := r.doc.Match(c.num.First, lang.Classes(lang.One)); e == nil || e.Has(lang.Article) {
		return ""
	}
	if c.unit.known() {
		return ByUnit.when(c.postposed || !c.unit.Has(lang.Calendar) || c.relation() != figure.Eq)
	}
	if d := &r.doc; c.num.First > r.from && d.At(c.num.First).Has(token.Upper) && d.At(c.next-1).Has(token.Upper) {
		return "" // "One World"
	}
	return ByNoun.when(c.noun.known() && c.noun.Form&(lang.Singular|lang.Accusative) != 0 && !c.noun.Has(lang.Times))
}

// subset reports whether the number is a part of the figure before it: "316 rescued,
// including 48 by helicopter", «240 متجرا دمر منها 65».
func (r *reader) subset(c *statement) bool {
	e, _ := r.doc.MatchBefore(r.outward(c.cue), lang.Classes(lang.Subset), 3)
	return e != nil && r.last.dropped == "" && r.last.next >= 0
}

// restates reports whether the number repeats the figure before it: "three-fourths of the
// crop, or 3/4,".
func (r *reader) restates(c *statement) bool {
	return r.last.dropped == "" && r.last.next >= 0 && r.doc.Means(c.from-1, lang.Classes(lang.Or))
}

// oppose reports whether the number stands against one that was counted before
// it: «89 نائبا … مقابل 12», "89 votes to 12".
func (r *reader) oppose(c *statement) bool {
	if r.last.dropped == "" && r.last.next >= 0 {
		if e, n := r.doc.Match(r.last.next, lang.Classes(lang.To)); e != nil && r.last.next+n == c.from {
			c.opposed = c.num.Scale.Cmp(one) == 0
		}
	}
	c.opposed = c.opposed || r.told.thing != nil && c.role == figure.RoleFrom
	return c.opposed
}

// totalled reports whether the total follows of which the number is a part: "15
// out of 20".
func (r *reader) totalled(c *quantity) bool {
	return r.total(c) > 0
}

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

// grouped reports whether the digits are set in groups, as quantities are and
// labels are not: "2,706".
func (r *reader) grouped(c *quantity) bool {
	return c.num.Has(numeral.InDigits) && !c.num.Has(numeral.Plain) && c.num.First == c.num.Last && c.num.Value.Cmp(firstYear) >= 0
}

// countedOn reports whether what happened to people stands with the number of them, which a
// word ties to it.
func (r *reader) countedOn(c *statement) bool {
	if c.event == "" || r.yearLike(&c.num) {
		return false
	}
	e, _ := r.doc.MatchBefore(r.outward(c.lead()), lang.Classes(lang.To, lang.Linker, lang.Quantity), 3)
	return e != nil
}

// cued reports whether a word of counting stands in the clause before the
// number («مقتل 20», "toll … 49"), or the same is counted on: «إصابة 35».
func (r *reader) cued(c *quantity) bool {
	if r.yearLike(&c.num) {
		return false
	}
	for i := c.from - 1; i >= r.from && i >= c.from-4 && !r.clauseEnd(i); i-- {
		if r.doc.Means(i, countCues) {
			return true
		}
	}
	for i := c.next; i < c.next+3 && !r.clauseEnd(i); i++ {
		if r.doc.Means(i, lang.Classes(lang.Casualty)) {
			return true
		}
	}
	return r.doc.Means(c.next, lang.Classes(lang.Subset)) || r.stop(c.next, "quantifier")
}

// countCues announce a count that may stand without its noun.
var countCues = lang.Classes(lang.Casualty, lang.Quantity)

// yearLike reports whether the number is written as years are.
func (r *reader) yearLike(n *numeral.Numeral) bool {
	return n.Has(numeral.Plain) && !n.Has(numeral.Magnified) && n.First == n.Last && len(r.doc.Fold(n.First)) == 4 &&
		n.Value.Cmp(firstYear) >= 0 && n.Value.Cmp(lastYear) <= 0
}

var (
	hundredValue = figure.NewNumber(100)
	longestMonth = figure.NewNumber(31)
	recentFirst  = figure.NewNumber(1900)
	recentLast   = figure.NewNumber(2050)
	firstYear    = figure.NewNumber(1000)
	lastYear     = figure.NewNumber(2100)
)
