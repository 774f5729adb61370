package eval_test

import (
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/eval"
	"github.com/arqam-io/arqam/pkg/figure"
)

func stated(value int64, unit figure.UnitID, relation figure.Relation) figure.Figure {
	return figure.Figure{
		Mention:   figure.Mention{Relation: relation, Amount: figure.Exactly(figure.NewNumber(value))},
		Canonical: figure.Canonical{Amount: figure.Exactly(figure.NewNumber(value)), UnitPer: figure.UnitPer{Unit: unit}},
	}
}

func TestAgreement(t *testing.T) {
	forty, fifty := stated(40, "", figure.Eq), stated(50, "", figure.Eq)
	var a eval.Agreement
	a.Compare(eval.Pair{ID: "same"}, [2][]figure.Figure{{forty, fifty}, {fifty, forty}})
	a.Compare(eval.Pair{ID: "twice on one side"}, [2][]figure.Figure{{forty, forty}, {forty}})
	a.Compare(eval.Pair{ID: "another relation"}, [2][]figure.Figure{{stated(40, "", figure.Gt)}, {forty}})
	a.Compare(eval.Pair{ID: "another unit"}, [2][]figure.Figure{{stated(40, "kilogram", figure.Eq)}, {forty}})
	a.Compare(eval.Pair{ID: "one side"}, [2][]figure.Figure{{forty}, nil})
	a.Compare(eval.Pair{ID: "none"}, [2][]figure.Figure{})
	if a.Stated != 4 || a.Agreed != 1 || a.OneSided != 1 || a.Share() != 25 {
		t.Errorf("stated %d, agreed %d, one-sided %d, share %v; want 4, 1, 1, 25", a.Stated, a.Agreed, a.OneSided, a.Share())
	}
	if a.Shared != 5 || a.SameUnit != 4 || a.Same != 3 {
		t.Errorf("%d values on both sides, %d of the same unit, %d of the same relation; want 5, 4, 3", a.Shared, a.SameUnit, a.Same)
	}
	var ids []string
	for _, d := range a.Differences {
		ids = append(ids, d.Pair.ID)
	}
	if got, want := strings.Join(ids, "|"), "twice on one side|another relation|another unit|one side"; got != want {
		t.Errorf("differences %s, want %s", got, want)
	}
}

func TestParsePairs(t *testing.T) {
	pairs, err := eval.ParsePairs(strings.NewReader(`{"id":"p1","doc":"d","en":"forty","ar":"أربعون"}`))
	if err != nil || len(pairs) != 1 {
		t.Fatalf("pairs %v, error %v", pairs, err)
	}
	if p := pairs[0]; p.ID != "p1" || p.Langs != [2]string{"ar", "en"} || p.Texts != [2]string{"أربعون", "forty"} {
		t.Errorf("pair %+v", p)
	}
	for name, in := range map[string]string{
		"line 1: the pair must have texts in two languages, but has 1": `{"id":"p1","en":"forty"}`,
		"line 2: ": "{\"ar\":\"\",\"en\":\"\"}\n{",
	} {
		if _, err := eval.ParsePairs(strings.NewReader(in)); err == nil || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("%q: error %v, want %q", in, err, name)
		}
	}
}
