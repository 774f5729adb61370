package token

import "github.com/arqam-io/arqam/pkg/lang"

// Match returns the longest phrase of the given classes that begins at token i, and its length
// in tokens; nil and 0 if there is none. The first word may have clitics, the others at most
// an article.
func (d *Doc) Match(i int, want lang.ClassSet) (*lang.Entry, int) {
	t := d.At(i)
	if !t.Classes.Meets(want) {
		return nil, 0
	}
	e, n := d.walk(i, t.Whole, want)
	if t.Stem != t.Whole && t.Stem != 0 {
		if f, m := d.walk(i, t.Stem, want); m > n {
			return f, m
		}
	}
	return e, n
}

// Means reports whether a phrase of the given classes begins at token i.
func (d *Doc) Means(i int, want lang.ClassSet) bool {
	e, _ := d.Match(i, want)
	return e != nil
}

func (d *Doc) walk(i int, w lang.WordID, want lang.ClassSet) (best *lang.Entry, length int) {
	if !d.Pack.Starts(w).Meets(want) {
		return nil, 0
	}
	c := d.Pack.Begin(w)
	for n := 1; ; n++ {
		if e := c.Find(want); e != nil {
			best, length = e, n
		}
		if c.Ends() {
			return best, length
		}
		t := d.At(i + n)
		if t.Kind == End || t.Has(AfterNewline) {
			return best, length
		}
		if c.Step(t.Whole) {
			continue
		}
		if t.Stem == t.Whole || t.Clitics&^lang.Art != 0 || !c.Step(t.Stem) {
			return best, length
		}
	}
}

// MatchBefore returns the longest phrase of the given classes that ends directly before token
// i and has at most reach tokens, and its length.
func (d *Doc) MatchBefore(i int, want lang.ClassSet, reach int) (*lang.Entry, int) {
	for n := min(reach, i); n >= 1; n-- {
		if !d.At(i - n).Classes.Meets(want) {
			continue
		}
		if e, m := d.Match(i-n, want); m == n {
			return e, n
		}
		// A longer phrase of another class may contain a shorter one.
	}
	return nil, 0
}
