package unit

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
)

// dims are the powers of the simple base units, in the order of Table.atoms. A part (of one)
// has no dimension.
type dims [maxAtoms]int8

const maxAtoms = 32

func (d dims) add(e dims, times int) dims {
	for i := range d {
		d[i] += int8(times) * e[i]
	}
	return d
}

func (d dims) inverts(e dims) bool { return d != dims{} && d.add(e, 1) == dims{} }

// reciprocal reports whether two base ids are X-per-Y and Y-per-X: consumption is stated in
// both directions.
func reciprocal(a, b figure.UnitID) bool {
	u, divides := a.Cut()
	return divides && u.Unit != "" && b == u.Inverse().Join()
}

var errGrammar = errors.New("not a unit id")

// side is the product of one side of a quotient.
type side struct {
	factor *big.Rat
	dims   dims
	// base is the product of the components' bases if the side is one simple unit or power,
	// else derived from the dimensions.
	base figure.UnitID
}

// longestID bounds the work for an id from outside: each component multiplies the factor.
const longestID = 120

// compile parses an id by CLDR's grammar: components with prefix and power, joined by "-",
// with at most one division.
func (t *Table) compile(id figure.UnitID) (Unit, error) {
	if len(id) > longestID {
		return Unit{}, fmt.Errorf("%w: %d letters, at most %d", errGrammar, len(id), longestID)
	}
	written, divided := id.Cut()
	num := side{factor: big.NewRat(1, 1)}
	var err error
	if written.Unit != "" {
		if num, err = t.side(written.Unit, false); err != nil {
			return Unit{}, err
		}
	}
	u := Unit{ID: id, linear: true, Source: "CLDR grammar", dims: num.dims}
	factor := num.factor
	var bases figure.UnitPer
	if divided {
		den, err := t.side(written.Per, true)
		if err != nil {
			return Unit{}, err
		}
		factor.Quo(factor, den.factor)
		u.dims = num.dims.add(den.dims, -1)
		bases = figure.UnitPer{Unit: num.base, Per: den.base}
	}
	u.toBase.factor = newRatio(factor)
	t.settleBase(&u, bases)
	return u, nil
}

// settleBase names the base unit and quantity of a compound: the quotient of the two bases if
// CLDR lists it or its reciprocal unchanged (fuel consumption is a volume per length, not an
// area), else the base with these dimensions.
func (t *Table) settleBase(u *Unit, bases figure.UnitPer) {
	if bases.Unit != "" && bases.Per != "" {
		if q, ok := t.quantities[bases.Join()]; ok {
			u.Base, u.Quantity = bases.Join(), q
			return
		}
		if q, ok := t.quantities[bases.Inverse().Join()]; ok {
			u.Base, u.Quantity = bases.Join(), q+"-inverse"
			return
		}
	}
	u.Base = t.render(u.dims)
	q, ok := t.quantities[u.Base]
	if !ok {
		q = figure.Quantity(u.Base)
	}
	u.Quantity = q
}

// side computes one side. Only a denominator may contain constants, as in
// liter-per-100-kilometer.
func (t *Table) side(id figure.UnitID, constants bool) (side, error) {
	out := side{factor: big.NewRat(1, 1)}
	tokens := strings.Split(string(id), "-")
	for len(tokens) > 0 {
		power := 1
		if p, ok := powerOf(tokens[0]); ok {
			power, tokens = p, tokens[1:]
		}
		if constants && power == 1 && len(tokens) > 0 {
			if r, ok := constant(tokens[0]); ok {
				out.factor.Mul(out.factor, r)
				tokens = tokens[1:]
				continue
			}
		}
		factor, d, n := t.component(tokens)
		if n == 0 {
			return side{}, fmt.Errorf("%w: %q", errGrammar, id)
		}
		tokens = tokens[n:]
		for range power {
			out.factor.Mul(out.factor, factor)
		}
		out.dims = out.dims.add(d, power)
	}
	out.base = t.render(out.dims)
	return out, nil
}

// component parses the longest simple unit, with or without a prefix, at the beginning of the
// tokens, and returns its length.
func (t *Table) component(tokens []string) (*big.Rat, dims, int) {
	for n := min(len(tokens), 4); n > 0; n-- {
		name := strings.Join(tokens[:n], "-")
		if u, ok := t.units[figure.UnitID(name)]; ok && u.simple && u.linear && u.Quantity != Money {
			return u.toBase.factor.rat(), u.dims, n
		}
		for prefix, r := range t.prefixes {
			rest, ok := strings.CutPrefix(name, prefix)
			if !ok {
				continue
			}
			if u, ok := t.units[figure.UnitID(rest)]; ok && u.prefix {
				return r.mul(u.toBase.factor).rat(), u.dims, n
			}
		}
	}
	return nil, dims{}, 0
}

func powerOf(token string) (int, bool) {
	switch token {
	case "square":
		return 2, true
	case "cubic":
		return 3, true
	}
	digits, ok := strings.CutPrefix(token, "pow")
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && n >= 2 && n <= 15
}

// constant parses the 100 of liter-per-100-kilometer and the 1e6 of part-per-1e6.
func constant(token string) (*big.Rat, bool) {
	if token == "" || token[0] < '1' || token[0] > '9' || len(token) > 12 ||
		strings.Trim(token, "0123456789e") != "" {
		return nil, false
	}
	if _, exponent, ok := strings.Cut(token, "e"); ok && len(exponent) > 2 {
		return nil, false
	}
	return new(big.Rat).SetString(token)
}

// render formats dimensions as an id. It uses CLDR's own spelling if one of its base units has
// these dimensions; else it lists the components alphabetically.
func (t *Table) render(d dims) figure.UnitID {
	if id, ok := t.byDims[d]; ok {
		return id
	}
	var num, den []string
	for i, atom := range t.atoms {
		switch p := d[i]; {
		case p > 0:
			num = append(num, power(int(p))+string(atom))
		case p < 0:
			den = append(den, power(int(-p))+string(atom))
		}
	}
	slices.Sort(num)
	slices.Sort(den)
	return figure.UnitPer{Unit: figure.UnitID(strings.Join(num, "-")), Per: figure.UnitID(strings.Join(den, "-"))}.Join()
}

func power(p int) string {
	switch p {
	case 1:
		return ""
	case 2:
		return "square-"
	case 3:
		return "cubic-"
	}
	return "pow" + strconv.Itoa(p) + "-"
}
