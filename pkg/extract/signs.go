package extract

import (
	"iter"
	"strings"

	"github.com/arqam-io/arqam/pkg/token"
)

// clauseSigns separate clauses; openSigns may stand between a number and what leads to it.
const (
	clauseSigns = ",:;.()"
	openSigns   = `"(`
)

// anySign reports whether token i is one of the signs.
func (r *reader) anySign(i int, signs string) bool {
	if r.doc.At(i).Kind != token.Punct {
		return false
	}
	form := r.doc.Fold(i)
	return len(form) == 1 && strings.IndexByte(signs, form[0]) >= 0
}

// clauseEnd reports whether token i separates clauses.
func (r *reader) clauseEnd(i int) bool { return r.anySign(i, clauseSigns) }

// outward passes over quotation marks, brackets and particles to the left of i.
func (r *reader) outward(i int) int {
	for i > r.from && (r.doc.At(i-1).Kind == token.Particle || r.anySign(i-1, openSigns)) {
		i--
	}
	return i
}

// hyphen reports whether token i is a hyphen without a space on either side.
func (r *reader) hyphen(i int) bool {
	return r.doc.Is(i, '-') && r.doc.At(i).Touches() && r.doc.At(i+1).Touches()
}

// clauseBefore yields the tokens before token i and the signs around it, the nearest first, so
// many at most and none beyond the sign that ends another clause.
func (r *reader) clauseBefore(i, reach int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for k := r.outward(i) - 1; k >= max(r.from, i-reach) && !r.clauseEnd(k) && yield(k); k-- {
		}
	}
}
