package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// licensed reports whether something beside the number makes it a quantity: a
// unit, a counted noun, a magnitude word, a modifier. A bare number is most
// often a label, a date or a score.
func (r *reader) licensed(c *candidate) bool {
	counted := c.nounTo > c.nounFirst
	switch {
	case c.age, c.ratio, c.suffered && !r.yearLike(&c.num):
		return true
	case c.num.Has(numeral.Single):
		return r.single(c)
	case c.unit != nil:
		return true
	case c.num.Has(numeral.Nil):
		return false
	case c.num.Has(numeral.Share):
		return counted
	case c.num.Has(numeral.Indefinite) && r.doc.At(c.num.First).Clitics == lang.Art && !counted:
		return r.cued(c)
	case counted, c.num.Has(numeral.Magnified), c.per != nil, r.grouped(c):
		return true
	case c.role != "" && c.direction != "" && !r.yearLike(&c.num):
		return true
	case r.oppose(c), r.totalled(c):
		return !r.yearLike(&c.num)
	case c.relation != figure.Eq:
		return !c.ranged && !r.yearLike(&c.num)
	}
	return r.cued(c)
}

// single reports whether the word for one counts: beside a known singular noun
// («صاروخ واحد», "one missile") or a unit, but not as an article, a pronoun or a
// vague "one day".
func (r *reader) single(c *candidate) bool {
	if e, _ := r.doc.Match(c.num.First, lang.Classes(lang.One)); e == nil || e.Has(lang.Ambiguous) {
		return false
	}
	if c.unit != nil {
		return c.postposed || !c.unit.Has(lang.Calendar) || c.relation != figure.Eq
	}
	if d := &r.doc; c.num.First > r.from && d.At(c.num.First).Has(token.Upper) && d.At(c.next-1).Has(token.Upper) {
		return false // "One World"
	}
	return c.noun != nil && c.noun.Form&(lang.Singular|lang.Accusative) != 0 && !c.noun.Has(lang.Times)
}

// oppose reports whether the number stands against one that was counted before
// it: «89 نائبا … مقابل 12», "89 votes to 12".
func (r *reader) oppose(c *candidate) bool {
	if r.last.dropped == "" && r.last.next >= 0 {
		if e, n := r.doc.Match(r.last.next, lang.Classes(lang.To)); e != nil && r.last.next+n == c.first {
			c.opposed = c.num.Scale.Cmp(one) == 0
		}
	}
	c.opposed = c.opposed || r.thing != nil && c.role == figure.RoleFrom
	return c.opposed
}

// totalled reports whether the total follows of which the number is a part: "15
// out of 20".
func (r *reader) totalled(c *candidate) bool {
	return r.total(c) > 0
}

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

// grouped reports whether the digits are set in groups, as quantities are and
// labels are not: "2,706".
func (r *reader) grouped(c *candidate) bool {
	return c.num.Has(numeral.InDigits) && !c.num.Has(numeral.Plain) && c.num.First == c.num.Last && c.num.Value.Cmp(firstYear) >= 0
}

// cued reports whether a word of counting stands in the clause before the
// number («مقتل 20», "toll … 49"), or the same is counted on: «إصابة 35».
func (r *reader) cued(c *candidate) bool {
	if r.yearLike(&c.num) {
		return false
	}
	if c.event != "" {
		if e, _ := r.doc.MatchBefore(r.outward(c.cue), lang.Classes(lang.To, lang.Linker, lang.Quantity), 3); e != nil {
			return true
		}
	}
	for i := c.first - 1; i >= r.from && i >= c.first-4 && !r.clauseEnd(i); i-- {
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
