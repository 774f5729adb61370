package extract

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// Facts about how a number is written.

func (l *look) inDigits() bool { return l.q.num.Has(numeral.InDigits) }

func (l *look) plainDigits() bool { return l.q.num.Has(numeral.Plain) }

// plainNumber: its digits are one token, or plain before a magnitude word.
func (l *look) plainNumber() bool {
	return l.inDigits() && (l.q.num.First == l.q.num.Last || l.plainDigits())
}

func (l *look) yearDigits() bool { return l.yearLike(&l.q.num) }

// yearLike reports whether a number is written as years are.
func (r *reader) yearLike(n *numeral.Numeral) bool {
	return n.Has(numeral.Plain) && !n.Has(numeral.Magnified) && n.First == n.Last && len(r.doc.Fold(n.First)) == 4 &&
		between(n.Value, firstYear, lastYear)
}

// between reports whether n is at least low and at most high.
func between(n, low, high figure.Number) bool { return n.Cmp(low) >= 0 && n.Cmp(high) <= 0 }

// recent reports whether the number is a year of living memory. Before a word that
// the lexicon does not know, a year is likelier than a count.
func (r *reader) recent(c *quantity) bool { return between(c.num.Value, recentFirst, recentLast) }

func (l *look) recentYear() bool { return l.recent(l.q) }

func (l *look) dayOrYear() bool {
	return l.q.num.Value.Cmp(longestMonth) <= 0 || l.yearDigits()
}

// digits are the folded digits of the number.
func (l *look) digits() []byte { return l.doc.Fold(l.q.num.First) }

const manyDigitsFrom = 9

func (l *look) manyDigits() bool { return len(l.digits()) >= manyDigitsFrom }

// leadingZero: it begins with a zero and is no decimal.
func (l *look) leadingZero() bool {
	d := l.digits()
	return len(d) > 1 && d[0] == '0' && '0' <= d[1] && d[1] <= '9' && bytes.IndexByte(d, 'R') < 0
}

// digitsInGroups: its digits are set in groups, as quantities are and labels are not: "2,706".
func (l *look) digitsInGroups() bool {
	n := &l.q.num
	together := n.First == n.Last || l.doc.At(n.First+1).Has(token.AfterTight)
	return together && l.inDigits() && !l.plainDigits() && n.Value.Cmp(firstYear) >= 0
}

func (l *look) theWordForOne() bool { return l.q.num.Has(numeral.Single) }

func (l *look) theWordForZero() bool { return l.q.num.Has(numeral.Nil) }

// theWordForAFew: it is a number word below ten.
func (l *look) theWordForAFew() bool { return l.doc.Means(l.q.num.First, lang.Classes(lang.Unit)) }

func (l *look) aFraction() bool { return l.q.num.Has(numeral.Share) }

func (l *look) fractionInDigits() bool { return l.aFraction() && l.inDigits() }

// ordinary: it is none of the numbers that count beside few things only: one, zero,
// fractions, and "the hundreds" of nothing.
func (l *look) ordinary() bool {
	n := &l.q.num
	return !n.Has(numeral.Single|numeral.Nil|numeral.Share) && !l.vagueTotal()
}

// vagueTotal: an indefinite magnitude with the article that counts nothing.
func (l *look) vagueTotal() bool {
	return l.q.num.Has(numeral.Indefinite) && l.doc.At(l.q.num.First).Clitics == lang.Art && !l.aNoun()
}

func (l *look) definiteNumber() bool { return l.doc.At(l.q.num.First).Clitics&lang.Art != 0 }

// definiteDual: «البلدين».
func (l *look) definiteDual() bool { return l.q.dual && !l.unit.known() && l.definiteNumber() }

func (l *look) aRange() bool { return l.q.ranged }

func (l *look) aRatio() bool { return l.q.ratio }

func (l *look) spanOfYears() bool {
	return l.q.ranged && l.yearLike(&l.q.num) && l.yearLike(&l.q.upper)
}

// lastToken is the last token of the number, or of the upper end of a range.
func (l *look) lastToken() int {
	if l.q.ranged {
		return l.q.upper.Last
	}
	return l.q.num.Last
}

var (
	hundredValue = figure.NewNumber(100)
	longestMonth = figure.NewNumber(31)
	recentFirst  = figure.NewNumber(1900)
	recentLast   = figure.NewNumber(2050)
	firstYear    = figure.NewNumber(1000)
	lastYear     = figure.NewNumber(2100)
)
