package track

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/unit"
)

// fewUnits is a table of a handful of units, with exact factors to a base.
type fewUnits map[figure.UnitID]struct {
	quantity figure.Quantity
	factor   int64
}

func testUnits() fewUnits {
	return fewUnits{
		"kilogram": {"mass", 1}, "tonne": {"mass", 1000},
		"second": {"duration", 1}, "hour": {"duration", 3600}, "day": {"duration", 86400},
		"kilometer": {"length", 1000}, "meter": {"length", 1},
		"USD": {"money", 1}, "percent": {"portion", 1}, "part-per-1e6": {"portion", 1}, "barrel": {"volume", 1}, "liter": {"volume", 1},
		"person": {"count", 1},
	}
}

func (u fewUnits) Get(id figure.UnitID) (unit.Unit, bool) {
	row, ok := u[id]
	return unit.Unit{ID: id, Quantity: row.quantity}, ok
}

func (u fewUnits) Convert(n figure.Number, from, to figure.UnitID) (figure.Number, error) {
	a, b := u[from], u[to]
	if a.quantity != b.quantity || a.quantity == "" {
		return figure.Number{}, errors.New("test: different quantities")
	}
	return n.Mul(figure.NewNumber(a.factor)).Div(figure.NewNumber(b.factor)), nil
}

const munitions = `
trackers:
  - name: dprk-munitions
    title: {en: Munitions shipped, ar: ذخائر مرسلة}
    match:
      subject: [munitions, ذخيرة]
      quantity: mass
      mentions: {all: [[كوريا الشمالية, North Korea], [روسيا, Russia]], not: كأس, within: article}
      sources: [wire-one]
      langs: [ar, en]
    unit: tonne
    measure: cumulative
    estimate: {best: max, horizon: 2w}
    novelty: {tolerance: 0.5%, memory: 90d, confirm: 2}
    stale_after: 36h
    alert: {severity: warning}
  - name: shells-fired
    match: {subject: artillery shell}
    unit: per-day
    measure: rate
`

func TestDecode(t *testing.T) {
	got, err := Decode("t.yaml", []byte(munitions), testUnits(), folder(t))
	if err != nil {
		t.Fatal(err)
	}
	tolerance, _ := figure.ParseNumber("0.005")
	want := []Tracker{{
		Name: "dprk-munitions", Title: map[string]string{"en": "Munitions shipped", "ar": "ذخائر مرسلة"},
		Match: Rule{
			Subject: []string{"munitions", "ذخيرة"}, Quantity: "mass",
			Mentions: Mentions{All: [][]string{{"كوريا الشمالية", "North Korea"}, {"روسيا", "Russia"}},
				Not: []string{"كأس"}, Within: WithinArticle},
			Sources: []string{"wire-one"}, Langs: []string{"ar", "en"},
		},
		UnitPer: figure.UnitPer{Unit: "tonne"}, Measure: Cumulative, Estimate: Estimate{"max", 14 * day},
		Novelty:    Novelty{Tolerance: tolerance, Memory: 90 * day, Confirm: 2},
		StaleAfter: 36 * time.Hour, Severity: "warning", File: "t.yaml", Line: 3,
	}, {
		Name: "shells-fired", Title: map[string]string{},
		Match:   Rule{Subject: []string{"artillery shell"}, Mentions: Mentions{Within: WithinArticle}},
		UnitPer: figure.UnitPer{Per: "day"}, Measure: Rate, Estimate: Estimate{"latest", 30 * day},
		Novelty:  Novelty{Tolerance: figure.NewNumber(0), Memory: 90 * day, Confirm: 1},
		Severity: "info", File: "t.yaml", Line: 17,
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeDerivesQuantity(t *testing.T) {
	for unit, want := range map[string]figure.Quantity{"tonne": "mass", "USD": "money", "count": "count", "percent": "ratio", "part-per-1e6": "ratio"} {
		got, err := Decode("t.yaml", []byte("trackers: [{name: a, match: {subject: x}, unit: "+unit+"}]"), testUnits(), folder(t))
		if err != nil || got[0].Match.Quantity != want {
			t.Errorf("unit %s: quantity %q, %v; want %q", unit, got[0].Match.Quantity, err, want)
		}
	}
}

// Each case is one tracker's YAML (or a whole file where it has the key
// trackers) and every line of the error.
func TestDecodeProblems(t *testing.T) {
	const ok = "name: a\nmatch: {subject: x}\n"
	for _, c := range []struct{ name, yaml, want string }{
		{"key without a value", "trackers:", `t.yaml: the file has no trackers; list them under the key trackers:`},
		{"nothing at all", "# trackers come later\n#trackers:\n", `t.yaml: the file has no trackers; list them under the key trackers:`},
		{"empty list", "trackers: []", `t.yaml: the file has no trackers; list them under the key trackers:`},
		{"not YAML", "trackers: [", `t.yaml:1: did not find expected node content`},
		{"tab", "trackers:\n\t- name: a\n", `t.yaml:2: found character that cannot start any token`},
		{"list on top", "- name: a # trackers:", `t.yaml:1: must be a mapping, such as "trackers: …"`},
		{"two documents", "trackers: [{name: a, match: {subject: x}}]\n---\ntrackers: []",
			`t.yaml:2: a second YAML document begins here: merge it into the first`},
		{"top key", "tracker: []\n#trackers:", `t.yaml:1: unknown key "tracker": did you mean "trackers"?`},
		{"unknown key", ok + "colour: red",
			`t.yaml:4: unknown key "colour": must be name, title, match, unit, measure, estimate, novelty, claimants, sanity, stale_after or alert`},
		{"unknown inner key", "name: a\nmatch: {subject: x, mention: y}",
			`t.yaml:3: match: unknown key "mention": did you mean "mentions"?`},
		{"key twice", ok + "unit: tonne\nunit: kilogram", `t.yaml:5: duplicate key "unit": it is already in line 4`},
		{"no name", "match: {subject: x}", `t.yaml:2: name: is missing; give the tracker a name of a-z, 0-9 and '-'`},
		{"bad name", "name: DPRK munitions\nmatch: {subject: x}",
			`t.yaml:2: name: "DPRK munitions" is not a tracker name; use up to 64 of a-z, 0-9 and single '-', such as dprk-munitions`},
		{"same name", "trackers:\n- {name: a, match: {subject: x}}\n- {name: a, match: {subject: y}}",
			`t.yaml:3: name: "a" is taken by the tracker at line 2; give each tracker its own name`},
		{"matches everything", "name: a\nmatch: {quantity: count}",
			`t.yaml:2: match: has neither a subject nor mentions, so every figure would match; add match.subject or match.mentions`},
		{"unknown unit", ok + "unit: tonnne",
			`t.yaml:4: unit: "tonnne" is not a known unit; use a CLDR unit id such as tonne or percent, an ISO 4217 code such as USD, or count`},
		{"unknown denominator", ok + "unit: tonne-per-dya",
			`t.yaml:4: unit: "dya" is not a known unit; use a CLDR unit id such as tonne or percent, an ISO 4217 code such as USD, or count`},
		{"unit and quantity", "name: a\nmatch: {subject: x, quantity: length}\nunit: tonne",
			`t.yaml:4: unit: "tonne" is a unit of mass, but match.quantity is length; change one of them`},
		{"rate without per", ok + "unit: tonne\nmeasure: rate",
			`t.yaml:4: unit: is not a rate, but the measure is rate; write the unit as tonne-per-day or per-day, or change the measure`},
		{"cumulative with per", ok + "unit: tonne-per-day",
			`t.yaml:4: unit: "tonne-per-day" is a rate, but the measure is cumulative; change the measure to rate or level`},
		{"bad measure", ok + "measure: total",
			`t.yaml:4: measure: "total": must be cumulative, increment, rate or level`},
		{"bad scope", "name: a\nmatch: {mentions: {any: x, within: page}}",
			`t.yaml:3: match.mentions.within: "page": must be article or sentence`},
		{"bad best", ok + "estimate: {best: mean}",
			`t.yaml:4: estimate.best: "mean": must be latest, max or median`},
		{"bad duration", ok + "stale_after: 30", `t.yaml:4: stale_after: "30": must be a duration, such as 30s, 15m or 3d`},
		{"bad percentage", ok + "novelty: {tolerance: 0.01}",
			`t.yaml:4: novelty.tolerance: "0.01" is not a percentage; write 0% to 100% with the sign, such as 1%`},
		{"negative percentage", ok + "novelty: {tolerance: -1%}",
			`t.yaml:4: novelty.tolerance: "-1%" is not a percentage; write 0% to 100% with the sign, such as 1%`},
		{"bad count", ok + "novelty: {confirm: two}", `t.yaml:4: novelty.confirm: "two": must be a whole number from 1 to 100`},
		{"bad quantity", "name: a\nmatch: {subject: x, quantity: weight}",
			`t.yaml:3: match.quantity: "weight" is not a known quantity; use count, money, ratio or a quantity of the CLDR, such as mass, length or energy, or omit it: the unit determines it`},
		{"empty list", "name: a\nmatch: {subject: []}", `t.yaml:3: match.subject: is an empty list, so nothing would match; add a word or remove the key`},
		{"empty group", "name: a\nmatch: {mentions: {all: [[]]}}", `t.yaml:3: match.mentions.all: is an empty list, so nothing would match; add a word or remove the key`},
		{"bad bound", ok + "sanity: {max: many}", `t.yaml:4: sanity.max: "many": must be a number, such as 100000 or 0.5`},
		{"bounds exchanged", ok + "sanity: {min: 5, max: 4}", `t.yaml:4: sanity: has a min above its max, so every figure would be reviewed; swap them`},
		{"bad language", "name: a\nmatch: {subject: x, langs: [arabic]}",
			`t.yaml:3: match.langs: "arabic" is not a language code; use an ISO 639 code such as ar or en`},
		{"title without language", "name: a\ntitle: A\nmatch: {subject: x}", `t.yaml:3: title: "A" has no language; write it as {en: …, ar: …}`},
		{"no word", "name: a\nmatch: {subject: '***'}", `t.yaml:3: match.subject: "***" contains no letter or digit; write a word to look for`},
		{"empty term", "name: a\nmatch: {subject: [x, '']}", `t.yaml:3: match.subject: is empty: give it a value or remove the key`},
		{"two problems, by line", "name: A\nmatch: {subject: x}\nunit: ton\nmeasure: sum",
			`t.yaml:2: name: "A" is not a tracker name; use up to 64 of a-z, 0-9 and single '-', such as dprk-munitions
t.yaml:4: unit: "ton" is not a known unit; use a CLDR unit id such as tonne or percent, an ISO 4217 code such as USD, or count
t.yaml:5: measure: "sum": must be cumulative, increment, rate or level`},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := c.yaml
			if !strings.Contains(text, "trackers:") {
				text = "trackers:\n- " + strings.ReplaceAll(text, "\n", "\n  ")
			}
			_, err := Decode("t.yaml", []byte(text), testUnits(), folder(t))
			if err == nil {
				t.Fatalf("no error for:\n%s", text)
			}
			if diff := cmp.Diff(c.want, err.Error()); diff != "" {
				t.Errorf("%s\n%s", text, diff)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(munitions))
	f.Add([]byte("trackers: [{name: a, match: {subject: &x [*x]}}]"))
	f.Add([]byte("trackers: &t\n- *t"))
	f.Fuzz(func(t *testing.T, data []byte) {
		trackers, err := Decode("f.yaml", data, testUnits(), folder(t))
		if err == nil && len(trackers) == 0 {
			t.Errorf("neither trackers nor an error for %q", data)
		}
	})
}

// The table of package unit fits, both for reading and for matching.
func TestDecodeWithTheTable(t *testing.T) {
	table, err := unit.New()
	if err != nil {
		t.Fatal(err)
	}
	var conv Converter = table
	for written, want := range map[string]string{
		"tonne": "tonne ", "kilometer-per-hour": "kilometer hour", "per-day": " day", "USD-per-barrel": "USD barrel",
		"percent": "percent ", "part-per-1e6": "part-per-1e6 ", "count": " ",
	} {
		got, err := Decode("t.yaml", []byte("trackers: [{name: a, match: {subject: x}, measure: level, unit: "+written+"}]"), table, folder(t))
		if err != nil {
			t.Errorf("%s: %v", written, err)
			continue
		}
		if s := string(got[0].Unit) + " " + string(got[0].Per); s != want {
			t.Errorf("%s is read as %q, want %q", written, s, want)
		}
		if got[0].UnitLabel() != written {
			t.Errorf("%s is written as %q", written, got[0].UnitLabel())
		}
		if _, err := NewMatcher(got, conv, folder(t)); err != nil {
			t.Error(err)
		}
	}
}

func (u fewUnits) Quantities() []figure.Quantity {
	var out []figure.Quantity
	for _, known := range u {
		out = append(out, known.quantity)
	}
	return out
}
