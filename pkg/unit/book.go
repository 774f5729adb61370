package unit

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// Book looks units up by what people call them.
type Book struct {
	*Table
	names Names
	packs *lang.Set
	means func(name string) (ids []figure.UnitID, part bool)
}

// NewBook returns a book of the table's units, under the names that the language
// packs and the CLDR give them. Means tells what a name that many units share,
// such as "dinar", may stand for, and whether it is of a part of each.
func NewBook(table *Table, packs *lang.Set, means func(name string) (ids []figure.UnitID, part bool)) (*Book, error) {
	names, err := LoadNames(packs)
	if err != nil {
		return nil, fmt.Errorf("load the names of units: %w", err)
	}
	return &Book{table, names, packs, means}, nil
}

// UnknownQuantityError says that no unit measures that, and what units measure.
type UnknownQuantityError struct {
	Quantity figure.Quantity
	Known    []figure.Quantity
}

func (e *UnknownQuantityError) Error() string {
	known := make([]string, len(e.Known))
	for i, q := range e.Known {
		known[i] = string(q)
	}
	return fmt.Sprintf("%q is none: want one of %s", e.Quantity, strings.Join(known, ", "))
}

// ErrNoUnit says that a term is nothing like a unit.
var ErrNoUnit = errors.New("names no unit")

// Find returns the units that a name, a symbol or an id means, or all of them
// where term is empty: of one quantity, or of any.
func (b *Book) Find(term string, quantity figure.Quantity) ([]Unit, error) {
	ids := b.IDs()
	if term != "" {
		ids = b.named(term)
	}
	var found []Unit
	for _, id := range ids {
		if u, ok := b.Get(id); ok && (quantity == "" || u.Quantity == quantity) {
			found = append(found, u)
		}
	}
	if len(found) > 0 {
		return found, nil
	}
	if known := b.measured(); quantity != "" && !slices.Contains(known, quantity) {
		return nil, &UnknownQuantityError{quantity, known}
	}
	return nil, b.unknown(term)
}

// measured are the quantities of the units that have an id.
func (b *Book) measured() []figure.Quantity {
	var out []figure.Quantity
	for _, id := range b.IDs() {
		u, _ := b.Get(id)
		out = append(out, u.Quantity)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// named returns what a term means: as an id, in the languages that articles are
// read in, or by a name or symbol of CLDR's.
func (b *Book) named(term string) []figure.UnitID {
	if u, ok := b.Get(figure.UnitID(term)); ok {
		return []figure.UnitID{u.ID}
	}
	var ids []figure.UnitID
	for _, name := range b.read(term) {
		shared, part := b.means(name)
		if part {
			continue
		}
		if ids = append(ids, shared...); len(shared) == 0 {
			ids = append(ids, figure.UnitID(name))
		}
	}
	ids = append(ids, b.names.Find(term)...)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// read returns what the language packs call the units of a term.
func (b *Book) read(term string) []string {
	words := strings.Fields(term)
	if len(words) == 0 {
		return nil
	}
	var out []string
	for _, code := range b.packs.Langs() {
		p, _ := b.packs.Get(code)
		at, known := p.Begin(p.Lookup([]byte(p.Fold.String(words[0])))), true
		for _, w := range words[1:] {
			known = known && at.Step(p.Lookup([]byte(p.Fold.String(w))))
		}
		for _, e := range at.Entries() {
			if known && (e.Class == lang.Measure || e.Class == lang.Currency) && !slices.Contains(out, e.ID) {
				out = append(out, e.ID)
			}
		}
	}
	return out
}

// unknown says why a term is no unit, and what to do.
func (b *Book) unknown(term string) error {
	for _, name := range b.read(term) {
		if ids, part := b.means(name); part {
			return fmt.Errorf("%q is a part of %s, and no unit of its own: name the whole", term, list(ids, len(ids)))
		}
	}
	if near := b.near(figure.UnitID(term)); len(near) > 0 {
		return fmt.Errorf("%q names no unit: did you mean %s?", term, list(near, len(near)))
	}
	return fmt.Errorf("%q %w", term, ErrNoUnit)
}

// Entry is all that is known of a unit. Factor and offset are exact: a decimal, or
// a quotient where that would not end; a value v of the unit is v·factor + offset
// of the base.
type Entry struct {
	ID       figure.UnitID       `json:"id"`
	Quantity figure.Quantity     `json:"quantity"`
	Base     figure.UnitID       `json:"base"`
	Factor   string              `json:"factor,omitempty"`
	Offset   string              `json:"offset,omitempty"`
	Symbols  map[string]string   `json:"symbols"`
	Names    map[string][]string `json:"names"`
	Source   string              `json:"source,omitempty"`
}

// Entry is what the book holds of a unit.
func (b *Book) Entry(u Unit) Entry {
	out := Entry{ID: u.ID, Quantity: u.Quantity, Base: u.Base, Source: u.Source, Symbols: map[string]string{}, Names: map[string][]string{}}
	if f := u.Factor(); f != nil {
		out.Factor = exact(f)
		if o := u.Offset(); o.Cmp(new(big.Rat)) != 0 {
			out.Offset = exact(o)
		}
	}
	for _, n := range b.names[u.ID] {
		if n.Symbol != "" {
			out.Symbols[n.Lang] = n.Symbol
		}
		for _, name := range []string{n.Name, n.Plural} {
			if name != "" && !slices.Contains(out.Names[n.Lang], name) {
				out.Names[n.Lang] = append(out.Names[n.Lang], name)
			}
		}
	}
	return out
}

// exact prints r as a decimal where that ends, else as a quotient.
func exact(r *big.Rat) string {
	if digits, ends := r.FloatPrec(); ends {
		return r.FloatString(digits)
	}
	return r.RatString()
}
