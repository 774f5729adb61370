package word

import "github.com/arqam-io/arqam/pkg/token"

// memory is what a Reader remembers of the words that it met: what each may be, and
// which rows of contexts.tsv concern it. Nearly every word of a text was met before.
type memory struct {
	edition    token.Edition
	at         []int32 // in words, by token.Spelling; 0 is a word that was not met
	words      []remembered
	candidates []Candidate
	traits     []traits // of the candidates
}

// remembered is a word: which candidates it has, and the rows for the word before it
// whose test one of them passes.
type remembered struct {
	from, to int32
	asks     rowSet
}

// traits are the rows that favour a candidate, and those for the word behind it whose
// test it passes.
type traits struct {
	favoured, speaks rowSet
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
	m.words, m.candidates, m.traits = append(m.words[:0], remembered{}), m.candidates[:0], m.traits[:0]
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
func (m *memory) add(s token.Spelling, candidates []Candidate, c *contexts) int32 {
	w := remembered{from: int32(len(m.candidates))}
	for _, of := range candidates {
		of.Weight = c.alone(&of)
		w.asks = w.asks.or(c.passed(right, of.Analysis, of.lists))
		m.candidates = append(m.candidates, of)
		m.traits = append(m.traits, traits{c.favouring(of.Analysis), c.passed(left, of.Analysis, of.lists)})
	}
	w.to = int32(len(m.candidates))
	if w.from == w.to {
		w.asks = c.passed(right, 0, 0)
	}
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

// of returns the candidates of a word, and their traits.
func (m *memory) of(word int32) ([]Candidate, []traits) {
	w := &m.words[word]
	return m.candidates[w.from:w.to], m.traits[w.from:w.to]
}
