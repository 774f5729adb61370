package unit

import (
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/table"
)

// The tables, in the order they are read.
const (
	quantitiesFile = "quantities.tsv"
	unitsFile      = "units.tsv"
	handFile       = "hand.tsv"
	prefixesFile   = "prefixes.tsv"
	compoundsFile  = "compounds.tsv"
	aliasesFile    = "aliases.tsv"
	currenciesFile = "currencies.tsv"

	unitsHeader = "id\tquantity\tbase\tfactor\toffset\tprefix\tprovenance"
)

// Load reads the tables of a folder. Every error about their content is a *table.Error with
// file and line.
func Load(data fs.FS) (*Table, error) {
	t := &Table{
		units:      map[figure.UnitID]*Unit{},
		aliases:    map[figure.UnitID]figure.UnitID{},
		prefixes:   map[string]ratio{},
		quantities: map[figure.UnitID]figure.Quantity{},
		byDims:     map[dims]figure.UnitID{},
	}
	for _, list := range []struct {
		file, header string
		row          func(cells []string) error
	}{
		{quantitiesFile, "base\tquantity", t.addQuantity},
		{prefixesFile, "prefix\tfactor", t.addPrefix},
		{currenciesFile, "code\tdigits\tregions", t.addCurrency},
		{unitsFile, unitsHeader, t.addUnit},
		{handFile, unitsHeader, t.addOwnBase},
		{handFile, unitsHeader, t.addUnit},
	} {
		if err := readTable(data, list.file, list.header, list.row); err != nil {
			return nil, err
		}
	}
	if err := t.settleDimensions(); err != nil {
		return nil, err
	}
	if err := readTable(data, compoundsFile, "id", t.addCompound); err != nil {
		return nil, err
	}
	for base := range t.quantities {
		if err := t.addCompound([]string{string(base)}); err != nil {
			return nil, fmt.Errorf("%s: base %q: %w", quantitiesFile, base, err)
		}
	}
	if err := readTable(data, aliasesFile, "alias\tid", t.addAlias); err != nil {
		return nil, err
	}
	for id := range t.units {
		t.ids = append(t.ids, id)
	}
	slices.Sort(t.ids)
	return t, nil
}

// readTable calls row with the cells of each row of a file, which has a header, is sorted by
// its first cell and has no blank cells.
func readTable(data fs.FS, file, header string, row func([]string) error) error {
	return table.Form{Header: header, Sorted: true, Filled: true}.Read(data, file, func(_ int, cells []string) error { return row(cells) })
}

func (t *Table) addQuantity(cells []string) error {
	t.quantities[figure.UnitID(cells[0])] = figure.Quantity(cells[1])
	return nil
}

func (t *Table) addPrefix(cells []string) error {
	r, err := parseRational(cells[1])
	if err != nil {
		return err
	}
	if r.Sign() <= 0 {
		return fmt.Errorf("factor %q is not positive", cells[1])
	}
	t.prefixes[cells[0]] = newRatio(r)
	return nil
}

func (t *Table) addCurrency(cells []string) error {
	code := cells[0]
	if len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return fmt.Errorf("%q is not an ISO 4217 code", code)
	}
	digits, err := strconv.Atoi(cells[1])
	if err != nil || digits < 0 || digits > 4 {
		return fmt.Errorf("digits %q: must be 0 to 4", cells[1])
	}
	id := figure.UnitID(code)
	u := &Unit{ID: id, Quantity: Money, Base: id, Digits: digits, Source: "ISO 4217", linear: true, toBase: Identity()}
	if cells[2] != "-" {
		u.Regions = strings.Fields(cells[2])
	}
	t.units[id] = u
	return nil
}

// addOwnBase registers the quantities that only occur in hand-written rows, since a row may be
// based on a later one.
func (t *Table) addOwnBase(cells []string) error {
	if _, ok := t.quantities[figure.UnitID(cells[0])]; !ok && cells[0] == cells[2] {
		return t.addQuantity([]string{cells[0], cells[1]})
	}
	return nil
}

func (t *Table) addUnit(cells []string) error {
	u := &Unit{
		ID: figure.UnitID(cells[0]), Quantity: figure.Quantity(cells[1]), Base: figure.UnitID(cells[2]),
		linear: cells[3] != "-", prefix: cells[5] == "y", simple: true, Source: cells[6],
	}
	if cells[5] != "y" && cells[5] != "-" {
		return fmt.Errorf("prefix %q: must be y or -", cells[5])
	}
	if u.linear {
		factor, err := parseRational(cells[3])
		if err != nil {
			return err
		}
		if factor.Sign() <= 0 {
			return fmt.Errorf("factor %q is not positive", cells[3])
		}
		u.toBase.factor = newRatio(factor)
	}
	offset, err := parseRational(cells[4])
	if err != nil {
		return err
	}
	u.toBase = u.toBase.withOffset(offset)
	if u.Base == u.ID {
		if !u.linear || !u.toBase.IsIdentity() {
			return fmt.Errorf("%q is its own base, so its factor must be 1 and its offset 0", u.ID)
		}
	}
	if err := t.checkBase(u); err != nil {
		return err
	}
	t.units[u.ID] = u
	return nil
}

func (t *Table) checkBase(u *Unit) error {
	if u.Quantity == Money {
		if base, ok := t.units[u.Base]; !ok || base.Quantity != Money {
			return fmt.Errorf("base %q is not a currency", u.Base)
		}
		return nil
	}
	q, ok := t.quantities[u.Base]
	switch {
	case !ok:
		return fmt.Errorf("base %q has no quantity", u.Base)
	case q != u.Quantity:
		return fmt.Errorf("quantity %q, but base %q is of %q", u.Quantity, u.Base, q)
	}
	return nil
}

// parseRational parses "1000", "0.3048" or "5/9".
func parseRational(s string) (*big.Rat, error) {
	if strings.Trim(s, "0123456789./") != "" {
		return nil, fmt.Errorf("not an exact number: %q", s)
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil, fmt.Errorf("not an exact number: %q", s)
	}
	return r, nil
}

// settleDimensions computes the dimensions of every unit, beginning with the atoms: the units
// that are their own base, except the part, which has no dimension.
func (t *Table) settleDimensions() error {
	for id, u := range t.units {
		if u.Base == id && u.Quantity != Money && u.Quantity != Portion {
			t.atoms = append(t.atoms, id)
		}
	}
	slices.Sort(t.atoms)
	if len(t.atoms) > maxAtoms {
		return fmt.Errorf("%d units are their own base, at most %d may be", len(t.atoms), maxAtoms)
	}
	for i, id := range t.atoms {
		t.units[id].dims[i] = 1
	}
	bases := map[figure.UnitID]dims{}
	for base, quantity := range t.quantities {
		d, plain, err := t.dimensions(base)
		if err != nil {
			return &table.Error{File: quantitiesFile, Err: fmt.Errorf("base %q of %s: %w", base, quantity, err)}
		}
		bases[base] = d
		if plain {
			t.byDims[d] = base
		}
	}
	for _, u := range t.units {
		if u.Quantity != Money {
			u.dims = bases[u.Base]
		}
	}
	return nil
}

// dimensions parses a base id made of atoms, and reports whether it is plain: no atom occurs
// on both sides.
func (t *Table) dimensions(base figure.UnitID) (d dims, plain bool, err error) {
	u, _ := base.Cut()
	var sides [2]dims
	for i, s := range []figure.UnitID{u.Unit, u.Per} {
		if s == "" {
			continue
		}
		side, err := t.side(s, false)
		if err != nil {
			return dims{}, false, err
		}
		sides[i] = side.dims
	}
	plain = true
	for i := range sides[0] {
		if sides[0][i] != 0 && sides[1][i] != 0 {
			plain = false
		}
	}
	return sides[0].add(sides[1], -1), plain, nil
}

func (t *Table) addCompound(cells []string) error {
	id := figure.UnitID(cells[0])
	if _, ok := t.units[id]; ok {
		return nil
	}
	u, err := t.compile(id)
	if err != nil {
		return err
	}
	t.units[id] = &u
	return nil
}

func (t *Table) addAlias(cells []string) error {
	alias, id := figure.UnitID(cells[0]), figure.UnitID(cells[1])
	if _, ok := t.units[alias]; ok {
		return fmt.Errorf("alias %q is itself a unit", alias)
	}
	if _, err := t.lookup(id); err != nil {
		return errors.Join(fmt.Errorf("alias %q", alias), err)
	}
	if _, ok := t.units[id]; !ok {
		return fmt.Errorf("alias %q: %q is not listed", alias, id)
	}
	t.aliases[alias] = id
	return nil
}
