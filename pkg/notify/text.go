package notify

import (
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/text/unicode/bidi"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
)

// The characters that isolate the direction of a text (Unicode UAX 9): first strong isolate
// and pop directional isolate.
const (
	isolateBegin = "\u2068"
	isolateEnd   = "\u2069"
)

// isolated prepares a text from an article for a line of another direction: it makes it one
// line, removes bidi marks, which could reorder what follows, and isolates it if it has a
// right-to-left letter.
func isolated(s string) string {
	s = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if isMark(r) {
			return -1
		}
		return r
	}, s)), " ")
	for _, r := range s {
		p, _ := bidi.LookupRune(r)
		if c := p.Class(); c == bidi.R || c == bidi.AL || c == bidi.AN {
			return isolateBegin + s + isolateEnd
		}
	}
	return s
}

// isMark reports whether r is a bidi embedding, override or isolate.
func isMark(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }

// relationWords are written before a value.
var relationWords = map[figure.Relation]string{
	figure.Approx: "about ", figure.Gt: "more than ", figure.Ge: "at least ", figure.Lt: "less than ", figure.Le: "up to ",
}

// amount formats an amount with its unit, such as "at least 10,000 tonne".
func amount(relation figure.Relation, a figure.Amount, unit string) string {
	if !a.Stated() {
		return ""
	}
	words := figure.Notation{Number: grouped, Sign: func(r figure.Relation) string { return relationWords[r] }}
	return strings.TrimSpace(words.Write(relation, a) + " " + unit)
}

// grouped formats the number with all its digits and commas between thousands.
func grouped(n figure.Number) string {
	whole, fraction, hasFraction := strings.Cut(n.String(), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if hasFraction {
		b.WriteString("." + fraction)
	}
	return sign + b.String()
}

// message is an event in words for people.
type message struct{ *event.Event }

func (e message) title() string { return event.Title(e.Data.Title, e.Tracker) }

func (e message) value() string { return amount(e.Data.Relation, e.Data.Amount, e.Data.Unit) }

func (e message) before() string { return amount(figure.Eq, e.Data.Before, e.Data.Unit) }

// independent is the count of claimants in words, empty if they were not counted.
func (e message) independent() string {
	switch n := e.Data.Independent; {
	case n <= 0:
		return ""
	case n == 1:
		return "1 independent claimant"
	default:
		return fmt.Sprintf("%d independent claimants", n)
	}
}

// link returns the article's URL if it is safe to follow.
func (e message) link() string {
	u, err := url.Parse(e.Data.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}
