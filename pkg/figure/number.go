package figure

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/quagmt/udecimal"
)

// Number is an exact decimal that may be absent. The zero Number is absent and prints as null;
// a stated zero is NewNumber(0). MaxScale bounds the digits after the point; magnitude is not
// bounded.
type Number struct {
	dec    udecimal.Decimal
	stated bool
}

// MaxScale is the maximum number of digits after the decimal point. Only a quotient (a third,
// a unit conversion) or a product of long fractions can need more: a quotient is rounded half
// to even, a product is truncated.
const MaxScale = 19

// NewNumber returns the Number n.
func NewNumber(n int64) Number {
	return Number{dec: udecimal.MustFromInt64(n, 0), stated: true}
}

// ParseNumber parses a decimal such as "-3.25" or "260000". The error quotes s if s is not a
// decimal or has more than MaxScale fraction digits.
func ParseNumber(s string) (Number, error) {
	d, err := udecimal.Parse(s)
	if err != nil {
		return Number{}, fmt.Errorf("parse number %q: %w", s, err)
	}
	return Number{dec: d, stated: true}, nil
}

// FromRat returns r, rounded half to even at MaxScale digits after the point if it has no
// exact decimal of that length.
func FromRat(r *big.Rat) Number {
	s := r.FloatString(MaxScale)
	if exact, ok := r.FloatPrec(); !ok || exact > MaxScale {
		s = roundHalfEven(r)
	}
	d, err := udecimal.Parse(trimZeros(s))
	if err != nil {
		return Number{}
	}
	return Number{dec: d, stated: true}
}

// roundHalfEven formats r with MaxScale digits after the point. big.Rat's own FloatString
// rounds halves away from zero.
func roundHalfEven(r *big.Rat) string {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(MaxScale), nil)
	num := new(big.Int).Mul(r.Num(), scale)
	quo, rem := new(big.Int).QuoRem(num, r.Denom(), new(big.Int))
	twice := new(big.Int).Abs(rem)
	twice.Lsh(twice, 1)
	if c := twice.Cmp(r.Denom()); c > 0 || c == 0 && quo.Bit(0) == 1 {
		quo.Add(quo, big.NewInt(int64(r.Sign())))
	}
	return new(big.Rat).SetFrac(quo, scale).FloatString(MaxScale)
}

func trimZeros(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// Stated reports whether the number is present.
func (n Number) Stated() bool { return n.stated }

// Cmp compares two stated numbers: -1, 0 or +1.
func (n Number) Cmp(m Number) int { return n.dec.Cmp(m.dec) }

// Equal reports whether both are absent, or both are stated and equal.
func (n Number) Equal(m Number) bool {
	return n.stated == m.stated && (!n.stated || n.dec.Equal(m.dec))
}

// Add returns n+m; it is absent when either operand is.
func (n Number) Add(m Number) Number {
	if !n.stated || !m.stated {
		return Number{}
	}
	return Number{dec: n.dec.Add(m.dec), stated: true}
}

// Sub returns n-m; it is absent when either operand is.
func (n Number) Sub(m Number) Number { return n.Add(m.Neg()) }

// Neg returns -n.
func (n Number) Neg() Number { return Number{dec: n.dec.Neg(), stated: n.stated} }

// Mul returns n·m; it is absent when either operand is.
func (n Number) Mul(m Number) Number {
	if !n.stated || !m.stated {
		return Number{}
	}
	return Number{dec: n.dec.Mul(m.dec), stated: true}
}

// Div returns n/m, rounded as described at MaxScale. It is absent when either operand is, or
// when m is zero.
func (n Number) Div(m Number) Number {
	if !n.stated || !m.stated || m.dec.IsZero() {
		return Number{}
	}
	return FromRat(new(big.Rat).Quo(n.Rat(), m.Rat()))
}

// Rat returns the exact value as a rational, or nil if n is absent.
func (n Number) Rat() *big.Rat {
	if !n.stated {
		return nil
	}
	if w, ok := n.Words(); ok && w.Hi == 0 {
		r := new(big.Rat).SetFrac(new(big.Int).SetUint64(w.Lo), powersOfTen[w.Scale])
		if w.Negative {
			r.Neg(r)
		}
		return r
	}
	r, _ := new(big.Rat).SetString(n.dec.String())
	return r
}

// powersOfTen are the possible denominators of a Number.
var powersOfTen = func() (out [MaxScale + 1]*big.Int) {
	for i := range out {
		out[i] = new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(i)), nil)
	}
	return out
}()

// Words is a Number in machine words, for arithmetic without big numbers: (Hi·2^64 + Lo) /
// 10^Scale, negative if Negative is set.
type Words struct {
	Negative bool
	Hi, Lo   uint64
	Scale    int
}

// Words returns n in machine words. It reports false if n is absent or its digits do not fit
// into 128 bits.
func (n Number) Words() (Words, bool) {
	negative, hi, lo, scale, ok := n.dec.ToHiLo()
	return Words{negative, hi, lo, int(scale)}, ok && n.stated
}

// Number converts w to a Number. It is absent if Scale is negative or above MaxScale.
func (w Words) Number() Number {
	if w.Scale < 0 || w.Scale > MaxScale {
		return Number{}
	}
	d, err := udecimal.NewFromHiLo(w.Negative, w.Hi, w.Lo, uint8(w.Scale))
	return Number{dec: d, stated: err == nil}
}

// Float64 is for metric samples only. It reports false if n is absent.
func (n Number) Float64() (float64, bool) { return n.dec.InexactFloat64(), n.stated }

// String formats all digits without an exponent; "" if n is absent.
func (n Number) String() string {
	if !n.stated {
		return ""
	}
	return n.dec.String()
}

// MarshalJSON writes a JSON number with all its digits, or null.
func (n Number) MarshalJSON() ([]byte, error) {
	if !n.stated {
		return []byte("null"), nil
	}
	return []byte(n.dec.String()), nil
}

// UnmarshalJSON reads a JSON number or null.
func (n *Number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = Number{}
		return nil
	}
	m, err := ParseNumber(string(b))
	if err != nil {
		return err
	}
	*n = m
	return nil
}
