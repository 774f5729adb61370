package numeral

import (
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// digits reads token i and the groups of three that are separated from it by spaces.
func (p *parser) digits(i int, t *term) bool {
	if p.slashed(i, t) || p.leadingPoint(i, t) {
		return true
	}
	shape := string(p.d.Fold(i))
	next := i + 1
	for len(shape) < longest && p.groupFollows(i, next, shape) {
		shape += "G" + string(p.d.Fold(next))
		next++
	}
	value, other, ok := Digits(shape, p.d.Pack)
	if !ok {
		return false
	}
	t.coefficient, t.other, t.next, t.flags = value, other, next, InDigits
	if !strings.ContainsAny(shape, ".,DGR") {
		t.flags |= Plain
	}
	if v, after := p.power(i, next, value); v.Stated() {
		t.coefficient, t.other, t.next, t.flags = v, figure.Number{}, after, InDigits
		return true
	}
	if f, after := p.vulgar(next); f.Stated() {
		t.coefficient, t.next, t.flags = t.coefficient.Add(f), after, InDigits
	}
	return true
}

// groupFollows reports whether token next is a group of three digits of the number that begins
// at token i: «10 000».
func (p *parser) groupFollows(i, next int, shape string) bool {
	t := p.d.At(next)
	if next >= p.limit || t.Kind != token.Digits || t.Clitics != 0 || !isGroup(string(p.d.Fold(next))) || strings.ContainsAny(shape, ".,D") {
		return false
	}
	if t.Has(token.AfterNewline) || !t.Has(token.AfterTight) && !t.Has(token.AfterSpace) {
		return false
	}
	first := p.d.Fold(i)
	if next == i+1 && (len(first) > 3 || first[0] == '0' || strings.ContainsAny(shape, ".,DGR")) {
		return false
	}
	if t.Has(token.AfterTight) {
		return true
	}
	before, after := p.d.At(i-1), p.d.At(next+1)
	return before.Kind != token.Digits && !before.Classes.Has(lang.Month) && (after.Kind != token.Digits || isGroup(string(p.d.Fold(next+1)))) &&
		!p.d.Is(next+1, '/') && !p.d.Is(next+1, '-')
}

// isGroup reports whether digits are a group of three, or the last group with its decimals:
// "250,50".
func isGroup(shape string) bool {
	whole, decimals := shape, "0"
	if at := strings.IndexAny(shape, ".,D"); at >= 0 {
		whole, decimals = shape[:at], shape[at+1:]
	}
	return len(whole) == 3 && decimals != "" && !strings.ContainsAny(whole+decimals, ".,DGR")
}

// vulgar reads a fraction in digits after an integer: "2 1/2".
func (p *parser) vulgar(i int) (figure.Number, int) {
	if sign := p.d.At(i); sign.Kind == token.Punct && sign.Touches() {
		if e, next := p.class(i, lang.Fraction); e != nil {
			return e.Value(), next
		}
	}
	if i+2 >= p.limit || !p.d.Is(i+1, '/') || !p.d.At(i).Has(token.AfterSpace) || !p.d.At(i+1).Touches() || !p.d.At(i+2).Touches() {
		return figure.Number{}, i
	}
	num, den, ok := p.fractionOfTwo(i)
	if !ok {
		return figure.Number{}, i
	}
	return figure.NewNumber(num).Div(figure.NewNumber(den)), i + 3
}

// Digits parses the shape of a digit run from package token. If its one separator may be
// decimal or group, other is the decimal reading. It reports false for shapes that are not
// numbers, such as dates and versions.
func Digits(shape string, k *lang.Pack) (value, other figure.Number, ok bool) {
	if len(shape) > longest {
		return figure.Number{}, figure.Number{}, false
	}
	last := strings.LastIndexAny(shape, ".,DGR")
	if last < 0 {
		return parse(shape)
	}
	mark, fraction := shape[last], shape[last+1:]
	head := shape[:last]
	switch {
	case mark == 'R' && !strings.ContainsAny(head, ".,DGR"):
		return parse(fraction + "." + head)
	case strings.Contains(head, "R"):
		return figure.Number{}, figure.Number{}, false
	case mark == 'G':
		return groups(head, fraction)
	}
	earlier := strings.IndexAny(head, ".,DG")
	switch {
	case earlier < 0 && mark != 'D' && len(fraction) == 3 && len(head) <= 3 && head[0] != '0':
		return ambiguous(head, fraction, mark, k)
	case earlier < 0 && mark == ',' && len(head) > 3 && len(fraction) > 2:
		return figure.Number{}, figure.Number{}, false
	case earlier < 0:
		return parse(head + "." + fraction)
	case head[earlier] != mark || len(fraction) != 3:
		whole, _, ok := groups(head[:strings.LastIndexAny(head, ".,DG")], head[strings.LastIndexAny(head, ".,DG")+1:])
		if !ok {
			return figure.Number{}, figure.Number{}, false
		}
		return parse(whole.String() + "." + fraction)
	}
	return groups(head, fraction)
}

// longest bounds the digits of a number: longer ones are not quantities.
const longest = 60

// ambiguous interprets one mark before three digits by the convention of the language, and
// also keeps the decimal reading.
func ambiguous(head, fraction string, mark byte, k *lang.Pack) (value, other figure.Number, ok bool) {
	decimal, _, ok := parse(head + "." + fraction)
	if !ok || mark == ',' && k.CommaDecimal || mark == '.' && !k.PointGroups {
		return decimal, figure.Number{}, ok
	}
	if !k.PointGroups {
		return parse(head + fraction)
	}
	value, _, ok = parse(head + fraction)
	if k.ThousandsOfMillions {
		return value, figure.Number{}, ok
	}
	return value, decimal, ok
}

// groups joins groups of three, or of two if the last has three, as in Indian English.
func groups(head, last string) (value, other figure.Number, ok bool) {
	parts := strings.FieldsFunc(head, func(r rune) bool { return strings.ContainsRune(".,DG", r) })
	if len(last) != 3 || len(parts) == 0 || len(parts[0]) > 3 {
		return figure.Number{}, figure.Number{}, false
	}
	for _, g := range parts[1:] {
		if len(g) != 3 && len(g) != 2 {
			return figure.Number{}, figure.Number{}, false
		}
	}
	return parse(strings.Join(parts, "") + last)
}

func parse(s string) (value, other figure.Number, ok bool) {
	n, err := figure.ParseNumber(s)
	return n, figure.Number{}, err == nil
}
