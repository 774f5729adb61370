package extract_test

import (
	"fmt"

	"github.com/arqam-io/arqam/pkg/extract"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

func ExampleExtractor_Text() {
	packs, err := lang.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := extract.New(packs)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range x.Text("ar", "وصل نحو 260 ألف طن متري من القمح، وقتل 17 شخصا على الأقل.") {
		fmt.Println(m.Relation, m.Value, m.Kind, m.Subject)
	}
	// Output:
	// approx 260000 measure القمح
	// ge 17 count شخصا
}

func ExampleExtractor_Article() {
	packs, err := lang.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := extract.New(packs)
	if err != nil {
		fmt.Println(err)
		return
	}
	out := x.Article(figure.Article{Lang: "en", Title: "Grain", Text: "Between 10 and 15 ships left the port in March 2024."})
	for _, m := range out.Mentions {
		fmt.Println(m.Field, m.Start, m.End, m.Relation, m.Lower, m.Upper, m.Subject)
	}
	// Output: text 8 17 range 10 15 ships
}

func ExampleExtractor_Explain() {
	packs, err := lang.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := extract.New(packs)
	if err != nil {
		fmt.Println(err)
		return
	}
	trace, _ := x.Explain("en", "Resolution 2231 was passed in 2015")
	for _, c := range trace.Candidates {
		fmt.Println(c.Text, "-", c.Dropped)
	}
	// Output:
	// 2231 - label: article, resolution, channel or list number
	// 2015 - year
}
