package word

import (
	"slices"
	"strings"

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
	a      *Analyzer
	doc    *token.Doc
	from   int
	words  []Word
	all    []Candidate // of every word read
	spans  [][2]int
	active []*contextRow
	buf    collector
	seen   map[string][]Candidate // of words as they are spelled
}

// remembered is how many spellings a Reader remembers; then it begins anew.
const remembered = 1 << 14

// NewReader returns a reader of the analyzer's language.
func (a *Analyzer) NewReader() *Reader {
	return &Reader{a: a, buf: collector{a: a}, seen: map[string][]Candidate{}}
}

var edge = Word{Best: posField.set(0, uint8(Boundary))}

// Read analyses the tokens from one up to another, a sentence as a rule. What was
// read before is dropped.
func (r *Reader) Read(d *token.Doc, from, to int) {
	r.doc, r.from = d, from
	r.words, r.spans, r.all = r.words[:0], r.spans[:0], r.all[:0]
	for i := from; i < to; i++ {
		begin := len(r.all)
		t := d.At(i)
		if t.Kind == token.Word && len(d.Fold(i)) > 0 {
			r.all = append(r.all, r.candidates(d, i)...)
		}
		r.spans = append(r.spans, [2]int{begin, len(r.all)})
		r.words = append(r.words, Word{Best: sign(t)})
	}
	for i, s := range r.spans {
		if s[0] < s[1] {
			r.words[i].All = r.all[s[0]:s[1]:s[1]]
		}
	}
	for i := range r.words {
		r.choose(i)
	}
}

// Alone returns what token i may be whatever stands beside it; the result must not be
// changed.
func (r *Reader) Alone(d *token.Doc, i int) []Candidate {
	if d.At(i).Kind != token.Word || len(d.Fold(i)) == 0 {
		return nil
	}
	return r.candidates(d, i)
}

// candidates are all readings of token i. The result is shared.
func (r *Reader) candidates(d *token.Doc, i int) []Candidate {
	t := d.At(i)
	spelled := d.Text[t.Start:t.End]
	if all, ok := r.seen[spelled]; ok {
		return all
	}
	if len(r.seen) >= remembered {
		clear(r.seen)
	}
	r.buf.form, r.buf.spelled, r.buf.out = d.Fold(i), spelled, r.buf.out[:0]
	r.buf.collect(t)
	all := slices.Clone(r.buf.out)
	for i := range all {
		all[i].Weight = r.a.contexts.alone(&all[i])
	}
	r.seen[strings.Clone(spelled)] = all
	return all
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
	r.active = r.a.contexts.active(r.active[:0], before, after)
	best := &w.All[0]
	for j := range w.All {
		c := &w.All[j]
		for _, row := range r.active {
			if row.favours.Matches(c.Analysis) {
				c.Weight += row.weight
			}
		}
		if c.Weight > best.Weight {
			best = c
		}
	}
	w.Best, w.lists, w.stem = best.Analysis, best.lists, [2]int32{best.from, best.to}
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
