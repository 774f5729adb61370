package eval_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/arqam-io/arqam/pkg/eval"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
)

func Example() {
	docs, err := eval.ParseGold(strings.NewReader(
		`{"id":"a","text":"More than 40 rockets fell.","figures":[{"start":10,"end":12,"value":40,"relation":"gt","subject":"rockets"}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	predicted := map[figure.ArticleID][]figure.Figure{"a": {{Mention: figure.Mention{
		Start: 10, End: 12, Amount: figure.Exactly(figure.NewNumber(40)), Relation: figure.Eq, Subject: "rockets",
	}}}}
	packs, err := lang.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	report := eval.Score(docs, predicted, search.New(packs))
	if err := report.Print(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 1 documents, 1 gold figures
	// span      precision 100.00  recall 100.00  F1 100.00
	// value     precision 100.00  recall 100.00  F1 100.00
	// quantity  precision 100.00  recall 100.00  F1 100.00
	// figure    precision   0.00  recall   0.00  F1   0.00
	// subject   token F1 100.0 on 1 figures; behind the number 100.0, before it None; strict 100.0 on 1
}
