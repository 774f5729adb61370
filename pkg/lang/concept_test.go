package lang_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

func TestIsA(t *testing.T) {
	concepts := load(t).Concepts()
	for _, tt := range []struct {
		child, ancestor figure.ConceptID
		want            bool
	}{
		{"artillery-shell", "shell", true},
		{"artillery-shell", "munition", true},
		{"munition", "munition", true},
		{"missile", "munition", true},
		{"missile", "weapon", true},
		{"bullet", "weapon", false},
		{"tank", "armoured-vehicle", true},
		{"tank", "vehicle", true},
		{"drone", "vehicle", false},
		{"child", "person", true},
		{"doctor", "person", true},
		{"inhabitant", "person", true},
		{"martyr", "dead", true},
		{"dead", "injured", false},
		{"refugee", "displaced-person", false},
		{"hospital", "building", true},
		{"munition", "artillery-shell", false},
		{"artillery-shell", "mortar-shell", false},
		{"unheard-of", "munition", false},
		{"munition", "unheard-of", false},
		{"unheard-of", "unheard-of", true},
		{"", "munition", false},
	} {
		if got := concepts.IsA(tt.child, tt.ancestor); got != tt.want {
			t.Errorf("IsA(%q, %q) = %v, want %v", tt.child, tt.ancestor, got, tt.want)
		}
	}
}

func TestConceptsFind(t *testing.T) {
	concepts := load(t).Concepts()
	for _, tt := range []struct {
		phrase, lang string
		want         []figure.ConceptID
	}{
		{"Munitions", "", []figure.ConceptID{"munition"}},
		{"munitions", "ar", nil},
		{"وبالذخائر", "ar", []figure.ConceptID{"munition"}},
		{"قذائف مدفعية", "", []figure.ConceptID{"artillery-shell"}},
		{"artillery shells", "en", []figure.ConceptID{"artillery-shell"}},
		{"artillery shells fired", "en", nil},
		{"artillery", "en", nil},
		{"", "", nil},
		{" - ", "", nil},
	} {
		if got := concepts.Find(tt.phrase, tt.lang); !slices.Equal(got, tt.want) {
			t.Errorf("Find(%q, %q) = %q, want %q", tt.phrase, tt.lang, got, tt.want)
		}
	}
}

func TestConceptRelations(t *testing.T) {
	set, err := lang.LoadFS(small(map[string]string{"base/concepts.tsv": "" +
		"d\tb,c\t-\t-\tunder both\n" +
		"a\t-\tthing\tQ42\tthe top\n" +
		"c\ta\tother\t-\t-\n" +
		"b\ta\t-\t-\t-\n"}))
	if err != nil {
		t.Fatal(err)
	}
	concepts := set.Concepts()
	if got, want := concepts.Ancestors("d"), []figure.ConceptID{"b", "c", "a"}; !slices.Equal(got, want) {
		t.Errorf("Ancestors(d) = %q, want %q", got, want)
	}
	if got, want := concepts.Children("a"), []figure.ConceptID{"b", "c"}; !slices.Equal(got, want) {
		t.Errorf("Children(a) = %q, want %q", got, want)
	}
	if d, _ := concepts.Get("d"); d.Kind != "thing" {
		t.Errorf("the kind of d is %q, want that of its first parent's parent", d.Kind)
	}
	if a, _ := concepts.Get("a"); a.Wikidata != "Q42" || a.Gloss != "the top" {
		t.Errorf("Get(a) = %+v", a)
	}
	var order []string
	for c := range concepts.All() {
		order = append(order, string(c.ID))
	}
	if strings.Join(order, " ") != "a b c d" {
		t.Errorf("All yields %q", order)
	}
	if got := concepts.Lemmas("parcel", "xx"); !slices.Equal(got, []string{"food parcel"}) {
		t.Errorf("Lemmas(parcel) = %q", got)
	}
}

func TestLoadFSNamesTheFaultyConcept(t *testing.T) {
	for fault, tt := range map[string]struct {
		table string
		want  []string
	}{
		"columns":         {"a\t-\tthing\n", []string{"base/concepts.tsv:1", "5 columns", "have 3"}},
		"capitals":        {"# c\nA\t-\tthing\t-\t-\n", []string{"base/concepts.tsv:2", `"A"`}},
		"empty id":        {"\t-\tthing\t-\t-\n", []string{"base/concepts.tsv:1", `""`}},
		"twice":           {"a\t-\tthing\t-\t-\na\t-\tthing\t-\t-\n", []string{"base/concepts.tsv:2", `"a"`, "base/concepts.tsv:1"}},
		"no kind":         {"a\t-\t-\t-\t-\n", []string{"base/concepts.tsv:1", `"a"`, "kind"}},
		"kind of a sort":  {"a\t-\tA thing\t-\t-\n", []string{"base/concepts.tsv:1", `"A thing"`}},
		"wikidata":        {"a\t-\tthing\tL42\t-\n", []string{"base/concepts.tsv:1", `"L42"`}},
		"unknown parent":  {"a\tb\tthing\t-\t-\n", []string{"base/concepts.tsv:1", `"a"`, `"b"`}},
		"parent twice":    {"a\tb,b\tthing\t-\t-\nb\t-\tthing\t-\t-\n", []string{"base/concepts.tsv:1", `"b"`, "twice"}},
		"its own parent":  {"a\ta\tthing\t-\t-\n", []string{"base/concepts.tsv:1", "a < a"}},
		"cycle":           {"a\tb\tthing\t-\t-\nb\tc\tthing\t-\t-\nc\tb\tthing\t-\t-\n", []string{"base/concepts.tsv:2", "b < c < b"}},
		"cycle, no kinds": {"a\tb\t-\t-\t-\nb\ta\t-\t-\t-\n", []string{"base/concepts.tsv:1", "a < b < a"}},
	} {
		t.Run(fault, func(t *testing.T) {
			_, err := lang.LoadFS(small(map[string]string{"base/concepts.tsv": tt.table}))
			if err == nil {
				t.Fatal("the table loads")
			}
			for _, part := range tt.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("the error does not say %s: %v", part, err)
				}
			}
		})
	}
}
