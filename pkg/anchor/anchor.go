// Package anchor reads the phrases that relate a figure to a time («بحلول ديسمبر 2023», "in
// the past 24 hours") and resolves them to calendar intervals relative to an article's date.
//
// A time is read part by part, in any order (parts): each states facts, some with a value. Which
// facts make a time, and of which kind, is a table (kinds); each kind has one way to be placed in
// the calendar, in an arithmetic of calendar units (grain, span).
//
// It knows no language: the function of a word is its id in the pack's class "anchor". It
// never uses the current time in place of a missing date. Package normalize resolves anchors
// with it; any package with tokens can find anchors with it.
package anchor

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// Phrase is an anchor in the text: tokens First to Last, both included.
type Phrase struct {
	First, Last int
	relation    figure.TimeRelation
	from, to    point
	ranged      bool
	// prepared: a preposition of time precedes it.
	prepared bool
}

// Find returns the longest anchor that begins at token i and ends before token limit.
func Find(d *token.Doc, i, limit int) (found Phrase, ok bool) {
	if !Begins(d, i) {
		return found, false
	}
	p := parser{d: d, limit: min(limit, len(d.Tokens)), first: i}
	ok = p.phrase(&found)
	return found, ok
}

// Begins reports whether an anchor may begin at token i. It is cheaper than Find: a number may
// begin one if it may be a year, or if a word of time follows soon.
func Begins(d *token.Doc, i int) bool {
	t := d.At(i)
	if t.Classes.Meets(timed) {
		return true
	}
	if t.Kind != token.Digits && !t.Classes.Meets(numbers) {
		return false
	}
	if t.Kind == token.Digits && t.End-t.Start >= yearDigits {
		return true
	}
	for k := i + 1; k < len(d.Tokens) && k <= i+reach; k++ {
		if next := d.At(k); next.Classes.Meets(behind) || k == i+1 && next.Kind == token.Punct {
			return true
		}
	}
	return false
}

// reach is how many tokens behind a number a word of time may stand.
const reach = 3

var (
	timed   = lang.Classes(lang.Anchor, lang.Month, lang.Weekday, lang.YearCue)
	numbers = lang.Classes(lang.Ordinal, lang.Measure, lang.One, lang.Unit, lang.Ten, lang.Teen, lang.Tens)
	behind  = timed.With(lang.Classes(lang.Measure))
)
