package unit

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Conversion converts values of one unit to another. The zero Conversion is invalid; get one
// from a Table or a Unit.
type Conversion struct {
	factor     ratio
	offset     *big.Rat
	reciprocal bool
	// before and after are the offset as a decimal, added before or after the factor:
	// fahrenheit to kelvin is (n + 459.67)·5/9. Absent if there is none.
	before, after figure.Number
}

// Identity returns the conversion that changes nothing.
func Identity() Conversion { return Conversion{factor: ratio{num: 1, den: 1}} }

// IsIdentity reports whether the conversion changes nothing.
func (c Conversion) IsIdentity() bool {
	return c.factor.num == 1 && c.factor.den == 1 && c.offset == nil && !c.reciprocal
}

// withOffset adds an offset to the product with the factor.
func (c Conversion) withOffset(r *big.Rat) Conversion {
	c = c.Delta()
	if r.Sign() == 0 {
		return c
	}
	c.offset = r
	// Keep one spare digit, so that adding the offset cannot change how a half is rounded.
	if digits, ends := r.FloatPrec(); ends && digits < figure.MaxScale {
		c.after = figure.FromRat(r)
		return c
	}
	first := new(big.Rat).Quo(r, c.factor.rat())
	if digits, ends := first.FloatPrec(); ends && digits <= figure.MaxScale {
		c.before = figure.FromRat(first)
	}
	return c
}

// Delta is the conversion of differences: a difference of 5 degrees celsius is one of 9
// degrees fahrenheit, whatever the zero points.
func (c Conversion) Delta() Conversion {
	c.offset, c.before, c.after = nil, figure.Number{}, figure.Number{}
	return c
}

// Per is the conversion of a quotient whose denominator converts by d: from dollars per barrel
// to dollars per cubic metre.
func (c Conversion) Per(d Conversion) Conversion {
	return Conversion{factor: c.factor.mul(d.factor.inverse())}
}

// Times is the conversion of a unit that is r times this one: a halala is a hundredth of a
// riyal.
func (c Conversion) Times(r *big.Rat) Conversion { return c.multiply(newRatio(r)) }

// Over is the conversion of a rate per n, such as per 100000 people. An absent or zero n
// changes nothing.
func (c Conversion) Over(n figure.Number) Conversion {
	if r := n.Rat(); r != nil && r.Sign() > 0 {
		return c.multiply(newRatio(r).inverse())
	}
	return c
}

func (c Conversion) multiply(r ratio) Conversion {
	c.factor = c.factor.mul(r)
	if c.offset != nil {
		return c.withOffset(c.offset)
	}
	return c
}

// Rat converts r exactly. The error is ErrZero for the reciprocal of 0.
func (c Conversion) Rat(r *big.Rat) (*big.Rat, error) {
	out := new(big.Rat)
	if c.reciprocal {
		if r.Sign() == 0 {
			return nil, ErrZero
		}
		return out.Mul(out.Inv(r), c.factor.rat()), nil
	}
	out.Mul(r, c.factor.rat())
	if c.offset != nil {
		out.Add(out, c.offset)
	}
	return out, nil
}

// Number converts n, rounding half to even at figure.MaxScale digits after the point if
// needed. An absent number stays absent. The error is ErrZero or a *PrecisionError.
func (c Conversion) Number(n figure.Number) (figure.Number, error) {
	if !n.Stated() || c.IsIdentity() {
		return n, nil
	}
	if out, ok := c.inWords(n); ok {
		return out, nil
	}
	r, err := c.Rat(n.Rat())
	if err != nil {
		return figure.Number{}, err
	}
	if digits, ends := r.FloatPrec(); !ends || digits > figure.MaxScale {
		if f, _ := r.Float64(); math.Abs(f) < smallest {
			return figure.Number{}, &PrecisionError{fmt.Sprintf("%.6g", f)}
		}
	}
	return figure.FromRat(r), nil
}

// smallest is the least magnitude that keeps six significant digits when rounded at
// figure.MaxScale.
const smallest = 1e-13

// inWords is Number without a big.Rat. It reports false if the numbers do not fit into machine
// words or the result would lose precision.
func (c Conversion) inWords(n figure.Number) (figure.Number, bool) {
	if c.reciprocal || c.factor.big != nil {
		return figure.Number{}, false
	}
	switch {
	case c.before.Stated():
		n = n.Add(c.before)
	case c.offset != nil && !c.after.Stated():
		return figure.Number{}, false
	}
	w, ok := n.Words()
	if !ok {
		return figure.Number{}, false
	}
	if c.factor.num != 1 || c.factor.den != 1 {
		if w, ok = scale(w, c.factor); !ok {
			return figure.Number{}, false
		}
		n = w.Number()
	}
	if c.after.Stated() {
		n = n.Add(c.after)
	}
	return n, true
}

// scale is w·f, rounded half to even at figure.MaxScale digits.
func scale(w figure.Words, f ratio) (figure.Words, bool) {
	num, tens := f.num, powerOfTen(w.Scale)
	if g := gcd(num, tens); g > 1 {
		num, tens = num/g, tens/g
	}
	over, den := bits.Mul64(f.den, tens)
	if over != 0 {
		return w, false
	}
	// Three words of product, divided by one.
	high, low := bits.Mul64(w.Lo, num)
	top, middle := bits.Mul64(w.Hi, num)
	middle, carry := bits.Add64(middle, high, 0)
	top += carry
	if top >= den {
		return w, false
	}
	out := figure.Words{Negative: w.Negative}
	var rest uint64
	out.Hi, rest = bits.Div64(top, middle, den)
	out.Lo, rest = bits.Div64(rest, low, den)
	for ; rest != 0 && out.Scale < figure.MaxScale; out.Scale++ {
		carry, product := bits.Mul64(rest, 10)
		var digit uint64
		digit, rest = bits.Div64(carry, product, den)
		if !shift(&out, digit) {
			return w, false
		}
	}
	if rest == 0 {
		return out, true
	}
	if left := den - rest; rest > left || rest == left && out.Lo%2 == 1 {
		out.Lo, carry = bits.Add64(out.Lo, 1, 0)
		out.Hi += carry
	}
	return out, out.Hi != 0 || out.Lo >= sixDigits
}

// sixDigits is smallest in units of the last decimal of a Number.
const sixDigits = 1_000_000

// shift appends a digit to w. It reports false if they do not fit into two words.
func shift(w *figure.Words, digit uint64) bool {
	over, hi := bits.Mul64(w.Hi, 10)
	carry, lo := bits.Mul64(w.Lo, 10)
	lo, one := bits.Add64(lo, digit, 0)
	hi, out := bits.Add64(hi, carry, one)
	w.Hi, w.Lo = hi, lo
	return over == 0 && out == 0
}

func powerOfTen(n int) uint64 {
	p := uint64(1)
	for range n {
		p *= 10
	}
	return p
}
