package lang

import (
	"bytes"
	"iter"
	"strings"
	"unicode/utf8"
)

// Clitics are the particles that are written as one with a word, before its stem.
type Clitics uint8

// The clitics.
const (
	Conj Clitics = 1 << iota // و ف
	Prep                     // ب ل ك
	Art                      // ال
)

// cliticTable holds every sequence of clitics that may stand before a word, grouped
// by first byte, shortest first, so that the longest stem is tried first.
type cliticTable struct {
	piles     [256][]pile
	enclitics []string
	minStem   int
}

type pile struct {
	text string
	set  Clitics
}

func newCliticTable(p *Pack) cliticTable {
	t := cliticTable{enclitics: p.Enclitics, minStem: 2}
	conj := append([]string{""}, p.Conjunctions...)
	prep := append([]string{""}, p.Prepositions...)
	art := append([]string{""}, p.Articles...)
	add := func(c, pr, a string, set Clitics) {
		text := c + pr + a
		if text == "" {
			return
		}
		if c != "" {
			set |= Conj
		}
		if pr != "" {
			set |= Prep
		}
		if a != "" {
			set |= Art
		}
		t.insert(pile{text, set})
	}
	for _, c := range conj {
		for _, pr := range prep {
			for _, a := range art {
				add(c, pr, a, 0)
			}
		}
		for _, f := range p.Fused {
			add(c, f, "", Prep|Art)
		}
	}
	return t
}

func (t *cliticTable) insert(p pile) {
	list := t.piles[p.text[0]]
	at := len(list)
	for at > 0 && len(list[at-1].text) > len(p.text) {
		at--
	}
	list = append(list, pile{})
	copy(list[at+1:], list[at:])
	list[at] = p
	t.piles[p.text[0]] = list
}

// Analyze looks a folded word up, whole first and then without its clitics.
// Whole is the id of the form as it stands, stem that of the rest after the
// clitics; both are 0 for an unknown word, whose clitics are then a guess: an
// article only, since a conjunction may be the word's own first letter.
func (p *Pack) Analyze(form []byte) (whole, stem WordID, clitics Clitics) {
	whole = p.Lookup(form)
	if whole != 0 && len(p.words[whole].entries) > 0 {
		return whole, whole, 0
	}
	var seems, innerClitics Clitics
	var inner WordID // a stem that only goes on phrases
	for _, pile := range p.clitics.piles[form[0]] {
		if len(form) <= len(pile.text) || string(form[:len(pile.text)]) != pile.text {
			continue
		}
		rest := form[len(pile.text):]
		if utf8.RuneCount(rest) < p.clitics.minStem {
			continue
		}
		stem := p.Lookup(rest)
		if stem != 0 && !p.words[stem].starts.Empty() {
			return whole, stem, pile.set
		}
		if stem != 0 && inner == 0 {
			inner, innerClitics = stem, pile.set
		}
		if pile.set&Art != 0 && len(rest) > 4 {
			seems = pile.set
		}
	}
	if inner != 0 {
		return whole, inner, innerClitics
	}
	for _, e := range p.clitics.enclitics {
		if rest, ok := bytes.CutSuffix(form, []byte(e)); ok && len(rest) > 0 {
			if stem := p.Lookup(rest); stem != 0 {
				return whole, stem, 0
			}
		}
	}
	return whole, whole, seems
}

// CliticPiles yields every pile of clitics that may stand before a word, in its
// folded spelling («وبال»), and what is in it.
func (p *Pack) CliticPiles() iter.Seq2[string, Clitics] {
	return func(yield func(string, Clitics) bool) {
		for _, list := range p.clitics.piles {
			for _, pile := range list {
				if !yield(pile.text, pile.set) {
					return
				}
			}
		}
	}
}

// Proclitics reports whether form consists of clitics alone, as before digits
// (بـ in «بـ40»), and which.
func (p *Pack) Proclitics(form []byte) (Clitics, bool) {
	for _, pile := range p.clitics.piles[form[0]] {
		if string(form) == pile.text {
			return pile.set, true
		}
	}
	return 0, false
}

// ProcliticLength is the length, in code points and bytes, of the conjunction and
// the preposition at the start of text as it was given, signs that fold to nothing
// included. A preposition fused with the article stays with the
// word.
func (p *Pack) ProcliticLength(set Clitics, text string) (runes, bytes int) {
	letters := 0
	if set&Conj != 0 {
		letters++
	}
	if set&Prep != 0 && !(set&Art != 0 && p.fused(text)) {
		letters++
	}
	for i, r := range text {
		if p.Fold.Glyph(r).Class == Letter {
			if letters == 0 {
				return runes, i
			}
			letters--
		}
		runes++
	}
	return runes, len(text)
}

// fused reports whether the first letters of text hold a fused preposition and
// article.
func (p *Pack) fused(text string) bool {
	folded := p.Fold.String(text[:min(len(text), 16)])
	for _, f := range p.Fused {
		if i := strings.Index(folded, f); i >= 0 && i <= len(f)/2 {
			return true
		}
	}
	return false
}
