package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Print writes the counts, one line for each level and one for the subjects.
func (r Report) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d documents, %d gold figures\n", r.Documents, r.Gold())
	for level, t := range r.Tallies {
		fmt.Fprintf(&b, "%-9s precision %6.2f  recall %6.2f  F1 %6.2f\n", Level(level), t.Precision(), t.Recall(), t.F1())
	}
	s := r.Subjects
	fmt.Fprintf(&b, "subject   token F1 %s on %d figures; behind the number %s, before it %s; strict %s on %d\n",
		s.All, s.All.Count, s.Behind, s.Before, s.Strict, s.Strict.Count)
	_, err := io.WriteString(w, b.String())
	return err
}

// shortest formats x with at most two and at least one decimal.
func shortest(x float64) string {
	s := strings.TrimRight(strconv.FormatFloat(x, 'f', 2, 64), "0")
	if strings.HasSuffix(s, ".") {
		s += "0"
	}
	return s
}

// MarshalJSON writes the content of Print as one object.
func (r Report) MarshalJSON() ([]byte, error) {
	type scores struct {
		Precision json.Number `json:"precision"`
		Recall    json.Number `json:"recall"`
		F1        json.Number `json:"f1"`
	}
	type subject struct {
		Figures       int  `json:"figures"`
		TokenF1       Mean `json:"token_f1"`
		Behind        Mean `json:"behind"`
		Before        Mean `json:"before"`
		Strict        Mean `json:"strict"`
		StrictFigures int  `json:"strict_figures"`
	}
	at := func(l Level) scores {
		t := r.Tallies[l]
		return scores{json.Number(shortest(t.Precision())), json.Number(shortest(t.Recall())), json.Number(shortest(t.F1()))}
	}
	s := r.Subjects
	return json.Marshal(struct {
		Documents int     `json:"documents"`
		Gold      int     `json:"gold"`
		Span      scores  `json:"span"`
		Value     scores  `json:"value"`
		Quantity  scores  `json:"quantity"`
		Figure    scores  `json:"figure"`
		Subject   subject `json:"subject"`
	}{r.Documents, r.Gold(), at(Span), at(Value), at(Quantity), at(Whole),
		subject{s.All.Count, s.All, s.Behind, s.Before, s.Strict, s.Strict.Count}})
}

// PrintMisses writes up to limit missed figures and up to limit wrong predictions, each with
// its context. A negative limit writes all.
func (r Report) PrintMisses(w io.Writer, limit int) error {
	shown := map[bool]int{}
	for _, m := range r.Misses {
		missed := m.Gold != nil
		if limit >= 0 && shown[missed] >= limit {
			continue
		}
		shown[missed]++
		if _, err := io.WriteString(w, m.String()); err != nil {
			return err
		}
	}
	return nil
}

// String returns two lines: the figure, and its context.
func (m Miss) String() string {
	g, kind := m.asGold(), "missed"
	if m.Gold == nil {
		kind = "spurious"
	}
	return fmt.Sprintf("%-8s %s: «%s» %s\n         in: %q\n", kind, m.Document.ID,
		cut(m.Document.Text, g.Start, g.End), g.describe(), cut(m.Document.Text, g.Start-around, g.End+around))
}

// around is how many code points are shown on each side of a missed figure.
const around = 60

func (g *Gold) describe() string {
	var b strings.Builder
	b.WriteString(string(g.Relation))
	if g.Stated() { // without a sign, after the relation
		b.WriteString(" " + figure.Symbols().Write(figure.Eq, g.Amount))
	}
	if g.Unit != "" {
		b.WriteString(" " + string(g.Unit))
	}
	if g.Per != "" {
		b.WriteString(" per " + string(g.Per))
	}
	if g.Subject != "" {
		fmt.Fprintf(&b, " of «%s»", g.Subject)
	}
	return b.String()
}

// cut returns the code points of s from from to to, within its bounds.
func cut(s string, from, to int) string {
	runes := []rune(s)
	from, to = max(from, 0), min(to, len(runes))
	if from >= to {
		return ""
	}
	return string(runes[from:to])
}
