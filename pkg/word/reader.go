package word

import "github.com/arqam-io/arqam/pkg/token"

// Word is a token with all that it may be, and the reading that fits best between
// its neighbours. A sign and what is no word have the reading Boundary, digits that
// of a numeral.
type Word struct {
	All  []Candidate
	Best Analysis
	// known is where the Reader remembers the word, 0 of what is none.
	known int32
	stem  [2]int32
	// asks are the rows for the word before it whose test it passes, speaks those for
	// the word behind it.
	asks, speaks rowSet
}

// Reader analyses the words of texts of one language. It reuses its memory, and
// serves one goroutine at a time.
type Reader struct {
	a      *Analyzer
	doc    *token.Doc
	from   int
	words  []Word
	all    []Candidate // of every word read
	memory memory
	buf    collector
}

// NewReader returns a reader of the analyzer's language.
func (a *Analyzer) NewReader() *Reader {
	return &Reader{a: a, buf: collector{a: a}}
}

// What stands for a token that is no word.
var (
	edge   = Word{Best: posField.set(0, uint8(Boundary))}
	digits = Word{Best: posField.set(0, uint8(Numeral))}
)

// signs are what stands for tokens that are no words, with the rows that concern them.
type signs struct {
	edge, digits, other Word
}

func (c *contexts) signs() signs {
	rank := func(w Word) Word {
		w.asks, w.speaks = c.passed(right, w.Best, 0), c.passed(left, w.Best, 0)
		return w
	}
	return signs{rank(edge), rank(digits), rank(Word{})}
}

// of returns what stands for a token.
func (s *signs) of(t *token.Token) *Word {
	switch t.Kind {
	case token.Digits:
		return &s.digits
	case token.Word, token.Particle:
		return &s.other
	}
	return &s.edge
}

// Read analyses the tokens from one up to another, a sentence as a rule. What was
// read before is dropped.
func (r *Reader) Read(d *token.Doc, from, to int) {
	r.doc, r.from = d, from
	r.words, r.all = r.words[:0], r.all[:0]
	r.memory.open(d.Edition())
	for i := from; i < to; i++ {
		t := d.At(i)
		w := *r.a.signs.of(t)
		if t.Kind == token.Word && len(d.Fold(i)) > 0 {
			w.known = r.recall(i)
			all, _ := r.memory.of(w.known)
			r.all = append(r.all, all...)
			w.asks = r.memory.words[w.known].asks
		}
		r.words = append(r.words, w)
	}
	before, first := r.a.signs.edge.speaks, 0
	for i := range r.words {
		first += r.choose(i, first, before)
		before = r.words[i].speaks
	}
}

// recall returns where the memory has token i, a word.
func (r *Reader) recall(i int) int32 {
	t := r.doc.At(i)
	if known := r.memory.find(t.Spelling); known != 0 {
		return known
	}
	r.buf.form, r.buf.spelled, r.buf.out = r.doc.Fold(i), r.doc.Text[t.Start:t.End], r.buf.out[:0]
	r.buf.collect(t)
	return r.memory.add(t.Spelling, r.buf.out, &r.a.contexts)
}

// choose gives word i its candidates, which are in r.all from first on, and sets its best
// reading; before are the rows that the word before it speaks for. It returns how many
// candidates there are.
func (r *Reader) choose(i, first int, before rowSet) int {
	w := &r.words[i]
	if w.known == 0 {
		return 0
	}
	_, traits := r.memory.of(w.known)
	if len(traits) == 0 {
		return 0
	}
	active := before.or(r.after(i))
	w.All = r.all[first : first+len(traits) : first+len(traits)]
	best := 0
	for j := range w.All {
		w.All[j].Weight += r.a.contexts.weight(active.and(traits[j].favoured))
		if w.All[j].Weight > w.All[best].Weight {
			best = j
		}
	}
	b := &w.All[best]
	w.Best, w.stem, w.speaks = b.Analysis, [2]int32{b.from, b.to}, traits[best].speaks
	return len(traits)
}

// after are the rows that the word behind word i asks for.
func (r *Reader) after(i int) rowSet {
	if i+1 < len(r.words) {
		return r.words[i+1].asks
	}
	return r.a.signs.edge.asks
}

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
