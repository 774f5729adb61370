package unit

import (
	"math/big"
	"math/bits"
)

// ratio is a positive rational in lowest terms: num/den if both fit into a machine word, as
// all but astronomical factors do, else big.
type ratio struct {
	num, den uint64
	big      *big.Rat
}

func newRatio(r *big.Rat) ratio {
	if r.Num().IsUint64() && r.Denom().IsUint64() {
		return ratio{num: r.Num().Uint64(), den: r.Denom().Uint64()}
	}
	return ratio{big: new(big.Rat).Set(r)}
}

func (r ratio) rat() *big.Rat {
	if r.big != nil {
		return new(big.Rat).Set(r.big)
	}
	out := new(big.Rat).SetInt(new(big.Int).SetUint64(r.num))
	return out.Quo(out, new(big.Rat).SetInt(new(big.Int).SetUint64(r.den)))
}

func (r ratio) inverse() ratio {
	if r.big != nil {
		return newRatio(new(big.Rat).Inv(r.big))
	}
	return ratio{num: r.den, den: r.num}
}

func (r ratio) mul(s ratio) ratio {
	if r.big == nil && s.big == nil {
		// Both are in lowest terms, so only the crossed pairs can share factors.
		a, b := gcd(r.num, s.den), gcd(s.num, r.den)
		overNum, num := bits.Mul64(r.num/a, s.num/b)
		overDen, den := bits.Mul64(r.den/b, s.den/a)
		if overNum == 0 && overDen == 0 {
			return ratio{num: num, den: den}
		}
	}
	return newRatio(new(big.Rat).Mul(r.rat(), s.rat()))
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
