package track

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// A term in any language and form means its concept. The expected ids are the
// lexicon's own, looked up by the first term of each row.
func TestConceptsOf(t *testing.T) {
	packs, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, terms := range [][]string{
		{"munitions", "ذخيرة", "ذخائر", "الذَّخائر"},
		{"artillery shell", "artillery shells", "قذيفة مدفعية", "قذائف المدفعية"},
		{"missile", "missiles", "صاروخ", "الصواريخ"},
	} {
		want := conceptsOf(packs.Concepts(), terms[0])
		if len(want) == 0 {
			t.Errorf("%q means nothing", terms[0])
		}
		for _, term := range terms[1:] {
			if diff := cmp.Diff(want, conceptsOf(packs.Concepts(), term)); diff != "" {
				t.Errorf("%q does not mean what %q means\n%s", term, terms[0], diff)
			}
		}
	}
	for _, term := range []string{"", "***", "artillery missile", "كوريا الشمالية"} {
		if got := conceptsOf(packs.Concepts(), term); got != nil {
			t.Errorf("%q means %v, want nothing", term, got)
		}
	}
}

func TestResolve(t *testing.T) {
	packs, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	in := arabic()
	in.Figures[0].Mention.Concept = conceptsOf(packs.Concepts(), "munitions")[0]
	m := matcher(t, "match: {subject: ذخيرة}\nunit: tonne")
	if got := m.Match(&in); len(got) != 0 {
		t.Error("«ذخيرة» matches «الذخائر» without a lexicon: the test shows nothing")
	}
	m.Resolve(packs)
	got := m.Explain(&in)
	if !got[0].Passed {
		t.Fatalf("«ذخيرة» does not match «الذخائر»: %v", got[0].Findings)
	}
	want := "pass subject: expected ذخيرة; concept " + string(in.Figures[0].Mention.Concept) + " of the term «ذخيرة»"
	for _, f := range got[0].Findings {
		if f.Clause == BySubject && f.String() != want {
			t.Errorf("finding %q, want %q", f, want)
		}
	}
	in.Figures[0].Mention.Concept = figure.ConceptID("another-thing")
	if got := m.Match(&in); len(got) != 0 {
		t.Error("another concept matches as well")
	}
}

// TestResolveKinds: a tracker of a whole follows its kinds, and one of a kind
// does not follow the whole.
func TestResolveKinds(t *testing.T) {
	packs, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		subject string
		concept figure.ConceptID
		want    bool
	}{
		{"munitions", "artillery-shell", true},
		{"ذخيرة", "bullet", true},
		{"munition", "mortar-shell", true},
		{"artillery shell", "munition", false},
		{"munitions", "tank", false},
		{"people", "person", true},
		{"people", "child", false},
	} {
		in := arabic()
		in.Figures[0].Mention.Concept, in.Figures[0].Mention.Subject = tt.concept, ""
		m := matcher(t, "match: {subject: "+tt.subject+"}\nunit: tonne")
		m.Resolve(packs)
		if got := len(m.Match(&in)) > 0; got != tt.want {
			t.Errorf("a tracker of %q matches %s: %v, want %v", tt.subject, tt.concept, got, tt.want)
		}
	}
}
