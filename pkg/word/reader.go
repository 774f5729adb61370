package word

import (
	"github.com/arqam-io/arqam/pkg/token"
)

// Word is a token with all that it may be, and the reading that fits best between
// its neighbours. A sign and what is no word have the reading Boundary, digits that
// of a numeral.
type Word struct {
	All   []Candidate
	Best  Analysis
	stem  [2]int32
	lists lists
}

// Reader analyses the words of texts of one language. It reuses its memory, and
// serves one goroutine at a time.
type Reader struct {
	a     *Analyzer
	doc   *token.Doc
	from  int
	words []Word
	buf   collector
	spans [][2]int
}

// NewReader returns a reader of the analyzer's language.
func (a *Analyzer) NewReader() *Reader { return &Reader{a: a} }

var edge = Word{Best: posField.set(0, uint8(Boundary))}

// Read analyses the tokens from one up to another, a sentence as a rule. What was
// read before is dropped.
func (r *Reader) Read(d *token.Doc, from, to int) {
	r.doc, r.from = d, from
	r.words, r.spans, r.buf.out = r.words[:0], r.spans[:0], r.buf.out[:0]
	all := r.buf.out
	for i := from; i < to; i++ {
		begin := len(all)
		t := d.At(i)
		if form := d.Fold(i); t.Kind == token.Word && len(form) > 0 {
			// Readings are doubled only within a word, so each begins an empty list.
			r.buf.form, r.buf.out = form, all[begin:begin]
			r.a.collect(&r.buf, t)
			all = append(all[:begin], r.buf.out...)
		}
		r.spans = append(r.spans, [2]int{begin, len(all)})
		r.words = append(r.words, Word{Best: sign(t)})
	}
	r.buf.out = all
	for i := range r.words {
		if s := r.spans[i]; s[0] < s[1] {
			r.words[i].All = all[s[0]:s[1]:s[1]]
		}
	}
	for i := range r.words {
		r.choose(i)
	}
}

// sign is the reading of a token that is no word.
func sign(t *token.Token) Analysis {
	switch t.Kind {
	case token.Digits:
		return posField.set(0, uint8(Numeral))
	case token.Word, token.Particle:
		return 0
	}
	return edge.Best
}

// choose sets the best reading of word i, that before it being known.
func (r *Reader) choose(i int) {
	w := &r.words[i]
	if len(w.All) == 0 {
		return
	}
	before, after := r.near(i-1), r.near(i+1)
	best := 0
	for j := range w.All {
		c := &w.All[j]
		c.Weight = r.a.contexts.weigh(c.Analysis, c.lists, before, after)
		if c.Weight > w.All[best].Weight {
			best = j
		}
	}
	c := &w.All[best]
	w.Best, w.lists, w.stem = c.Analysis, c.lists, [2]int32{c.from, c.to}
}

// near is the word beside another, the edge of the sentence included.
func (r *Reader) near(i int) *Word {
	if i < 0 || i >= len(r.words) {
		return &edge
	}
	return &r.words[i]
}

// At returns the word of token i of the text, and an edge where it was not read.
func (r *Reader) At(i int) *Word { return r.near(i - r.from) }

// Stem is the folded form of token i without the clitics of its best reading.
func (r *Reader) Stem(i int) []byte {
	form, w := r.doc.Fold(i), r.At(i)
	if len(w.All) == 0 || int(w.stem[1]) > len(form) {
		return form
	}
	return form[w.stem[0]:w.stem[1]]
}
