package extract

import (
	"iter"
	"strings"

	"github.com/arqam-io/arqam/pkg/lang"
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

// ties reports whether token i is a sign that touches what stands before and behind it.
func (r *reader) ties(i int, sign byte) bool {
	return r.doc.Is(i, sign) && r.doc.At(i).Touches() && r.doc.At(i+1).Touches()
}

// hyphen reports whether token i is a hyphen without a space on either side.
func (r *reader) hyphen(i int) bool {
	return r.ties(i, '-')
}

// clauseBefore yields the tokens before token i and the signs around it, the nearest first, so
// many at most and none beyond the sign that ends another clause.
func (r *reader) clauseBefore(i, reach int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for k := r.outward(i) - 1; k >= max(r.from, i-reach) && !r.clauseEnd(k) && yield(k); k-- {
		}
	}
}

// nearest is the entry of the nearest word of some classes in the clause before token i, with
// one of the attributes; nil if there is none.
func (r *reader) nearest(i, reach int, of lang.ClassSet, a lang.Attr) *lang.Entry {
	for k := range r.clauseBefore(i, reach) {
		if e, _ := r.doc.Match(k, of); e.Has(a) {
			return e
		}
	}
	return nil
}

// past is the token behind the phrase of some classes at token i, which itself it is if there
// is none.
func (r *reader) past(i int, of ...lang.Class) int {
	_, n := r.doc.Match(i, lang.Classes(of...))
	return i + n
}

// pastArticle is the token behind the word for one at token i that serves as an article.
func (r *reader) pastArticle(i int) int {
	if e, n := r.doc.Match(i, lang.Classes(lang.One)); e.Has(lang.Article) {
		return i + n
	}
	return i
}

// beforeArticle is the first token of the article before token i, as pastArticle says.
func (r *reader) beforeArticle(i int) int {
	if e, n := r.doc.MatchBefore(i, lang.Classes(lang.One), 1); e.Has(lang.Article) {
		return i - n
	}
	return i
}

// enclosed reports whether a pair of brackets or quotation marks stands at two tokens.
func (r *reader) enclosed(open, close int) bool {
	return r.bracketed(open, close) || r.doc.Is(open, '"') && r.doc.Is(close, '"')
}

// bracketed reports whether a pair of brackets stands at two tokens.
func (r *reader) bracketed(open, close int) bool {
	return r.doc.Is(open, '(') && r.doc.Is(close, ')')
}
