package extract

import (
	"bytes"
	"slices"

	"github.com/arqam-io/arqam/pkg/clause"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// reader reads one paragraph after the other. Its buffers outlive an article.
type reader struct {
	doc   token.Doc
	words words
	out   []figure.Mention
	trace *Trace
	field figure.Field

	// from and to bound the sentence being read.
	from, to int
	context  sentence
	// read is what the sentence has stated so far, and last the statement before the one
	// that is being read or completed.
	read []statement
	last *statement
	// look is how the number that is judged is looked at.
	look look
	// people: the sentence has counted people.
	people  bool
	earlier lastCounted
	// clauses cuts the sentence, and subjects finds in it what its figures are of.
	clauses  *clause.Reader
	subjects finder
}

// first stands for the statement before the first one of a sentence.
var first = statement{quantity: quantity{next: -1}}

// triggers are the words that may begin a figure without a digit.
var triggers = numeral.Triggers.With(lang.Classes(lang.DualForm, lang.Measure, lang.Currency))

// paragraph reads the tokens of r.doc sentence by sentence.
func (r *reader) paragraph() {
	r.trace.tokens(r)
	for from := 0; from < len(r.doc.Tokens); from = r.to {
		r.from, r.to = from, r.doc.SentenceEnd(from)
		r.sentence()
	}
}

// sentence reads the quantities of a sentence from left to right, then completes each by
// what the whole sentence says of it, and writes those that are figures.
func (r *reader) sentence() {
	r.words.read, r.context = false, sentence{}
	r.read, r.last, r.people, r.earlier = r.read[:0], &first, false, lastCounted{}
	for i := r.from; i < r.to; {
		i = r.token(i)
	}
	r.elide()
	r.last = &first
	r.subjects.prepare(r)
	for i := range r.read {
		s := &r.read[i]
		r.complete(s)
		r.trace.record(r, s)
		if s.dropped == "" {
			r.write(s)
		}
		r.last = s
	}
}

// token reads a quantity that begins at token i, and returns where to go on.
func (r *reader) token(i int) int {
	t := &r.doc.Tokens[i]
	trigger := t.Kind == token.Digits || t.Classes.Meets(triggers) || t.Kind == token.Punct && r.leadsDecimals(i)
	dual := mayBeDual(t)
	if !trigger && !dual {
		return i + 1
	}
	s := r.spare()
	if !(trigger && r.quantity(i, &s.quantity)) && !(dual && r.dualByForm(i, &s.quantity)) {
		return i + 1
	}
	r.read = r.read[:len(r.read)+1]
	if r.judge(s); s.dropped == "" {
		r.people = r.people || r.countsPeople(s.noun)
	}
	r.last = s
	return max(s.next, i+1)
}

// spare is an empty statement behind those that were read, for one that may be read next.
func (r *reader) spare() *statement {
	n := len(r.read)
	r.read = slices.Grow(r.read, 1)
	s := &r.read[:n+1][n]
	*s = statement{}
	return s
}

// surroundings reads what belongs to the number on either side, from the inside outwards.
func (r *reader) surroundings(q *quantity) {
	r.readRate(q)
	r.readModifiers(q)
	r.readQualifier(q)
	r.readPrice(q)
	r.settleFine(q)
	r.readAge(q)
	r.readNoun(q)
	r.readMixed(q)
	r.readAdverb(q)
	r.readSuffix(q)
}

// leadsDecimals reports whether token i is the point of a decimal without its zero: ".08".
func (r *reader) leadsDecimals(i int) bool {
	next := r.doc.At(i + 1)
	return r.doc.Is(i, '.') && next.Kind == token.Digits && next.Touches()
}

// quantity parses a number, or a dual noun, at token i into an empty quantity.
func (r *reader) quantity(i int, q *quantity) bool {
	q.span, q.cue = span{i, i}, i
	prefix, width := r.prefix(i)
	below := prefix == nil && r.hyphen(i-1)
	if below {
		if prefix, width = r.prefixBefore(i - 1); prefix != nil {
			width++ // "$-5"
		}
	}
	n, ok := numeral.Parse(&r.doc, i, r.to, prefix.IsA(lang.Currency))
	if ok && prefix != nil && (prefix.Has(lang.Capitals) && !r.coded(i-width, prefix, &n) || r.event(i-width, &n)) {
		prefix = nil
		n, ok = numeral.Parse(&r.doc, i, r.to, false)
	}
	if !ok {
		return r.wordOfUnit(i, q)
	}
	q.num, q.to, q.next = n, n.Last+1, n.Last+1
	if prefix != nil {
		q.from, q.cue = i-width, i-width
		q.unit = part{prefix, span{i - width, i}}
		if below {
			q.num.Value, q.num.Other = q.num.Value.Neg(), q.num.Other.Neg()
		}
	}
	r.readRatio(q)
	r.passTolerance(q)
	r.passRepeat(q)
	q.next = r.unwrap(q)
	r.readUnit(q)
	r.readRange(q)
	r.addParts(q)
	r.readSign(q)
	r.readScale(q)
	r.readPostposed(q)
	r.settleDigits(q)
	return true
}

// event reports whether a word of money before digits names what happens in that year:
// "Euro 2032".
func (r *reader) event(i int, n *numeral.Numeral) bool {
	t := r.doc.At(i)
	return t.Kind == token.Word && t.Has(token.Upper) && !r.doc.At(n.First).Touches() && r.yearLike(n) && t.RuneEnd-t.RuneStart > codeLength
}

// codeLength is the length of the code of a currency.
const codeLength = 3

// wordOfUnit reads a unit or noun that is a quantity without a number, two of it in the
// dual or one, alone or at the start of a range.
func (r *reader) wordOfUnit(i int, q *quantity) bool {
	return r.dualNoun(i, q) || r.bareUnit(i, q) || r.bareOperand(i, q)
}

// prefixReach is the length of the longest sign: "U.S.$".
const prefixReach = 5

// prefix returns the sign that stands before the digits at i, and its length:
// "$", "HK$", "٪". A sign that touches digits before it belongs to them.
func (r *reader) prefix(i int) (*lang.Entry, int) {
	if r.doc.At(i).Kind != token.Digits && !r.leadsDecimals(i) {
		return nil, 0
	}
	return r.prefixBefore(i)
}

// prefixBefore returns the sign that ends right before token i, and its length.
func (r *reader) prefixBefore(i int) (*lang.Entry, int) {
	e, n := r.sign(i, lang.Currency)
	if e == nil {
		e, n = r.sign(i, lang.Measure)
	}
	if !e.Has(lang.Prefix) || i-n < max(r.from, r.last.next) {
		return nil, 0
	}
	if r.doc.At(i-n-1).Kind == token.Digits && r.doc.At(i-n).Touches() {
		return nil, 0
	}
	return e, n
}

// sign returns the longest sign of a class right before the digits at i, whose parts
// touch each other.
func (r *reader) sign(i int, class lang.Class) (*lang.Entry, int) {
	e, n := r.doc.MatchBefore(i, lang.Classes(class), prefixReach)
	for n > 1 && !r.glued(i-n, i) {
		e, n = r.doc.MatchBefore(i, lang.Classes(class), n-1)
	}
	return e, n
}

// glued reports whether the tokens from up to before to touch each other.
func (r *reader) glued(from, to int) bool {
	for k := from + 1; k < to; k++ {
		if !r.doc.At(k).Touches() {
			return false
		}
	}
	return true
}

// dualNoun reads a noun or unit whose dual form is a figure by itself: «يومين».
func (r *reader) dualNoun(i int, c *quantity) bool {
	e, n := r.doc.Match(i, lang.Classes(lang.Measure, lang.Currency))
	if e == nil || e.Has(lang.AfterTimeCue) && !r.spans(c) {
		if noun, m := r.doc.Match(i, lang.Classes(lang.Noun)); noun != nil {
			e, n = noun, m
		}
	}
	if !e.May(lang.Dual|lang.Construct) || e.Form&(lang.Singular|lang.Accusative|lang.Plural) != 0 {
		return false
	}
	if e.Form == lang.Construct && n == 1 && !r.governs(i+n) {
		return false
	}
	c.num = numeral.Numeral{First: i, Last: i + n - 1, Value: two, Scale: one}
	c.to, c.next, c.dual = i+n, i+n, true
	if e.Class == lang.Noun {
		c.noun = part{e, span{i, i + n}}
	} else {
		c.unit = part{e, span{i, i + n}}
		if e.ID == degrees.ID {
			c.degree = r.scale()
		}
		r.readBelowZero(c)
		r.addFractionOfUnit(c)
		r.addParts(c)
	}
	r.readRange(c)
	return true
}

// governs reports whether the word at i may be the genitive of a construct
// dual; a definite adjective shows that the ending was a possessive («عائلتي
// الكبيرة»).
func (r *reader) governs(i int) bool {
	return !r.ends(i) && !(r.doc.At(i).Clitics&lang.Art != 0 && affixed(r.doc.Fold(i), r.doc.Pack.AdjectiveEndings, bytes.HasSuffix))
}

var (
	one = figure.NewNumber(1)
	two = figure.NewNumber(2)
	ten = figure.NewNumber(10)
)

// settleFine takes the decimal reading of an amount that is written so: «سعر صرف اليورو 1.087
// دولار».
func (r *reader) settleFine(q *quantity) {
	if q.fine && q.num.Other.Stated() {
		q.num.Value, q.num.Other = q.num.Other, figure.Number{}
	}
}

// settleDigits chooses between the readings of «2.750» by what follows: before a
// magnitude word or a percent sign it is a decimal.
func (r *reader) settleDigits(c *quantity) {
	for _, n := range []*numeral.Numeral{&c.num, &c.upper} {
		if n.Other.Stated() && (n.Has(numeral.Magnified) || c.unit.Named("percent")) {
			n.Value, n.Other = n.Other, figure.Number{}
		}
	}
}
