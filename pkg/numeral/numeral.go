// Package numeral parses numbers: digits with their separators, number words, and mixtures of
// both, with magnitude words applied. All it knows of a language are the settings and tables
// of the pack of its token.Doc. It does not judge whether a number is a figure: package
// extract does.
package numeral

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// Flag is a set of properties of a Numeral.
type Flag uint8

// The flags.
const (
	// InDigits: at least the first part is written in digits.
	InDigits Flag = 1 << iota
	// Magnified: multiplied by a magnitude word (ألف, million).
	Magnified
	// Indefinite: the value is the lower bound of an indefinite magnitude (عشرات).
	Indefinite
	// Share: a fraction of something that follows (half, ثلثا).
	Share
	// Single: the word for one, alone.
	Single
	// Nil: the word for zero.
	Nil
	// Dual: a magnitude word in the dual (مليونا).
	Dual
	// Plain: digits without separators, as years and identifiers are written.
	Plain
)

// Numeral is a number read from tokens First to Last, both included.
type Numeral struct {
	First, Last int
	Value       figure.Number
	// Other is the second reading of digits whose one separator may be decimal or group
	// («2.750»); absent if there is only one.
	Other figure.Number
	// Scale is the last magnitude that was applied, one if there is none.
	Scale figure.Number
	Flags Flag
}

// Has reports whether the numeral has the flag.
func (n *Numeral) Has(f Flag) bool { return n.Flags&f != 0 }

// Parse parses the longest number that begins at token i and ends before token limit. money
// means that a currency sign precedes it, so that one-letter factors are valid ("$4m").
func Parse(d *token.Doc, i, limit int, money bool) (Numeral, bool) {
	if t := d.At(i); t.Kind == token.Word && !t.Classes.Meets(Triggers) {
		return Numeral{}, false
	}
	p := parser{d: d, limit: min(limit, len(d.Tokens)), money: money}
	return p.number(i)
}

// Triggers are the classes of words with which a number may begin.
var Triggers = lang.Classes(lang.Zero, lang.One, lang.Unit, lang.Ten, lang.Teen, lang.Tens, lang.Hundred,
	lang.Magnitude, lang.Collective, lang.Fraction, lang.Vague, lang.Few)

var (
	one     = figure.NewNumber(1)
	ten     = figure.NewNumber(10)
	hundred = figure.NewNumber(100)
)

type parser struct {
	d     *token.Doc
	limit int
	money bool
}

// entry returns the meaning of token i in one of the classes, for a single word or a phrase,
// and the index after it.
func (p *parser) entry(i int, want lang.ClassSet) (*lang.Entry, int) {
	if i >= p.limit {
		return nil, i
	}
	e, n := p.d.Match(i, want)
	if e == nil || i+n > p.limit {
		return nil, i
	}
	return e, i + n
}

func (p *parser) class(i int, c lang.Class) (*lang.Entry, int) { return p.entry(i, lang.Classes(c)) }

// follows reports whether token i continues a phrase: it has no conjunction or preposition
// attached.
func (p *parser) follows(i int) bool {
	t := p.d.At(i)
	return i < p.limit && t.Clitics&(lang.Conj|lang.Prep) == 0 && !t.Has(token.AfterNewline)
}

// joined returns the index of the numeral that a conjunction joins to the text before token i:
// i itself if the conjunction is a clitic, i+1 if it is a word.
func (p *parser) joined(i int) (int, bool) {
	t := p.d.At(i)
	if i >= p.limit || t.Has(token.AfterNewline) {
		return i, false
	}
	if e, _ := p.d.Match(i, lang.Classes(lang.Teen)); e != nil && e.Has(lang.Conjoined) {
		return i, true
	}
	if t.Kind == token.Particle {
		return i + 1, p.d.At(i+1).Clitics == lang.Conj
	}
	if t.Clitics&lang.Conj != 0 {
		return i, t.Clitics&lang.Prep == 0
	}
	if e, n := p.d.Match(i, lang.Classes(lang.And)); e != nil && n == 1 {
		return i + 1, p.follows(i + 1)
	}
	return i, false
}

// number reads terms of decreasing scale: «ثلاثة ملايين و200 ألف».
func (p *parser) number(i int) (Numeral, bool) {
	if n, ok := p.indefinite(i); ok {
		return n, true
	}
	t, ok := p.term(i)
	if !ok {
		return Numeral{}, false
	}
	n := Numeral{First: i, Last: t.next - 1, Value: t.value(), Scale: t.scale, Flags: t.flags}
	if t.other.Stated() {
		n.Other = t.other.Mul(t.scale)
	}
	for n.Scale.Cmp(one) > 0 && !n.Has(Share) {
		next, ok := p.joined(p.pastComma(&n))
		if !ok && (p.d.Pack.JoinedNumerals || !p.follows(next)) {
			break
		}
		u, ok := p.term(next)
		if ok && next > n.Last+1 && p.d.Is(n.Last+1, ',') && !p.apposed(&u) {
			break
		}
		if ok && next == n.Last+1 && p.multiplies(&n, &u) {
			continue
		}
		if !ok || u.value().Cmp(n.Scale) >= 0 || u.flags&(Share|Nil) != 0 || !p.mayAdd(&n, &u) {
			break
		}
		n.Value, n.Scale, n.Last = n.Value.Add(u.value()), u.scale, u.next-1
		n.Flags |= u.flags & Magnified
		n.Other = figure.Number{}
	}
	p.addWords(&n)
	p.addFraction(&n)
	p.addDecimals(&n)
	return n, true
}

// multiplies applies the magnitude of a term to the whole number before it, in languages that
// count millions in thousands: «dos mil quinientos millones».
func (p *parser) multiplies(n *Numeral, u *term) bool {
	if !p.d.Pack.ThousandsOfMillions || u.flags&(Share|Nil) != 0 || u.scale.Cmp(n.Value) <= 0 || u.coefficient.Cmp(n.Scale) >= 0 || !p.mayAdd(n, u) {
		return false
	}
	n.Value, n.Scale, n.Last = n.Value.Add(u.coefficient).Mul(u.scale), u.scale, u.next-1
	n.Other = figure.Number{}
	return true
}

// pastComma returns the token behind the number, or behind the comma that parts the
// groups of a number in words: "one thousand, two hundred".
func (p *parser) pastComma(n *Numeral) int {
	at := n.Last + 1
	if p.d.Is(at, ',') && p.d.At(at).Touches() && p.d.At(at+1).Kind == token.Word && !n.Has(InDigits) {
		return at + 1
	}
	return at
}

// apposed reports whether a term behind a comma is a further group of the number and no
// item of a list: it is in words, and has a hundred of its own at least.
func (p *parser) apposed(u *term) bool {
	return u.flags&InDigits == 0 && u.value().Cmp(hundred) >= 0
}

// mayAdd refuses sums that no writer means: digits after words without a
// conjunction, and single digits after a round count ("2 million 5").
func (p *parser) mayAdd(n *Numeral, u *term) bool {
	if p.d.Pack.JoinedNumerals {
		return true
	}
	if n.Has(InDigits) && u.flags&InDigits != 0 && !whole(u.coefficient) {
		return false // "500 crore and 2.5 lakh"
	}
	return n.Has(InDigits) == (u.flags&InDigits != 0) || u.scale.Cmp(one) > 0
}

// whole reports whether a number has no decimals.
func whole(n figure.Number) bool {
	w, ok := n.Words()
	return ok && w.Scale == 0
}

// addFraction reads a fraction that a conjunction adds to the last magnitude:
// «مليون ونصف المليون», "two and a half million".
func (p *parser) addFraction(n *Numeral) {
	if n.Has(Share) {
		return
	}
	at, ok := p.joined(n.Last + 1)
	if !ok {
		return
	}
	if e, next := p.class(at, lang.One); e != nil && e.Has(lang.Article) {
		at = next
	}
	part, next := p.fraction(at)
	if !part.Stated() {
		return
	}
	mag, after := p.class(next, lang.Magnitude)
	if mag != nil && !p.follows(next) {
		mag = nil
	}
	scale := n.Scale
	switch {
	case mag != nil && n.Scale.Cmp(one) == 0:
		scale = mag.Value()
		n.Value = n.Value.Mul(scale)
		n.Flags |= Magnified
	case mag != nil && mag.Value().Equal(n.Scale):
	case mag != nil:
		return
	case n.Scale.Cmp(one) == 0 && !p.endsAmount(next):
		return
	}
	if mag != nil {
		next = after
	}
	n.Value = n.Value.Add(scale.Mul(part))
	n.Scale, n.Last = scale, next-1
	n.Flags &^= Single
}

// addWords reads the tens and units in words behind hundreds in digits: «200 وخمسون».
func (p *parser) addWords(n *Numeral) {
	if !p.d.Pack.JoinedNumerals || !n.Has(Plain) || n.Has(Magnified) || n.First != n.Last {
		return
	}
	form := p.d.Fold(n.First)
	next, ok := p.joined(n.Last + 1)
	if !ok || len(form) != 3 || form[1] != '0' || form[2] != '0' || p.d.At(next).Kind != token.Word {
		return
	}
	if v, after, ok := p.tens(next); ok && !p.partsOf(v, after) {
		n.Value, n.Last = n.Value.Add(figure.NewNumber(v)), after-1
		n.Flags &^= Plain
	}
}

// fraction reads the fraction of a mixed number: «نصف», "three quarters".
func (p *parser) fraction(i int) (figure.Number, int) {
	if e, next := p.class(i, lang.Fraction); e != nil && !e.Has(lang.Counted|lang.WithGenitive) {
		if p.d.At(i).Clitics&lang.Art != 0 || e.Has(lang.WithOf) && p.d.Means(next, lang.Classes(lang.Of)) {
			return figure.Number{}, i
		}
		return e.Value(), next
	}
	v, next, ok := p.group(i)
	if !ok || p.d.At(i).Clitics&lang.Art != 0 {
		return figure.Number{}, i
	}
	t := term{coefficient: v, next: next}
	if p.share(&t); t.flags&Share == 0 {
		return figure.Number{}, i
	}
	return t.coefficient, t.next
}

// endsAmount reports whether a fraction that ends before token i may be part
// of a mixed number: a measure follows («12 ونصف في المئة»).
func (p *parser) endsAmount(i int) bool {
	want := lang.Classes(lang.Measure, lang.Currency, lang.Magnitude)
	if !p.d.Pack.JoinedNumerals {
		want = want.With(lang.Classes(lang.Noun))
	}
	e, _ := p.d.Match(i, want)
	return e != nil && p.follows(i)
}

// addDecimals reads a decimal fraction in words: "three point five".
func (p *parser) addDecimals(n *Numeral) {
	if e, next := p.class(n.Last+1, lang.PointWord); e != nil && n.Scale.Cmp(one) == 0 {
		t, ok := p.term(next)
		if !ok || t.scale.Cmp(one) != 0 {
			return
		}
		unit := one
		for unit.Cmp(t.coefficient) <= 0 {
			unit = unit.Mul(ten)
		}
		n.Value, n.Last = n.Value.Add(t.coefficient.Div(unit)), t.next-1
		if m, after := p.magnitudes(n.Last+1, one); after > n.Last+1 {
			n.Value, n.Scale, n.Last = n.Value.Mul(m), m, after-1
			n.Flags |= Magnified
		}
	}
}

// indefinite reads magnitudes without a number: عشرات الآلاف, "tens of thousands", «بضعة
// آلاف».
func (p *parser) indefinite(i int) (Numeral, bool) {
	n := Numeral{First: i, Flags: Indefinite | Magnified, Scale: one}
	at := i
	if e, next := p.class(i, lang.Few); e != nil {
		at = next
	}
	e, next := p.vague(at, at > i)
	if e == nil || at > i && !p.follows(at) {
		return Numeral{}, false
	}
	n.Value, n.Last = e.Value(), next-1
	for {
		at := next
		if of, after := p.class(next, lang.Of); of != nil && !p.d.Pack.JoinedNumerals {
			at = after
		}
		f, after := p.entry(at, lang.Classes(lang.Vague, lang.Magnitude, lang.Collective))
		if f == nil || !p.follows(at) || f.Num <= 1 || f.Form == lang.Dual {
			return n, true
		}
		n.Value, n.Last, next = n.Value.Mul(f.Value()), after-1, after
	}
}

// vague returns an indefinite magnitude: a word of that class, the plural of a magnitude word,
// or any magnitude word after a word such as "several".
func (p *parser) vague(i int, few bool) (*lang.Entry, int) {
	want := lang.Classes(lang.Vague, lang.Magnitude, lang.Collective)
	if few {
		want = want.With(lang.Classes(lang.Hundred))
	}
	e, next := p.entry(i, want)
	if e == nil || e.Has(lang.Factor) || e.Class != lang.Vague && e.Form&lang.Plural == 0 && !few {
		return nil, i
	}
	return e, next
}
