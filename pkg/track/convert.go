package track

import (
	"errors"
	"fmt"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Converter converts a number to another unit of the same quantity.
type Converter interface {
	Convert(n figure.Number, from, to figure.UnitID) (figure.Number, error)
}

var errOnlyOneIsRate = errors.New("only one of the two units is a rate")

// amountIn converts the amount of f to the unit of t.
func amountIn(t *Tracker, f *figure.Figure, conv Converter) (figure.Amount, error) {
	m, from := &f.Mention, f.UnitPer
	if from.Per == "" && t.Per != "" {
		from, _ = from.Unit.Cut()
	}
	if (t.Per == "") != (from.Per == "") {
		return figure.Amount{}, errOnlyOneIsRate
	}
	return m.Map(func(n figure.Number) (figure.Number, error) {
		if m.PerCount.Stated() {
			n = n.Div(m.PerCount)
		}
		n, err := convert(conv, n, from.Unit, t.Unit)
		if err != nil {
			return n, err
		}
		return convertPer(conv, n, from.Per, t.Per)
	})
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

// convertPer converts n per from to n per to. Of the factors of both directions it uses the
// whole one, because the other may have infinitely many decimals (24 hours are a day).
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
