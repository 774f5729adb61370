package track

import (
	"fmt"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// Clause names a condition of a tracker.
type Clause string

// The clauses, in the order in which they are tried.
const (
	BySource   Clause = "sources"
	ByLang     Clause = "langs"
	ByQuantity Clause = "quantity"
	ByMeasure  Clause = "measure"
	ByModality Clause = "modality"
	BySubject  Clause = "subject"
	ByAll      Clause = "mentions.all"
	ByAny      Clause = "mentions.any"
	ByNot      Clause = "mentions.not"
	ByUnit     Clause = "unit"
)

// Finding says whether a clause passed: what it wanted, and the evidence that
// was met.
type Finding struct {
	Clause Clause
	Passed bool
	Wanted string
	Met    string
}

// String is one line, such as "pass subject: wants munitions | ذخيرة; concept munitions".
func (f Finding) String() string {
	verdict := "FAIL"
	if f.Passed {
		verdict = "pass"
	}
	return fmt.Sprintf("%s %s: wants %s; %s", verdict, f.Clause, f.Wanted, f.Met)
}

// Match is the verdict on one figure and one tracker.
type Match struct {
	Tracker *Tracker
	Figure  *figure.Figure
	Passed  bool
	// Values are in the tracker's unit; absent unless the unit clause passed.
	Values Values
	// Findings has every clause the tracker has, after Explain; it is nil after
	// Match.
	Findings []Finding
}

// Matcher holds a set of trackers, ready for matching. It is safe for
// concurrent use.
type Matcher struct {
	rules []rule
	conv  Converter
}

// rule is a tracker with its terms folded.
type rule struct {
	tracker        *Tracker
	subject        []term
	all            [][]term
	any, not       []term
	sources, langs []string
}

type term struct {
	written string
	folded  []string
	// kinds are the concepts that Resolve found it to mean, and the kinds of them,
	// each with what it is a kind of.
	kinds map[figure.ConceptID]figure.ConceptID
}

// NewMatcher prepares trackers of any number of files. It fails when two bear
// one name.
func NewMatcher(trackers []Tracker, conv Converter) (*Matcher, error) {
	m := &Matcher{conv: conv}
	seen := map[string]*Tracker{}
	for _, t := range slices.Clone(trackers) {
		if first, ok := seen[t.Name]; ok {
			return nil, &yamlfile.Error{File: t.File, Line: t.Line, Path: "name",
				Fault:  fmt.Sprintf("%q is taken by the tracker at %s:%d", t.Name, first.File, first.Line),
				Advice: "give each tracker its own name"}
		}
		seen[t.Name] = &t
		c := rule{tracker: &t, subject: terms(t.Match.Subject), any: terms(t.Match.Mentions.Any),
			not: terms(t.Match.Mentions.Not), sources: t.Match.Sources, langs: t.Match.Langs}
		for _, group := range t.Match.Mentions.All {
			c.all = append(c.all, terms(group))
		}
		m.rules = append(m.rules, c)
	}
	return m, nil
}

func terms(words []string) []term {
	out := make([]term, len(words))
	for i, w := range words {
		out[i] = term{written: w, folded: Fold(w)}
	}
	return out
}

// Trackers returns the trackers in the order given. They must not be changed.
func (m *Matcher) Trackers() []*Tracker {
	out := make([]*Tracker, len(m.rules))
	for i := range m.rules {
		out[i] = m.rules[i].tracker
	}
	return out
}

// Match returns the matches among the figures of one article, by figure, then
// by tracker.
func (m *Matcher) Match(in *figure.Figures) []Match {
	var out []Match
	m.each(in, func(r *rule, e *evidence) {
		if got, ok := m.try(r, e, nil); ok {
			out = append(out, got)
		}
	})
	return out
}

// Values returns a figure's values in a tracker's unit, whether it matches or
// not. The error says why they cannot be had.
func (m *Matcher) Values(t *Tracker, f *figure.Figure) (Values, error) {
	return valuesIn(t, f, m.conv)
}

// Explain returns the verdict on every figure and tracker, with a Finding for
// every clause.
func (m *Matcher) Explain(in *figure.Figures) []Match {
	var out []Match
	m.each(in, func(r *rule, e *evidence) {
		findings := []Finding{}
		got, ok := m.try(r, e, &findings)
		got.Passed, got.Findings = ok, findings
		out = append(out, got)
	})
	return out
}

func (m *Matcher) each(in *figure.Figures, visit func(*rule, *evidence)) {
	article := &passage{}
	for i := range in.Figures {
		e := &evidence{article: &in.Article, figure: &in.Figures[i], whole: &article}
		for j := range m.rules {
			visit(&m.rules[j], e)
		}
	}
}

// try runs the clauses of r in order. Without findings it stops at the first
// that fails.
func (m *Matcher) try(r *rule, e *evidence, findings *[]Finding) (Match, bool) {
	out := Match{Tracker: r.tracker, Figure: e.figure}
	passed := true
	for _, clause := range [...]func(*rule, *evidence) (Finding, bool){
		sourceClause, langClause, quantityClause, measureClause, modalityClause,
		subjectClause, allClause, anyClause, notClause,
	} {
		f, exists := clause(r, e)
		if !exists {
			continue
		}
		passed = passed && f.Passed
		if findings != nil {
			*findings = append(*findings, f)
		} else if !passed {
			return out, false
		}
	}
	values, err := valuesIn(r.tracker, e.figure, m.conv)
	out.Values, out.Passed = values, passed && err == nil
	if findings != nil {
		*findings = append(*findings, unitFinding(r.tracker, e.figure, values, err))
	}
	return out, out.Passed
}

func unitFinding(t *Tracker, f *figure.Figure, v Values, err error) Finding {
	own := Tracker{Unit: f.Unit, Per: f.Per}
	out := Finding{Clause: ByUnit, Passed: err == nil, Wanted: t.UnitLabel()}
	if err != nil {
		out.Met = fmt.Sprintf("%s does not convert: %v", own.UnitLabel(), err)
		return out
	}
	out.Met = fmt.Sprintf("%s becomes %s", own.UnitLabel(), v)
	return out
}

// String prints the value, or the bounds where there is none.
func (v Values) String() string {
	switch {
	case v.Value.Stated():
		return v.Value.String()
	case v.Upper.Stated():
		return v.Lower.String() + ".." + v.Upper.String()
	}
	return v.Lower.String() + ".."
}

func quote(s string) string { return "«" + strings.TrimSpace(s) + "»" }
