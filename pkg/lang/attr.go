package lang

import (
	"fmt"
	"slices"
	"strings"
)

// Attr is a set of attributes: what else the grammar must know of an entry. Each
// attribute has one meaning in all the classes that may have it.
type Attr uint64

// The attributes.
const (
	// AfterDigits: an abbreviation, which counts only right after digits ("m").
	AfterDigits Attr = 1 << iota
	// Touching: it counts only without a space between it and its number ("Q3",
	// "1980s"), or behind the number's unit ("80 km / h").
	Touching
	// Factor: an abbreviation of a magnitude, which must touch its digits or follow
	// a currency sign ("bn").
	Factor
	// Supported: of those, one with other meanings, which counts only behind a currency
	// sign or before what it counts ("$4m", "4m people").
	Supported
	// Compound: the numeral counts only inside a larger number (أحد in «أحد عشر»).
	Compound
	// Article: the word for one is the indefinite article too ("a", "un").
	Article
	// WithOf: the fraction is spelled like an ordinal, so that an "of" must follow
	// ("a third of").
	WithOf
	// Counted: the fraction counts only behind a number («ثلاثة أرباع», "trois
	// cinquièmes").
	Counted
	// Bare: the word alone may mean one of it («عام» after a modifier, "an hour").
	Bare
	// Prefix: the sign may stand before the digits ("$").
	Prefix
	// Human: the noun counts people.
	Human
	// Times: the noun makes a multiple of its number («مرات», "times").
	Times
	// Adjectival: the noun is an adjective too ("wounded"), which counts nobody new
	// where people were counted before; or the modifier is one, of the noun whose amount
	// follows ("an estimated cost of").
	Adjectival
	// Calendar: a unit of time, which makes durations, ages and dates.
	Calendar
	// AfterTimeCue: the unit has another meaning (عقود, decades or contracts), and
	// counts only behind a cue of time or age.
	AfterTimeCue
	// Lower: the abbreviation counts in lower case only ("5g", not "5G").
	Lower
	// Capital: the name is a common word too, which counts with a capital only, where
	// the script has them ("May").
	Capital
	// Up and Down are the directions of a change.
	Up
	Down
	// Reached: what follows the word is what a change ended at ("stood at").
	Reached
	// WithTo: the word of change governs a number only with a word for "to".
	WithTo
	// Distant: some words may stand between it and its number.
	Distant
	// Verbal: the word of quantity is a verb, which links its subject to the number
	// («بلغ»).
	Verbal
	// Compared: what follows is what the figure is compared with ("up from").
	Compared
	// AnyNoun: any word that may be a noun may follow ("per").
	AnyNoun
	// Spelled: it counts only behind a number in words ("one in five").
	Spelled
	// Measured: the label names a number with a unit too (calibres).
	Measured
	// Uncounted: the label names a number only where the number counts nothing.
	Uncounted
	// Capitals: a code, which counts in capitals only ("KWD").
	Capitals
	// Amounts: of those, one that is a common word or name too, which counts only
	// beside what only an amount is: a magnitude, groups of thousands, hundredths
	// ("TRY 5 million", never "TRY 5 times").
	Amounts
	// Conjoined: the spelling begins with the conjunction that joins it to what stands
	// before («واحد عشر», which is و and أحد عشر).
	Conjoined
	// Place: the modifier is a preposition of place too, so that it bounds no small count
	// of things («تحت ثلاث نخلات»).
	Place
	// Period: the modifier is a preposition of the time in which something happens too ("over
	// three years").
	Period
	// WithPreposition: the verb bounds a number only behind a preposition («تقل … عن»).
	WithPreposition
	// Relative: the verb bounds a number only in a clause that says what the indefinite
	// noun before it is like («هبات تصل إلى»).
	Relative
	// WithGenitive: the fraction is spelled like a number of the counted plural, so that
	// something definite must follow («خمس السكان»).
	WithGenitive
	// Ambiguous: the opener is a determiner or a preposition too ("that", "as").
	Ambiguous
	// Points: the noun is what an index or a rating is told in, and the figure is of what
	// has them.
	Points
)

// attribute is an attribute's name in the tables, and the classes that may have it.
type attribute struct {
	name    string
	attr    Attr
	classes []Class
}

var attributes = []attribute{
	{"after-digits", AfterDigits, []Class{Measure, Currency}},
	{"touching", Touching, []Class{Anchor, PerWord, Measure, Currency}},
	{"factor", Factor, []Class{Magnitude, Collective}},
	{"supported", Supported, []Class{Magnitude, Collective}},
	{"compound", Compound, []Class{One, Unit, Magnitude, Collective}},
	{"article", Article, []Class{One}},
	{"with-of", WithOf, []Class{Fraction}},
	{"counted", Counted, []Class{Fraction}},
	{"bare", Bare, []Class{Magnitude, Collective, Measure}},
	{"prefix", Prefix, []Class{Measure, Currency}},
	{"human", Human, []Class{Noun, Per}},
	{"times", Times, []Class{Noun}},
	{"adjectival", Adjectival, []Class{Noun, Before}},
	{"calendar", Calendar, []Class{Measure}},
	{"after-time-cue", AfterTimeCue, []Class{Measure}},
	{"lower", Lower, []Class{Measure, Currency}},
	{"capital", Capital, []Class{Month, Magnitude}},
	{"up", Up, []Class{Change}},
	{"down", Down, []Class{Change}},
	{"reached", Reached, []Class{Linker}},
	{"with-to", WithTo, []Class{Change}},
	{"distant", Distant, []Class{Verb, AgeCue, Per}},
	{"verbal", Verbal, []Class{Quantity}},
	{"compared", Compared, []Class{From}},
	{"any-noun", AnyNoun, []Class{PerWord}},
	{"spelled", Spelled, []Class{Ratio}},
	{"measured", Measured, []Class{Label}},
	{"uncounted", Uncounted, []Class{Label}},
	{"capitals", Capitals, []Class{Currency}},
	{"amounts", Amounts, []Class{Currency}},
	{"place", Place, []Class{Before}},
	{"period", Period, []Class{Before}},
	{"with-preposition", WithPreposition, []Class{Verb}},
	{"relative", Relative, []Class{Verb}},
	{"conjoined", Conjoined, []Class{Teen}},
	{"with-genitive", WithGenitive, []Class{Fraction}},
	{"ambiguous", Ambiguous, []Class{Opener}},
	{"points", Points, []Class{Noun}},
}

// parseAttrs reads the attributes of a row, which its class must be able to have.
func parseAttrs(c Class, s string) (Attr, error) {
	var set Attr
	if s == "-" {
		return 0, nil
	}
	for name := range strings.SplitSeq(s, ",") {
		i := slices.IndexFunc(attributes, func(a attribute) bool { return a.name == name })
		if i < 0 {
			return 0, fmt.Errorf("unknown attribute %q", name)
		}
		if a := attributes[i]; !slices.Contains(a.classes, c) {
			return 0, fmt.Errorf("a row of class %q has no attribute %q: it means something for %v only", c, name, a.classes)
		}
		set |= attributes[i].attr
	}
	return set, nil
}
