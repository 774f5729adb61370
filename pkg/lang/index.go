package lang

import (
	"encoding/binary"
	"math/bits"
)

// index finds the id of a folded form. It is a hash table with open addressing,
// whose slots hold a part of the hash. Every word of every text is looked up, and
// most are not in the lexicon, so a miss must be cheap: it mostly takes one probe.
type index struct {
	slots []slot
	forms []string // by WordID
	mask  uint32
}

type slot struct {
	tag uint32
	id  WordID
}

// newIndex builds the index of ids. The table is at most a quarter full.
func newIndex(ids map[string]WordID) index {
	size := 1 << bits.Len(uint(4*len(ids)))
	x := index{slots: make([]slot, size), forms: make([]string, len(ids)+1), mask: uint32(size - 1)}
	for form, id := range ids {
		x.forms[id] = form
		h := hash([]byte(form))
		at := uint32(h) & x.mask
		for x.slots[at].id != 0 {
			at = (at + 1) & x.mask
		}
		x.slots[at] = slot{uint32(h >> 32), id}
	}
	return x
}

func (x *index) lookup(form []byte) WordID {
	h := hash(form)
	tag := uint32(h >> 32)
	for at := uint32(h) & x.mask; ; at = (at + 1) & x.mask {
		s := x.slots[at]
		if s.id == 0 {
			return 0
		}
		if s.tag == tag && x.forms[s.id] == string(form) {
			return s.id
		}
	}
}

// hash mixes eight bytes at a time by multiplication, as wyhash does.
func hash(b []byte) uint64 {
	const k0, k1 = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
	h := uint64(len(b)) * k1
	for len(b) >= 8 {
		hi, lo := bits.Mul64(h^binary.LittleEndian.Uint64(b), k0)
		h = hi ^ lo
		b = b[8:]
	}
	var tail uint64
	for i, c := range b {
		tail |= uint64(c) << (8 * i)
	}
	hi, lo := bits.Mul64(h^tail, k0)
	return hi ^ lo
}
