package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
)

// TestParity compares Score with the reference scorer, on gold figures that were altered in
// every way that the scorer examines.
func TestParity(t *testing.T) {
	const folder = "../../../shared/eval"
	script := filepath.Join(folder, "score.py")
	if _, err := os.Stat(script); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the reference scorer is missing")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 to run the reference scorer")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Skip("no gold files")
	}
	for _, file := range files {
		for seed := range uint64(2) {
			t.Run(filepath.Base(file), func(t *testing.T) {
				in, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				docs, err := ParseGold(bytes.NewReader(in))
				if err != nil {
					t.Fatal(err)
				}
				predicted := perfectly(t, docs)
				random := rand.New(rand.NewPCG(seed, 5))
				var lines bytes.Buffer
				enc := json.NewEncoder(&lines)
				for _, d := range docs {
					if seed > 0 {
						predicted[d.ID] = spoil(random, d, predicted[d.ID])
					}
					for _, f := range predicted[d.ID] {
						f.ArticleID = d.ID
						if err := enc.Encode(f); err != nil {
							t.Fatal(err)
						}
					}
				}
				path := filepath.Join(t.TempDir(), "predicted.jsonl")
				if err := os.WriteFile(path, lines.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
				report := Score(docs, predicted, packWords(t))
				var got bytes.Buffer
				if err := report.Print(&got); err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(reference(t, python, script, file, path), got.String()); d != "" {
					t.Errorf("seed %d (-reference +ours):\n%s", seed, d)
				}
				if seed == 0 {
					return
				}
				object, err := json.Marshal(report)
				if err != nil {
					t.Fatal(err)
				}
				want := strings.ReplaceAll(reference(t, python, script, file, path, "--json"), " ", "")
				if d := cmp.Diff(strings.TrimSpace(want), string(object)); d != "" {
					t.Errorf("seed %d, JSON (-reference +ours):\n%s", seed, d)
				}
			})
		}
	}
}

func reference(t *testing.T, python, script, gold, predicted string, args ...string) string {
	t.Helper()
	cmd := exec.Command(python, append([]string{script, gold, predicted}, args...)...)
	cmd.Env = append(os.Environ(), "PYTHONIOENCODING=utf-8")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, stderr.Bytes())
	}
	return string(out)
}

// spoil drops, doubles, moves, invents and alters figures.
func spoil(random *rand.Rand, d Document, in []figure.Figure) []figure.Figure {
	length := len([]rune(d.Text))
	var out []figure.Figure
	for _, f := range in {
		m := &f.Mention
		switch random.IntN(14) {
		case 0:
			continue
		case 1:
			out = append(out, f)
		case 2:
			m.Start = max(0, m.Start-random.IntN(20))
		case 3:
			m.End = min(length, m.End+random.IntN(20))
		case 4:
			m.Value = m.Value.Add(figure.NewNumber(1))
		case 5:
			m.Value, m.Lower = figure.Number{}, m.Value
		case 6:
			f.Unit = figure.UnitID(strings.ToLower(string(f.Unit)))
		case 7:
			f.Unit, f.Per = "", f.Unit
		case 8:
			m.Relation = figure.Ge
		case 9:
			m.Subject = "و" + m.Subject
		case 10:
			m.Subject, _, _ = strings.Cut(m.Subject, " ")
		}
		out = append(out, f)
	}
	if length > 8 && random.IntN(4) == 0 {
		start := random.IntN(length - 8)
		out = append(out, figure.Figure{Mention: figure.Mention{
			Field: figure.FieldText, Start: start, End: start + 1 + random.IntN(7), Amount: figure.Exactly(figure.NewNumber(3)), Relation: figure.Eq,
		}})
	}
	return out
}
