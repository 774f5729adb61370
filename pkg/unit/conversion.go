package unit

import (
	"bytes"
	"fmt"
	"math"
	"math/big"
	"math/bits"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Conversion turns values of one unit into values of another. The zero
// Conversion is not valid; they come from a Table or a Unit.
type Conversion struct {
	factor     ratio
	offset     *big.Rat
	reciprocal bool
	// shift is the offset where it is a decimal and all there is to do.
	shift figure.Number
}

// Identity returns the conversion that changes nothing.
func Identity() Conversion { return Conversion{factor: ratio{num: 1, den: 1}} }

// IsIdentity reports whether values stay as they are.
func (c Conversion) IsIdentity() bool {
	return c.factor.num == 1 && c.factor.den == 1 && c.offset == nil && !c.reciprocal
}

// withOffset adds an offset of what the factor makes.
func (c Conversion) withOffset(r *big.Rat) Conversion {
	c.offset, c.shift = nil, figure.Number{}
	if r.Sign() == 0 {
		return c
	}
	c.offset = r
	if digits, ends := r.FloatPrec(); ends && digits <= figure.MaxScale && c.factor.num == 1 && c.factor.den == 1 {
		c.shift = figure.FromRat(r)
	}
	return c
}

// Delta is the conversion of differences: 5 degrees celsius more are 9 degrees
// fahrenheit more, whatever the zero points.
func (c Conversion) Delta() Conversion {
	c.offset, c.shift = nil, figure.Number{}
	return c
}

// Per is the conversion of a quotient whose denominator converts by d: of
// dollars per barrel into dollars per cubic metre.
func (c Conversion) Per(d Conversion) Conversion {
	return Conversion{factor: c.factor.mul(d.factor.inverse())}
}

// Times is the conversion of a unit that is r of this one: a halala is a
// hundredth of a riyal.
func (c Conversion) Times(r *big.Rat) Conversion {
	c.factor = c.factor.mul(newRatio(r))
	return c
}

// Over is the conversion of a rate stated for n at once, such as per 100000
// people. An absent or zero n changes nothing.
func (c Conversion) Over(n figure.Number) Conversion {
	if r := n.Rat(); r != nil && r.Sign() > 0 {
		c.factor = c.factor.mul(newRatio(r).inverse())
	}
	return c
}

// Rat converts r exactly. The error is ErrZero where a reciprocal is asked of 0.
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

// Number converts n, rounding half to even at figure.MaxScale digits after the
// point where the result has more. An absent number stays absent. The error is
// ErrZero or a *PrecisionError.
func (c Conversion) Number(n figure.Number) (figure.Number, error) {
	switch {
	case !n.Stated() || c.IsIdentity():
		return n, nil
	case c.shift.Stated():
		return n.Add(c.shift), nil
	case c.offset == nil && !c.reciprocal && c.factor.big == nil:
		if c.factor.den == 1 && c.factor.num <= math.MaxInt64 {
			return n.Mul(figure.NewNumber(int64(c.factor.num))), nil
		}
		if out, ok, err := scale(n, c.factor); ok {
			return out, err
		}
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

// smallest is the least magnitude that is still held to six digits when it must
// be rounded at figure.MaxScale.
const smallest = 1e-13

// scale is n·f in machine words, without a big.Rat. It reports false when the
// numbers do not fit.
func scale(n figure.Number, f ratio) (figure.Number, bool, error) {
	coefficient, point, negative, ok := digits(n.String())
	if !ok {
		return figure.Number{}, false, nil
	}
	over, den := bits.Mul64(f.den, pow10(point))
	hi, lo := bits.Mul64(coefficient, f.num)
	if over != 0 || den > math.MaxUint64/10 || hi >= den {
		return figure.Number{}, false, nil
	}
	whole, rest := bits.Div64(hi, lo, den)

	var buf [1 + 20 + 1 + figure.MaxScale]byte
	out := buf[:0]
	if negative {
		out = append(out, '-')
	}
	out = appendUint(out, whole)
	if rest != 0 {
		out = append(out, '.')
	}
	leading := whole == 0
	zeros := 0
	for range figure.MaxScale {
		if rest == 0 {
			break
		}
		rest *= 10
		d := byte(rest / den)
		rest %= den
		if leading = leading && d == 0; leading {
			zeros++
		}
		out = append(out, '0'+d)
	}
	if rest != 0 {
		if zeros >= figure.MaxScale-6 {
			return figure.Number{}, true, &PrecisionError{fmt.Sprintf("%s×%d/%d", n, f.num, f.den)}
		}
		if left := den - rest; rest > left || rest == left && (out[len(out)-1]-'0')%2 == 1 {
			if !increment(out) {
				return figure.Number{}, false, nil
			}
			out = bytes.TrimRight(out, "0")
			out = bytes.TrimSuffix(out, []byte("."))
		}
	}
	m, err := figure.ParseNumber(string(out))
	return m, err == nil, err
}

// digits reads a plain decimal into its digits as one integer and the number of
// them after the point.
func digits(s string) (coefficient uint64, point int, negative, ok bool) {
	if s != "" && s[0] == '-' {
		negative, s = true, s[1:]
	}
	if len(s) == 0 || len(s) > 19 {
		return 0, 0, false, false
	}
	for i := range len(s) {
		if s[i] == '.' {
			point = len(s) - 1 - i
			continue
		}
		coefficient = coefficient*10 + uint64(s[i]-'0')
	}
	return coefficient, point, negative, true
}

func pow10(n int) uint64 {
	p := uint64(1)
	for range n {
		p *= 10
	}
	return p
}

func appendUint(b []byte, n uint64) []byte {
	var tmp [20]byte
	i := len(tmp)
	for {
		i--
		tmp[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return append(b, tmp[i:]...)
		}
	}
}

// increment adds one to the last place of a printed decimal. It reports false
// when the carry runs out of digits.
func increment(b []byte) bool {
	for i := len(b) - 1; i >= 0; i-- {
		switch {
		case b[i] == '.':
		case b[i] == '9':
			b[i] = '0'
		case b[i] >= '0' && b[i] < '9':
			b[i]++
			return true
		default:
			return false
		}
	}
	return false
}
