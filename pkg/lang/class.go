package lang

import (
	"fmt"
	"iter"
)

// Class is the part of speech of the figure grammar.
type Class uint8

// The classes. A pack's tables name them by the strings in classNames.
const (
	// Numerals.
	Zero       Class = iota // صفر, zero
	One                     // واحد, one: counts only beside a noun or inside a compound
	Unit                    // 2 to 9
	Ten                     // 10: a number, and the second half of a teen where the language builds teens so
	Teen                    // 11 to 19 in one word
	Tens                    // 20 to 90
	Hundred                 // 100 as a factor (hundred), or 100 to 900 in one word
	Magnitude               // 1000 and up, a factor
	Collective              // dozen: a factor of its own
	Fraction                // half, third
	Vague                   // عشرات, dozens: an indefinite magnitude
	Few                     // بضعة, several
	Ordinal                 // first
	PointWord               // فاصلة, point
	Power                   // أس, to the power of

	// What is measured or counted.
	Measure
	Currency
	Noun
	Per
	PerWord
	Periodic // an adjective of what is a rate: daily, «سنوي»
	Adjective

	// What stands around a number and bounds or joins it.
	Before // relation of a modifier before the number
	After  // relation of a modifier after it
	Verb   // relation of a verb, a few words before
	Between
	From
	To
	Or
	And
	Of
	Out // out of a total

	// What makes a number no figure: dates, clock times, labels, names.
	Month
	Weekday
	YearCue
	Era
	ClockCue
	ClockAfter
	Label
	Model
	Name
	RankCue
	ScoreCue
	CodeCue  // announces an identifier: telephone, account
	TitleCue // announces the title of a work: film, novel
	Street   // the word for a street in an address
	NameTail // belongs to the name of a numbered unit, behind its number: infantry

	// Where a noun phrase ends, and what a sentence says of its figures.
	Stop
	Plain
	Change
	Quantity
	Casualty
	SaysVerb
	SaysPreposition
	ModalityCue
	AgeCue
	TimeCue
	BelowZero
	MinusWord
	Abbreviation
	Subset
	Dimension // a measured property: length, cost
	Linker    // between a subject and its number: «بنسبة», "worth"
	Scale     // what the numbers near it measure: temperature, magnitude, mass, money, calibre, race, share, index
	Price     // announces what one of a unit costs: «سعر», "price of"
	Ratio     // between the two numbers of a ratio: «من كل», "in every"
	Level     // the number that a modifier bounds, as a word beside it: «مستوى», mark
	Anchor    // what a word does in a time anchor: by, since, last, yesterday
	// What clauses are made of.
	Opener    // opens a clause, of the type that its id names: complement, relative, conditional, adverbial, coordinate
	Amount    // a bare word of amount, which a subject leaves out: number, value
	Pricing   // a word of price, which the subject of money leaves out
	Measuring // a verb whose subject is what its quantity measures: costs, weighs, stands at
	Lasting   // a verb whose subject is what takes a time
	Spending  // a verb whose subject gives, gets or holds its quantity
	Copula    // a verb of being
	Purpose   // the preposition of what money is paid for
	Degree    // the preposition of how far something changes or stands
	Causative // a verb that moves or sets its object to a quantity
	Distance  // what makes a length the way between two places
	Emphatic  // stresses the noun before it: itself
	// DualForm marks every word that is a dual by its form; no table names it.
	DualForm
	numClasses
)

var classNames = [numClasses]string{
	"zero", "one", "unit", "ten", "teen", "tens", "hundred", "magnitude", "collective",
	"fraction", "vague", "few", "ordinal", "point-word", "power",
	"measure", "currency", "noun", "per", "per-word", "periodic", "adjective",
	"before", "after", "verb", "between", "from", "to", "or", "and", "of", "out",
	"month", "weekday", "year-cue", "era", "clock-cue", "clock-after", "label", "model", "name",
	"rank-cue", "score-cue", "code-cue", "title-cue", "street", "name-tail",
	"stop", "plain", "change", "quantity", "casualty", "says-verb", "says-preposition",
	"modality", "age-cue", "time-cue", "below-zero", "minus", "abbreviation", "subset", "dimension", "linker", "scale", "price", "ratio", "level", "anchor",
	"opener", "amount", "pricing", "measuring", "lasting", "spending", "copula", "purpose", "degree", "causative", "distance", "emphatic", "dual",
}

func (c Class) String() string { return classNames[c] }

func parseClass(s string) (Class, error) {
	for i, name := range classNames {
		if name == s {
			return Class(i), nil
		}
	}
	return 0, fmt.Errorf("unknown class %q", s)
}

// Form is the set of the forms that a spelling is used for.
type Form uint8

// The forms. A construct dual has lost its ending before another noun.
const (
	Singular Form = 1 << iota
	Accusative
	Dual
	Construct
	Plural
)

var formNames = map[string]Form{
	"singular": Singular, "accusative": Accusative, "dual": Dual, "construct": Construct, "plural": Plural,
}

// AllClasses yields every class in order.
func AllClasses() iter.Seq[Class] {
	return func(yield func(Class) bool) {
		for c := range numClasses {
			if !yield(c) {
				return
			}
		}
	}
}
