package token

import (
	"hash/maphash"
	"slices"

	"github.com/arqam-io/arqam/pkg/lang"
)

// Spelling numbers a word as the text writes it: two tokens with the same number above 0
// are spelled alike, and so mean the same. Words that are rare by their length, or that
// mark-up stands in, have number 0.
type Spelling int32

// Edition says how long Spellings hold: those of two texts can be compared while the
// Doc is in the same edition.
type Edition struct {
	of *vocabulary
	n  int
}

// Edition returns that of the text that was read last.
func (d *Doc) Edition() Edition { return Edition{d.words, d.words.edition} }

// vocabulary numbers the words that a Doc has met in one language, and keeps what they
// fold to and what the lexicon says of them: nearly every word of a text was met before.
// What is asked of a word lies in one cache line.
type vocabulary struct {
	seed    maphash.Seed
	slots   []slot // a hash table with open addressing, at most half full
	entries []entry
	folds   []byte // the folded spellings that are not as the text has them
	edition int
}

// slot is the number of an entry below the upper half of its hash; 0 is free.
type slot uint32

const (
	slotBits = 16
	idMask   = 1<<slotBits - 1
)

type entry struct {
	classes     lang.ClassSet
	whole, stem lang.WordID
	fold        uint32 // where the folded spelling begins in folds
	foldLength  uint8
	length      uint8
	runes       uint8
	flags       Flag
	clitics     lang.Clitics
	folded      bool // the folded spelling stands in folds
	text        [longestKept]byte
}

// longestKept is the length of the longest word that is kept, in bytes. A vocabulary of
// vocabularyLimit words is begun anew before the next text is read; in one text it can
// become twice as large.
const (
	longestKept     = 30
	vocabularyLimit = 1 << (slotBits - 1)
)

func newVocabulary() *vocabulary {
	return &vocabulary{seed: maphash.MakeSeed(), slots: make([]slot, 1<<8), entries: make([]entry, 1)}
}

// renew forgets the words where there are too many.
func (v *vocabulary) renew() {
	if len(v.entries) <= vocabularyLimit {
		return
	}
	clear(v.slots)
	v.entries, v.folds = v.entries[:1], v.folds[:0]
	v.edition++
}

func (v *vocabulary) hash(word string) uint32 { return uint32(maphash.String(v.seed, word)) }

// find returns the number of a word, and 0 where it was not met.
func (v *vocabulary) find(word string) Spelling {
	h := v.hash(word)
	mask := uint32(len(v.slots) - 1)
	for at := h & mask; ; at = (at + 1) & mask {
		s := uint32(v.slots[at])
		if s == 0 {
			return 0
		}
		if (s^h)>>slotBits == 0 {
			if e := &v.entries[s&idMask]; string(e.text[:e.length]) == word {
				return Spelling(s & idMask)
			}
		}
	}
}

// foldOf is the folded spelling of an entry.
func (v *vocabulary) foldOf(e *entry) []byte {
	if e.folded {
		return v.folds[e.fold : e.fold+uint32(e.foldLength)]
	}
	return e.text[:e.length]
}

// add keeps a word that find did not find, and returns its number; 0 where it is too
// long or there is no room.
func (v *vocabulary) add(word string, fold []byte, t *Token) Spelling {
	if len(word) > longestKept || len(fold) > longestKept || len(v.entries) > idMask {
		return 0
	}
	if 2*len(v.entries) >= len(v.slots) {
		v.grow()
	}
	id := Spelling(len(v.entries))
	e := entry{
		classes: t.Classes, whole: t.Whole, stem: t.Stem, clitics: t.Clitics, flags: t.Flags &^ behind,
		length: uint8(len(word)), runes: uint8(t.RuneEnd - t.RuneStart),
	}
	copy(e.text[:], word)
	if string(fold) != word {
		e.folded, e.fold, e.foldLength = true, uint32(len(v.folds)), uint8(len(fold))
		v.folds = append(v.folds, fold...)
	}
	v.entries = append(v.entries, e)
	v.place(word, id)
	return id
}

func (v *vocabulary) place(word string, id Spelling) {
	h, mask := v.hash(word), uint32(len(v.slots)-1)
	at := h & mask
	for v.slots[at] != 0 {
		at = (at + 1) & mask
	}
	v.slots[at] = slot(h&^idMask | uint32(id))
}

func (v *vocabulary) grow() {
	v.slots = make([]slot, 4*len(v.slots))
	v.entries = slices.Grow(v.entries, len(v.entries))
	for id := 1; id < len(v.entries); id++ {
		e := &v.entries[id]
		v.place(string(e.text[:e.length]), Spelling(id))
	}
}
