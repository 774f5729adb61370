package word_test

import (
	"fmt"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

func Example() {
	packs, err := lang.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	english, _ := packs.Get("en")
	analyzer, err := word.New(english)
	if err != nil {
		fmt.Println(err)
		return
	}
	text := new(token.Doc)
	text.Read(english, "The plan is to plan carefully", 0)
	words := analyzer.NewReader()
	words.Read(text, 0, len(text.Tokens))
	for i := range text.Tokens {
		fmt.Printf("%s: %v\n", text.Slice(i, i), words.At(i).Best.From(word.FromPack))
	}
	// Output:
	// The: determiner
	// plan: noun singular
	// is: auxiliary singular present
	// to: particle
	// plan: verb present
	// carefully: adverb
}
