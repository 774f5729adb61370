package extract

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// Facts about telephone numbers, identifiers and versions.

// run is a row of digits in groups, as telephone numbers and identifiers are written.
type run struct {
	groups, digits int
	// tied are the groups that a sign joins to the one before.
	tied int
	// end is the token behind it.
	end int
}

// mostGroups bounds the groups of an identifier.
const mostGroups = 10

// digitRun is the row of digits that begins with the number.
func (l *look) digitRun() run {
	out := run{end: l.q.num.First}
	for i := out.end; i < l.to && out.groups < mostGroups; {
		t := l.doc.At(i)
		if t.Kind != token.Digits || t.Has(token.AfterNewline) {
			break
		}
		out.groups++
		out.digits += digitsIn(l.doc.Fold(i))
		out.end = i + 1
		i = l.pastJoint(i + 1)
		if i > out.end && l.doc.At(i).Kind == token.Digits {
			out.tied++
		}
	}
	return out
}

// pastJoint passes over what joins two groups of digits: a hyphen, a bracket, a point.
func (l *look) pastJoint(i int) int {
	for k := i; k < i+2; k++ {
		if !l.doc.Is(k, '-') && !l.doc.Is(k, ')') && !l.doc.Is(k, '(') && !l.doc.Is(k, '.') {
			return k
		}
	}
	return i
}

func digitsIn(form []byte) int {
	n := 0
	for _, c := range form {
		if '0' <= c && c <= '9' {
			n++
		}
	}
	return n
}

// Numbers of digits in identifiers.
const (
	shortCode = 4
	longCode  = 7
)

// aLongRun: it begins a row of at least seven digits in groups.
func (l *look) aLongRun() bool {
	r := l.digitRun()
	return r.groups > 1 && r.digits >= longCode
}

// aTiedRun: signs join all of three groups of digits or more: "978-3-16-148410-0".
func (l *look) aTiedRun() bool {
	r := l.digitRun()
	return r.groups > 2 && r.tied == r.groups-1 && r.digits >= longCode
}

// severalDigits: it has as many digits as short codes do.
func (l *look) severalDigits() bool { return l.digitRun().digits >= shortCode }

func (l *look) asManyDigitsAsATelephone() bool { return l.digitRun().digits >= longCode }

// codeEnd is the token behind the row of digits.
func (l *look) codeEnd() int {
	if l.has(aLongRun) || l.has(aTiedRun) {
		return max(l.next, l.digitRun().end)
	}
	return l.next
}

// separatedDigits: points separate its digits as in addresses of computers and versions, and
// not in groups of three: "192.168.0.1", "10.4.2".
func (l *look) separatedDigits() bool {
	groups := bytes.FieldsFunc(l.digits(), func(c rune) bool { return c == '.' || c == 'D' })
	if len(groups) < 3 {
		return false
	}
	octets, thousands := len(groups) == 4, true
	for i, g := range groups {
		octets = octets && (len(g) < 3 || len(g) == 3 && bytes.Compare(g, highestOctet) <= 0)
		thousands = thousands && (len(g) == 3 || i == 0 && len(g) < 3)
	}
	return octets || !thousands
}

var highestOctet = []byte("255")

// codeReach is how many tokens before a number may say that it is an identifier.
const codeReach = 4

// codeCue: a word for a telephone, an account or the like stands shortly before it, and no
// other number between.
func (l *look) codeCue() bool {
	for i := l.q.from - 1; i >= max(l.from, l.q.from-codeReach) && l.doc.At(i).Kind != token.Digits; i-- {
		if l.doc.Means(i, lang.Classes(lang.CodeCue)) {
			return true
		}
	}
	return false
}

// letterBefore: single letters stand before it, or one that is no word: «أ ب ج 123», "Model
// X 5".
func (l *look) letterBefore() bool {
	i := l.q.from - 1
	return i >= l.from && l.letter(i) && (l.doc.At(i).Stem == 0 || l.letter(i-1))
}

// letter reports whether token i is a word of one letter.
func (r *reader) letter(i int) bool {
	t := r.doc.At(i)
	return t.Kind == token.Word && t.RuneEnd-t.RuneStart == 1
}

// behindAModel: letters touch it, and the number of a model stands right before it: "EM4 7QT".
func (l *look) behindAModel() bool {
	return l.last.dropped == Model && l.last.next == l.q.from && l.doc.At(l.behind()).Touches() && l.doc.At(l.behind()).Has(token.Upper)
}

// letterBehind: a hyphen ties a single capital to it: "4471-B".
func (l *look) letterBehind() bool {
	at := l.behind() + 1
	return l.hyphen(at-1) && l.letter(at) && l.doc.At(at).Has(token.Upper)
}

// digitsTiedBehind: a hyphen ties digits to the word for a number: «الإف-35», which is
// no thousand.
func (l *look) digitsTiedBehind() bool {
	at := l.behind()
	return l.hyphen(at) && l.doc.At(at+1).Kind == token.Digits && l.q.num.First == l.q.num.Last
}
