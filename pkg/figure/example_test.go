package figure_test

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/arqam-io/arqam/pkg/figure"
)

func ExampleEncode() {
	wire, err := figure.Encode(figure.Article{ID: "desk-7", Lang: "ar", Text: "وصل 40 صاروخا"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(wire))
	// Output: {"v":1,"body":{"id":"desk-7","lang":"ar","text":"وصل 40 صاروخا"}}
}

func ExampleDecode() {
	a, err := figure.Decode[figure.Article]([]byte(`{"v":1,"body":{"id":"desk-7","text":"40 missiles"}}`))
	fmt.Println(a.ID, a.Text, err)
	_, err = figure.Decode[figure.Article]([]byte(`{"v":9,"body":{}}`))
	fmt.Println(errors.Is(err, figure.ErrWireVersion))
	// Output:
	// desk-7 40 missiles <nil>
	// true
}

func ExampleParseNumber() {
	n, err := figure.ParseNumber("260000.50")
	fmt.Println(n, err)
	_, err = figure.ParseNumber("many")
	fmt.Println(err != nil)
	// Output:
	// 260000.5 <nil>
	// true
}

func ExampleFromRat() {
	fmt.Println(figure.FromRat(big.NewRat(2, 3)))
	// Output: 0.6666666666666666667
}

func ExampleNumber_Stated() {
	var absent figure.Number
	fmt.Println(absent.Stated(), figure.NewNumber(0).Stated(), absent.Add(figure.NewNumber(5)).Stated())
	// Output: false true false
}

func ExampleNewID() {
	article := figure.Article{URL: "https://news.example/7", Text: "وصل 40 صاروخا"}
	article.Identify()
	here := figure.Mention{Field: figure.FieldText, Start: 4, End: 6}
	id := figure.NewID(article, "1", here)
	fmt.Println(figure.NewID(article, "1", here) == id)
	fmt.Println(figure.NewID(article, "2", here) == id)
	// Output:
	// true
	// false
}
