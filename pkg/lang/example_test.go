package lang_test

import (
	"fmt"

	"github.com/arqam-io/arqam/pkg/lang"
)

func ExampleLoad() {
	set, err := lang.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(set.Detect("نحو 40 صاروخا").Name)
	// Output: العربية
}

func ExamplePack_Analyze() {
	set, err := lang.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	ar, _ := set.Get("ar")
	_, stem, clitics := ar.Analyze([]byte(ar.Fold.String("وبِالصّواريخ")))
	fmt.Println(stem == ar.Lookup([]byte("صواريخ")), clitics == lang.Conj|lang.Prep|lang.Art)
	fmt.Println(ar.Entries(stem)[0].ID)
	// Output:
	// true true
	// missile
}
