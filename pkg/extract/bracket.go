package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// unwrap returns the token behind the number and the brackets or quotation marks around
// it, where what it counts or measures follows them: «(85) حقيبة». A number alone in
// brackets is a note, and one in brackets that begins a line a list's.
func (r *reader) unwrap(c *quantity) int {
	d := &r.doc
	at := r.closed(c.num.First, c.next)
	if at == c.next || d.Is(r.from, '(') && c.num.First <= r.from+2 && c.num.Value.Cmp(longestList) <= 0 {
		return c.next
	}
	if !r.agrees(c, at) || r.lists(c.num.First-1, at) {
		return c.next
	}
	return at
}

// longestList is the greatest number of an item of a list in the text.
var longestList = figure.NewNumber(40)

// lists reports whether the noun at i stood already right before a bracket, so that the
// bracket belongs to the one before: «جامعة الشمال (173) جامعة الجنوب (221)».
func (r *reader) lists(bracket, i int) bool {
	e, _ := r.doc.Match(i, lang.Classes(lang.Noun))
	for k := bracket - 1; e != nil && k >= r.from && k >= bracket-phraseLimit && r.doc.At(k).Kind == token.Word; k-- {
		if before, _ := r.doc.Match(k, lang.Classes(lang.Noun)); before.Named(e.ID) {
			return true
		}
	}
	return false
}

// closed returns the token behind the brackets and quotation marks that open right before
// token first, or the modifier before it, and close at next.
func (r *reader) closed(first, next int) int {
	d := &r.doc
	_, modifier := d.MatchBefore(first, lang.Classes(lang.Before), modifierReach)
	first -= modifier
	for open := first - 1; open >= r.from && d.At(next).Touches() && r.enclosed(open, next); open-- {
		next++
	}
	return next
}

// agrees reports whether the word at i is what the number counts or measures, in the form
// that a noun has behind such a number.
func (r *reader) agrees(c *quantity, i int) bool {
	d := &r.doc
	if r.apart(i) || d.Pack.SingularCounted && (d.At(i).Clitics != 0 || r.ownsNext(i)) {
		return false
	}
	few := !d.Pack.SingularCounted || c.num.Value.Cmp(ten) <= 0 && c.num.Value.Rat().IsInt()
	if e, _ := d.Match(i, lang.Classes(lang.Noun, lang.Measure, lang.Currency)); e != nil {
		return !few || e.Form&lang.Plural != 0 || e.Has(lang.AfterDigits)
	}
	if d.Means(i, lang.Classes(lang.Subset)) || d.Means(i, lang.Classes(lang.Adjective)) && r.word(i).Best.Number() == word.Plural {
		return true // «(19) آخرين»
	}
	if r.boundary(i) {
		return false
	}
	look := look{reader: r, q: c, next: i}
	if g := look.governs(); g.number != word.NoNumber && g.agrees(r.word(i).Best) {
		return true
	}
	if !d.Pack.AdjectiveAfterNoun {
		noun := r.phraseToHead(i, false) // "(14) walk-in clinics"
		return r.plural(noun.to - 1)
	}
	return few == r.plural(i)
}

// ownsNext reports whether the noun at i has a genitive behind it: «(173) جامعة الملك سعود».
func (r *reader) ownsNext(i int) bool {
	return r.doc.At(i+1).Clitics == lang.Art && !r.accusative(i) && r.doc.Means(i, nouns)
}

// passRepeat takes words and the same number in digits in brackets behind them for one
// number: «ألف وخمسمئة (1500) جندي», «مئة (100) ألف دينار».
func (r *reader) passRepeat(c *quantity) {
	d := &r.doc
	at := c.next
	if c.num.Has(numeral.InDigits|numeral.Share) || !d.Is(at, '(') || d.At(at+1).Kind != token.Digits {
		return
	}
	n, ok := numeral.Parse(d, at+1, r.to, false)
	if !ok || !n.Value.Equal(c.num.Value) && !n.Value.Equal(c.num.Value.Mul(n.Scale)) {
		return
	}
	to := r.closed(at+1, n.Last+1)
	if to == n.Last+1 && !n.Has(numeral.Magnified) {
		return
	}
	n.First = c.num.First
	n.Flags &^= numeral.Plain | numeral.InDigits
	c.num, c.to, c.next = n, to, to
}

// unmark widens a statement that reaches from token first to before next over the marks that
// stand around its digits alone: «وصلت إلى "4.3" مليون», «(85) حقيبة». Brackets around all of
// it hold a remark, and stay.
func (r *reader) unmark(s *statement, first, next int) (int, int) {
	close := s.num.Last + 1
	goesOn := next > close+1 || s.noun.from == close+1
	if r.enclosed(first-1, close) && (goesOn || !r.bracketed(first-1, close)) {
		return first - 1, max(next, close+1)
	}
	return first, next
}
