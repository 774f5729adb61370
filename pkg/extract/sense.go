package extract

import (
	"unicode"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// What the words near a number say that it measures, as the rows of class scale
// name it.
const (
	temperature = "temperature"
	magnitude   = "magnitude"
	mass        = "mass"
	money       = "money"
	calibre     = "calibre"
	race        = "race"
	share       = "share"
	index       = "index"
)

// senseReach is how many words before and behind a number tell what its unit is.
const senseReach = 6

// unitAt returns the unit or currency at token i that belongs to the number, and its
// length. A word that is both (pound, "c") is what the words near it say.
func (r *reader) unitAt(c *quantity, i int) (*lang.Entry, int) {
	e, n := r.doc.Match(i, lang.Classes(lang.Measure, lang.Currency))
	if e == nil || i+n > r.to {
		return nil, 0
	}
	other := lang.Measure
	if e.Class == lang.Measure {
		other = lang.Currency
	}
	if f, m := r.doc.Match(i, lang.Classes(other)); m == n {
		coin, measure := e, f
		if coin.Class == lang.Measure {
			coin, measure = f, e
		}
		e = r.sense(c, i+n, coin, measure)
	}
	if !r.attaches(c, i, e) {
		return nil, 0
	}
	return e, n
}

// sense chooses between the money and the measure that one word before token i names.
func (r *reader) sense(c *quantity, i int, coin, measure *lang.Entry) *lang.Entry {
	at := i - coin.Words
	switch {
	case !r.attaches(c, at, coin):
		return measure
	case !r.attaches(c, at, measure):
		return coin
	case coin.Has(lang.Touching):
		if r.scale() == temperature {
			return measure
		}
		return coin
	case r.weighs(c, i):
		return measure
	}
	return coin
}

// weighs reports whether the words near the number say that it is a mass: what
// weighs, what it is of, or that it stands before its noun and that is nothing of
// money ("an 8-pound baby").
func (r *reader) weighs(c *quantity, i int) bool {
	switch r.near(c.from, i) {
	case mass:
		return true
	case money:
		return false
	}
	if c.num.Has(numeral.Magnified) {
		return false
	}
	d := &r.doc
	if d.Is(c.next, '-') {
		return true
	}
	_, n := d.Match(i, lang.Classes(lang.Of))
	return n > 0 && !d.Pack.OfAlsoFrom && !r.ends(i+n) && d.At(i+n).Kind == token.Word
}

// near returns what the nearest word of a scale says, before token from or behind
// token to, in the same clause; of two equally near the one behind counts.
func (r *reader) near(from, to int) string {
	for k := range senseReach {
		for _, i := range [...]int{to + k, from - 1 - k} {
			if i < r.from || i >= r.to {
				continue
			}
			if e, _ := r.doc.Match(i, lang.Classes(lang.Scale)); e.Named(mass) || e.Named(money) {
				return e.ID
			}
		}
	}
	return ""
}

// scaleAt reports whether a word of the scale stands at token i.
func (r *reader) scaleAt(i int, id string) bool {
	e, _ := r.doc.Match(i, lang.Classes(lang.Scale))
	return e.Named(id) && i < r.to
}

// scaleBefore reports whether a word of the scale stands right before the number.
func (r *reader) scaleBefore(c *quantity, id string) bool {
	at := r.outward(c.from)
	e, n := r.doc.MatchBefore(at, lang.Classes(lang.Scale), 2)
	return e.Named(id) && at-n >= r.from
}

// coded reports whether a code stands at token i as codes do: in capitals, in a
// sentence that is not all capitals. Elsewhere, and where the code is a word too,
// the number must be an amount.
func (r *reader) coded(i int, e *lang.Entry, n *numeral.Numeral) bool {
	t := r.doc.At(i)
	if !n.Has(numeral.InDigits) || !r.upper(int(t.Start), int(t.End)) {
		return false
	}
	return !e.Has(lang.Amounts) && !r.shouts(i) || r.amount(n)
}

func (r *reader) upper(from, to int) bool {
	for _, c := range r.doc.Text[from:to] {
		if unicode.IsLower(c) {
			return false
		}
	}
	return true
}

// shouts reports whether all words of the sentence but token i are in capitals, and
// there are some.
func (r *reader) shouts(i int) bool {
	words := 0
	for k := r.from; k < r.to; k++ {
		t := r.doc.At(k)
		if t.Kind != token.Word || k == i || !t.Has(token.Latin) {
			continue
		}
		if !r.upper(int(t.Start), int(t.End)) {
			return false
		}
		words++
	}
	return words > 1
}

// amount reports whether the number is written as amounts of money are, and names
// and versions are not: with a magnitude, in groups, or in hundredths.
func (r *reader) amount(n *numeral.Numeral) bool {
	if n.Has(numeral.Magnified) || n.First == n.Last && !n.Has(numeral.Plain) && n.Value.Cmp(firstYear) >= 0 {
		return true
	}
	shape := r.doc.Fold(n.Last)
	return len(shape) > 3 && (shape[len(shape)-3] == '.' || shape[len(shape)-3] == ',')
}

// readMillions reads the abbreviation of a unit that is one of a magnitude as well,
// where it counts things: "35m of its devices".
func (r *reader) readMillions(c *quantity, i int, e *lang.Entry) bool {
	d := &r.doc
	if !e.Has(lang.AfterDigits) || !d.At(i).Touches() || !c.num.Has(numeral.InDigits) || c.num.Has(numeral.Magnified) {
		return false
	}
	m, n := d.Match(i, lang.Classes(lang.Magnitude))
	of, k := d.Match(i+1, lang.Classes(lang.Of))
	if m == nil || n != 1 || m.Has(lang.Capital) || of == nil || !r.countedOf(i+1+k) {
		return false
	}
	scale := figure.NewNumber(m.Num)
	c.num.Value, c.num.Scale = c.num.Value.Mul(scale), scale
	c.num.Flags |= numeral.Magnified
	c.to, c.next = i+1, i+1
	return true
}

// countedOf reports whether what follows "of" at token i is several of a kind: a
// determiner, or a noun in the plural.
func (r *reader) countedOf(i int) bool {
	from := i
	i = r.pastDeterminers(i)
	of := r.phraseToHead(i, false)
	if of.known() {
		return of.Form&lang.Plural != 0
	}
	return !of.empty() && (i > from || r.plural(of.to-1))
}
