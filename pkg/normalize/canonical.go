package normalize

import (
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/unit"
)

// The quantities beyond CLDR's.
const (
	count figure.Quantity = "count"
	ratio figure.Quantity = "ratio"
)

// canonical works out a figure in base units. What has no factor, or would be
// lost in the decimals, stays as it is.
func (r *reading) canonical(m *figure.Mention, over, under measure) figure.Canonical {
	to := unit.Identity()
	if over.known {
		to = over.to
	}
	if m.Role == figure.RoleDelta {
		to = to.Delta()
	}
	per := under.base
	switch {
	case under.known:
		to = to.Per(under.to)
	case per != "":
		to = to.Delta()
	}
	if m.PerCount.Stated() {
		to = to.Over(m.PerCount)
	}
	q := quantity(m.Kind, over)
	stated := [...]figure.Number{m.Value, m.Lower, m.Upper}
	for i, n := range stated {
		var err error
		if stated[i], err = to.Number(n); err != nil {
			return figure.Canonical{Value: m.Value, Lower: m.Lower, Upper: m.Upper,
				Unit: over.id, Per: under.id, Quantity: q}
		}
	}
	out := figure.Canonical{Value: stated[0], Lower: stated[1], Upper: stated[2],
		Unit: over.base, Per: per, Quantity: q}
	r.divide(&out)
	return out
}

// divide makes one of the two ways to write a quotient: 10 knots and 18.52
// kilometres per hour are both meter per second, of quantity speed.
func (r *reading) divide(c *figure.Canonical) {
	switch {
	case c.Quantity == ratio && c.Unit == "part":
		c.Unit = ""
	case c.Quantity == unit.Money || c.Unit == "":
	case c.Per != "":
		// Most rates are no quantity of CLDR's: a mass per second stays a mass.
		if q, ok := r.speeds[quotient{c.Unit, c.Per}]; ok {
			c.Quantity = q
		}
	default:
		if q, ok := r.split[c.Unit]; ok {
			c.Unit, c.Per = q.over, q.under
		}
	}
}

// quotient is a base unit that is one base unit by another.
type quotient struct{ over, under figure.UnitID }

// quotients lists CLDR's base units that are one base unit by another, such as
// meter-per-second, and the quantity of each.
func quotients(units *unit.Table) (map[figure.UnitID]quotient, map[quotient]figure.Quantity) {
	split, named := map[figure.UnitID]quotient{}, map[quotient]figure.Quantity{}
	for _, id := range units.IDs() {
		u, _ := units.Get(id)
		over, under, ok := strings.Cut(string(u.Base), "-per-")
		q := quotient{figure.UnitID(over), figure.UnitID(under)}
		if _, known := units.QuantityOf(q.over); !ok || !known {
			continue
		}
		if _, known := units.QuantityOf(q.under); known {
			split[u.Base], named[q] = q, u.Quantity
		}
	}
	return split, named
}

// quantity names what a figure measures. Shares are ratios, whether they are
// stated in percent or in words.
func quantity(kind figure.Kind, x measure) figure.Quantity {
	switch {
	case x.q == unit.Portion:
		return ratio
	case x.base != "":
		return x.q
	}
	switch kind {
	case figure.Percent, figure.Ratio, figure.Multiple:
		return ratio
	case figure.Money:
		return unit.Money
	}
	return count
}
