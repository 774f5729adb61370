package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Pair is one text in two languages. Both sides state the same figures.
type Pair struct {
	ID    string
	Langs [2]string
	Texts [2]string
}

// ParsePairs reads pairs from JSONL: {"id", "ar": "…", "en": "…"}, where every two-letter
// member except "id" is a language, and there must be two. Errors begin with "line N: ".
func ParsePairs(r io.Reader) ([]Pair, error) {
	var pairs []Pair
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	line := 1
	for ; in.Scan(); line++ {
		var members map[string]any
		if err := json.Unmarshal(in.Bytes(), &members); err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		p := Pair{ID: fmt.Sprint(members["id"])}
		n := 0
		for _, key := range slices.Sorted(maps.Keys(members)) {
			text, isText := members[key].(string)
			if len(key) != 2 || key == "id" || !isText {
				continue
			}
			if n < 2 {
				p.Langs[n], p.Texts[n] = key, text
			}
			n++
		}
		if n != 2 {
			return nil, fmt.Errorf("line %d: the pair must have texts in two languages, but has %d", line, n)
		}
		pairs = append(pairs, p)
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", line, err)
	}
	return pairs, nil
}

// maxLine bounds a line of a file of pairs, in bytes.
const maxLine = 1 << 26

// Agreement counts how often the two sides of pairs state the same figures.
type Agreement struct {
	// Stated counts pairs with a figure on both sides, Agreed those of them that agree.
	Stated, Agreed int
	// OneSided counts pairs with figures on one side only.
	OneSided int
	// Shared counts figures with the same canonical value on both sides; SameUnit those of
	// them with the same unit and denominator, and Same those also with the same relation.
	Shared, SameUnit, Same int
	Differences            []Difference
}

// Difference is a pair whose sides disagree, with the figures that only one side has.
type Difference struct {
	Pair Pair
	Only [2][]figure.Figure
}

// Share is the percentage of stated pairs that agree.
func (a Agreement) Share() float64 { return share(a.Agreed, a.Stated-a.Agreed) }

// Compare adds a pair and the figures read in both texts. The sides agree if their multisets
// of canonical value, bounds, unit, denominator and relation are equal.
func (a *Agreement) Compare(p Pair, read [2][]figure.Figure) {
	if len(read[0]) == 0 && len(read[1]) == 0 {
		return
	}
	both := len(read[0]) > 0 && len(read[1]) > 0
	if both {
		a.Stated++
	} else {
		a.OneSided++
	}
	d := Difference{Pair: p, Only: [2][]figure.Figure{without(read[0], read[1], keyOf), without(read[1], read[0], keyOf)}}
	a.Shared += len(read[0]) - len(without(read[0], read[1], valueOf))
	a.SameUnit += len(read[0]) - len(without(read[0], read[1], amountOf))
	a.Same += len(read[0]) - len(d.Only[0])
	if len(d.Only[0])+len(d.Only[1]) == 0 {
		a.Agreed++
		return
	}
	a.Differences = append(a.Differences, d)
}

// without returns the figures of a without those that match a figure of b by key.
func without(a, b []figure.Figure, key func(*figure.Figure) canonicalKey) []figure.Figure {
	count := map[canonicalKey]int{}
	for i := range b {
		count[key(&b[i])]++
	}
	var only []figure.Figure
	for i := range a {
		k := key(&a[i])
		if count[k] > 0 {
			count[k]--
			continue
		}
		only = append(only, a[i])
	}
	return only
}

type canonicalKey struct {
	numbers  [3]string
	unit     figure.UnitPer
	relation figure.Relation
}

func keyOf(f *figure.Figure) canonicalKey {
	c := f.Canonical
	k := canonicalKey{unit: c.UnitPer, relation: f.Mention.Relation}
	for i, n := range c.Numbers() {
		k.numbers[i] = n.String()
	}
	return k
}

// amountOf is the key without the relation.
func amountOf(f *figure.Figure) canonicalKey {
	k := keyOf(f)
	k.relation = ""
	return k
}

// valueOf is the key of the numbers alone.
func valueOf(f *figure.Figure) canonicalKey {
	k := amountOf(f)
	k.unit = figure.UnitPer{}
	return k
}

// Print writes the counts and up to limit differences; a negative limit writes all.
func (a Agreement) Print(w io.Writer, limit int) error {
	for i, d := range a.Differences {
		if limit >= 0 && i >= limit {
			break
		}
		for side, lang := range d.Pair.Langs {
			if _, err := fmt.Fprintf(w, "%s %s: %s\n", d.Pair.ID, lang, d.Pair.Texts[side]); err != nil {
				return err
			}
			for _, f := range d.Only[side] {
				fmt.Fprintf(w, "    only here: «%s» %s\n", f.Mention.Text, describeFigure(&f))
			}
		}
	}
	_, err := fmt.Fprintf(w, "%d pairs with figures on both sides, %d agree (%.1f %%); %d with figures on one side only\n"+
		"%d values stated on both sides, %d with the same unit (%.1f %%), %d with the same relation too (%.1f %%)\n",
		a.Stated, a.Agreed, a.Share(), a.OneSided,
		a.Shared, a.SameUnit, share(a.SameUnit, a.Shared-a.SameUnit), a.Same, share(a.Same, a.Shared-a.Same))
	return err
}

func describeFigure(f *figure.Figure) string {
	return asGold(f).describe()
}
