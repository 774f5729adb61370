package ledger

import (
	"fmt"
	"slices"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/normalize"
	"github.com/arqam-io/arqam/pkg/unit"
)

// restater works out what a figure is once a value or a unit was corrected, in
// base units too.
type restater struct {
	units      *unit.Table
	normalizer *normalize.Normalizer
}

func newRestater() (*restater, error) {
	units, err := unit.New()
	if err != nil {
		return nil, fmt.Errorf("load the units: %w", err)
	}
	normalizer, err := normalize.New(units)
	if err != nil {
		return nil, fmt.Errorf("load the normalizer: %w", err)
	}
	return &restater{units, normalizer}, nil
}

// known returns an error when there is no such unit.
func (r *restater) known(label string) error {
	u := r.split(label)
	for _, id := range []figure.UnitID{u.Unit, u.Per} {
		if id == "" {
			continue
		}
		if _, err := r.units.Conversion(id, id); err != nil {
			return err
		}
	}
	return nil
}

// split takes a label apart that is no unit of its own, as kilometer-per-hour is.
func (r *restater) split(label string) figure.UnitPer {
	whole := wholeUnit(label)
	if _, listed := slices.BinarySearch(r.units.IDs(), whole); listed {
		return figure.UnitPer{Unit: whole}
	}
	u, _ := whole.Cut()
	return u
}

// apply applies corrections, one after the other.
func (r *restater) apply(a figure.Article, f figure.Figure, made []Correction) (Override, error) {
	o := Override{Figure: f, Standing: Matched}
	m := f.Mention
	for _, c := range made {
		o.Correction = c
		switch {
		case c.Action == Reject:
			o.Standing = Rejected
		case c.Tracker != "":
			o.Standing = Assigned
		default:
			o.Standing = Matched
		}
		if c.Value.Stated() {
			m.Amount = figure.Exactly(c.Value)
			if m.Relation == figure.Range || m.Relation == figure.Indefinite {
				m.Relation = figure.Eq
			}
		}
		if c.Unit != "" {
			u := r.split(c.Unit)
			m.Unit, m.Per, m.PerCount = figure.Term{Name: string(u.Unit)}, figure.Term{Name: string(u.Per)}, figure.Number{}
			m.Kind = r.kind(u.Unit)
		}
	}
	o.Figure = r.normalizer.Figures(figure.Mentions{Article: a, Mentions: []figure.Mention{m}}).Figures[0]
	o.Figure.ID, o.Figure.ArticleID = f.ID, f.ArticleID
	return o, nil
}

// kind is the sort of quantity that a unit measures.
func (r *restater) kind(id figure.UnitID) figure.Kind {
	u, known := r.units.Get(id)
	switch {
	case id == "":
		return figure.Count
	case !known:
		return figure.Measure
	case u.Quantity == unit.Money:
		return figure.Money
	case u.Quantity == unit.Portion:
		return figure.Percent
	case u.Quantity == "duration":
		return figure.Duration
	}
	return figure.Measure
}
