package search

import (
	"iter"
	"slices"
)

// Phrases finds the phrases of a list in a text, whatever particles are written
// onto them, and gives each its value. Articles count: a phrase that is also
// found with an article is added with it.
type Phrases[V any] struct {
	folder *Folder
	byWord map[string][]phrase[V] // by the first word, longest first
}

type phrase[V any] struct {
	rest  []string // the folded words after the first
	value V
}

// Sighting is a phrase met in a text.
type Sighting[V any] struct {
	Value V
	// Start and End are bytes of the text, RuneStart and RuneEnd code points; the
	// ends are exclusive.
	Start, End         int
	RuneStart, RuneEnd int
}

// NewPhrases returns an empty list.
func NewPhrases[V any](f *Folder) *Phrases[V] {
	return &Phrases[V]{folder: f, byWord: map[string][]phrase[V]{}}
}

// Add enters a phrase with its value, or returns the value that its spelling
// stands for already; fresh says which. A phrase without a word is never met.
func (p *Phrases[V]) Add(written string, value V) (stands V, fresh bool) {
	words := p.folder.Words(written)
	if len(words) == 0 {
		return value, true
	}
	first, rest := words[0].Folded, make([]string, len(words)-1)
	for i, w := range words[1:] {
		rest[i] = w.Folded
	}
	list := p.byWord[first]
	at := len(list)
	for i, other := range list {
		if slices.Equal(other.rest, rest) {
			return other.value, false
		}
		if len(rest) > len(other.rest) {
			at = min(at, i)
		}
	}
	p.byWord[first] = slices.Insert(list, at, phrase[V]{rest, value})
	return value, true
}

// All yields the phrases in a text, from left to right: at each word the
// longest that begins there, and none inside of another.
func (p *Phrases[V]) All(text string) iter.Seq[Sighting[V]] {
	return func(yield func(Sighting[V]) bool) {
		words := p.folder.Words(text)
		for i := 0; i < len(words); i++ {
			value, n := p.match(words[i:])
			if n == 0 {
				continue
			}
			first, last := words[i], words[i+n-1]
			if !yield(Sighting[V]{value, first.Start, last.End, first.RuneStart, last.RuneEnd}) {
				return
			}
			i += n - 1
		}
	}
}

// match returns the value of the longest phrase that begins with the first
// word, and its number of words. A word as it stands goes before what it is
// without its particles.
func (p *Phrases[V]) match(words []Word) (value V, n int) {
	for form := range p.folder.Bare(words[0].Folded) {
		for _, ph := range p.byWord[form] {
			if ph.fits(words[1:]) {
				return ph.value, len(ph.rest) + 1
			}
		}
	}
	return value, 0
}

func (ph *phrase[V]) fits(words []Word) bool {
	if len(words) < len(ph.rest) {
		return false
	}
	for i, form := range ph.rest {
		if words[i].Folded != form {
			return false
		}
	}
	return true
}
