// Package fuse maps a fixed set of keys to small numbers in about four bytes a key, keys
// not included: a binary fuse filter (Graf and Lemire 2022) whose slots hold a
// fingerprint of the key and its value. A key that was not in the set is taken for
// one in a case of 65,536. Package word reads such maps, the generator of
// dictionaries builds them.
package fuse

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
)

// fingerprintBits are the bits of a slot above the value.
const fingerprintBits = 16

// MaxValue is the greatest number that a map can hold.
const MaxValue = 1<<16 - 1

// headerBytes are those of a map before its slots, and padBytes those behind them, so
// that eight bytes can be read from any slot on.
const headerBytes, padBytes = 20, 8

// Map is a map in the form that it is stored in.
type Map struct {
	slots     []byte // of width bits each
	seed      uint64
	count     uint64 // of the first slots that a key can have
	segment   uint64 // length, a power of two
	valueBits uint
}

// ErrDamaged says that the bytes are no map.
var ErrDamaged = errors.New("not a map of this form")

// Open reads a map from the bytes that Build wrote, which it keeps.
func Open(data []byte) (Map, error) {
	if len(data) < headerBytes {
		return Map{}, ErrDamaged
	}
	m := Map{
		seed: binary.LittleEndian.Uint64(data), count: uint64(binary.LittleEndian.Uint32(data[8:])),
		segment: uint64(binary.LittleEndian.Uint32(data[12:])), valueBits: uint(binary.LittleEndian.Uint32(data[16:])),
		slots: data[headerBytes:],
	}
	whole := m.segment > 0 && m.segment&(m.segment-1) == 0 && m.count > 0 && m.count%m.segment == 0
	if !whole || m.valueBits == 0 || m.valueBits > 16 || len(m.slots) != m.size() {
		return Map{}, ErrDamaged
	}
	return m, nil
}

// size is how many bytes the slots have.
func (m *Map) size() int {
	return int((m.all()*uint64(m.width())+7)/8) + padBytes
}

// all is the number of slots, and width that of their bits.
func (m *Map) all() uint64 { return m.count + 2*m.segment }
func (m *Map) width() uint { return m.valueBits + fingerprintBits }

// Get returns the value of a key. It allocates nothing.
func (m *Map) Get(key []byte) (value uint32, ok bool) {
	if m.count == 0 {
		return 0, false
	}
	h := hash(key, m.seed)
	a, b, c := m.places(h)
	slot := (m.slot(a) ^ m.slot(b) ^ m.slot(c)) & (1<<m.width() - 1)
	return uint32(slot & (1<<m.valueBits - 1)), slot>>m.valueBits == fingerprint(h)
}

// slot reads a slot and what stands above it.
func (m *Map) slot(i uint64) uint64 {
	bit := i * uint64(m.width())
	return binary.LittleEndian.Uint64(m.slots[bit>>3:]) >> (bit & 7)
}

func (m *Map) put(i, v uint64) {
	bit := i * uint64(m.width())
	at := m.slots[bit>>3:]
	mask := uint64(1<<m.width()-1) << (bit & 7)
	binary.LittleEndian.PutUint64(at, binary.LittleEndian.Uint64(at)&^mask|v<<(bit&7)&mask)
}

// places are the three slots of a hash, in three segments that follow one another.
func (m *Map) places(h uint64) (a, b, c uint64) {
	a, _ = bits.Mul64(h, m.count)
	b = (a + m.segment) ^ h>>18&(m.segment-1)
	c = (a + 2*m.segment) ^ h&(m.segment-1)
	return a, b, c
}

func fingerprint(h uint64) uint64 { return (h ^ h>>29) * 0x9E3779B97F4A7C15 >> (64 - fingerprintBits) }

// hash mixes eight bytes at a time. Keys are short words.
func hash(key []byte, seed uint64) uint64 {
	const odd, mix = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
	h := seed ^ uint64(len(key))*odd
	for len(key) >= 8 {
		h = fold(h^binary.LittleEndian.Uint64(key), mix)
		key = key[8:]
	}
	var rest uint64
	for i, c := range key {
		rest |= uint64(c) << (8 * i)
	}
	h = fold(h^rest, mix)
	return fold(h^h>>32, odd)
}

func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// Build writes the map of keys, which are distinct, to their values.
func Build(keys []string, values []uint32) ([]byte, error) {
	if len(keys) == 0 || len(keys) != len(values) {
		return nil, fmt.Errorf("build a map of %d keys and %d values: want as many of both, and some", len(keys), len(values))
	}
	greatest := uint32(1)
	for _, v := range values {
		greatest = max(greatest, v)
	}
	if greatest > MaxValue {
		return nil, fmt.Errorf("value %d is above %d", greatest, MaxValue)
	}
	m := shaped(len(keys))
	m.valueBits = uint(bits.Len32(greatest))
	m.slots = make([]byte, m.size())
	for m.seed = 1; m.seed <= 64; m.seed++ {
		if order := m.peel(keys); order != nil {
			m.fill(order, values)
			return m.bytes(), nil
		}
	}
	return nil, errors.New("no seed separates the keys: some are equal")
}

// shaped is an empty map with room for n keys, by the authors' formulas.
func shaped(n int) *Map {
	size := float64(max(n, 2))
	segment := uint64(1) << int(math.Floor(math.Log(size)/math.Log(3.33)+2.25))
	segment = min(segment, 1<<18)
	capacity := uint64(math.Round(size * max(1.125, 0.875+0.25*math.Log(1e6)/math.Log(size))))
	segments := max((capacity+segment-1)/segment, 3) - 2
	return &Map{segment: segment, count: segments * segment}
}

// A placed key has a slot that no key after it in the order uses.
type placed struct {
	key  uint32
	slot uint64
	hash uint64
}

// peel orders the keys so that each has a slot of its own when those before it are
// gone, and returns nil where the seed gives no such order.
func (m *Map) peel(keys []string) []placed {
	n := m.all()
	users, sums := make([]uint32, n), make([]uint32, n) // of each slot: how many keys, and the xor of their numbers
	hashes := make([]uint64, len(keys))
	for i, key := range keys {
		hashes[i] = hash([]byte(key), m.seed)
		a, b, c := m.places(hashes[i])
		for _, s := range [...]uint64{a, b, c} {
			users[s]++
			sums[s] ^= uint32(i)
		}
	}
	var queue []uint64
	for s := range users {
		if users[s] == 1 {
			queue = append(queue, uint64(s))
		}
	}
	order := make([]placed, 0, len(keys))
	for len(queue) > 0 {
		s := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if users[s] != 1 {
			continue
		}
		key := sums[s]
		order = append(order, placed{key, s, hashes[key]})
		a, b, c := m.places(hashes[key])
		for _, t := range [...]uint64{a, b, c} {
			users[t]--
			sums[t] ^= key
			if users[t] == 1 {
				queue = append(queue, t)
			}
		}
	}
	if len(order) < len(keys) {
		return nil
	}
	return order
}

// fill sets the slot of every key, the last first.
func (m *Map) fill(order []placed, values []uint32) {
	for i := len(order) - 1; i >= 0; i-- {
		p := order[i]
		a, b, c := m.places(p.hash)
		m.put(p.slot, 0)
		want := uint64(values[p.key]) | fingerprint(p.hash)<<m.valueBits
		m.put(p.slot, want^m.slot(a)^m.slot(b)^m.slot(c))
	}
}

func (m *Map) bytes() []byte {
	out := binary.LittleEndian.AppendUint64(nil, m.seed)
	out = binary.LittleEndian.AppendUint32(out, uint32(m.count))
	out = binary.LittleEndian.AppendUint32(out, uint32(m.segment))
	out = binary.LittleEndian.AppendUint32(out, uint32(m.valueBits))
	return append(out, m.slots...)
}
