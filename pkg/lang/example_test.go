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

func ExampleLoadWith() {
	set, err := lang.LoadWith("own.yaml", []byte(`
concepts:
  cluster-munition:
    is-a: bomb
    nouns:
      en:
        - {singular: cluster bomb, plural: cluster bombs}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	concepts := set.Concepts()
	found := concepts.Find("Cluster bombs", "en")
	fmt.Println(found, concepts.IsA(found[0], "munition"))
	// Output:
	// [cluster-munition] true
}
