package extract_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/extract"
	"github.com/arqam-io/arqam/pkg/figure"
)

// A transformation rewrites a sentence and keeps the figures that it touches.
type transformation struct {
	name string
	// langs are the codes of the languages that it is for; every language if it is empty.
	langs string
	edits func(*specimen) []edit
	// touches reports whether the edits of a sentence concern this figure of it.
	touches func(*specimen, *goldFigure) bool
}

// limits are what a transformation is held to, in percent of the figures that it touches.
type limits struct {
	kept    float64 // read as before, at least
	subject float64 // with the same subject, at least; 0 for no limit
	added   float64 // read where nothing was read before, at most
}

// trial is what a transformation does to all sentences.
type trial struct {
	touched, kept, subject, added int
	exceptions                    []string
}

func (r *trial) shares() limits {
	percent := func(n int) float64 { return 100 * float64(n) / float64(max(1, r.touched)) }
	return limits{percent(r.kept), percent(r.subject), percent(r.added)}
}

// TestTransformationsKeepFigures: over all gold figures that are read, each transformation
// keeps value, unit, denominator and relation, but for a few; -v lists those.
func TestTransformationsKeepFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all gold some thirty times")
	}
	x := extractor(t)
	all := specimens(t, x)
	for _, f := range transformations {
		t.Run(f.name, func(t *testing.T) {
			var r trial
			for i := range all {
				if f.langs == "" || strings.Contains(f.langs, all[i].lang) {
					r.try(t, x, f, &all[i])
				}
			}
			report(t, f.name, &r)
		})
	}
}

// report compares a trial with its limits and lists its exceptions.
func report(t *testing.T, name string, r *trial) {
	got := r.shares()
	t.Logf("%s: of %d figures %.1f %% are kept, %.1f %% with their subjects, %.1f %% are added",
		name, r.touched, got.kept, got.subject, got.added)
	for _, e := range r.exceptions {
		t.Log(e)
	}
	want, ok := measured[name]
	switch {
	case !ok:
		t.Error("there are no limits for it")
	case r.touched < 12:
		t.Errorf("only %d figures are touched", r.touched)
	case got.kept < want.kept || got.subject < want.subject || got.added > want.added:
		t.Errorf("%+.1f is outside the limits %+.1f", got, want)
	}
}

// try applies a transformation to one sentence and adds what becomes of its figures.
func (r *trial) try(t *testing.T, x *extract.Extractor, f transformation, s *specimen) {
	edits := f.edits(s)
	if len(edits) == 0 {
		return
	}
	text, at := rewriting(s.text, edits)
	got := x.Text(s.lang, text)
	if fault := wrong(text, got); fault != "" {
		t.Errorf("%s in %q", fault, text)
	}
	for i := range s.gold {
		if g := &s.gold[i]; f.touches(s, g) {
			r.compare(s, g, text, at, overlapping(got, at.span(g.read.Start, g.read.End)))
		}
	}
	for _, m := range got {
		if at.foreign(m.Start, m.End) || slices.ContainsFunc(s.read, func(b figure.Mention) bool {
			return overlaps(m, at.span(b.Start, b.End))
		}) {
			continue
		}
		r.added++
		r.exceptions = append(r.exceptions, fmt.Sprintf("added %q as %s in %s", m.Text, parityLine(m), text))
	}
}

// compare adds what becomes of one figure: now are the figures read in its place.
func (r *trial) compare(s *specimen, g *goldFigure, text string, at *positions, now []figure.Mention) {
	r.touched++
	want := parityLine(g.read)
	i := slices.IndexFunc(now, func(m figure.Mention) bool { return parityLine(m) == want })
	if i >= 0 {
		r.kept++
		if want := s.subject(g, text, at); bare(now[i].Subject) == bare(want) {
			r.subject++
		} else {
			r.exceptions = append(r.exceptions, fmt.Sprintf("the subject of %q becomes %q, not %q, in %s", g.read.Text, now[i].Subject, want, text))
		}
		return
	}
	var lines []string
	for _, m := range now {
		lines = append(lines, parityLine(m))
	}
	if lines == nil {
		lines = []string{"nothing"}
	}
	r.exceptions = append(r.exceptions, fmt.Sprintf("%q (%s) becomes %s in %s", g.read.Text, want, strings.Join(lines, " and "), text))
}

// subject is the subject of a figure as a rewritten text has it.
func (s *specimen) subject(g *goldFigure, text string, at *positions) string {
	if g.read.Subject == "" {
		return ""
	}
	from := nearest(s.text, []rune(g.read.Subject), g.read.Start)
	to := at.span(from[0], from[1])
	return string([]rune(text)[to[0]:to[1]])
}

func overlapping(ms []figure.Mention, at [2]int) []figure.Mention {
	var out []figure.Mention
	for _, m := range ms {
		if overlaps(m, at) {
			out = append(out, m)
		}
	}
	return out
}

func overlaps(m figure.Mention, at [2]int) bool { return m.Start < at[1] && at[0] < m.End }

// bare is a subject without what a transformation puts into words.
func bare(subject string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'ـ' || strings.ContainsRune(invisible, r):
			return -1
		case strings.ContainsRune(noBreak, r):
			return ' '
		}
		return r
	}, strings.ToLower(subject))
}

// edit replaces the code points from from to to; equal ends insert.
type edit struct {
	from, to int
	with     string
}

// positions maps the code points of a text to where they are after its edits.
type positions struct {
	now, last []int  // where it, or what replaces it, begins and ends now
	inserted  []bool // by new code point: the edits have added it
}

func (p *positions) span(from, to int) [2]int { return [2]int{p.now[from], p.last[to-1]} }

// foreign reports whether a new span has only what was inserted.
func (p *positions) foreign(from, to int) bool { return !slices.Contains(p.inserted[from:to], false) }

// rewriting applies edits to a text. Of edits that overlap, the first counts.
func rewriting(text []rune, edits []edit) (string, *positions) {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	var out []rune
	at := &positions{}
	keep := func(to int) {
		for i := len(at.now); i < to; i++ {
			at.now, at.last = append(at.now, len(out)), append(at.last, len(out)+1)
			at.inserted = append(at.inserted, false)
			out = append(out, text[i])
		}
	}
	for _, e := range edits {
		if e.from < len(at.now) {
			continue
		}
		keep(e.from)
		from := len(out)
		out = append(out, []rune(e.with)...)
		for range len(out) - from {
			at.inserted = append(at.inserted, e.from == e.to)
		}
		for range e.to - e.from {
			at.now, at.last = append(at.now, from), append(at.last, len(out))
		}
	}
	keep(len(text))
	return string(out), at
}
