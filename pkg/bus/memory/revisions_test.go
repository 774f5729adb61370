package memory

import (
	"fmt"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

// arrive judges and remembers arrivals that are written as "view:line/revision",
// and returns the edition of each, "-" where it was known.
func arrive(t *testing.T, r *Revisions, arrivals ...string) string {
	t.Helper()
	var in []Arrival
	for _, text := range arrivals {
		way, revision, _ := strings.Cut(text, "/")
		name, line, _ := strings.Cut(way, ":")
		a := Arrival{Article: figure.Article{ID: "port/1 *>", Revision: figure.Revision(revision)}, View: name}
		fmt.Sscan(line, &a.Line)
		in = append(in, a)
	}
	j, err := r.Judge(t.Context(), in...)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Remember(t.Context()); err != nil {
		t.Fatal(err)
	}
	var out []string
	for i, fresh := range j.Fresh {
		if !fresh {
			out = append(out, "-")
			continue
		}
		out = append(out, fmt.Sprint(j.Editions[i]))
	}
	return strings.Join(out, " ")
}

// TestRevisions has an article arrive in many ways; each step is a batch. A text that is
// edited back is neither lost nor published twice.
func TestRevisions(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []string // "arrivals = editions"
	}{
		{"sent again", []string{"/a = 1", "/a = -", "/b = 2", "/b = -"}},
		{"sent, edited, edited back", []string{"/a = 1", "/b = 2", "/a = 3", "/a = -", "/b = 4"}},
		{"in one batch", []string{"/a /b /a = 1 2 3", "/a = -"}},
		{"in a feed, edited back", []string{"f/a = 1", "f/a = -", "f/b = 2", "f/b = -", "f/a = 3", "f/a = -", "f/b = 4"}},
		{"in two feeds that agree", []string{"f/a = 1", "g/a = -", "f/b = 2", "g/b = -", "f/a = 3", "g/a = -"}},
		{"in two feeds that never agree", []string{"f/a = 1", "g/b = 2", "f/a = -", "g/b = -", "f/a = -", "g/b = -", "f/c = 3", "g/b = -"}},
		{"in a feed that lags", []string{"f/a = 1", "f/b = 2", "g/a = -", "g/a = -", "g/b = -", "f/b = -"}},
		{"in a file that is read again", []string{"x:1/a x:2/b = 1 2", "x:1/a x:2/b = - -", "x:1/a x:2/b = - -"}},
		{"in a file that edits back", []string{"x:1/a x:2/b x:3/a = 1 2 3", "x:1/a x:2/b x:3/a = - - -", "x:1/a x:2/b x:3/a x:4/b = - - - 4"}},
		{"in a file that is edited in place", []string{"x:1/a = 1", "x:1/b = 2", "x:1/c = 3"}},
		{"in a file, and then in another", []string{"x:1/a = 1", "x:2/b = 2", "y:1/a = -", "y:1/b = -"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := NewRevisions(entries{})
			for i, step := range c.steps {
				in, want, _ := strings.Cut(step, " = ")
				if got := arrive(t, r, strings.Fields(in)...); got != want {
					t.Fatalf("step %d, %s: %s, want %s", i+1, in, got, want)
				}
			}
		})
	}
}

// TestRevisionsFirstForm reads what an earlier version wrote: the last revision alone.
func TestRevisionsFirstForm(t *testing.T) {
	store := entries{}
	if err := store.Put(t.Context(), Key{"port/1 *>"}, []byte("a")); err != nil {
		t.Fatal(err)
	}
	r := NewRevisions(store)
	if got := arrive(t, r, "f/a", "f/b", "f/a"); got != "- 2 3" {
		t.Error(got)
	}
}

// TestRevisionsOfTwoProcesses has two processes judge before either remembers.
func TestRevisionsOfTwoProcesses(t *testing.T) {
	r := NewRevisions(entries{})
	judge := func(view, revision string) *Judgement {
		j, err := r.Judge(t.Context(), Arrival{Article: figure.Article{ID: "n1", Revision: figure.Revision(revision)}, View: view})
		if err != nil {
			t.Fatal(err)
		}
		return j
	}
	first, second := judge("f", "a"), judge("g", "b")
	for _, j := range []*Judgement{first, second} {
		if !j.Fresh[0] {
			t.Error("a new revision is not fresh")
		}
		if err := j.Remember(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if judge("f", "a").Fresh[0] || judge("g", "b").Fresh[0] {
		t.Error("a revision that one of them published is fresh")
	}
}
