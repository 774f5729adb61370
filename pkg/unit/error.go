package unit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
)

// ErrZero is returned for the reciprocal of zero, as in 0 miles per gallon.
var ErrZero = errors.New("zero has no reciprocal")

// UnknownError means that no unit has that id; it lists similar ids.
type UnknownError struct {
	ID   figure.UnitID
	Near []figure.UnitID
}

func (e *UnknownError) Error() string {
	s := fmt.Sprintf("unknown unit %q", e.ID)
	if len(e.Near) > 0 {
		s += ": did you mean " + list(e.Near, len(e.Near)) + "?"
	}
	return s
}

// IncommensurableError means that two units measure different things; it lists units to which
// the first can be converted.
type IncommensurableError struct {
	From, To      Unit
	Commensurable []figure.UnitID
}

func (e *IncommensurableError) Error() string {
	if e.From.Quantity == Money && e.To.Quantity == Money {
		return fmt.Sprintf("cannot convert %s to %s: an exchange rate is not a unit", e.From.ID, e.To.ID)
	}
	s := fmt.Sprintf("cannot convert %s (%s) to %s (%s)", e.From.ID, e.From.Quantity, e.To.ID, e.To.Quantity)
	if len(e.Commensurable) > 0 {
		s += fmt.Sprintf("; %s converts to %s", e.From.ID, list(e.Commensurable, 12))
	}
	return s
}

// FactorError means that a unit is known but has no fixed factor to its base.
type FactorError struct{ ID figure.UnitID }

func (e *FactorError) Error() string {
	return fmt.Sprintf("unit %q has no fixed factor", e.ID)
}

// PrecisionError means that a value is too small to keep six significant digits in the
// decimals of a figure.Number. Convert with ConvertRat, or to a smaller unit.
type PrecisionError struct{ Value string }

func (e *PrecisionError) Error() string {
	return fmt.Sprintf("%s is too small for %d decimals", e.Value, figure.MaxScale)
}

func list(ids []figure.UnitID, limit int) string {
	var b strings.Builder
	for i, id := range ids {
		if i == limit {
			fmt.Fprintf(&b, " and %d more", len(ids)-limit)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(id))
	}
	return b.String()
}

// near returns up to three listed ids within two edits of id.
func (t *Table) near(id figure.UnitID) []figure.UnitID {
	var out []figure.UnitID
	for distance := 1; distance <= 2; distance++ {
		for _, other := range t.ids {
			if len(out) < 3 && edits(strings.ToLower(string(id)), strings.ToLower(string(other))) == distance {
				out = append(out, other)
			}
		}
	}
	return out
}

// edits is the Levenshtein distance of two ASCII strings.
func edits(a, b string) int {
	if max(len(a), len(b))-min(len(a), len(b)) > 2 {
		return 3
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
