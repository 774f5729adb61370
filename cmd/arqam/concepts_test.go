package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/lang"
)

// TestConcepts keeps what lookups print, in each form, under the eyes of a
// reviewer.
func TestConcepts(t *testing.T) {
	own, err := filepath.Abs(filepath.Join("testdata", "concepts", "own.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"word.jsonl":     {"قذائف مدفعية"},
		"word.txt":       {"-o", "table", "بالقذائف"},
		"id.txt":         {"-o", "table", "artillery-shell"},
		"senses.txt":     {"-o", "table", "munitions"},
		"kind.txt":       {"-o", "table", "--kind", "vote"},
		"kind.csv":       {"-o", "csv", "--kind", "vote"},
		"own.jsonl":      {"--concepts", own, "cluster", "bombs"},
		"own-parent.txt": {"--concepts", own, "-o", "table", "munition"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := arqam(t, t.TempDir(), "", nil, append([]string{"concepts"}, args...)...)
			if got.status != exitOK || got.stderr != "" {
				t.Errorf("exit status %d, stderr %q", got.status, got.stderr)
			}
			golden(t, filepath.Join("testdata", "concepts", name), got.stdout)
		})
	}
}

func TestConceptsOfNothing(t *testing.T) {
	for _, word := range []string{"unheard-of", "munitions fired"} {
		got := arqam(t, t.TempDir(), "", nil, "concepts", word)
		if want := "arqam: \"" + word + "\" names no concept"; got.status != exitFailure || !strings.HasPrefix(got.stderr, want) || got.stdout != "" {
			t.Errorf("exit status %d, want %d; stderr %q, want %q", got.status, exitFailure, got.stderr, want)
		}
	}
}

func TestConceptsListsAll(t *testing.T) {
	got := arqam(t, t.TempDir(), "", nil, "concepts")
	lines := strings.Split(strings.TrimSpace(got.stdout), "\n")
	if len(lines) < 700 {
		t.Errorf("%d concepts", len(lines))
	}
	for _, line := range lines {
		var c lang.ConceptEntry
		if err := json.Unmarshal([]byte(line), &c); err != nil || len(c.Nouns["ar"]) == 0 || len(c.Nouns["en"]) == 0 {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// TestOwnConcepts: the file's nouns are read wherever text is, and trackers
// know them, whether a flag, the environment or a file of settings names it.
func TestOwnConcepts(t *testing.T) {
	own, err := os.ReadFile(filepath.Join("testdata", "concepts", "own.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	dir := writeFiles(t, map[string]string{
		"own.yaml":   string(own),
		"arqam.yaml": "concepts: own.yaml\n",
		"trackers.yaml": "trackers:\n  - name: cluster\n    title: {en: Cluster bombs}\n" +
			"    match: {subject: [cluster bombs]}\n    measure: increment\n",
	})
	const dual = "أسقطت الطائرات قنبلتين عنقوديتين على البلدة"
	const killed = "The fire killed 12 smokejumpers and destroyed 4 quadcopters."
	for _, c := range []struct {
		name, text string
		env        []string
		args       []string
		want       []string
	}{
		{"by a flag", dual, nil, []string{"extract", "--concepts", "own.yaml"}, []string{`"value":2`, `"concept":"cluster-munition"`}},
		{"by the environment", killed, []string{"ARQAM_CONCEPTS=own.yaml"}, []string{"extract"},
			[]string{`"concept":"smokejumper","event":"killed"`, `"concept":"drone"`}},
		{"by the settings", killed, nil, []string{"extract", "--config", "arqam.yaml"}, []string{`"concept":"smokejumper"`}},
		{"in a tracker", dual, nil, []string{"tracker", "test", "--config", "arqam.yaml", "trackers.yaml"}, []string{`"cluster"`, `"matches":true`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := arqam(t, dir, c.text, c.env, c.args...)
			for _, want := range c.want {
				if got.status != exitOK || !strings.Contains(got.stdout, want) {
					t.Errorf("exit status %d; %q is not in %s%s", got.status, want, got.stdout, got.stderr)
				}
			}
		})
	}
	t.Run("not without it", func(t *testing.T) {
		if got := arqam(t, dir, killed, nil, "extract"); strings.Contains(got.stdout, "smokejumper\",\"event") {
			t.Error(got.stdout)
		}
	})
}

// TestUnknownNoun: what no language knows has no concept; its phrase is the
// subject, and a tracker finds it in any spelling that folds to the same.
func TestUnknownNoun(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"trackers.yaml": "trackers:\n  - name: kits\n    title: {en: Kits}\n    match: {subject: [Widgetry, زربولا]}\n    measure: increment\n",
	})
	for text, subject := range map[string]string{
		"About 3,500 blue widgetry kits were shipped": "blue widgetry kits",
		"ضبطت الشرطة 40 زَرْبولاً في المدينة":         "زَرْبولاً",
	} {
		got := arqam(t, dir, text, nil, "extract")
		if want := `"subject":"` + subject + `","concept":null`; !strings.Contains(got.stdout, want) {
			t.Errorf("%s is not in %s%s", want, got.stdout, got.stderr)
		}
		if got := arqam(t, dir, text, nil, "tracker", "test", "trackers.yaml"); !strings.Contains(got.stdout, `"matches":true`) {
			t.Errorf("the tracker does not follow %q: %s%s", text, got.stdout, got.stderr)
		}
	}
}
