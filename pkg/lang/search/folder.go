// Package search compares words as readers do: it cuts a text into words, folds
// their spelling, takes off the article and the particles that are written onto
// them, and finds phrases in a text. It knows what the language packs say and
// holds no list of its own; it ranks nothing and keeps nothing. The ledger's
// search, the terms of trackers, the names of places and the scoring of subjects
// all compare through it, so that what one of them finds the others find too.
package search

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/lang"
)

// The fewest letters that stay when a word loses what is written onto its
// beginning; minArticleStem holds for the article alone.
const (
	minStem        = 3
	minArticleStem = 2
)

// Folder folds words for comparing. It serves every language of its packs at
// once, and is safe for concurrent use.
type Folder struct {
	packs    *lang.Set
	runes    *lang.Folder
	articles []clitic    // what ends in an article, longest first
	heads    [2][]string // what a word may bear without an article, in that order: conjunctions, prepositions
	fused    []fusion
}

// clitic is an article with the particles before it.
type clitic struct {
	text string
	bare bool // the article alone
}

// fusion is a preposition and an article in one, and the article in full.
type fusion struct{ text, article string }

// New returns the folder of a set of packs.
func New(packs *lang.Set) *Folder {
	f := &Folder{packs: packs}
	for _, code := range packs.Langs() {
		p, _ := packs.Get(code)
		f.runes = p.Fold
		for pile, set := range p.CliticPiles() {
			if set&lang.Art != 0 {
				f.articles = append(f.articles, clitic{pile, set == lang.Art})
			}
		}
		f.heads[0] = append(f.heads[0], p.Conjunctions...)
		f.heads[1] = append(append(f.heads[1], p.Prepositions...), p.VerbParticles...)
		if len(p.Articles) > 0 {
			for _, text := range p.Fused {
				f.fused = append(f.fused, fusion{text, p.Articles[0]})
			}
		}
	}
	// What is written with an apostrophe («l'») is a word of its own here.
	f.articles = slices.DeleteFunc(f.articles, func(c clitic) bool { return !f.inWord(c.text) })
	slices.SortStableFunc(f.articles, func(a, b clitic) int { return len(b.text) - len(a.text) })
	for i := range f.heads {
		f.heads[i] = slices.DeleteFunc(f.heads[i], func(head string) bool { return !f.inWord(head) })
	}
	return f
}

// Packs are the packs whose words are folded.
func (f *Folder) Packs() *lang.Set { return f.packs }

// inWord reports whether s is made of what a word is made of.
func (f *Folder) inWord(s string) bool {
	for _, r := range s {
		if class := f.runes.Glyph(r).Class; class != lang.Letter && class != lang.Digit {
			return false
		}
	}
	return s != ""
}

// Stem takes the article off a folded word, and what is written together with
// it («والقذيفه» becomes «قذيفه»). Many words begin with the letters of the
// article (ألغام), and lose them with it or without: the two still compare equal.
func (f *Folder) Stem(word string) string {
	for {
		stem := f.withoutArticle(word)
		if len(stem) == len(word) {
			return stem
		}
		word = stem
	}
}

func (f *Folder) withoutArticle(word string) string {
	for _, a := range f.articles {
		least := minStem
		if a.bare {
			least = minArticleStem
		}
		if stem, ok := strings.CutPrefix(word, a.text); ok && utf8.RuneCountInString(stem) >= least {
			return stem
		}
	}
	return word
}

// Stems returns the words of a text in the spelling in which they are compared:
// folded, and without the article.
func (f *Folder) Stems(text string) []string {
	words := f.Words(text)
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = f.Stem(w.Folded)
	}
	return out
}

// Readings appends to out what a stem of a text may stand for: itself, and
// itself without a conjunction, a preposition, or both. Many words begin with
// the same letters, so a text's words are looked up by all their readings, and
// what is looked for by its stem alone.
func (f *Folder) Readings(stem string, out []string) []string {
	first := len(out)
	out = append(out, stem)
	for _, heads := range f.heads {
		for _, from := range out[first:] {
			if rest, ok := cutAny(from, heads); ok {
				out = append(out, f.Stem(rest))
			}
		}
	}
	return out
}

// cutAny takes one of the prefixes off a word that is long enough for it.
func cutAny(word string, prefixes []string) (string, bool) {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(word, p); ok && utf8.RuneCountInString(rest) >= minStem {
			return rest, true
		}
	}
	return word, false
}

// Bare yields a folded word as it stands and then without the particles before
// its article: first its conjunction, then its preposition. The article stays,
// and a fused one is written in full («وللهند», «للهند», «الهند»), so that a word
// that is a name with its article alone (الهند, India, but هند, a woman) is
// looked up with it.
func (f *Folder) Bare(word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(word) {
			return
		}
		if rest, ok := cutAny(word, f.heads[0]); ok {
			if word = rest; !yield(word) {
				return
			}
		}
		for _, fused := range f.fused {
			if rest, ok := strings.CutPrefix(word, fused.text); ok && utf8.RuneCountInString(rest) >= minArticleStem {
				yield(fused.article + rest)
				return
			}
		}
		if rest, ok := cutAny(word, f.heads[1]); ok {
			yield(rest)
		}
	}
}
