package ledger

import (
	"fmt"
	"slices"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
	"github.com/arqam-io/arqam/pkg/normalize"
	"github.com/arqam-io/arqam/pkg/unit"
)

// amender computes a figure with a corrected value or unit, including its base units.
type amender struct {
	units      *unit.Table
	normalizer *normalize.Normalizer
}

func (l *Ledger) newAmender() (*amender, error) {
	speller, err := l.spell()
	if err != nil {
		return nil, err
	}
	units, err := unit.New()
	if err != nil {
		return nil, fmt.Errorf("load the units: %w", err)
	}
	normalizer, err := normalize.New(units, speller.Folder)
	if err != nil {
		return nil, fmt.Errorf("load the normalizer: %w", err)
	}
	return &amender{units, normalizer}, nil
}

// known returns an error when there is no such unit.
func (r *amender) known(label string) error {
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

// split splits a label that is not a unit id, such as kilometer-per-hour.
func (r *amender) split(label string) figure.UnitPer {
	whole := wholeUnit(label)
	if _, listed := slices.BinarySearch(r.units.IDs(), whole); listed {
		return figure.UnitPer{Unit: whole}
	}
	u, _ := whole.Cut()
	return u
}

// apply applies corrections in order.
func (r *amender) apply(a figure.Article, f figure.Figure, all []judge.Correction) (judge.Override, error) {
	o := judge.Override{Figure: f, Standing: judge.Matched}
	m := f.Mention
	for _, c := range all {
		o.Correction = c
		switch {
		case c.Action == judge.Reject:
			o.Standing = judge.Rejected
		case c.Tracker != "":
			o.Standing = judge.Assigned
		default:
			o.Standing = judge.Matched
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

// kind is the figure kind that a unit measures.
func (r *amender) kind(id figure.UnitID) figure.Kind {
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
