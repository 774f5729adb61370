// Package word tells what each word of a text may be: a noun or a verb, in which
// number, gender, person and tense, with which clitics. It asks the pack's tables
// first, then a dictionary of the whole language, and the shape of a word that
// neither knows; a small choice among the answers follows from the neighbours. It
// knows no language: what it looks for stands in tables of a lang.Pack.
package word

import (
	"fmt"
	"strings"
)

// Analysis is one reading of a word: what stands in its fields is known of it, what
// is zero is not. The zero Analysis says nothing.
type Analysis uint32

// Fields of an Analysis.
type (
	// Pos is the part of speech.
	Pos uint8
	// Number is grammatical number.
	Number uint8
	// Gender is grammatical gender.
	Gender uint8
	// Person is 1, 2 or 3.
	Person uint8
	// Tense is that of a finite verb.
	Tense uint8
	// Form is what a word is of its verb or adjective.
	Form uint8
	// Case is the case that the form shows.
	Case uint8
	// State is whether a noun's form shows what must follow it.
	State uint8
	// Source says who knows the word.
	Source uint8
	// Clitics are the particles and pronouns that are written as one with the word.
	Clitics uint8
)

// The parts of speech.
const (
	NoPos Pos = iota
	Noun
	Adjective
	Verb
	Name
	Adverb
	Preposition
	Conjunction
	Pronoun
	Determiner
	Auxiliary
	Particle
	Numeral
	// Boundary is a sign, or what stands before the first word and behind the last.
	Boundary
)

// The numbers.
const (
	NoNumber Number = iota
	Singular
	Dual
	Plural
)

// The genders.
const (
	NoGender Gender = iota
	Masculine
	Feminine
)

// The tenses.
const (
	NoTense Tense = iota
	Past
	Present
	Imperative
	Future
)

// The forms.
const (
	NoForm Form = iota
	Infinitive
	Active  // active participle
	Passive // passive participle
	Verbal  // verbal noun
	Comparative
	Relational // adjective of belonging
)

// The cases. Oblique is genitive or accusative.
const (
	NoCase Case = iota
	Nominative
	Oblique
	Accusative
)

// The states. A construct form has its genitive behind it, an absolute one has none.
const (
	NoState State = iota
	Construct
	Absolute
)

// The sources, the surest first.
const (
	FromPack Source = iota
	FromDictionary
	FromShape
)

// The clitics.
const (
	WithConjunction Clitics = 1 << iota
	WithPreposition
	WithArticle
	WithVerbParticle
	WithPronoun
)

// field is where a part of an Analysis stands.
type field struct {
	shift, width uint
}

var (
	posField     = field{0, 4}
	numberField  = field{4, 2}
	genderField  = field{6, 2}
	personField  = field{8, 2}
	tenseField   = field{10, 3}
	formField    = field{13, 3}
	caseField    = field{16, 2}
	stateField   = field{18, 2}
	sourceField  = field{20, 2}
	cliticsField = field{22, 5}
	markedField  = field{27, 1}
)

func (f field) get(a Analysis) uint8 { return uint8(a >> f.shift & (1<<f.width - 1)) }

func (f field) mask() Analysis { return (1<<f.width - 1) << f.shift }

func (f field) set(a Analysis, v uint8) Analysis {
	return a&^f.mask() | Analysis(v)<<f.shift
}

// Pos is the part of speech.
func (a Analysis) Pos() Pos { return Pos(posField.get(a)) }

// Number is the grammatical number.
func (a Analysis) Number() Number { return Number(numberField.get(a)) }

// Gender is the grammatical gender.
func (a Analysis) Gender() Gender { return Gender(genderField.get(a)) }

// Person is 1, 2, 3, or 0.
func (a Analysis) Person() Person { return Person(personField.get(a)) }

// Tense is the tense of a finite verb.
func (a Analysis) Tense() Tense { return Tense(tenseField.get(a)) }

// Form is what the word is of its verb or adjective.
func (a Analysis) Form() Form { return Form(formField.get(a)) }

// Case is the case that the form shows.
func (a Analysis) Case() Case { return Case(caseField.get(a)) }

// State is whether the form shows what must follow it.
func (a Analysis) State() State { return State(stateField.get(a)) }

// Source says who knows the word.
func (a Analysis) Source() Source { return Source(sourceField.get(a)) }

// Clitics are the clitics of the word in this reading.
func (a Analysis) Clitics() Clitics { return Clitics(cliticsField.get(a)) }

// Marked reports, of a dictionary's reading, whether the last letter of the word bears a
// sign that folding drops (é, ة); of a reading of a text, whether the text and the
// dictionary differ in that.
func (a Analysis) Marked() bool { return markedField.get(a) != 0 }

// Mark returns the analysis as marked or not.
func (a Analysis) Mark(marked bool) Analysis {
	if marked {
		return markedField.set(a, 1)
	}
	return markedField.set(a, 0)
}

// Nominal reports whether the word heads or modifies a noun phrase.
func (a Analysis) Nominal() bool {
	return a.Pos() == Noun || a.Pos() == Adjective || a.Pos() == Name
}

// From returns the analysis with another source.
func (a Analysis) From(s Source) Analysis { return sourceField.set(a, uint8(s)) }

// With returns the analysis with other clitics.
func (a Analysis) With(c Clitics) Analysis { return cliticsField.set(a, uint8(c)) }

// features are the names of what an Analysis can say, as tables write them.
var features = map[string]struct {
	in    field
	value uint8
}{
	"noun": {posField, uint8(Noun)}, "adjective": {posField, uint8(Adjective)}, "verb": {posField, uint8(Verb)},
	"name": {posField, uint8(Name)}, "adverb": {posField, uint8(Adverb)}, "preposition": {posField, uint8(Preposition)},
	"conjunction": {posField, uint8(Conjunction)}, "pronoun": {posField, uint8(Pronoun)},
	"determiner": {posField, uint8(Determiner)}, "auxiliary": {posField, uint8(Auxiliary)},
	"particle": {posField, uint8(Particle)}, "numeral": {posField, uint8(Numeral)},
	"boundary": {posField, uint8(Boundary)},
	"singular": {numberField, uint8(Singular)}, "dual": {numberField, uint8(Dual)}, "plural": {numberField, uint8(Plural)},
	"masculine": {genderField, uint8(Masculine)}, "feminine": {genderField, uint8(Feminine)},
	"1": {personField, 1}, "2": {personField, 2}, "3": {personField, 3},
	"past": {tenseField, uint8(Past)}, "present": {tenseField, uint8(Present)},
	"imperative": {tenseField, uint8(Imperative)}, "future": {tenseField, uint8(Future)},
	"infinitive": {formField, uint8(Infinitive)}, "active": {formField, uint8(Active)},
	"passive": {formField, uint8(Passive)}, "verbal": {formField, uint8(Verbal)},
	"comparative": {formField, uint8(Comparative)}, "relational": {formField, uint8(Relational)},
	"nominative": {caseField, uint8(Nominative)}, "oblique": {caseField, uint8(Oblique)},
	"accusative": {caseField, uint8(Accusative)},
	"construct":  {stateField, uint8(Construct)}, "absolute": {stateField, uint8(Absolute)},
	"dictionary": {sourceField, uint8(FromDictionary)}, "shape": {sourceField, uint8(FromShape)},
	"marked":       {markedField, 1},
	"+conjunction": {cliticsField, uint8(WithConjunction)}, "+preposition": {cliticsField, uint8(WithPreposition)},
	"+article": {cliticsField, uint8(WithArticle)}, "+verb-particle": {cliticsField, uint8(WithVerbParticle)},
	"+pronoun": {cliticsField, uint8(WithPronoun)},
}

// names are the names of every field's values, for String.
var names = func() map[field]map[uint8]string {
	out := map[field]map[uint8]string{}
	for name, f := range features {
		if out[f.in] == nil {
			out[f.in] = map[uint8]string{}
		}
		out[f.in][f.value] = name
	}
	return out
}()

// order is that in which String writes the fields.
var order = []field{posField, numberField, genderField, personField, tenseField, formField, caseField, stateField, sourceField, markedField}

// String writes the analysis as tables do: "noun dual feminine oblique".
func (a Analysis) String() string {
	var out []string
	for _, f := range order {
		if name := names[f][f.get(a)]; name != "" {
			out = append(out, name)
		}
	}
	for bit := uint8(1); bit < 1<<cliticsField.width; bit <<= 1 {
		if cliticsField.get(a)&bit != 0 {
			out = append(out, names[cliticsField][bit])
		}
	}
	return strings.Join(out, " ")
}

// A Template matches the analyses that say all that it says.
type Template struct {
	value, mask Analysis
}

// ParseTemplate reads features separated by spaces, such as "noun dual feminine". "-"
// is a template that matches everything.
func ParseTemplate(text string) (Template, error) {
	var t Template
	if text == "-" {
		return t, nil
	}
	for name := range strings.FieldsSeq(text) {
		f, ok := features[name]
		if !ok {
			return t, fmt.Errorf("unknown feature %q", name)
		}
		mask := f.in.mask()
		if f.in == cliticsField {
			mask = Analysis(f.value) << f.in.shift
		}
		if t.mask&mask != 0 {
			return t, fmt.Errorf("%q says two things of one: %q is the second", text, name)
		}
		t.value |= Analysis(f.value) << f.in.shift
		t.mask |= mask
	}
	return t, nil
}

// Matches reports whether the analysis says what the template does.
func (t Template) Matches(a Analysis) bool { return a&t.mask == t.value }

// And matches what both templates match.
func (t Template) And(u Template) Template {
	if t.mask&u.mask&(t.value^u.value) != 0 {
		return Template{value: 1} // without a mask, no reading matches it
	}
	return Template{t.value | u.value, t.mask | u.mask}
}

// Analysis is the reading that says what the template does and no more.
func (t Template) Analysis() Analysis { return t.value }

// On is the reading a with what the template says put over it.
func (t Template) On(a Analysis) Analysis { return a&^t.mask | t.value }

// Says reports whether a says all that b does, of a word that ends alike.
func (a Analysis) Says(b Analysis) bool {
	if a.Marked() != b.Marked() {
		return false
	}
	for _, f := range order {
		if v := f.get(b); v != 0 && v != f.get(a) {
			return false
		}
	}
	return a.Clitics()&b.Clitics() == b.Clitics()
}
