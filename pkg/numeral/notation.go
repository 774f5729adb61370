package numeral

import (
	"strings"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// leadsDecimals reports whether token i is the point of a decimal without its zero:
// ".08". What stands right before it may be a bracket or a currency sign only.
func (p *parser) leadsDecimals(i int) bool {
	if !p.d.Is(i, '.') {
		return false
	}
	point, before, after := p.d.At(i), p.d.At(i-1), p.d.At(i+1)
	if after.Kind != token.Digits || !after.Touches() || i+1 >= p.limit || strings.ContainsAny(string(p.d.Fold(i+1)), ".,DGR") {
		return false
	}
	return before.Kind == token.End || !point.Touches() || before.Kind == token.Punct && !p.d.Is(i-1, '.')
}

// leadingPoint reads such a decimal.
func (p *parser) leadingPoint(i int, t *term) bool {
	if p.d.At(i).Kind != token.Punct {
		return false
	}
	value, _, ok := Digits("0."+string(p.d.Fold(i+1)), p.d.Pack)
	t.coefficient, t.next, t.flags = value, i+2, InDigits
	return ok
}

// largestPart bounds both numbers of a fraction in digits: greater ones are dates, pages
// and scores, but for those by which markets and workshops halve: 5/16, 7/32.
const largestPart = 10

// halvings are the greater denominators, and whether no date is written so.
var halvings = map[int64]bool{16: false, 32: true, 64: true}

// slashed reads a fraction in digits that something divisible follows, or a modifier
// precedes: "3/4 of the crop", «3/4 السكان», "about 1/3".
func (p *parser) slashed(i int, t *term) bool {
	d := p.d
	if i+2 >= p.limit || !d.Is(i+1, '/') || !d.At(i+1).Touches() || !d.At(i+2).Touches() || d.Is(i-1, '/') && d.At(i).Touches() || d.Is(i+3, '/') {
		return false
	}
	a, b, ok := p.fractionOfTwo(i)
	if !ok || !halvings[b] && (b > largestPart || !p.divides(i, i+3)) {
		return false
	}
	t.coefficient, t.next, t.flags = figure.NewNumber(a).Div(figure.NewNumber(b)), i+3, InDigits|Share
	return true
}

// fractionOfTwo reads the two numbers of a fraction in digits that begins at token i.
func (p *parser) fractionOfTwo(i int) (num, den int64, ok bool) {
	num, ok1 := p.part(i)
	den, ok2 := p.part(i + 2)
	_, halved := halvings[den]
	return num, den, ok1 && ok2 && 0 < num && num < den && (den <= largestPart || halved)
}

// part is the value of one or two plain digits.
func (p *parser) part(i int) (int64, bool) {
	form := p.d.Fold(i)
	if p.d.At(i).Kind != token.Digits || len(form) > 2 {
		return 0, false
	}
	n := int64(0)
	for _, c := range form {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int64(c-'0')
	}
	return n, true
}

// divides reports whether a fraction that begins at token i and ends before next has
// something to divide, a modifier, or says in digits what words said before: ", or 3/4,".
func (p *parser) divides(i, next int) bool {
	if e, _ := p.entry(next, lang.Classes(lang.Of, lang.Magnitude, lang.Measure, lang.Currency)); e != nil && !e.Has(lang.AfterDigits|lang.Calendar) && p.follows(next) {
		return true
	}
	if p.d.Pack.OfAlsoFrom && p.d.At(next).Clitics&lang.Art != 0 && p.follows(next) {
		return true
	}
	if e, _ := p.d.MatchBefore(i, lang.Classes(lang.Before), longestModifier); e != nil {
		return true
	}
	restated := p.d.Is(next, ',') || p.d.Is(next, ')')
	return restated && p.d.Means(i-1, lang.Classes(lang.Or))
}

// power returns the number of tokens i up to next, of that value, with the power of ten
// behind it: "2.5e3", "1.5×10^6", "10⁶", «10 أس 6».
func (p *parser) power(i, next int, value figure.Number) (figure.Number, int) {
	d := p.d
	sign := d.Fold(next)
	switch {
	case len(sign) == 1 && sign[0] == 'e' && d.At(next).Touches() && d.At(next+1).Touches():
		if n, after, ok := p.exponent(next + 1); ok {
			return value.Mul(n), after
		}
	case string(sign) == "×", string(sign) == "x", string(sign) == "*":
		if n, after, ok := p.raised(next + 1); ok {
			return value.Mul(n), after
		}
	case next == i+1:
		if n, after, ok := p.raised(i); ok {
			return n, after
		}
	}
	return figure.Number{}, next
}

// raised reads ten with an exponent at token i.
func (p *parser) raised(i int) (figure.Number, int, bool) {
	if i >= p.limit || p.d.At(i).Kind != token.Digits {
		return figure.Number{}, i, false
	}
	if string(p.d.Fold(i)) != "10" {
		return figure.Number{}, i, false
	}
	if p.d.Is(i+1, '^') {
		return p.exponent(i + 2)
	}
	if e, next := p.class(i+1, lang.Power); e != nil {
		return p.exponent(next)
	}
	return p.superscript(i + 1)
}

// greatestExponent bounds what is read as a power of ten: no figure is larger.
const greatestExponent = 30

// exponent reads the exponent at token i and returns that power of ten.
func (p *parser) exponent(i int) (figure.Number, int, bool) {
	negative := p.d.Is(i, '-')
	if negative {
		i++
	}
	form := p.d.Fold(i)
	if i >= p.limit || p.d.At(i).Kind != token.Digits || len(form) > 2 {
		return figure.Number{}, i, false
	}
	n := 0
	for _, c := range form {
		if c < '0' || c > '9' {
			return figure.Number{}, i, false
		}
		n = 10*n + int(c-'0')
	}
	return powerOfTen(n, negative), i + 1, n <= greatestExponent && !(negative && n > figure.MaxScale)
}

// superscript reads an exponent of raised digits that touch the ten before token i.
func (p *parser) superscript(i int) (figure.Number, int, bool) {
	const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹"
	n, next := 0, i
	for ; next < p.limit && p.d.At(next).Touches() && p.d.At(next).Kind == token.Punct; next++ {
		at := strings.Index(digits, p.d.Slice(next, next))
		if at < 0 {
			break
		}
		if n = 10*n + utf8.RuneCountInString(digits[:at]); n > greatestExponent {
			return figure.Number{}, i, false
		}
	}
	return powerOfTen(n, false), next, next > i
}

// powerOfTen is ten to the nth, or one by that.
func powerOfTen(n int, negative bool) figure.Number {
	if negative {
		return one.Div(powerOfTen(n, false))
	}
	value, _, _ := parse("1" + strings.Repeat("0", min(n, greatestExponent)))
	return value
}
