package extract_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

// example is a sentence of the linguistic specification with its figures, in
// the specification's own terms.
type example struct {
	ID, Lang, Text string
	Figures        []specified
}

type specified struct {
	Text, Num      string
	Value, Lo, Hi  *float64
	Relation       string
	Unit, Per      string
	PerN           float64 `json:"per_n"`
	Subject, Kind  string
	Concept, Event string
	Mag            int
	Role, Dir      string
	Flags          []string
}

// floors are the shares of the specified figures whose field must agree, a
// little under what was measured when they were set.
var floors = map[string]map[string]float64{
	"ar": {
		"found": 0.98, "precision": 0.99, "span": 0.98, "value": 0.98, "relation": 0.97, "unit": 0.95, "per": 0.97, "kind": 0.96,
		"subject": 0.91, "concept": 0.95, "event": 0.99, "role": 0.94, "direction": 0.93,
	},
	"en": {
		"found": 0.98, "precision": 0.98, "span": 0.98, "value": 0.98, "relation": 0.98, "unit": 0.95, "per": 0.98, "kind": 0.95,
		"subject": 0.89, "concept": 0.89, "event": 0.99, "role": 0.99, "direction": 0.99,
	},
}

// TestSpecifiedExamples reads the example sentences of the specification, where
// they lie beside the repository, and reports the share of their figures with
// which the engine agrees, field by field.
func TestSpecifiedExamples(t *testing.T) {
	for code, name := range map[string]string{"ar": "arabic", "en": "english"} {
		t.Run(code, func(t *testing.T) {
			file, err := os.Open("../../../shared/lang/" + name + "_examples.jsonl")
			if err != nil {
				t.Skipf("the specification's examples are not beside the repository: %v", err)
			}
			defer file.Close()
			agree := agreement(t, file)
			for _, field := range slices.Sorted(maps.Keys(agree)) {
				hits := agree[field]
				share := float64(hits[0]) / float64(hits[1])
				t.Logf("%-10s %5.1f %% (%d of %d)", field, 100*share, hits[0], hits[1])
				if floor, ok := floors[code][field]; !ok || share < floor {
					t.Errorf("%s agrees on %.1f %%, under the floor of %.1f %%", field, 100*share, 100*floor)
				}
			}
		})
	}
}

// agreement counts hits and cases by field.
func agreement(t *testing.T, file *os.File) map[string]*[2]int {
	x := extractor(t)
	agree := map[string]*[2]int{}
	count := func(field string, hit bool) {
		if agree[field] == nil {
			agree[field] = new([2]int)
		}
		agree[field][1]++
		if hit {
			agree[field][0]++
		}
	}
	in := bufio.NewScanner(file)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var e example
		if err := json.Unmarshal(in.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		got := x.Text(e.Lang, e.Text)
		used := make([]bool, len(got))
		for _, want := range e.Figures {
			from, to := want.span(e.Text)
			i := slices.IndexFunc(got, func(m figure.Mention) bool { return m.Start < to && from < m.End })
			count("found", i >= 0)
			if i < 0 {
				t.Logf("%s: %q is not read", e.ID, want.Text)
				for _, field := range []string{"value", "relation", "unit", "per", "kind", "span"} {
					count(field, false)
				}
				continue
			}
			used[i] = true
			compare(t, e.ID, want, got[i], count)
			count("span", got[i].Start == from || strings.HasPrefix(e.Text[len(string([]rune(e.Text)[:got[i].Start])):], got[i].Text) && got[i].Start <= from && to <= got[i].End)
		}
		for i, m := range got {
			count("precision", used[i])
			if !used[i] {
				t.Logf("%s: %q is no figure and is read as %s", e.ID, m.Text, figureLine(m))
			}
		}
	}
	return agree
}

// span is where the number stands, in code points.
func (s specified) span(text string) (from, to int) {
	at := strings.Index(text, s.Text)
	if i := strings.Index(s.Text, s.Num); i >= 0 {
		at += i
	}
	from = len([]rune(text[:at]))
	return from, from + len([]rune(s.Num))
}

// compare holds a figure against the specification, in the terms of the
// guidelines, which decide where the two differ.
func compare(t *testing.T, id string, want specified, m figure.Mention, count func(string, bool)) {
	check := func(field, want, got string) {
		count(field, want == got)
		if want != got {
			t.Logf("%s: the %s of %q is %q, specified %q", id, field, m.Text, got, want)
		}
	}
	number := func(v *float64) string {
		if v == nil {
			return ""
		}
		return fmt.Sprint(math.Round(*v*1e6) / 1e6)
	}
	stated := func(n figure.Number) string {
		f, ok := n.Float64()
		if !ok {
			return ""
		}
		return number(&f)
	}
	relation, value := want.relation(), number(want.Value)
	switch relation {
	case "range":
		value = number(want.Lo) + ".." + number(want.Hi)
	case "indefinite":
		floor := math.Pow10(want.Mag)
		if strings.HasPrefix(strings.ToLower(want.Num), "dozens") {
			floor = 12
		}
		value = number(&floor) + ".."
	}
	got := stated(m.Value)
	if !m.Value.Stated() {
		got = stated(m.Lower) + ".." + stated(m.Upper)
	}
	check("value", value, got)
	check("relation", relation, string(m.Relation))
	unit, per := want.units()
	if !slices.Contains(want.Flags, "unit-inferred") { // package normalize infers it
		check("unit", unit, strings.ReplaceAll(m.Unit.Name, "dollar", "USD"))
	}
	check("per", per, m.Per.Name)
	check("kind", strings.ReplaceAll(want.Kind, "fraction", "ratio"), string(m.Kind))
	if want.Subject != "" {
		check("subject", want.Subject, m.Subject)
	}
	for field, pair := range map[string][2]string{
		"concept": {want.Concept, string(m.Concept)}, "event": {want.Event, string(m.Event)},
		"role": {want.Role, string(m.Role)}, "direction": {want.Dir, string(m.Direction)},
	} {
		if pair[0] != "" && pair[0] != "offset" && pair[0] != "threshold" {
			check(field, pair[0], pair[1])
		}
	}
}

func (s specified) relation() string {
	switch {
	case s.Mag > 0 && s.Value == nil:
		return "indefinite"
	case s.Value == nil && s.Lo != nil && s.Hi != nil:
		return "range"
	case s.Relation == "about":
		return "approx"
	case s.Relation == "exact":
		return "eq"
	}
	return s.Relation
}

func (s specified) units() (unit, per string) {
	switch unit = s.Unit; unit {
	case "x-percentage-point", "x-basis-point", "x-feddan":
		return strings.TrimPrefix(unit, "x-"), s.Per
	case "permyriad":
		return "basis-point", s.Per
	}
	if whole, part, ok := strings.Cut(unit, "-per-"); ok {
		return whole, part
	}
	return unit, s.Per
}
