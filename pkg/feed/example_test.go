package feed_test

import (
	"fmt"
	"strings"

	"github.com/arqam-io/arqam/pkg/feed"
)

func ExampleReader_Read() {
	lines := `{"id":"n1","source":"port","text":"وصلت 12 شاحنة","published":"03/02/2026"}
{"id":"n2"}
{"id":"n3","text":"13 lorries","published":"soon"}`
	var reader feed.Reader
	for item, err := range reader.Read("news.jsonl", strings.NewReader(lines)) {
		if err != nil {
			fmt.Println("rejected:", err)
			continue
		}
		fmt.Println(item.Article.ID, item.Article.Published.Format("2006-01-02"), item.Notes)
	}
	// Output:
	// n1 2026-02-03 []
	// rejected: news.jsonl:2: not an article: it has neither "text" nor "title"
	// n3 0001-01-01 [the publication date "soon" cannot be read; the article is kept without a date]
}

func ExampleParseTime() {
	for _, s := range []string{"Tue, 03 Feb 2026 09:05:00 EST", "٠٣/٠٢/٢٠٢٦", "قبل 3 ساعات"} {
		t, err := feed.ParseTime(s)
		fmt.Println(t.Format("2006-01-02 15:04"), err)
	}
	// Output:
	// 2026-02-03 14:05 <nil>
	// 2026-02-03 00:00 <nil>
	// 0001-01-01 00:00 the publication date "قبل 3 ساعات" cannot be read
}
