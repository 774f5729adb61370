package lang_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// ownConcepts is a file as a news desk would write it.
const ownConcepts = `
concepts:
  cluster-munition:
    is-a: bomb
    gloss: bomb or shell that releases smaller ones
    nouns:
      en:
        - singular: cluster bomb
          plural: cluster bombs
        - lemma: cluster munition
          paradigms: "- n"
      ar:
        - lemma: قنبلة/قنابل عنقودية/عنقودية
          paradigms: f f
  foreign-fighter:
    is-a: [fighter, foreigner]
    kind: people
    wikidata: Q42
    nouns:
      en: [{singular: legionnaire, plural: legionnaires}]
  drone:
    is-a: weapon
    nouns:
      en:
        - {singular: quadcopter, plural: [quadcopters, quadrocopters]}
`

func TestLoadWith(t *testing.T) {
	set, err := lang.LoadWith("own.yaml", []byte(ownConcepts))
	if err != nil {
		t.Fatal(err)
	}
	concepts := set.Concepts()
	for _, tt := range []struct {
		phrase string
		want   figure.ConceptID
	}{
		{"cluster bombs", "cluster-munition"},
		{"Cluster munitions", "cluster-munition"},
		{"قنبلتين عنقوديتين", "cluster-munition"},
		{"والقنابل العنقودية", "cluster-munition"},
		{"legionnaire", "foreign-fighter"},
		{"quadrocopters", "drone"},
		{"drones", "drone"},
		{"bombs", "bomb"},
	} {
		if got := concepts.Find(tt.phrase, ""); !slices.Equal(got, []figure.ConceptID{tt.want}) {
			t.Errorf("Find(%q) = %q, want %q", tt.phrase, got, tt.want)
		}
	}
	for child, ancestor := range map[figure.ConceptID]figure.ConceptID{
		"cluster-munition": "munition", "foreign-fighter": "person", "drone": "weapon",
	} {
		if !concepts.IsA(child, ancestor) {
			t.Errorf("%s is no %s", child, ancestor)
		}
	}
	if c, _ := concepts.Get("cluster-munition"); c.Kind != "weapon" || c.Gloss != "bomb or shell that releases smaller ones" {
		t.Errorf("Get(cluster-munition) = %+v", c)
	}
	if c, _ := concepts.Get("foreign-fighter"); c.Wikidata != "Q42" {
		t.Errorf("Get(foreign-fighter) = %+v", c)
	}
	if got, want := concepts.Lemmas("cluster-munition", "en"), []string{"cluster bomb", "cluster munition"}; !slices.Equal(got, want) {
		t.Errorf("Lemmas(cluster-munition) = %q, want %q", got, want)
	}
}

// TestLoadWithTellsPeople: a user's fighters can be killed as all others can.
func TestLoadWithTellsPeople(t *testing.T) {
	set, err := lang.LoadWith("own.yaml", []byte(ownConcepts))
	if err != nil {
		t.Fatal(err)
	}
	en, _ := set.Get("en")
	for word, human := range map[string]bool{"legionnaires": true, "quadcopters": false} {
		entries := en.Entries(en.Lookup([]byte(word)))
		if len(entries) != 1 || entries[0].Has(lang.Human) != human || entries[0].Form != lang.Plural {
			t.Errorf("%s is %+v; want a plural, human: %v", word, entries, human)
		}
	}
}

func TestLoadWithLeavesTheBuiltInAlone(t *testing.T) {
	if _, err := lang.LoadWith("own.yaml", []byte(ownConcepts)); err != nil {
		t.Fatal(err)
	}
	if got := load(t).Concepts().Find("quadcopter", ""); got != nil {
		t.Errorf("without the file a quadcopter is %q", got)
	}
}

// TestLoadWithNamesTheFault: an editor reads these errors.
func TestLoadWithNamesTheFault(t *testing.T) {
	const noun = "\n    nouns:\n      "
	for fault, tt := range map[string]struct {
		file string
		want []string
	}{
		"nothing":                    {"# to do\n", []string{"own.yaml", "concepts"}},
		"no YAML":                    {"concepts:\n  a: [\n", []string{"own.yaml:"}},
		"a list":                     {"- drone\n", []string{"own.yaml:1"}},
		"another key":                {"concept:\n  a: {}\n", []string{"own.yaml:1", `"concept"`, `did you mean "concepts"?`}},
		"a concept of text":          {"concepts:\n  drones: drone\n", []string{"own.yaml:2", `"drone"`, "drones"}},
		"key of a concept":           {"concepts:\n  a:\n    isa: drone\n", []string{"own.yaml:3", `"isa"`, "is-a"}},
		"a key twice":                {"concepts:\n  a:\n    kind: aid\n    kind: aid\n", []string{"own.yaml:4", "kind", "line 3"}},
		"a concept twice":            {"concepts:\n  a: {kind: aid}\n  a: {kind: aid}\n", []string{"own.yaml:3", `concepts: duplicate key "a"`, "line 2"}},
		"id":                         {"concepts:\n  Cluster bomb: {kind: weapon}\n", []string{"own.yaml:2", `"Cluster bomb"`}},
		"kind of many":               {"concepts:\n  a: {kind: [aid, weapon]}\n", []string{"own.yaml:2", "kind", "a single value"}},
		"kind":                       {"concepts:\n  a: {kind: Aid goods}\n", []string{"own.yaml:2", `"Aid goods"`}},
		"no kind":                    {"concepts:\n  a: {gloss: x}\n", []string{"own.yaml:2", `"a"`, "kind"}},
		"wikidata":                   {"concepts:\n  a: {kind: aid, wikidata: 42}\n", []string{"own.yaml:2", `"42"`}},
		"parent":                     {"concepts:\n  a: {is-a: boms}\n", []string{"own.yaml:2", `"boms"`, "not a concept"}},
		"parent of no text":          {"concepts:\n  a: {is-a: [{bomb: 1}]}\n", []string{"own.yaml:2", "is-a"}},
		"parent that is one":         {"concepts:\n  tank: {is-a: armoured-vehicle}\n", []string{"own.yaml:2", `"tank"`, "already"}},
		"cycle":                      {"concepts:\n  munition: {is-a: artillery-shell}\n", []string{"own.yaml:2", "munition < artillery-shell < shell < munition"}},
		"gloss of a built-in":        {"concepts:\n  tank: {gloss: water tank}\n", []string{"own.yaml:2", `"tank"`, "built in"}},
		"nouns without a language":   {"concepts:\n  tank:" + noun + "- {singular: panzer}\n", []string{"own.yaml:4", "nouns"}},
		"nouns without a list":       {"concepts:\n  tank:" + noun + "en: panzer\n", []string{"own.yaml:4", "nouns.en", "list"}},
		"nouns of a language":        {"concepts:\n  tank:" + noun + "de:\n        - singular: Panzer\n", []string{"own.yaml:5", `"de"`, strings.Join(load(t).Langs(), ", ")}},
		"noun of text":               {"concepts:\n  tank:" + noun + "en: [panzer]\n", []string{"own.yaml:4", `"panzer"`}},
		"form":                       {"concepts:\n  tank:" + noun + "en: [{many: panzers}]\n", []string{"own.yaml:4", `"many"`, "plural", "lemma"}},
		"empty form":                 {"concepts:\n  tank:" + noun + "en: [{plural: }]\n", []string{"own.yaml:4", "plural"}},
		"form of nothing":            {"concepts:\n  tank:" + noun + "en: [{plural: \"\\u00AD\"}]\n", []string{"own.yaml:4", "folds to nothing"}},
		"lemma and forms":            {"concepts:\n  tank:" + noun + "en: [{plural: panzers, lemma: panzer}]\n", []string{"own.yaml:4", `"panzer"`}},
		"lemmas":                     {"concepts:\n  tank:" + noun + "en: [{lemma: [panzer, tiger]}]\n", []string{"own.yaml:4", "lemma", "a single value"}},
		"paradigms of nothing":       {"concepts:\n  tank:" + noun + "en: [{paradigms: n}]\n", []string{"own.yaml:4", `"n"`, "lemma"}},
		"paradigm":                   {"concepts:\n  tank:" + noun + "en: [{lemma: panzer, paradigms: masculine}]\n", []string{"own.yaml:4", `"masculine"`}},
		"a noun of another concept":  {"concepts:\n  tank:" + noun + "en:\n        - plural: panzers\n        - plural: drones\n", []string{"own.yaml:6", `"drones"`, "drone"}},
		"a noun of two own concepts": {"concepts:\n  tank:" + noun + "en: [{plural: panzers}]\n  car:" + noun + "en: [{plural: panzers}]\n", []string{"own.yaml:7", `"panzers"`, "tank"}},
	} {
		t.Run(fault, func(t *testing.T) {
			_, err := lang.LoadWith("own.yaml", []byte(tt.file))
			if err == nil {
				t.Fatal("the file loads")
			}
			for _, part := range tt.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("the error does not say %s: %v", part, err)
				}
			}
		})
	}
}

func FuzzLoadWith(f *testing.F) {
	f.Add(ownConcepts)
	f.Add("concepts:\n  a: &x\n    is-a: *x\n")
	f.Fuzz(func(t *testing.T, file string) {
		set, err := lang.LoadWith("own.yaml", []byte(file))
		if err == nil && len(set.Langs()) == 0 {
			t.Error("a set without languages")
		}
	})
}
