package track

import (
	"fmt"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang/search"
	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// Clause is the name of a condition of a tracker.
type Clause string

// The clauses, in the order in which they are evaluated.
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

// Finding is the result of one clause. Wanted is what the tracker requires, and Met what the
// figure or its text has.
type Finding struct {
	Clause Clause
	Passed bool
	Wanted string
	Met    string
}

// String returns one line, such as "pass subject: expected munitions | ذخيرة; concept munitions".
func (f Finding) String() string {
	verdict := "FAIL"
	if f.Passed {
		verdict = "pass"
	}
	return fmt.Sprintf("%s %s: expected %s; %s", verdict, f.Clause, f.Wanted, f.Met)
}

// Match is the result for one figure and one tracker.
type Match struct {
	Tracker *Tracker
	Figure  *figure.Figure
	Passed  bool
	// Amount is in the tracker's unit; it is absent unless the unit clause passed.
	Amount figure.Amount
	// Findings has a finding for each clause of the tracker after Explain; it is nil after
	// Match.
	Findings []Finding
}

// Matcher matches figures against a set of trackers. It is safe for concurrent use.
type Matcher struct {
	rules    []rule
	conv     Converter
	words    *search.Folder
	measures *Measures
}

// rule is a tracker with its terms folded.
type rule struct {
	tracker        *Tracker
	subject        []term
	all            [][]term
	any, not       []term
	sources, langs []string
	speakers       []speaker
}

// speaker is a folded name of a claimant, and the name under which its claims are kept.
type speaker struct {
	folded []string
	name   string
}

type term struct {
	written string
	folded  []string
	// kinds maps the concepts of the term and their kinds to the concept of the term.
	kinds map[figure.ConceptID]figure.ConceptID
}

// NewMatcher prepares trackers of any number of files; words folds their terms. It fails if
// two trackers have the same name.
func NewMatcher(trackers []Tracker, conv Converter, words *search.Folder) (*Matcher, error) {
	m := &Matcher{conv: conv, words: words, measures: NewMeasures(words)}
	seen := map[string]*Tracker{}
	for _, t := range slices.Clone(trackers) {
		if first, ok := seen[t.Name]; ok {
			return nil, &yamlfile.Error{File: t.File, Line: t.Line, Path: "name",
				Fault:  fmt.Sprintf("%q is taken by the tracker at %s:%d", t.Name, first.File, first.Line),
				Advice: "give each tracker its own name"}
		}
		seen[t.Name] = &t
		c := rule{tracker: &t, subject: m.terms(t.Match.Subject), any: m.terms(t.Match.Mentions.Any),
			not: m.terms(t.Match.Mentions.Not), sources: t.Match.Sources, langs: t.Match.Langs}
		for _, group := range t.Match.Mentions.All {
			c.all = append(c.all, m.terms(group))
		}
		for _, names := range t.Claimants {
			for _, name := range names {
				c.speakers = append(c.speakers, speaker{words.Stems(name), names[0]})
			}
		}
		m.rules = append(m.rules, c)
	}
	return m, nil
}

func (m *Matcher) terms(written []string) []term {
	out := make([]term, len(written))
	for i, w := range written {
		out[i] = term{written: w, folded: m.words.Stems(w)}
	}
	return out
}

// Trackers returns the trackers in the given order. They must not be changed.
func (m *Matcher) Trackers() []*Tracker {
	out := make([]*Tracker, len(m.rules))
	for i := range m.rules {
		out[i] = m.rules[i].tracker
	}
	return out
}

// Match returns the matches among the figures of one article, ordered by figure, then by
// tracker.
func (m *Matcher) Match(in *figure.Figures) []Match {
	var out []Match
	m.each(in, func(r *rule, e *evidence) {
		if got, ok := m.try(r, e, nil); ok {
			out = append(out, got)
		}
	})
	return out
}

// Amount returns the amount of a figure in a tracker's unit, whether it matches or not. The
// error says why it cannot be converted.
func (m *Matcher) Amount(t *Tracker, f *figure.Figure) (figure.Amount, error) {
	return amountIn(t, f, m.conv)
}

// Speaker returns the name under which a claimant's claims are kept: the first name of the
// group that contains the claimant, else the claimant's own name.
func (m *Matcher) Speaker(t *Tracker, claimant string) string {
	i := slices.IndexFunc(m.rules, func(r rule) bool { return r.tracker == t })
	if i < 0 || len(m.rules[i].speakers) == 0 {
		return claimant
	}
	words := m.words.Stems(claimant)
	for _, s := range m.rules[i].speakers {
		if holds(words, s.folded) {
			return s.name
		}
	}
	return claimant
}

// Explain returns the result for every figure and tracker, with a Finding for every clause.
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
	var article *search.Passage
	for i := range in.Figures {
		e := &evidence{matcher: m, article: &in.Article, figure: &in.Figures[i], whole: &article}
		for j := range m.rules {
			visit(&m.rules[j], e)
		}
	}
}

// try evaluates the clauses of r in order. If findings is nil, it stops at the first failure.
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
	amount, err := amountIn(r.tracker, e.figure, m.conv)
	out.Amount, out.Passed = amount, passed && err == nil
	if findings != nil {
		*findings = append(*findings, unitFinding(r.tracker, e.figure, amount, err))
	}
	return out, out.Passed
}

func unitFinding(t *Tracker, f *figure.Figure, a figure.Amount, err error) Finding {
	out := Finding{Clause: ByUnit, Passed: err == nil, Wanted: t.UnitLabel()}
	if err != nil {
		out.Met = fmt.Sprintf("%s cannot be converted: %v", f.UnitLabel(), err)
		return out
	}
	out.Met = fmt.Sprintf("%s converted to %s", f.UnitLabel(), figure.Symbols().Write(f.Mention.Relation, a))
	return out
}

func quote(s string) string { return "«" + strings.TrimSpace(s) + "»" }
