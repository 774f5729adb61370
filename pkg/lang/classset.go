package lang

// ClassSet is a set of Classes. Its zero value is empty.
type ClassSet struct{ low, high uint64 }

// classLimit is how many classes a ClassSet can hold.
const classLimit = 128

// The build fails here when there are more classes than a ClassSet can hold: the
// constant would be negative.
const _ = classLimit - numClasses

// Classes returns the set of the given classes.
func Classes(classes ...Class) ClassSet {
	var s ClassSet
	for _, c := range classes {
		if c < 64 {
			s.low |= 1 << c
		} else {
			s.high |= 1 << (c - 64)
		}
	}
	return s
}

// Has reports whether the set holds c.
func (s ClassSet) Has(c Class) bool {
	if c < 64 {
		return s.low&(1<<c) != 0
	}
	return s.high&(1<<(c-64)) != 0
}

// Empty reports whether the set holds no class.
func (s ClassSet) Empty() bool { return s.low|s.high == 0 }

// Meets reports whether the sets have a class in common.
func (s ClassSet) Meets(t ClassSet) bool { return s.low&t.low|s.high&t.high != 0 }

// With returns the classes of both sets.
func (s ClassSet) With(t ClassSet) ClassSet { return ClassSet{s.low | t.low, s.high | t.high} }

// Without returns the classes of s that are not in t.
func (s ClassSet) Without(t ClassSet) ClassSet { return ClassSet{s.low &^ t.low, s.high &^ t.high} }
