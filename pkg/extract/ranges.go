package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// frame is the word that opens a range, and how wide it is.
type frame struct {
	*lang.Entry
	width int
}

// between reports whether the frame must have a second side, joined by a conjunction.
func (f frame) between() bool { return f.IsA(lang.Between) }

// readRange joins the number with a second one: «بين 12 و27», "5 to 10", «من 5% إلى 8%»,
// «ساعتين إلى 5 ساعات». Each side may have its own sign, unit and modifier, and what only
// one of them has is shared.
func (r *reader) readRange(c *quantity) {
	if c.num.Has(numeral.Indefinite|numeral.Share) || c.num.First < c.from || r.dated(c) || r.apposedNumber(c) {
		return
	}
	var f frame
	a := r.operandOf(c)
	f.Entry, f.width = r.doc.MatchBefore(r.outward(a.first), lang.Classes(lang.Between, lang.From), 4)
	b, joined := r.secondSide(c, &a, f)
	if joined = joined && r.oneRange(c, &a, &b, f); joined {
		r.join(c, &a, &b)
	}
	if f.between() && (joined || r.split(c)) {
		c.cue = r.outward(a.first) - f.width
	}
	if c.ranged && !c.unit.known() {
		r.readUnit(c)
	}
}

// secondSide reads the operand behind the conjunction that the frame asks for, or behind a
// word or sign that makes a range.
func (r *reader) secondSide(c *quantity, a *operand, f frame) (operand, bool) {
	at, ok := a.next, false
	if f.between() {
		at, ok = r.and(at)
	}
	if !ok {
		at, ok = r.connector(c, at)
	}
	if !ok {
		return operand{}, false
	}
	return r.operand(at, c, a)
}

// oneRange reports whether two numbers are the ends of one range.
func (r *reader) oneRange(c *quantity, a, b *operand, f frame) bool {
	framed := f.Entry != nil
	switch {
	case !r.rises(a, b, f.between()), !r.shares(a, b, f.between()), !r.known(c, b, framed):
		return false
	case a.noun != nil && !c.dual && framed && !f.between():
		return false
	}
	return framed || !r.steps(c, a, b)
}

// apposedNumber reports whether the number in words goes with the definite noun before it:
// «الدول الثماني».
func (r *reader) apposedNumber(c *quantity) bool {
	return r.doc.Pack.NumberAfterNoun && !c.num.Has(numeral.InDigits) && r.doc.At(c.num.First).Clitics&lang.Art != 0 && r.definite(c.num.First-1)
}

// dated reports whether the number is a year: a time, which no range or sum joins. A year
// behind "from" may begin a span of years.
func (r *reader) dated(c *quantity) bool {
	switch {
	case c.unit.known(), !r.yearLike(&c.num):
		return false
	case r.month(c.from-1, true), r.cueBefore(c, lang.YearCue):
		return true
	}
	return r.recent(c) && r.afterPreposition(c) && !r.cueBefore(c, lang.From) && !r.cueBefore(c, lang.Between)
}

// rises reports whether the second side is greater than the first, as it may become by
// its magnitude. Below zero the larger number may stand first: «بين -18 و-34».
func (r *reader) rises(a, b *operand, between bool) bool {
	if b.num.Has(numeral.Indefinite | numeral.Share) {
		return false
	}
	if between && (a.negative && b.negative || b.num.Has(numeral.Magnified)) {
		return true
	}
	return b.value().Cmp(a.value()) > 0
}

// shares reports whether both sides measure or count one thing: the same one, or one that
// a single side names. What stands behind the first belongs to the second only in a frame
// that must have a second («بين 8% و10»).
func (r *reader) shares(a, b *operand, between bool) bool {
	switch {
	case a.noun != nil:
		return b.noun.Named(a.noun.ID)
	case a.unit == nil:
		return !b.prefixed && !(b.num.Has(numeral.Magnified) && r.yearLike(&a.num))
	case b.unit == nil:
		return a.prefixed || between && r.boundary(b.next) || r.few(a, b)
	}
	or := r.doc.Means(a.next, lang.Classes(lang.Or))
	return a.unit.ID == b.unit.ID && (!or || a.prefixed || b.num.Value.Cmp(ten) <= 0)
}

// few reports whether the second side is an afterthought in words to a small number of
// the same thing: «يومين أو ثلاثة».
func (r *reader) few(a, b *operand) bool {
	return r.doc.Means(a.next, lang.Classes(lang.Or)) && r.boundary(b.next) && !b.num.Has(numeral.InDigits) && b.num.Value.Cmp(ten) <= 0
}

// steps reports whether "to" behind a measured number leads to where a change ended, and
// not to the end of a range: "rose $1 to $80", «ارتفع 5 دولارات إلى 80 دولارا». Several
// things that rise by per cents to per cents rise each by its own.
func (r *reader) steps(c *quantity, a, b *operand) bool {
	if e, _ := r.doc.Match(a.next, lang.Classes(lang.To)); e == nil || a.unit == nil {
		return false
	}
	before := r.outward(a.first)
	by, n := r.doc.MatchBefore(before, lang.Classes(lang.Linker), 3)
	g := r.governor(before - n)
	switch {
	case r.severally(c):
		return false
	case by != nil && b.num.Value.Cmp(a.num.Value.Mul(stepShare)) > 0:
		return true
	case a.prefixed && by == nil:
		return g.touches
	}
	return g.found && g.direction != ""
}

// stepShare is how many times the size of a change what it leads to is, at least, where no
// word of change is near.
var stepShare = figure.NewNumber(5)

// severally reports whether the per cents before and behind "to" are by how much several
// things changed, each by its own: "prices rose by 5 per cent to 20 per cent".
func (r *reader) severally(c *quantity) bool {
	if !c.unit.Named("percent") {
		return false
	}
	before := r.outward(c.from)
	by, n := r.doc.MatchBefore(before, lang.Classes(lang.Linker), 1)
	change, m := r.doc.MatchBefore(before-n, lang.Classes(lang.Change), 3)
	return by != nil && change != nil && r.pluralNoun(before-n-m-1)
}

// known reports whether the range is one of quantities where its first number, the word
// for one, could be an article or a pronoun: "one to two years".
func (r *reader) known(c *quantity, b *operand, framed bool) bool {
	if !c.num.Has(numeral.Single) {
		return true
	}
	if r.doc.Pack.NumberAfterNoun && !framed && !r.cueBefore(c, lang.Linker) {
		return false // «مقر واحد إلى»
	}
	e, _ := r.doc.Match(c.num.First, lang.Classes(lang.One))
	return e != nil && !e.Has(lang.Compound) && r.doc.At(c.num.First).Clitics&lang.Art == 0 && (b.unit != nil || b.noun != nil) && !b.prefixed
}

// join makes the quantity the range from a to b.
func (r *reader) join(c *quantity, a, b *operand) {
	suffix := c.unit.known() && !a.prefixed
	c.num.Flags &^= numeral.Single
	r.setUpper(c, b.num)
	c.next = max(c.next, r.closed(b.num.First, c.next))
	if a.negative {
		c.num.Value = c.num.Value.Neg()
		c.from, c.cue = a.first, a.first
	}
	if b.negative {
		c.upper.Value = c.upper.Value.Neg()
	}
	if c.upper.Value.Cmp(c.num.Value) < 0 {
		c.num.Value, c.upper.Value = c.upper.Value, c.num.Value
	}
	if suffix && b.unit != nil {
		c.to, c.next = b.next, b.next
	}
	if a.noun != nil {
		c.noun, c.dual = part{}, false
	}
}

// readRatio reads a ratio of two numbers as the share that it is: «اثنان من كل
// ثلاثة», "one in five". Some words ("in") need a number in words before them.
func (r *reader) readRatio(c *quantity) {
	e, n := r.doc.Match(c.next, lang.Classes(lang.Ratio))
	if e == nil || e.Has(lang.Spelled) && c.num.Has(numeral.InDigits) || c.num.Has(numeral.Indefinite|numeral.Share) {
		return
	}
	whole, ok := numeral.Parse(&r.doc, c.next+n, r.to, false)
	if !ok || whole.Value.Cmp(c.num.Value) <= 0 || !r.wholeNumber(&whole) {
		return
	}
	c.num.Value, c.num.Scale = c.num.Value.Div(whole.Value), one
	c.num.Flags = numeral.Share
	c.to, c.next, c.ratio = whole.Last+1, whole.Last+1, true
}

// wholeNumber reports whether a number is one that a share may be out of: no share itself, no
// year, and not the number of a unit.
func (r *reader) wholeNumber(n *numeral.Numeral) bool {
	return !n.Has(numeral.Indefinite|numeral.Share) && !r.yearLike(n) &&
		!r.doc.Means(n.Last+1, lang.Classes(lang.Measure, lang.Currency, lang.Month))
}

// split reads "between X and Y" from a number that swallowed both: «بين خمسة وعشرين» is
// 5 to 20.
func (r *reader) split(c *quantity) bool {
	d := &r.doc
	for split := c.num.Last; split > c.num.First; split-- {
		if d.At(split).Clitics&lang.Conj == 0 {
			continue
		}
		low, ok1 := numeral.Parse(d, c.num.First, split, false)
		up, ok2 := numeral.Parse(d, split, r.to, false)
		if ok1 && ok2 && low.Last == split-1 && up.Value.Cmp(low.Value) > 0 {
			c.num = low
			r.setUpper(c, up)
			if c.unit.from > c.from {
				c.unit = part{} // it stands behind the second
			}
			return true
		}
	}
	return false
}

// and returns where the operand after a conjunction begins.
func (r *reader) and(i int) (int, bool) {
	t := r.doc.At(i)
	if t.Kind == token.Particle && r.doc.At(i+1).Clitics == lang.Conj {
		return i + 1, true
	}
	if t.Clitics == lang.Conj {
		return i, true
	}
	if e, n := r.doc.Match(i, lang.Classes(lang.And)); e != nil {
		return i + n, true
	}
	return i, false
}

// connector returns where the second operand begins after a word or sign that
// makes a range.
func (r *reader) connector(c *quantity, i int) (int, bool) {
	d := &r.doc
	sign, _ := d.Match(i+1, lang.Classes(lang.Currency))
	if d.Is(i, '-') && (d.At(i+1).Kind == token.Digits || sign.Has(lang.Prefix)) && c.num.Has(numeral.InDigits) {
		return i + 1, !r.doc.Is(c.from-1, '-')
	}
	if d.Is(i, '-') && d.At(i).Touches() && d.Means(i+1, lang.Classes(lang.To)) {
		i++
	}
	e, n := d.Match(i, lang.Classes(lang.To, lang.Or))
	if e == nil || d.At(i).Clitics&lang.Conj != 0 {
		return i, false
	}
	if e.Class == lang.To && !r.severally(c) && r.changes(c) {
		r.shareMagnitude(c, i+n)
		return i, false
	}
	return i + n, true
}

// shareMagnitude gives the first number of a change the magnitude and the unit
// that only the second has: «من 5 إلى 7 ملايين طن».
func (r *reader) shareMagnitude(c *quantity, i int) {
	up, ok := numeral.Parse(&r.doc, i, r.to, false)
	if e, n := r.doc.Match(up.Last+1, lang.Classes(lang.Measure, lang.Currency)); ok && !c.unit.known() && e != nil && r.attaches(c, up.Last+1, e) {
		c.unit = part{e, span{up.Last + 1, up.Last + 1 + n}}
	}
	if ok && magnifies(&up, &c.num) && !up.Has(numeral.Indefinite) && c.num.Value.Cmp(up.Scale) < 0 {
		c.num.Value, c.num.Scale = c.num.Value.Mul(up.Scale), up.Scale
		c.num.Flags |= numeral.Magnified
	}
}

// changes reports whether the number is the first of "from X to Y" in a clause
// about a change: then each is a figure of its own. The word of change may itself hold
// the "from" («pasó de»).
func (r *reader) changes(c *quantity) bool {
	at := r.outward(c.from)
	_, modifier := r.doc.MatchBefore(at, lang.Classes(lang.Before), modifierReach)
	at -= modifier
	e, n := r.doc.MatchBefore(at, lang.Classes(lang.From, lang.Linker), 2)
	if e == nil {
		return false
	}
	return r.nearest(at-n+1, changeReach, lang.Classes(lang.Change), lang.Up|lang.Down) != nil
}

// magnifies reports whether the upper end of a range alone has a magnitude.
func magnifies(up, low *numeral.Numeral) bool {
	return up.Has(numeral.Magnified) && !low.Has(numeral.Magnified)
}

// setUpper completes the range, sharing the magnitude that only the upper end
// has: «5 إلى 10 آلاف».
func (r *reader) setUpper(c *quantity, up numeral.Numeral) {
	if magnifies(&up, &c.num) {
		if shared := c.num.Value.Mul(up.Scale); shared.Cmp(up.Value) < 0 && c.num.Value.Cmp(up.Scale) < 0 {
			c.num.Value = shared
			c.num.Flags |= numeral.Magnified
		}
	}
	c.upper, c.ranged = up, true
	c.to, c.next = up.Last+1, up.Last+1
}
