package ledger_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
	"github.com/arqam-io/arqam/pkg/ledger"
)

func Example() {
	dir, err := os.MkdirTemp("", "ledger")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	// Or an address: postgres://arqam@db.internal/news
	l, err := ledger.Open(ctx, filepath.Join(dir, "ledger.db"))
	if err != nil {
		log.Fatal(err)
	}
	defer l.Close()

	in := figure.Figures{Engine: "1", Article: figure.Article{ID: "n1", Source: "sahel-news", Text: "سقطت 40 قذيفة على الميناء."}}
	in.Article.Identify()
	m := figure.Mention{Field: figure.FieldText, Start: 5, End: 7, Text: "40", Kind: figure.Count, Relation: figure.Eq,
		Amount: figure.Exactly(figure.NewNumber(40)), Subject: "قذيفة", Context: figure.Context{Sentence: in.Article.Text, Modality: figure.Asserted}}
	in.Figures = []figure.Figure{{ID: figure.NewID(in.Article, in.Engine, m), ArticleID: "n1", Mention: m}}

	err = l.Update(ctx, func(tx *ledger.Tx) error {
		if err := tx.Record(&in); err != nil {
			return err
		}
		_, err := tx.Correct(in.Figures[0].ID, judge.Correction{Action: judge.Amend, Value: figure.NewNumber(14),
			By: "salwa", Why: "the port's own log", At: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)})
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	rows, err := l.Figures(ctx, ledger.Query{Words: "القذيفه مينا*"})
	if err != nil {
		log.Fatal(err)
	}
	for _, row := range rows {
		fmt.Println(row.Figure.Mention.Value, "was read as", row.Read.Mention.Value, "and corrected by", row.Override.Correction.By)
	}
	// Output: 14 was read as 40 and corrected by salwa
}
