// Package eval compares predicted figures with gold figures and counts how many were found,
// missed and wrong, at four levels of strictness. It runs no extractor and opens no file: its
// caller supplies both sides. The command "arqam eval" and the accuracy tests call it.
package eval

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang/search"
)

// Level says how much of a figure must be right. Each level adds a condition to the previous
// one.
type Level int

// The levels: the spans overlap; also value and bounds are equal; also unit and per; also the
// relation.
const (
	Span Level = iota
	Value
	Quantity
	Whole
	levels
)

func (l Level) String() string {
	return [...]string{"span", "value", "quantity", "figure"}[l]
}

// Tally has the counts at one level, without optional figures.
type Tally struct{ Found, Missed, Spurious int }

// Precision is the percentage of predictions that are right; 0 without predictions.
func (t Tally) Precision() float64 { return share(t.Found, t.Spurious) }

// Recall is the percentage of gold figures that were found; 0 without gold figures.
func (t Tally) Recall() float64 { return share(t.Found, t.Missed) }

// F1 is the harmonic mean of precision and recall.
func (t Tally) F1() float64 {
	p, r := t.Precision()/100, t.Recall()/100
	if p+r == 0 {
		return 0
	}
	return 200 * p * r / (p + r)
}

func share(found, other int) float64 {
	if found+other == 0 {
		return 0
	}
	return 100 * (float64(found) / float64(found+other))
}

// Miss is a figure that is wrong at the strictest level: a gold figure without a matching
// prediction, or a prediction without a matching gold figure. Either Gold or Predicted is nil.
type Miss struct {
	Document  *Document
	Gold      *Gold
	Predicted *figure.Figure
}

// Report is the result of an evaluation.
type Report struct {
	Documents int
	Tallies   [levels]Tally
	Subjects  Subjects
	Misses    []Miss
}

// Gold is the number of required gold figures.
func (r Report) Gold() int { return r.Tallies[Span].Found + r.Tallies[Span].Missed }

// Score compares predictions with gold documents; it compares subjects by words. Only
// predictions in the text count: gold has no figures in titles.
func Score(docs []Document, predicted map[figure.ArticleID][]figure.Figure, words *search.Folder) Report {
	report := Report{Documents: len(docs)}
	for i := range docs {
		d := &docs[i]
		var preds []figure.Figure
		for _, p := range predicted[d.ID] {
			if p.Mention.Field != figure.FieldTitle {
				preds = append(preds, p)
			}
		}
		for level := range levels {
			report.add(level, d, preds, words)
		}
	}
	// Missed figures come before wrong predictions, as in score sheets.
	slices.SortStableFunc(report.Misses, func(a, b Miss) int {
		return cmp.Compare(boolInt(a.Gold == nil), boolInt(b.Gold == nil))
	})
	return report
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (r *Report) add(level Level, d *Document, preds []figure.Figure, words *search.Folder) {
	pairs := match(level, d.Figures, preds)
	met, used := make([]bool, len(d.Figures)), make([]bool, len(preds))
	for _, p := range pairs {
		met[p.gold], used[p.pred] = true, true
		g := &d.Figures[p.gold]
		if level == Quantity && !g.Optional {
			r.Subjects.add(d, g, preds[p.pred].Mention.Subject, words)
		}
	}
	tally := &r.Tallies[level]
	for i := range d.Figures {
		switch g := &d.Figures[i]; {
		case g.Optional:
		case met[i]:
			tally.Found++
		default:
			tally.Missed++
			if level == Whole {
				r.Misses = append(r.Misses, Miss{Document: d, Gold: g})
			}
		}
	}
	for j := range preds {
		if used[j] || forgiven(d.Figures, &preds[j]) {
			continue
		}
		tally.Spurious++
		if level == Whole {
			r.Misses = append(r.Misses, Miss{Document: d, Predicted: &preds[j]})
		}
	}
}

// forgiven reports whether a wrong prediction is not counted: it overlaps an optional figure
// and no required one.
func forgiven(golds []Gold, p *figure.Figure) bool {
	optional := false
	for i := range golds {
		if overlap(&golds[i], p) > 0 {
			if !golds[i].Optional {
				return false
			}
			optional = true
		}
	}
	return optional
}

type pair struct {
	gold, pred, overlap int
	optional            bool
}

// match pairs gold figures with predictions one to one, greedily: required before optional,
// then by largest overlap, then in text order.
func match(level Level, golds []Gold, preds []figure.Figure) []pair {
	var pairs []pair
	for i := range golds {
		for j := range preds {
			if n := overlap(&golds[i], &preds[j]); n > 0 && agrees(level, &golds[i], &preds[j]) {
				pairs = append(pairs, pair{i, j, n, golds[i].Optional})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(boolInt(a.optional), boolInt(b.optional)), cmp.Compare(b.overlap, a.overlap),
			cmp.Compare(a.gold, b.gold), cmp.Compare(a.pred, b.pred))
	})
	met, used := make([]bool, len(golds)), make([]bool, len(preds))
	return slices.DeleteFunc(pairs, func(p pair) bool {
		if met[p.gold] || used[p.pred] {
			return true
		}
		met[p.gold], used[p.pred] = true, true
		return false
	})
}

func overlap(g *Gold, p *figure.Figure) int {
	return min(g.End, p.Mention.End) - max(g.Start, p.Mention.Start)
}

func agrees(level Level, g *Gold, p *figure.Figure) bool {
	m := &p.Mention
	switch {
	case level >= Value && !sameValue(g, m):
		return false
	case level >= Quantity && !(sameID(g.Unit, p.Unit) && sameID(g.Per, p.Per)):
		return false
	case level >= Whole && g.Relation != cmp.Or(m.Relation, figure.Eq):
		return false
	}
	return true
}

// sameValue compares the value if gold has one, else both bounds.
func sameValue(g *Gold, m *figure.Mention) bool {
	if g.Value.Stated() {
		return same(g.Value, m.Value)
	}
	return same(g.Lower, m.Lower) && same(g.Upper, m.Upper)
}

// tolerance is relative for numbers above one, absolute below: gold writes a third as
// 0.3333333333.
const tolerance = 1e-9

func same(a, b figure.Number) bool {
	x, stated := a.Float64()
	y, also := b.Float64()
	if !stated || !also {
		return stated == also
	}
	return math.Abs(x-y) <= tolerance*max(1, math.Abs(x), math.Abs(y))
}

func sameID(a, b figure.UnitID) bool {
	return strings.EqualFold(string(a), string(b))
}
