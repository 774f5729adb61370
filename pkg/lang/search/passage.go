package search

import "slices"

// Passage is a text made ready for looking up many phrases.
type Passage struct {
	text  string
	words []span
	at    map[string][]int // the words that a stem may stand for, in order
}

// span is the bytes of a word.
type span struct{ start, end int }

// Passage makes a text ready.
func (f *Folder) Passage(text string) *Passage {
	words := f.Words(text)
	p := &Passage{text, make([]span, len(words)), map[string][]int{}}
	var readings []string
	for i, w := range words {
		readings = f.Readings(f.Stem(w.Folded), readings[:0])
		for _, form := range readings {
			p.at[form] = append(p.at[form], i)
		}
		p.words[i] = span{w.Start, w.End}
	}
	return p
}

// Find returns the first place where the words of a phrase follow one another,
// as it is written there. The phrase is what Stems makes of it.
func (p *Passage) Find(phrase []string) (written string, ok bool) {
	if len(phrase) == 0 {
		return "", false
	}
	for _, first := range p.at[phrase[0]] {
		if p.holds(phrase[1:], first+1) {
			return p.text[p.words[first].start:p.words[first+len(phrase)-1].end], true
		}
	}
	return "", false
}

func (p *Passage) holds(phrase []string, from int) bool {
	for i, form := range phrase {
		if _, ok := slices.BinarySearch(p.at[form], from+i); !ok {
			return false
		}
	}
	return true
}
