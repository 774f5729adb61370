package lang

import "testing"

// TestClassSetHoldsEveryClass: a class has a place of its own in the set up to the
// limit, beyond the 64 that one word has bits for.
func TestClassSetHoldsEveryClass(t *testing.T) {
	for c := Class(0); c < classLimit; c++ {
		one := Classes(c)
		for other := Class(0); other < classLimit; other++ {
			if one.Has(other) != (other == c) {
				t.Errorf("Classes(%d).Has(%d) = %v", c, other, one.Has(other))
			}
			if one.Meets(Classes(other)) != (other == c) {
				t.Errorf("Classes(%d).Meets(Classes(%d)) = %v", c, other, one.Meets(Classes(other)))
			}
		}
	}
}

func TestClassSetAlgebra(t *testing.T) {
	tests := []struct {
		of        string
		got, want ClassSet
	}{
		{"with", Classes(1, 63).With(Classes(64, 127)), Classes(1, 63, 64, 127)},
		{"with itself", Classes(1, 64).With(Classes(1, 64)), Classes(1, 64)},
		{"without", Classes(1, 63, 64, 127).Without(Classes(63, 127, 2)), Classes(1, 64)},
		{"without all", Classes(1, 64).Without(Classes(1, 64)), ClassSet{}},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: %b, want %b", tt.of, tt.got, tt.want)
		}
		if tt.got.Empty() != (tt.want == ClassSet{}) {
			t.Errorf("%s: Empty() = %v", tt.of, tt.got.Empty())
		}
	}
}

// TestLexiconKeepsAClassBeyond64: a row of such a class is found again.
func TestLexiconKeepsAClassBeyond64(t *testing.T) {
	const late Class = 100
	l := newLexicon()
	if err := l.add([]string{"late"}, Entry{Class: late}); err != nil {
		t.Fatal(err)
	}
	l.index = newIndex(l.ids)
	w := l.Lookup([]byte("late"))
	if !l.Starts(w).Has(late) || l.Entries(w)[0].Class != late {
		t.Errorf("the classes of the word are %b", l.Starts(w))
	}
}
