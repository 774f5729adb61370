package claim

import (
	"slices"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Policy says how claims are combined into an estimate. Best is "latest", "max" or "median"; a
// claim is live while it is at most Horizon older than the newest one. With a zero Horizon
// every claim is live.
type Policy struct {
	Best    string
	Horizon time.Duration
}

// Estimate combines the live claims: the best value, the lower and the upper bound, each of
// which may be absent.
type Estimate struct {
	figure.Amount
	// AsOf is the time of the newest claim, zero if there is none.
	AsOf time.Time
	// Claimants is the number of independent live claimants.
	Claimants int
}

// Of returns the estimate of one tracker's claims, in whatever order they are. A claimant's
// newer claims replace the older ones. The value is chosen from the stated values; the lower
// bound is the lowest stated lower bound and the upper bound the highest stated upper bound,
// so a bound never becomes a value or the reverse.
//
// The horizon counts back from the newest claim, not from now: a tracker without new reports
// keeps its last estimate, and AsOf gives its age.
func (p Policy) Of(claims []Claim) Estimate {
	live := p.live(claims)
	if len(live) == 0 {
		return Estimate{}
	}
	e := Estimate{AsOf: live[len(live)-1].AsOf}
	var values []figure.Number
	for _, c := range live {
		if c.Value.Stated() {
			values = append(values, c.Value)
		}
		if c.Lower.Stated() && (!e.Lower.Stated() || c.Lower.Cmp(e.Lower) < 0) {
			e.Lower = c.Lower
		}
		if c.Upper.Stated() && (!e.Upper.Stated() || c.Upper.Cmp(e.Upper) > 0) {
			e.Upper = c.Upper
		}
	}
	e.Claimants = Independent(live)
	e.Value = p.best(values)
	return e
}

// live returns, in order, the newest claims of each claimant within the horizon.
func (p Policy) live(claims []Claim) []Claim {
	dated := slices.DeleteFunc(slices.Clone(claims), func(c Claim) bool { return c.AsOf.IsZero() })
	slices.SortFunc(dated, Compare)
	newest := map[string]time.Time{}
	for _, c := range dated {
		newest[c.Claimant] = c.AsOf
	}
	var horizon time.Time
	if len(dated) > 0 && p.Horizon > 0 {
		horizon = dated[len(dated)-1].AsOf.Add(-p.Horizon)
	}
	return slices.DeleteFunc(dated, func(c Claim) bool {
		return c.AsOf.Before(horizon) || !c.AsOf.Equal(newest[c.Claimant])
	})
}

// best chooses from the values of live claims, oldest first.
func (p Policy) best(values []figure.Number) figure.Number {
	if len(values) == 0 {
		return figure.Number{}
	}
	switch p.Best {
	case "max":
		return slices.MaxFunc(values, figure.Number.Cmp)
	case "median":
		slices.SortFunc(values, figure.Number.Cmp)
		mid := len(values) / 2
		if len(values)%2 == 1 {
			return values[mid]
		}
		return values[mid-1].Add(values[mid]).Div(figure.NewNumber(2))
	}
	return values[len(values)-1]
}
