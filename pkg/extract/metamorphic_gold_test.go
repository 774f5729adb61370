package extract_test

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/arqam-io/arqam/pkg/extract"
	"github.com/arqam-io/arqam/pkg/figure"
)

// specimen is a sentence with the figures that are read in it.
type specimen struct {
	lang string
	text []rune
	read []figure.Mention
	gold []goldFigure
}

// goldFigure is a figure of a gold set that the engine reads rightly.
type goldFigure struct {
	read    figure.Mention
	subject string // as the gold set has it
}

// goldRecord is a text with its figures in the format of the gold sets. Sets of sentences by
// kind have no offsets, and may list several subjects.
type goldRecord struct {
	Lang, Text string
	Figures    []struct {
		Start, End          int
		Value, Lower, Upper *float64
		Relation            string
		Subject             any
	}
}

// specimens are the sentences of every gold set in the repository and of those beside it,
// and those without figures, each sentence once.
func specimens(t *testing.T, x *extract.Extractor) []specimen {
	t.Helper()
	var out []specimen
	seen := map[string]bool{}
	add := func(s specimen) {
		if key := s.lang + string(s.text); !seen[key] {
			seen[key] = true
			out = append(out, s)
		}
	}
	for _, code := range []string{"ar", "en", "fr", "es"} {
		goldenSpecimens(t, x, code, add)
	}
	inside, _ := filepath.Glob("../../internal/accuracy/testdata/*.jsonl")
	if len(inside) == 0 {
		t.Fatal("there are no gold sets beside internal/accuracy")
	}
	beside, _ := filepath.Glob("../../../shared/eval/*.jsonl")
	if len(beside) == 0 {
		t.Log("no gold sets are beside the repository: only its own are transformed")
	}
	for _, path := range slices.Concat(inside, beside) {
		for _, r := range goldRecords(t, path) {
			r.sentences(x, add)
		}
	}
	for _, r := range rows(t, "nonfigures.tsv", 3) {
		if len(x.Text(r.lang, r.sentence)) == 0 {
			add(specimen{lang: r.lang, text: []rune(r.sentence)})
		}
	}
	return out
}

// goldenSpecimens are the sentences of testdata whose figures are read as listed.
func goldenSpecimens(t *testing.T, x *extract.Extractor, code string, add func(specimen)) {
	eachGolden(t, code, func(g *group, text string) {
		s := specimen{lang: code, text: []rune(text), read: x.Text(code, text)}
		if g.negative || !slices.Equal(figureLines(s.read), g.figures) {
			return
		}
		for _, m := range s.read {
			s.gold = append(s.gold, goldFigure{m, m.Subject})
		}
		add(s)
	})
}

func goldRecords(t *testing.T, path string) []goldRecord {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []goldRecord
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<22)
	for in.Scan() {
		var r goldRecord
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, r)
	}
	return out
}

// sentences cuts a text into the sentences that state figures, and keeps of each the gold
// figures that are read when it stands alone.
func (r goldRecord) sentences(x *extract.Extractor, add func(specimen)) {
	last := -1
	for _, m := range x.Text(r.Lang, r.Text) {
		from := m.Context.SentenceStart
		if from == last {
			continue
		}
		last = from
		s := specimen{lang: r.Lang, text: []rune(m.Context.Sentence), read: x.Text(r.Lang, m.Context.Sentence)}
		for _, m := range s.read {
			for _, g := range r.Figures {
				at := [2]int{g.Start - from, g.End - from}
				if (g.End == 0 || overlaps(m, at)) && states(m, g.Value, g.Lower, g.Upper) && (g.Relation == "" || g.Relation == string(m.Relation)) {
					subject, _ := g.Subject.(string)
					s.gold = append(s.gold, goldFigure{m, subject})
					break
				}
			}
		}
		add(s)
	}
}

// states reports whether a mention has the value, or the bounds where there is none.
func states(m figure.Mention, value, lower, upper *float64) bool {
	same := func(n figure.Number, want *float64) bool {
		got, ok := n.Float64()
		if !ok || want == nil {
			return !n.Stated() && want == nil
		}
		return math.Abs(got-*want) <= 1e-9*max(1, math.Abs(got))
	}
	return same(m.Value, value) && same(m.Lower, lower) && same(m.Upper, upper)
}
