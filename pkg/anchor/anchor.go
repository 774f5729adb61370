// Package anchor reads the phrases that relate a figure to a time («بحلول ديسمبر 2023», "in
// the past 24 hours") and resolves them to calendar intervals relative to an article's date.
// It knows no language: the function of a word is its id in the pack's class "anchor". It
// never uses the current time in place of a missing date. Package normalize resolves anchors
// with it; any package with tokens can find anchors with it.
package anchor

import (
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// direction is where a phrase points relative to the article's date.
type direction uint8

const (
	nowhere direction = iota
	// last is the calendar unit before the current one ("last month"), past the time that ends
	// now ("the past month").
	last
	past
	this
	next
	ago
)

// directionOf returns the direction of an id; nowhere for another id. It and the similar
// functions below are switches, which are faster than maps: they are called for every word of
// every anchor.
func directionOf(id string) direction {
	switch id {
	case "last":
		return last
	case "past":
		return past
	case "this":
		return this
	case "next":
		return next
	case "ago":
		return ago
	}
	return nowhere
}

// edge is a part of a unit, like mod of TIMEX3: START and END are its first and last subunit;
// early, mid and late its thirds.
type edge uint8

const (
	whole edge = iota
	start
	early
	mid
	late
	end
)

// edgeOf returns the edge that an id names; whole for another id.
func edgeOf(id string) edge {
	switch id {
	case "start":
		return start
	case "early":
		return early
	case "mid":
		return mid
	case "late":
		return late
	case "end":
		return end
	}
	return whole
}

// relationOf returns the relation that an id names, which is "" for another id.
func relationOf(id string) figure.TimeRelation {
	switch r := figure.TimeRelation(id); r {
	case figure.By, figure.Until, figure.Since, figure.During, figure.Before, figure.After:
		return r
	}
	return ""
}

// seasonOf returns the number of a season, 0 for another id.
func seasonOf(id string) int {
	switch id {
	case "spring":
		return 1
	case "summer":
		return 2
	case "autumn":
		return 3
	case "winter":
		return 4
	}
	return 0
}

// partOfYear returns the part of a year that an id names, "" for another id.
func partOfYear(id string) figure.Granularity {
	switch part := figure.Granularity(id); part {
	case figure.Quarter, figure.Half:
		return part
	}
	return ""
}

// unitOf returns the unit of time that an id names, "" for another id.
func unitOf(id string) figure.Granularity {
	switch unit := figure.Granularity(id); unit {
	case figure.Second, figure.Minute, figure.Hour, figure.Day, figure.Week, figure.Month, figure.Year, figure.Decade, figure.Century:
		return unit
	}
	return ""
}

// point is what a phrase says of one time; zero fields are not stated.
type point struct {
	year, month, day, dayTo int
	hijri                   bool
	decade                  int // its first year
	season                  int
	weekday                 int // 1 is Monday, as in ISO 8601
	deictic                 bool
	offset                  int // in days, if deictic
	part                    figure.Granularity
	nth                     int // number of the part
	unit                    figure.Granularity
	count                   int
	first                   bool // the first count units of the containing unit
	plural                  bool // the number of units is not stated
	inYear                  bool // the rest is within a year that is named by its unit alone
	yearDir                 direction
	definite                bool
	edge                    edge
	dir                     direction
	dirOf                   constituent
	// cued: a word of time ("year", "month") precedes the number or name.
	cued bool
	// numeric: day and month are numbers in an unknown order.
	numeric bool
}

// Phrase is an anchor in the text: tokens First to Last, both included.
type Phrase struct {
	First, Last int
	relation    figure.TimeRelation
	from, to    point
	ranged      bool
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

const (
	yearDigits = 4 // in bytes; Arabic digits have several
	reach      = 3 // tokens
)

var (
	timed   = lang.Classes(lang.Anchor, lang.Month, lang.Weekday, lang.YearCue)
	numbers = lang.Classes(lang.Ordinal, lang.Measure, lang.One, lang.Unit, lang.Ten, lang.Teen, lang.Tens)
	behind  = timed.With(lang.Classes(lang.Measure))
	// constituents are the classes of the words of a point.
	constituents = behind.With(lang.Classes(lang.Ordinal)).With(numeral.Triggers)
	// passed are the classes of words allowed between them.
	passed = lang.Classes(lang.Stop, lang.Of)
)

// pieces yields the parts of an id such as "before+ago".
func pieces(id string, yield func(string)) {
	for id != "" {
		var piece string
		piece, id, _ = strings.Cut(id, "+")
		yield(piece)
	}
}
