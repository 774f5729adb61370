package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// paired is the earlier figure that the quantity repeats, is compared with or goes on from,
// else -1.
func (f *finder) paired() int {
	earlier := f.earlier()
	if earlier < 0 {
		return -1
	}
	p := f.place
	last, _ := f.sentence.Place(earlier)
	same := kind(&f.figures[earlier].quantity) == f.kind()
	gap := p.Chunk - last.Chunk
	if f.chunk(last.Chunk+1).Quantity == earlier {
		gap-- // what it counts
	}
	near := gap <= 2 || p.Bracketed && gap <= 3
	percent, count := f.kind() == figure.Percent, f.kind() == figure.Count
	switch {
	case !count && f.found[earlier].before && (gap == 1 && f.degree() || gap == 2 && f.directed()),
		p.Bracketed && near && !percent,
		gap <= 3 && f.alternative(),
		!count && f.subset(p.Chunk-1),
		(percent || count) && f.subset(p.Chunk+1):
		return earlier
	case f.compared():
		return f.comparable(earlier, same || near)
	}
	return -1
}

// farthest is how many figures, or phrases, back a sentence refers to.
const farthest = 12

// comparable is the last figure of the same kind, from an earlier one back, that a figure is
// compared with; the one right before it may be of another kind.
func (f *finder) comparable(earlier int, fits bool) int {
	for i := earlier; i >= max(0, earlier-farthest); i-- {
		if s := f.figures[i]; s.dropped == "" && kind(&s.quantity) == f.kind() {
			return i
		}
	}
	if fits {
		return earlier
	}
	return -1
}

// subset reports whether chunk k is a word that makes what follows a part of what was said.
func (f *finder) subset(k int) bool {
	if k < 0 || k >= len(f.sentence.Chunks) {
		return false
	}
	e, n := f.r.doc.Match(f.chunk(k).First, lang.Classes(lang.Subset))
	return e != nil && (n == 1 || f.kind() != figure.Count)
}

// compared reports whether the quantity is what another is compared with.
func (f *finder) compared() bool {
	e, _ := f.r.doc.Match(f.place.Preposition.First, lang.Classes(lang.From))
	return !f.place.Preposition.Empty() && e.Has(lang.Compared)
}

// alternative reports whether a word for "or" stands before the quantity, which says the same
// as the one before it in another way.
func (f *finder) alternative() bool {
	k := f.place.Chunk - 1
	return k >= 0 && f.r.doc.Means(f.chunk(k).First, lang.Classes(lang.Or))
}

// shared is the subject of an earlier figure. What a count counts is not what goes with it,
// unless it is said to be a part of that; the word of a price belongs to its change alone.
func (f *finder) shared(earlier int) found {
	of := f.found[earlier]
	if f.kind() == figure.Count && !of.before && !f.subset(f.place.Chunk+1) {
		return found{}
	}
	pricing := lang.Classes(lang.Pricing)
	switch e, n := f.r.doc.Match(of.from, pricing); {
	case of.empty():
	case f.kind() == figure.Money && e != nil && of.from+n < of.to:
		of.from += n
	case f.kind() == figure.Percent && f.r.doc.Means(of.from-1, pricing):
		of.from--
	}
	return of
}
