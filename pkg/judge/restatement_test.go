package judge

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
)

func TestCorrectionsByPeople(t *testing.T) {
	in := news("a", "wire", 0, 40)
	f := in.Figures[0]
	amended := killed(in, 0, figure.NewNumber(54))
	amended.ID = f.ID
	person := Correction{Seq: 7, Why: "a misprint"}
	flourFigure := flour(news("a", "wire", 0, 40)).Figures[0]
	flourFigure.ID = f.ID
	for name, c := range map[string]struct {
		people Overrides
		want   []string
		id     string // of the first event, after the figure's id
	}{
		"none":            {nil, []string{}, ""},
		"a value":         {Overrides{f.ID: {"": {amended, Matched, person}}}, []string{"toll corrected a person's correction: 54 was 40, 1 independent"}, ".toll.figure.corrected.7"},
		"the same value":  {Overrides{f.ID: {"": {f, Matched, person}}}, []string{}, ""},
		"rejected":        {Overrides{f.ID: {"": {f, Rejected, person}}}, []string{"toll corrected a person's correction: - was 40, 1 independent"}, ".toll.figure.corrected.7"},
		"rejected for it": {Overrides{f.ID: {"toll": {f, Rejected, person}}}, []string{"toll corrected a person's correction: - was 40, 1 independent"}, ".toll.figure.corrected.7"},
		"for another":     {Overrides{f.ID: {"flour": {f, Rejected, person}}}, []string{}, ""},
		"assigned to another": {Overrides{f.ID: {"flour": {flourFigure, Assigned, person}}},
			[]string{"flour new first: 40 was -, 1 independent"}, ".flour.figure.new"},
		"matched for it alone": {Overrides{f.ID: {"": {f, Rejected, Correction{Seq: 6}}, "toll": {amended, Matched, person}}},
			[]string{"toll corrected a person's correction: 54 was 40, 1 independent"}, ".toll.figure.corrected.7"},
	} {
		m := newMemory(t)
		_, err := m.record(in)
		must(t, err)
		m.people = c.people
		got, err := m.record(in)
		must(t, err)
		if diff := cmp.Diff(c.want, lines(got.Events)); diff != "" {
			t.Errorf("%s: %s", name, diff)
			continue
		}
		if len(c.want) > 0 && got.Events[0].ID != string(f.ID)+c.id {
			t.Errorf("%s: id %q, want it to end in %q", name, got.Events[0].ID, c.id)
		}
	}
}

// An assigned figure does not wait for review: a person has decided.
func TestAssignedBeyondBounds(t *testing.T) {
	m := newMemory(t)
	in := news("a", "wire", 0, 4000)
	f := in.Figures[0]
	m.people = Overrides{f.ID: {"toll": {f, Assigned, Correction{Seq: 1}}}}
	got, err := m.record(in)
	if err != nil || !cmp.Equal(lines(got.Events), []string{"toll new first: 4000 was -, 1 independent"}) {
		t.Errorf("%v, %v", lines(got.Events), err)
	}
}

func TestTrackersOfACase(t *testing.T) {
	m := newMemory(t)
	in := news("a", "wire", 0, 40)
	_, err := m.record(in)
	must(t, err)
	before := m.claims
	empty := in
	empty.Figures = nil
	for name, c := range map[string]struct {
		c    *Case
		want []string
	}{
		"claims now":    {NewCase(m.matcher, &in, nil, nil), []string{"toll"}},
		"claims before": {NewCase(m.matcher, &empty, nil, before), []string{"toll"}},
		"never":         {NewCase(m.matcher, &empty, nil, nil), nil},
	} {
		var got []string
		for _, tr := range c.c.Trackers() {
			got = append(got, tr.Name)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
