package normalize

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/unit"
)

// Quantities that CLDR lacks.
const (
	count figure.Quantity = "count"
	ratio figure.Quantity = "ratio"
)

// canonical converts a figure to base units. It leaves the unit unchanged if there is no
// factor or precision would be lost.
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
	stated, err := m.Map(to.Number)
	if err != nil {
		return figure.Canonical{Amount: m.Amount, UnitPer: figure.UnitPer{Unit: over.id, Per: under.id}, Quantity: q}
	}
	out := figure.Canonical{Amount: stated, UnitPer: figure.UnitPer{Unit: over.base, Per: per}, Quantity: q}
	r.divide(&out)
	return out
}

// divide unifies the two ways to write a quotient: 10 knots and 18.52 kilometres per hour are
// both meter per second, of quantity speed.
func (r *reading) divide(c *figure.Canonical) {
	switch {
	case c.Quantity == ratio && c.Unit == "part":
		c.Unit = ""
	case c.Quantity == unit.Money || c.Unit == "":
	case c.Per != "":
		// Most rates are not CLDR quantities: a mass per second keeps the quantity mass.
		if q, ok := r.speeds[c.UnitPer]; ok {
			c.Quantity = q
		}
	default:
		if q, ok := r.split[c.Unit]; ok {
			c.UnitPer = q
		}
	}
}

// quotients lists CLDR's base units that divide one base unit by another, such as
// meter-per-second, with their quantities.
func quotients(units *unit.Table) (map[figure.UnitID]figure.UnitPer, map[figure.UnitPer]figure.Quantity) {
	split, named := map[figure.UnitID]figure.UnitPer{}, map[figure.UnitPer]figure.Quantity{}
	for _, id := range units.IDs() {
		u, _ := units.Get(id)
		q, divides := u.Base.Cut()
		if _, known := units.QuantityOf(q.Unit); !divides || !known {
			continue
		}
		if _, known := units.QuantityOf(q.Per); known {
			split[u.Base], named[q] = q, u.Quantity
		}
	}
	return split, named
}

// quantity names what a figure measures. Shares are ratios, stated in percent or in words.
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
