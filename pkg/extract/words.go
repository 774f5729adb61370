package extract

import (
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/word"
)

// words analyses the words of the sentence being read, once and only when somebody
// asks for one.
type words struct {
	readers map[*lang.Pack]*word.Reader
	current *word.Reader
	read    bool
}

func wordsOf(analyzers map[*lang.Pack]*word.Analyzer) words {
	w := words{readers: map[*lang.Pack]*word.Reader{}}
	for pack, a := range analyzers {
		w.readers[pack] = a.NewReader()
	}
	return w
}

// alone is what token i may be whatever stands beside it.
func (r *reader) alone(i int) []word.Candidate {
	return r.words.readers[r.doc.Pack].Alone(&r.doc, i)
}

// word is token i of the sentence with what it may be, and an edge outside of the
// sentence.
func (r *reader) word(i int) *word.Word {
	w := &r.words
	if !w.read {
		w.read, w.current = true, w.readers[r.doc.Pack]
		w.current.Read(&r.doc, r.from, r.to)
	}
	return w.current.At(i)
}
