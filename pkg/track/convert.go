package track

import (
	"errors"
	"fmt"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Converter turns a number of one unit into another of the same quantity.
type Converter interface {
	Convert(n figure.Number, from, to figure.UnitID) (figure.Number, error)
}

// Values is what a figure states, in a tracker's unit.
type Values struct {
	Value, Lower, Upper figure.Number
}

var errOnlyOneIsRate = errors.New("only one of the two is per something")

// valuesIn converts what f states to the unit of t.
func valuesIn(t *Tracker, f *figure.Figure, conv Converter) (Values, error) {
	m := &f.Mention
	out := Values{m.Value, m.Lower, m.Upper}
	unit, per := f.Unit, f.Per
	if per == "" && t.Per != "" {
		unit, per = split(unit)
	}
	if (t.Per == "") != (per == "") {
		return Values{}, errOnlyOneIsRate
	}
	for _, n := range []*figure.Number{&out.Value, &out.Lower, &out.Upper} {
		if !n.Stated() {
			continue
		}
		if m.PerCount.Stated() {
			*n = n.Div(m.PerCount)
		}
		var err error
		if *n, err = convert(conv, *n, unit, t.Unit); err != nil {
			return Values{}, err
		}
		if *n, err = convertPer(conv, *n, per, t.Per); err != nil {
			return Values{}, err
		}
	}
	return out, nil
}

// split takes an id such as kilometer-per-hour apart.
func split(id figure.UnitID) (unit, per figure.UnitID) {
	of, by, _ := strings.Cut(string(id), perInfix)
	return figure.UnitID(of), figure.UnitID(by)
}

func convert(conv Converter, n figure.Number, from, to figure.UnitID) (figure.Number, error) {
	if from == to {
		return n, nil
	}
	out, err := conv.Convert(n, from, to)
	if err == nil && !out.Stated() {
		err = fmt.Errorf("convert %s from %q to %q: no value", n, from, to)
	}
	return out, err
}

// convertPer converts n per from into per to. The factor may be endless in one
// direction and whole in the other (24 hours are a day): the whole one is used.
func convertPer(conv Converter, n figure.Number, from, to figure.UnitID) (figure.Number, error) {
	if from == to {
		return n, nil
	}
	one := figure.NewNumber(1)
	times, err := convert(conv, one, to, from)
	if err != nil {
		return figure.Number{}, err
	}
	if !strings.Contains(times.String(), ".") {
		return n.Mul(times), nil
	}
	over, err := convert(conv, one, from, to)
	if err != nil {
		return figure.Number{}, err
	}
	return n.Div(over), nil
}
