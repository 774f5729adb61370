package word

import (
	"math"

	"github.com/arqam-io/arqam/pkg/token"
)

// Word is a token with all that it may be, which nobody may change, and the reading that
// fits best between its neighbours. A sign and what is no word have the reading Boundary, digits that
// of a numeral.
type Word struct {
	All  []Candidate
	Best Analysis
	// known is where the Reader remembers the word, 0 of what is none.
	known int32
	stem  [2]int32
	// asks are the rows for the word before it whose test it passes, speaks those for
	// the word behind it, by their numbers in fits.
	asks, speaks uint16
}

// Reader analyses the words of texts of one language. It reuses its memory, and
// serves one goroutine at a time.
type Reader struct {
	a      *Analyzer
	doc    *token.Doc
	from   int
	words  []Word
	memory memory
	buf    collector
	// What stands for tokens that are no words.
	edge, digits, other Word
}

// NewReader returns a reader of the analyzer's language.
func (a *Analyzer) NewReader() *Reader {
	r := &Reader{a: a, buf: collector{a: a}, memory: memory{fits: fits{of: &a.contexts, known: map[reading]traits{}}}}
	r.edge, r.digits, r.other = r.sign(Boundary), r.sign(Numeral), r.sign(NoPos)
	return r
}

// sign is a word of which only a part of speech is known.
func (r *Reader) sign(pos Pos) Word {
	w := Word{Best: posField.set(0, uint8(pos))}
	t := r.memory.fits.traits(w.Best, 0)
	w.asks, w.speaks = r.memory.fits.neighbour(t.asks), t.speaks
	return w
}

// blank returns what stands for a token whose readings are not known.
func (r *Reader) blank(t *token.Token) *Word {
	switch t.Kind {
	case token.Digits:
		return &r.digits
	case token.Word, token.Particle:
		return &r.other
	}
	return &r.edge
}

// Read analyses the tokens from one up to another, a sentence as a rule. What was
// read before is dropped.
func (r *Reader) Read(d *token.Doc, from, to int) {
	r.doc, r.from = d, from
	r.words = r.words[:0]
	r.memory.open(d.Edition())
	for i := from; i < to; i++ {
		t := d.At(i)
		w := *r.blank(t)
		if t.Kind == token.Word && len(d.Fold(i)) > 0 {
			w.known = r.recall(i)
			w.asks = r.memory.words[w.known].asks
		}
		r.words = append(r.words, w)
	}
	before := r.edge.speaks
	for i := range r.words {
		w, after := &r.words[i], r.edge.asks
		if i+1 < len(r.words) {
			after = r.words[i+1].asks
		}
		if w.known != 0 {
			w.All = r.memory.of(w.known)
			w.choose(r.memory.fits.weights[before], r.memory.fits.weights[after])
		}
		before = w.speaks
	}
}

// Alone returns what token i may be whatever stands beside it. The result is valid until
// the next call, and must not be changed.
func (r *Reader) Alone(d *token.Doc, i int) []Candidate {
	if d.At(i).Kind != token.Word || len(d.Fold(i)) == 0 {
		return nil
	}
	r.doc = d
	r.memory.open(d.Edition())
	return r.memory.of(r.recall(i))
}

// recall returns where the memory has token i, a word.
func (r *Reader) recall(i int) int32 {
	t := r.doc.At(i)
	if known := r.memory.find(t.Spelling); known != 0 {
		return known
	}
	r.buf.form, r.buf.spelled, r.buf.out = r.doc.Fold(i), r.doc.Text[t.Start:t.End], r.buf.out[:0]
	r.buf.collect(t)
	return r.memory.add(t.Spelling, r.buf.out)
}

// choose sets the best reading of a word if it has any. Before and after are how much
// its neighbours weigh for a reading, by the rows that favour it.
func (w *Word) choose(before, after []int) {
	if len(w.All) == 0 {
		return
	}
	best, most := &w.All[0], math.MinInt
	for i := range w.All {
		c := &w.All[i]
		if weight := c.Weight + before[c.favoured] + after[c.favoured]; weight > most {
			best, most = c, weight
		}
	}
	w.Best, w.stem, w.speaks = best.Analysis, [2]int32{best.from, best.to}, best.speaks
}

var edge = Word{Best: posField.set(0, uint8(Boundary))}

// At returns the word of token i of the text, and an edge where it was not read.
func (r *Reader) At(i int) *Word {
	if i -= r.from; uint(i) < uint(len(r.words)) {
		return &r.words[i]
	}
	return &edge
}

// Stem is the folded form of token i without the clitics of its best reading.
func (r *Reader) Stem(i int) []byte {
	form, w := r.doc.Fold(i), r.At(i)
	if len(w.All) == 0 || int(w.stem[1]) > len(form) {
		return form
	}
	return form[w.stem[0]:w.stem[1]]
}
