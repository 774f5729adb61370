package accuracy

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/eval"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// floor is the minimum F1 in percent at each level, and the minimum strict token F1 of
// subjects: slightly below what was measured when it was set. Raise it when the engine
// improves.
type floor struct{ value, quantity, figure, subject float64 }

// TestGold compares the F1 of the engine on whole sets of gold figures with the floor.
func TestGold(t *testing.T) {
	for _, c := range []struct {
		file, lang string
		floor      floor
	}{
		{"phenomena.jsonl", "", floor{98, 96, 96, 90}},
		{"kinds.jsonl", "", floor{96, 93, 93, 88}},
		{"desk.jsonl", "ar", floor{98.5, 97.5, 97, 83}},
		{"desk.jsonl", "en", floor{97.5, 96, 96, 79}},
	} {
		t.Run(c.file+" "+c.lang, func(t *testing.T) {
			docs, err := eval.ParseGold(bytes.NewReader(read(t, c.file)))
			if err != nil {
				t.Fatalf("%s: %v", c.file, err)
			}
			var kept []eval.Document
			predicted := map[figure.ArticleID][]figure.Figure{}
			for _, d := range docs {
				if c.lang == "" || d.Lang == c.lang {
					kept = append(kept, d)
					predicted[d.ID] = figures(t, d.Article())
				}
			}
			r := eval.Score(kept, predicted, loaded(t).Words)
			got := floor{r.Tallies[eval.Value].F1(), r.Tallies[eval.Quantity].F1(), r.Tallies[eval.Whole].F1(), r.Subjects.Strict.Percent()}
			t.Logf("%d figures: value %.1f, quantity %.1f, figure %.1f, subject strict %.1f", r.Gold(), got.value, got.quantity, got.figure, got.subject)
			if got.value < c.floor.value || got.quantity < c.floor.quantity || got.figure < c.floor.figure || got.subject < c.floor.subject {
				t.Errorf("%+.1f is below the floor of %+v", got, c.floor)
			}
		})
	}
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// figures reads an article as the services do.
func figures(t *testing.T, a figure.Article) []figure.Figure {
	t.Helper()
	return loaded(t).Figures(a).Figures
}

func loaded(t *testing.T) *engine.Engine {
	t.Helper()
	e, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

var reader = sync.OnceValues(func() (*engine.Engine, error) {
	packs, err := lang.Load()
	if err != nil {
		return nil, err
	}
	return engine.New(packs)
})
