package word

import (
	"slices"

	"github.com/arqam-io/arqam/pkg/token"
)

// memory is what a Reader remembers of the words that it met: what each may be, and
// which rows of contexts.tsv concern it. Nearly every word of a text was met before.
type memory struct {
	edition    token.Edition
	at         []int32 // in words, by token.Spelling; 0 is a word that was not met
	words      []remembered
	candidates []Candidate
	fits       fits
}

// remembered is a word: which candidates it has, and the rows for the word before it
// whose test one of them passes, by their number in fits.
type remembered struct {
	from, to int32
	asks     uint16
}

// maxRemembered is how many words a Reader remembers; then it begins anew.
const maxRemembered = 1 << 16

// open forgets everything where the numbers of spellings mean something else now, or
// there is too much of it.
func (m *memory) open(e token.Edition) {
	if m.edition == e && len(m.words) < maxRemembered {
		return
	}
	m.edition = e
	clear(m.at)
	// Words that were read before keep the old candidates.
	m.words, m.candidates = append(m.words[:0], remembered{}), nil
}

// find returns where a spelling is in words, or 0.
func (m *memory) find(s token.Spelling) int32 {
	if int(s) < len(m.at) {
		return m.at[s]
	}
	return 0
}

// add remembers a word with its candidates, and returns where it is in words. A word
// without a number is never found again.
func (m *memory) add(s token.Spelling, candidates []Candidate) int32 {
	w := remembered{from: int32(len(m.candidates))}
	var asks rowSet
	for _, of := range candidates {
		t := m.fits.traits(of.Analysis, of.lists)
		of.Weight, of.favoured, of.speaks = t.weight, t.favoured, t.speaks
		asks = asks.or(t.asks)
		m.candidates = append(m.candidates, of)
	}
	if len(candidates) == 0 {
		asks = m.fits.traits(0, 0).asks
	}
	w.to, w.asks = int32(len(m.candidates)), m.fits.neighbour(asks)
	at := int32(len(m.words))
	m.words = append(m.words, w)
	if s != 0 {
		for int(s) >= len(m.at) {
			m.at = append(m.at, 0)
		}
		m.at[s] = at
	}
	return at
}

// of returns the candidates of a word.
func (m *memory) of(word int32) []Candidate {
	w := &m.words[word]
	return m.candidates[w.from:w.to]
}

// fits numbers the sets of rows that were met, of which there are few: those that a
// neighbour speaks for, and those that favour a reading. It knows how much each of the
// first weighs for each of the second.
type fits struct {
	of         *contexts
	neighbours []rowSet
	favoured   []rowSet
	weights    [][]int // by neighbour, then by favoured
	known      map[reading]traits
}

// reading is what the rows test.
type reading struct {
	Analysis
	lists
}

// traits are what the rows say of a reading: its own weight, the rows that favour it,
// those for the word behind it and those for the word before it whose test it passes.
type traits struct {
	weight           int
	favoured, speaks uint16
	asks             rowSet
}

func (f *fits) traits(a Analysis, l lists) traits {
	key := reading{a, l}
	t, ok := f.known[key]
	if !ok {
		t = traits{
			weight: f.of.alone(a, l), favoured: f.favouring(f.of.favouring(a)),
			speaks: f.neighbour(f.of.passed(left, a, l)), asks: f.of.passed(right, a, l),
		}
		f.known[key] = t
	}
	return t
}

// neighbour is the number of a set of rows that a neighbour speaks for.
func (f *fits) neighbour(rows rowSet) uint16 {
	at := slices.Index(f.neighbours, rows)
	if at < 0 {
		at = len(f.neighbours)
		f.neighbours = append(f.neighbours, rows)
		f.weights = append(f.weights, nil)
		for _, of := range f.favoured {
			f.weights[at] = append(f.weights[at], f.of.weight(rows.and(of)))
		}
	}
	return uint16(at)
}

// favouring is the number of a set of rows that favour a reading.
func (f *fits) favouring(rows rowSet) uint16 {
	at := slices.Index(f.favoured, rows)
	if at < 0 {
		at = len(f.favoured)
		f.favoured = append(f.favoured, rows)
		for i, of := range f.neighbours {
			f.weights[i] = append(f.weights[i], f.of.weight(rows.and(of)))
		}
	}
	return uint16(at)
}
