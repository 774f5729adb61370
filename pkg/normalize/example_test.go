package normalize_test

import (
	"fmt"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
	"github.com/arqam-io/arqam/pkg/normalize"
	"github.com/arqam-io/arqam/pkg/unit"
)

func Example() {
	units, err := unit.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	packs, err := lang.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	n, err := normalize.New(units, search.New(packs))
	if err != nil {
		fmt.Println(err)
		return
	}
	const sentence = "أعلنت الكويت منحة قدرها 5 ملايين دينار"
	out := n.Figures(figure.Mentions{
		Article: figure.Article{ID: "a", Text: sentence, Lang: "ar"},
		Mentions: []figure.Mention{{
			Field: figure.FieldText, Start: 24, End: 38, Text: "5 ملايين دينار",
			Relation: figure.Eq, Amount: figure.Exactly(figure.NewNumber(5_000_000)),
			Unit:    figure.Term{Name: "dinar", Text: "دينار"},
			Context: figure.Context{Sentence: sentence},
		}},
	})
	f := out.Figures[0]
	fmt.Println(f.Mention.Value, f.Unit, f.UnitEvidence.By, f.UnitEvidence.Text)
	// Output: 5000000 KWD sentence الكويت
}
