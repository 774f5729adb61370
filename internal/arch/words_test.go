package arch

import (
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestWordsStandInThePacks(t *testing.T) {
	found, err := Words(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Error(v)
	}
}

// TestProseIsQuoted: a folder without quotations must not be in prose.
func TestProseIsQuoted(t *testing.T) {
	for dir := range prose {
		files, err := os.ReadDir(path.Join("../..", dir))
		if err != nil {
			t.Errorf("the exception of %s: %v", dir, err)
			continue
		}
		quotes := false
		for _, f := range files {
			if text, err := os.ReadFile(path.Join("../..", dir, f.Name())); err == nil && strings.HasSuffix(f.Name(), ".go") {
				quotes = quotes || hasWord(string(text))
			}
		}
		if !quotes {
			t.Errorf("%s has no quotations: remove it from prose", dir)
		}
	}
}

func TestWords(t *testing.T) {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"pkg/track/cue.go":                  "package track\n\n// إجمالي in a comment\nvar cues = []string{\"total\", \"إجمالي\"}\n",
		"pkg/track/fold.go":                 "package track\n\nconst article = 'ا'\n\nvar escaped = \"\\u0627\"\n\nvar raw = `é`\n",
		"pkg/track/cue_test.go":             "package track\n\nvar want = \"إجمالي\"\n",
		"pkg/track/sign.go":                 "package track\n\nvar signs = \"،؛؟×²…\"\n",
		"pkg/track/data/cues.tsv":           "# é in a comment\ntotal\ttotal\nsum\tمجموع\n",
		"pkg/unit/data/marks.tsv":           "ar\t٫\t²\n",
		"pkg/track/testdata/cues.tsv":       "sum\tمجموع\n",
		"pkg/lang/xx/cues.tsv":              "sum\tمجموع\n",
		"pkg/lang/fold.go":                  "package lang\n\nvar a = \"é\"\n",
		"internal/gen/cldr/go.mod":          "module cldr\n",
		"internal/gen/cldr/main.go":         "package main\n\nvar vowels = \"aeé\"\n",
		"cmd/arqam/help.go":                 "package main\n\nvar example = \"arqam units طن\"\n\nvar tonne = \"طن\"\n",
		"vendor/example.org/words/words.go": "package words\n\nvar a = \"é\"\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	found, err := Words(files)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range found {
		place, _, _ := strings.Cut(v.String(), ": words belong")
		got = append(got, place)
	}
	want := []string{"cmd/arqam/help.go:5", "internal/gen/cldr/main.go:3", "pkg/track/cue.go:4", "pkg/track/data/cues.tsv:3",
		"pkg/track/fold.go:3", "pkg/track/fold.go:5", "pkg/track/fold.go:7"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
