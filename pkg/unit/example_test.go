package unit_test

import (
	"fmt"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/unit"
)

func Example() {
	table, err := unit.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	kilograms, err := table.Convert(figure.NewNumber(260000), "tonne", "kilogram")
	fmt.Println(kilograms, err)

	_, err = table.Convert(figure.NewNumber(5), "USD", "EUR")
	fmt.Println(err)
	// Output:
	// 260000000 <nil>
	// cannot convert USD to EUR: an exchange rate is not a unit
}
