package numeral_test

import (
	"fmt"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

func ExampleParse() {
	set, err := lang.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	ar, _ := set.Get("ar")
	var d token.Doc
	d.Read(ar, "ثلاثة ملايين و200 ألف طن", 0)
	n, ok := numeral.Parse(&d, 0, len(d.Tokens), false)
	fmt.Println(n.Value, d.Slice(n.First, n.Last), ok)
	// Output: 3200000 ثلاثة ملايين و200 ألف true
}

func ExampleDigits() {
	set, err := lang.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	ar, _ := set.Get("ar")
	value, other, _ := numeral.Digits("2.750", ar)
	fmt.Println(value, "or", other)
	// Output: 2750 or 2.75
}
