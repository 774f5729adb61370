package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/word"
)

// lexicon tells of lemmas which parts of speech they are, the commonest first, and
// how each is inflected.
type lexicon struct {
	lemmas      map[string][]word.Pos
	inflections []inflection
}

// senses are the kinds of a sense key of WordNet.
var senses = map[byte]word.Pos{'1': word.Noun, '2': word.Verb, '3': word.Adjective, '4': word.Adverb, '5': word.Adjective}

// rare is the share of a lemma's occurrences in WordNet's tagged texts below which a
// part of speech is left out; where there are at least few of them.
const rare, few = 0.02, 20

// readLexicon reads WordNet's index.sense: sense key, offset, number and how often the
// sense was met. Lemmas of several words are left out.
func readLexicon(r *lexiconRules, inputs map[string][]byte) (*lexicon, error) {
	if r == nil {
		return nil, nil
	}
	counts := map[string]map[word.Pos]int{}
	for row := range strings.Lines(string(inputs[r.Senses])) {
		cells := strings.Fields(row)
		if len(cells) != 4 {
			return nil, fmt.Errorf("senses: %q has %d cells, want 4", row, len(cells))
		}
		lemma, key, ok := strings.Cut(cells[0], "%")
		if !ok || key == "" || strings.ContainsAny(lemma, "_0123456789") {
			continue
		}
		n, err := strconv.Atoi(cells[3])
		if err != nil {
			return nil, fmt.Errorf("senses: %q: %w", cells[0], err)
		}
		if counts[lemma] == nil {
			counts[lemma] = map[word.Pos]int{}
		}
		counts[lemma][senses[key[0]]] += n
	}
	if len(counts) == 0 {
		return nil, errors.New("the file of senses holds no lemma")
	}
	out := &lexicon{map[string][]word.Pos{}, r.Inflections}
	for lemma, of := range counts {
		out.lemmas[lemma] = common(of)
	}
	return out, nil
}

// common lists the parts of speech from the commonest to the rarest, without those
// that hardly occur.
func common(counts map[word.Pos]int) []word.Pos {
	total := 0
	var out []word.Pos
	for pos, n := range counts {
		total += n
		out = append(out, pos)
	}
	slices.SortFunc(out, func(a, b word.Pos) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return int(a) - int(b)
	})
	return slices.DeleteFunc(out, func(p word.Pos) bool {
		return total >= few && float64(counts[p]) < rare*float64(total)
	})
}
