package token

import (
	"hash/maphash"
	"math/bits"
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
// What is kept of a word fills one cache line.
type vocabulary struct {
	seed    uint64
	slots   []slot // a hash table with open addressing, at most half full
	entries []entry
	folds   []byte // the folded spellings of all entries
	edition int
}

// slot is the number of an entry below the upper half of its hash; 0 is free.
type slot uint32

const (
	slotBits = 16
	idMask   = 1<<slotBits - 1
)

type entry struct {
	word        key
	classes     lang.ClassSet
	whole, stem lang.WordID
	fold        uint32 // where the folded spelling begins in folds
	foldLength  uint8
	runes       uint8
	flags       Flag
	clitics     lang.Clitics
}

// A vocabulary of vocabularyLimit words is begun anew before the next text is read; in
// one text it can become twice as large.
const vocabularyLimit = 1 << (slotBits - 1)

func newVocabulary() *vocabulary {
	return &vocabulary{seed: maphash.Bytes(maphash.MakeSeed(), nil), slots: make([]slot, 1<<8), entries: make([]entry, 1)}
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

// find returns the number of a word, and 0 where it was not met.
func (v *vocabulary) find(word *key) Spelling {
	h := word.hash(v.seed)
	mask := uint32(len(v.slots) - 1)
	for at := h & mask; ; at = (at + 1) & mask {
		s := uint32(v.slots[at])
		if s == 0 {
			return 0
		}
		if (s^h)>>slotBits == 0 && v.entries[s&idMask].word.equals(word) {
			return Spelling(s & idMask)
		}
	}
}

// foldOf is the folded spelling of a word.
func (v *vocabulary) foldOf(id Spelling) []byte {
	e := &v.entries[id]
	return v.folds[e.fold : e.fold+uint32(e.foldLength)]
}

// add keeps a word that find did not find, and returns its number; 0 where there is no
// room for it.
func (v *vocabulary) add(word *key, fold []byte, t *Token) Spelling {
	if len(fold) == 0 || len(fold) > longestKept || len(v.entries) > idMask {
		return 0
	}
	if 2*len(v.entries) >= len(v.slots) {
		v.grow()
	}
	id := Spelling(len(v.entries))
	v.entries = append(v.entries, entry{
		word: *word, classes: t.Classes, whole: t.Whole, stem: t.Stem, clitics: t.Clitics,
		flags: t.Flags &^ behind, runes: uint8(t.RuneEnd - t.RuneStart),
		fold: uint32(len(v.folds)), foldLength: uint8(len(fold)),
	})
	v.folds = append(v.folds, fold...)
	v.place(word, id)
	return id
}

func (v *vocabulary) place(word *key, id Spelling) {
	h, mask := word.hash(v.seed), uint32(len(v.slots)-1)
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
		v.place(&v.entries[id].word, Spelling(id))
	}
}

// key is a word of up to longestKept bytes, with zeroes behind it. It is made, hashed
// and compared without a loop: the lengths of words are hard to predict.
type key [4]uint64

const longestKept = 32

// keyMasks keep the bytes of a word of each length.
var keyMasks = func() (masks [longestKept + 1]key) {
	for length := range masks {
		for i := range length {
			masks[length][i/8] |= 0xFF << (i % 8 * 8)
		}
	}
	return masks
}()

// set makes k the key of the word between two bytes of text, which is not too long.
func (k *key) set(text string, from, to int) {
	*k = key{}
	if from+longestKept > len(text) {
		for i := range to - from {
			k[i/8] |= uint64(text[from+i]) << (i % 8 * 8)
		}
		return
	}
	m, s := &keyMasks[to-from], text[from:from+longestKept]
	k[0], k[1], k[2], k[3] = word64(s[:8])&m[0], word64(s[8:16])&m[1], word64(s[16:24])&m[2], word64(s[24:32])&m[3]
}

// word64 reads eight bytes at once.
func word64(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func (k *key) equals(l *key) bool {
	return (k[0]^l[0])|(k[1]^l[1])|(k[2]^l[2])|(k[3]^l[3]) == 0
}

// hash mixes by multiplication, as wyhash does.
func (k *key) hash(seed uint64) uint32 {
	const odd0, odd1, odd2 = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93
	a, b := bits.Mul64(k[0]^seed, k[1]^odd0)
	c, d := bits.Mul64(k[2]^seed^odd1, k[3]^odd2)
	e, f := bits.Mul64(a^b^odd1, c^d^seed)
	return uint32(e ^ f)
}
