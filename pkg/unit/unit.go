// Package unit defines every unit of measure and currency of a figure: its quantity, its base
// unit, and the exact factor between the two. It converts in rational arithmetic and rounds
// only where figure.Number must; it reads no text, guesses no unit and has no exchange rates.
// The normalizer calls it, and so do the trackers and commands that show figures in another
// unit.
package unit

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
)

//go:generate go -C ../../internal/gen/cldr run .

//go:embed data/*.tsv
var embedded embed.FS

// Money is the quantity of every currency, and Portion that of percent and similar units.
const (
	Money   figure.Quantity = "money"
	Portion figure.Quantity = "portion"
)

// Unit is one unit of measure or currency. A value v of the unit is v·Factor + Offset in its
// base unit.
type Unit struct {
	ID       figure.UnitID
	Quantity figure.Quantity
	// Base is the CLDR base unit of the quantity. A currency is its own base.
	Base figure.UnitID
	// Digits is the customary number of decimals of a currency.
	Digits int
	// Regions are the ISO 3166 codes that use a currency today.
	Regions []string
	// Source is the provenance of the row.
	Source string

	toBase Conversion
	linear bool
	prefix bool
	simple bool // has its own row, so it can be a component of compounds
	dims   dims
}

// Factor returns the exact number of base units in one unit, or nil if the unit has no fixed
// factor (Beaufort, Mach).
func (u Unit) Factor() *big.Rat {
	if !u.linear {
		return nil
	}
	return u.toBase.factor.rat()
}

// Offset returns what is added after the factor: 273.15 for celsius, usually 0.
func (u Unit) Offset() *big.Rat {
	if u.toBase.offset == nil {
		return new(big.Rat)
	}
	return new(big.Rat).Set(u.toBase.offset)
}

// Linear reports whether the unit has a fixed factor to its base.
func (u Unit) Linear() bool { return u.linear }

// ToBase returns the conversion to the base unit. The error is a *FactorError if the unit has
// no fixed factor.
func (u Unit) ToBase() (Conversion, error) {
	if !u.linear {
		return Conversion{}, &FactorError{u.ID}
	}
	return u.toBase, nil
}

// Table is the set of known units. It is never changed after New, so it is safe for concurrent
// use.
type Table struct {
	units      map[figure.UnitID]*Unit
	aliases    map[figure.UnitID]figure.UnitID
	prefixes   map[string]ratio
	quantities map[figure.UnitID]figure.Quantity
	byDims     map[dims]figure.UnitID
	atoms      []figure.UnitID
	ids        []figure.UnitID
}

// New returns the built-in table: CLDR's units, the hand-written rows that correct and
// complete them, and the currencies.
func New() (*Table, error) {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	return Load(data)
}

// Get returns the unit of an id or of a deprecated alias. Ids that are not listed are parsed
// by CLDR's grammar of prefixes, powers, products and quotients, such as
// "gram-per-square-meter".
func (t *Table) Get(id figure.UnitID) (Unit, bool) {
	u, err := t.lookup(id)
	if err != nil {
		return Unit{}, false
	}
	return *u, true
}

func (t *Table) lookup(id figure.UnitID) (*Unit, error) {
	if u, ok := t.units[id]; ok {
		return u, nil
	}
	if to, ok := t.aliases[id]; ok {
		return t.units[to], nil
	}
	if strings.ContainsAny(string(id), " \t") || id == "" {
		return nil, &UnknownError{ID: id}
	}
	u, err := t.compile(id)
	if err != nil {
		return nil, &UnknownError{ID: id, Near: t.near(id)}
	}
	return &u, nil
}

// IDs returns the listed ids, sorted.
func (t *Table) IDs() []figure.UnitID { return slices.Clone(t.ids) }

// Quantities returns the quantities of all units, sorted.
func (t *Table) Quantities() []figure.Quantity {
	seen := map[figure.Quantity]bool{}
	for _, q := range t.quantities {
		seen[q] = true
	}
	for _, u := range t.units {
		seen[u.Quantity] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// QuantityOf returns the quantity of a base unit.
func (t *Table) QuantityOf(base figure.UnitID) (figure.Quantity, bool) {
	q, ok := t.quantities[base]
	return q, ok
}

// Commensurable returns the listed units to which id converts, sorted, without itself.
func (t *Table) Commensurable(id figure.UnitID) []figure.UnitID {
	u, err := t.lookup(id)
	if err != nil {
		return nil
	}
	var out []figure.UnitID
	for _, other := range t.ids {
		if v := t.units[other]; v.Base == u.Base && v.linear && v.ID != u.ID {
			out = append(out, other)
		}
	}
	return out
}

// Conversion returns the conversion from one unit to another. The error is an *UnknownError,
// an *IncommensurableError or a *FactorError.
func (t *Table) Conversion(from, to figure.UnitID) (Conversion, error) {
	f, err := t.lookup(from)
	if err != nil {
		return Conversion{}, err
	}
	u, err := t.lookup(to)
	if err != nil {
		return Conversion{}, err
	}
	switch {
	case f.ID == u.ID:
		return Identity(), nil
	case f.Base == u.Base:
		return between(f, u)
	case f.dims.inverts(u.dims) && reciprocal(f.Base, u.Base):
		c, err := between(f, u)
		c.factor = f.toBase.factor.mul(u.toBase.factor).inverse()
		c.reciprocal = true
		return c, err
	}
	return Conversion{}, &IncommensurableError{From: *f, To: *u, Commensurable: t.Commensurable(from)}
}

// between requires that f and u have the same base, or reciprocal bases.
func between(f, u *Unit) (Conversion, error) {
	for _, x := range []*Unit{f, u} {
		if !x.linear {
			return Conversion{}, &FactorError{x.ID}
		}
	}
	c := Conversion{factor: f.toBase.factor.mul(u.toBase.factor.inverse())}
	if f.toBase.offset != nil || u.toBase.offset != nil {
		offset := f.Offset()
		offset.Sub(offset, u.Offset())
		c = c.withOffset(offset.Quo(offset, u.Factor()))
	}
	return c, nil
}

// Convert returns n of one unit in another, exact to figure.MaxScale digits after the point.
// Besides the errors of Conversion it returns a *PrecisionError if a small value would lose
// precision. An absent number stays absent.
func (t *Table) Convert(n figure.Number, from, to figure.UnitID) (figure.Number, error) {
	c, err := t.Conversion(from, to)
	if err != nil {
		return figure.Number{}, err
	}
	out, err := c.Number(n)
	if err != nil {
		return figure.Number{}, fmt.Errorf("convert %s %s to %s: %w", n, from, to, err)
	}
	return out, nil
}

// ConvertRat is Convert without rounding.
func (t *Table) ConvertRat(r *big.Rat, from, to figure.UnitID) (*big.Rat, error) {
	c, err := t.Conversion(from, to)
	if err != nil {
		return nil, err
	}
	out, err := c.Rat(r)
	if err != nil {
		return nil, fmt.Errorf("convert %s %s to %s: %w", r.RatString(), from, to, err)
	}
	return out, nil
}
