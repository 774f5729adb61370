package eval

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/arqam-io/arqam/pkg/figure"
)

// PrintErrors writes the misses grouped by phenomenon, most frequent first, each group with
// the numbers of missed figures and wrong predictions.
func (r Report) PrintErrors(w io.Writer) error {
	groups := map[string][]Miss{}
	for _, m := range r.Misses {
		p := m.Phenomenon()
		groups[p] = append(groups[p], m)
	}
	names := slices.SortedFunc(maps.Keys(groups), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(groups[b]), len(groups[a])), cmp.Compare(a, b))
	})
	for _, name := range names {
		missed := 0
		for _, m := range groups[name] {
			missed += boolInt(m.Gold != nil)
		}
		if _, err := fmt.Fprintf(w, "%s: %d missed, %d made up\n", name, missed, len(groups[name])-missed); err != nil {
			return err
		}
		for _, m := range groups[name] {
			if _, err := io.WriteString(w, m.String()); err != nil {
				return err
			}
		}
	}
	return nil
}

// Phenomenon classifies the difficulty of the figure: the first that applies of range,
// indefinite magnitude, rate, share, time, money, measure, bound or approximation, number
// words, plain digits.
func (m Miss) Phenomenon() string {
	g := m.asGold()
	text := cut(m.Document.Text, g.Start, g.End)
	switch {
	case g.Relation == figure.Range:
		return "range"
	case g.Relation == figure.Indefinite:
		return "indefinite magnitude"
	case g.Per != "":
		return "rate"
	case g.Unit == "percent":
		return "percent"
	case slices.Contains(timeUnits, g.Unit):
		return "time"
	case len(g.Unit) == 3 && strings.ToUpper(string(g.Unit)) == string(g.Unit):
		return "money"
	case g.Unit != "":
		return "measure"
	case g.Relation != figure.Eq:
		return "relation " + string(g.Relation)
	case !strings.ContainsFunc(text, unicode.IsDigit) && len(strings.Fields(text)) == 1 && g.Value.Equal(figure.NewNumber(2)):
		return "two, or a dual"
	case !strings.ContainsFunc(text, unicode.IsDigit):
		return "number words"
	}
	return "bare count in digits"
}

var timeUnits = []figure.UnitID{"second", "minute", "hour", "day", "night", "week", "month", "year", "decade", "century"}

// asGold returns the gold figure, or the prediction converted to one.
func (m Miss) asGold() *Gold {
	if m.Gold != nil {
		return m.Gold
	}
	return asGold(m.Predicted)
}

// asGold converts a predicted figure to a gold figure.
func asGold(f *figure.Figure) *Gold {
	m := &f.Mention
	return &Gold{Start: m.Start, End: m.End, Relation: m.Relation, Amount: m.Amount, UnitPer: f.UnitPer, Subject: m.Subject}
}
