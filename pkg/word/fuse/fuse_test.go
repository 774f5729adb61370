package fuse

import (
	"errors"
	"fmt"
	"testing"
)

func words(n int) (keys []string, values []uint32) {
	for i := range n {
		keys = append(keys, fmt.Sprintf("word%d", i*7919))
		values = append(values, uint32(i%1000))
	}
	return keys, values
}

func TestEveryKeyHasItsValue(t *testing.T) {
	for _, n := range []int{1, 2, 3, 10, 1000, 50_000} {
		keys, values := words(n)
		data, err := Build(keys, values)
		if err != nil {
			t.Fatalf("%d keys: %v", n, err)
		}
		m, err := Open(data)
		if err != nil {
			t.Fatalf("%d keys: %v", n, err)
		}
		for i, key := range keys {
			if v, ok := m.Get([]byte(key)); !ok || v != values[i] {
				t.Fatalf("%d keys: %q has %d (found: %v), want %d", n, key, v, ok, values[i])
			}
		}
	}
}

func TestOthersAreUnknown(t *testing.T) {
	data, err := Build(words(50_000))
	if err != nil {
		t.Fatal(err)
	}
	m, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	for i := range 100_000 {
		if _, ok := m.Get(fmt.Appendf(nil, "other%d", i)); ok {
			taken++
		}
	}
	if taken > 10 {
		t.Errorf("%d of 100,000 other words are taken for keys, want about 2", taken)
	}
}

func TestOpenRefuses(t *testing.T) {
	data, err := Build(words(100))
	if err != nil {
		t.Fatal(err)
	}
	for of, bad := range map[string][]byte{"nothing": nil, "a cut map": data[:len(data)-1], "zeroes": make([]byte, 100)} {
		if _, err := Open(bad); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: error %v, want %v", of, err, ErrDamaged)
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	for of, in := range map[string]struct {
		keys   []string
		values []uint32
	}{
		"no keys":        {},
		"equal keys":     {[]string{"a", "a"}, []uint32{1, 2}},
		"too few values": {[]string{"a", "b"}, []uint32{1}},
		"a great value":  {[]string{"a"}, []uint32{MaxValue + 1}},
	} {
		if _, err := Build(in.keys, in.values); err == nil {
			t.Errorf("%s: no error", of)
		}
	}
}
