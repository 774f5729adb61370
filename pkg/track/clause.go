package track

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang/search"
)

// evidence is the input of the clauses: a figure and the texts around it, which are folded
// when a clause first needs them.
type evidence struct {
	matcher  *Matcher
	article  *figure.Article
	figure   *figure.Figure
	whole    **search.Passage // of the article; its figures share it
	sentence *search.Passage
	subject  *search.Passage
	concept  []string
}

func (e *evidence) subjectPassage() *search.Passage {
	if e.subject == nil {
		e.subject = e.matcher.words.Passage(e.figure.Mention.Subject)
		e.concept = e.matcher.words.Stems(strings.ReplaceAll(string(e.figure.Mention.Concept), "-", " "))
	}
	return e.subject
}

func (e *evidence) scope(s Scope) *search.Passage {
	if s == WithinSentence {
		if e.sentence == nil {
			e.sentence = e.matcher.words.Passage(e.figure.Mention.Context.Sentence)
		}
		return e.sentence
	}
	if *e.whole == nil {
		*e.whole = e.matcher.words.Passage(e.article.Title + "\n" + e.article.Text)
	}
	return *e.whole
}

func sourceClause(r *rule, e *evidence) (Finding, bool) {
	return Finding{BySource, containsFold(r.sources, e.article.Source), strings.Join(r.sources, " | "),
		"source " + quote(e.article.Source)}, len(r.sources) > 0
}

func langClause(r *rule, e *evidence) (Finding, bool) {
	return Finding{ByLang, containsFold(r.langs, e.article.Lang), strings.Join(r.langs, " | "),
		"language " + quote(e.article.Lang)}, len(r.langs) > 0
}

func containsFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, s) })
}

func quantityClause(r *rule, e *evidence) (Finding, bool) {
	want, got := r.tracker.Match.Quantity, e.figure.Canonical.Quantity
	return Finding{ByQuantity, want == got, string(want), "quantity " + cmp.Or(string(got), "unknown")}, want != ""
}

// measureClause separates increments from totals: "rose by 5 to 45" states both, and a series
// of totals must contain only 45.
func measureClause(r *rule, e *evidence) (Finding, bool) {
	want := r.tracker.Measure
	f := Finding{Clause: ByMeasure, Passed: true, Wanted: string(want), Met: "not part of a change"}
	stated, met := e.matcher.measures.Of(e.figure)
	role := e.figure.Mention.Role
	if stated == "" || role == "" && want != Cumulative && want != Increment {
		return f, true
	}
	f.Passed = role != figure.RoleFrom && (stated == Increment) == (want == Increment)
	f.Met = string(stated) + ", because of " + met
	return f, true
}

func modalityClause(r *rule, e *evidence) (Finding, bool) {
	want := r.tracker.Match.Modality
	if len(want) == 0 {
		want = []figure.Modality{figure.Asserted}
	}
	got := cmp.Or(e.figure.Mention.Context.Modality, figure.Asserted)
	names := make([]string, len(want))
	for i, m := range want {
		names[i] = string(m)
	}
	return Finding{ByModality, slices.Contains(want, got), strings.Join(names, " | "), "modality " + string(got)}, true
}

func subjectClause(r *rule, e *evidence) (Finding, bool) {
	if len(r.subject) == 0 {
		return Finding{}, false
	}
	subject := e.subjectPassage()
	f := Finding{Clause: BySubject, Wanted: alternatives(r.subject)}
	for _, t := range r.subject {
		if slices.Equal(t.folded, e.concept) {
			f.Passed, f.Met = true, "concept "+string(e.figure.Mention.Concept)
			return f, true
		}
		c := e.figure.Mention.Concept
		switch whole, ok := t.kinds[c]; {
		case !ok:
		case whole == c:
			f.Passed, f.Met = true, "concept "+string(c)+" of the term "+quote(t.written)
			return f, true
		default:
			f.Passed, f.Met = true, "concept "+string(c)+", which is a kind of "+quote(t.written)
			return f, true
		}
		if ev := e.figure.Mention.Event; ev != "" && len(t.folded) == 1 && t.folded[0] == string(ev) {
			f.Passed, f.Met = true, "event "+string(ev)
			return f, true
		}
		if found, ok := subject.Find(t.folded); ok {
			f.Passed, f.Met = true, "subject contains "+quote(found)
			return f, true
		}
	}
	f.Met = "the figure has no subject"
	if m := e.figure.Mention; m.Subject != "" || m.Concept != "" {
		f.Met = fmt.Sprintf("subject %s, concept %s", quote(m.Subject), cmp.Or(string(m.Concept), "unknown"))
	}
	return f, true
}

func allClause(r *rule, e *evidence) (Finding, bool) {
	within := r.tracker.Match.Mentions.Within
	f := Finding{Clause: ByAll, Passed: true}
	var wanted, met []string
	for _, group := range r.all {
		wanted = append(wanted, "("+alternatives(group)+")")
		if found, ok := findAny(e.scope(within), group); ok {
			met = append(met, quote(found))
			continue
		}
		f.Passed = false
		met = append(met, "none of ("+alternatives(group)+")")
	}
	f.Wanted = strings.Join(wanted, " and ")
	f.Met = string(within) + " contains " + strings.Join(met, ", ")
	return f, len(r.all) > 0
}

func anyClause(r *rule, e *evidence) (Finding, bool) {
	if len(r.any) == 0 {
		return Finding{}, false
	}
	within := r.tracker.Match.Mentions.Within
	found, ok := findAny(e.scope(within), r.any)
	return Finding{ByAny, ok, alternatives(r.any), has(within, found, ok)}, true
}

func notClause(r *rule, e *evidence) (Finding, bool) {
	if len(r.not) == 0 {
		return Finding{}, false
	}
	within := r.tracker.Match.Mentions.Within
	found, ok := findAny(e.scope(within), r.not)
	return Finding{ByNot, !ok, "none of " + alternatives(r.not), has(within, found, ok)}, true
}

func has(within Scope, found string, ok bool) string {
	if !ok {
		return string(within) + " contains none of them"
	}
	return string(within) + " contains " + quote(found)
}

func findAny(p *search.Passage, group []term) (string, bool) {
	for _, t := range group {
		if found, ok := p.Find(t.folded); ok {
			return found, true
		}
	}
	return "", false
}

func alternatives(group []term) string {
	written := make([]string, len(group))
	for i, t := range group {
		written[i] = t.written
	}
	return strings.Join(written, " | ")
}
