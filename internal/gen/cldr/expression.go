package main

import (
	"fmt"
	"math/big"
	"strings"
)

// constants are CLDR's named numbers: expressions that may refer to one another.
type constants map[string]string

// eval computes a CLDR factor such as "ft3_to_m3/12*12*12". CLDR's grammar is
// not the usual one: "*" binds tighter than "/", so that is ft3_to_m3/(12*12*12).
func (c constants) eval(expr string) (*big.Rat, error) {
	var result *big.Rat
	for _, product := range strings.Split(expr, "/") {
		value := big.NewRat(1, 1)
		for _, factor := range strings.Split(product, "*") {
			r, err := c.term(strings.TrimSpace(factor))
			if err != nil {
				return nil, fmt.Errorf("factor %q: %w", expr, err)
			}
			value.Mul(value, r)
		}
		switch {
		case result == nil:
			result = value
		case value.Sign() == 0:
			return nil, fmt.Errorf("factor %q: division by zero", expr)
		default:
			result.Quo(result, value)
		}
	}
	return result, nil
}

func (c constants) term(s string) (*big.Rat, error) {
	if expr, ok := c[s]; ok {
		return c.eval(expr)
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok || s == "" {
		return nil, fmt.Errorf("neither a number nor a constant: %q", s)
	}
	return r, nil
}

// exact formats r in lowest terms: an integer, a finite decimal, or n/d.
func exact(r *big.Rat) string {
	if digits, ends := r.FloatPrec(); ends && digits <= 40 {
		return r.FloatString(digits)
	}
	return r.RatString()
}
