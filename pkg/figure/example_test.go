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

func ExampleNotation_Write() {
	symbols := figure.Symbols()
	fmt.Println(symbols.Write(figure.Approx, figure.Exactly(figure.NewNumber(260000))))
	fmt.Println(symbols.Write(figure.Range, figure.Between(figure.NewNumber(5), figure.NewNumber(7))))
	fmt.Println(symbols.Write(figure.Indefinite, figure.Between(figure.NewNumber(1000000), figure.Number{})))
	// Output:
	// ≈ 260000
	// 5–7
	// ≥ 1000000
}

func ExampleAmount_Bounded() {
	a := figure.Exactly(figure.NewNumber(40)).Bounded(figure.Ge)
	fmt.Println(a.Value, a.Lower, a.Upper.Stated())
	// Output: 40 40 false
}

func ExampleAmount_Map() {
	miles := figure.Between(figure.NewNumber(5), figure.NewNumber(7))
	kilometers, err := miles.Map(func(n figure.Number) (figure.Number, error) {
		factor, err := figure.ParseNumber("1.609344")
		return n.Mul(factor), err
	})
	fmt.Println(kilometers.Lower, kilometers.Upper, err)
	// Output: 8.04672 11.265408 <nil>
}

func ExampleUnitID_Cut() {
	u, divides := figure.UnitID("kilometer-per-hour").Cut()
	fmt.Println(u.Unit, u.Per, divides)
	fmt.Println(u.Inverse().Join())
	// Output:
	// kilometer hour true
	// hour-per-kilometer
}
