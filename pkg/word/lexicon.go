package word

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// lexicon adds what the tables of the figure grammar say of the token.
func (c *collector) lexicon(t *token.Token) {
	for _, e := range c.a.pack.Entries(t.Whole) {
		c.entry(&e, 0, 0)
	}
	if t.Stem != t.Whole && t.Stem != 0 {
		set := cliticsOf(t.Clitics)
		for _, e := range c.a.pack.Entries(t.Stem) {
			c.entry(&e, set, c.stemStart(set))
		}
	}
}

// stemStart is where the longest pile of these clitics ends.
func (c *collector) stemStart(set Clitics) int32 {
	end := 0
	for _, p := range c.a.piles[c.form[0]] {
		if p.set == set && len(p.text) > end && bytes.HasPrefix(c.form, []byte(p.text)) {
			end = len(p.text)
		}
	}
	return int32(end)
}

// numbers are the numbers of the forms of a paradigm.
var numbers = []struct {
	form lang.Form
	set  Analysis
}{
	{lang.Singular, numberField.set(0, uint8(Singular))},
	{lang.Accusative, stateField.set(caseField.set(numberField.set(0, uint8(Singular)), uint8(Accusative)), uint8(Absolute))},
	{lang.Dual, numberField.set(0, uint8(Dual))},
	{lang.Construct, stateField.set(numberField.set(0, uint8(Dual)), uint8(Construct))},
	{lang.Plural, numberField.set(0, uint8(Plural))},
}

// classPos are the parts of speech of the classes of the figure grammar.
var classPos = map[lang.Class]Pos{
	lang.Noun: Noun, lang.Measure: Noun, lang.Currency: Noun, lang.Adjective: Adjective, lang.Verb: Verb,
	lang.SaysVerb: Verb, lang.Month: Name, lang.Weekday: Name, lang.Ordinal: Adjective,
	lang.Unit: Numeral, lang.Ten: Numeral, lang.Teen: Numeral, lang.Tens: Numeral, lang.Hundred: Numeral, lang.Magnitude: Numeral,
}

// stopPos are the parts of speech of the sorts of stop words.
var stopPos = map[string]Pos{
	"preposition": Preposition, "conjunction": Conjunction, "pronoun": Pronoun, "relative": Conjunction,
	"particle": Particle, "verb": Verb,
}

func (c *collector) entry(e *lang.Entry, set Clitics, from int32) {
	pos, ok := classPos[e.Class]
	if e.Class == lang.Stop {
		pos, ok = stopPos[e.ID]
	}
	if !ok {
		return
	}
	plain, to := posField.set(0, uint8(pos)), int32(len(c.form))
	listed := c.a.forms[string(c.form[from:])].lists
	told := false
	for _, n := range numbers {
		if pos == Noun && e.Form&n.form != 0 {
			c.own(plain|n.set, from, to, set, listed)
			told = true
		}
	}
	if !told {
		c.own(plain, from, to, set, listed)
	}
}

// own adds a reading of the pack unless one that says more of the word is there.
func (c *collector) own(a Analysis, from, to int32, set Clitics, l lists) {
	says := Template{a, posField.mask()}
	if a.Number() != NoNumber {
		says.mask |= numberField.mask()
	}
	for i := range c.out {
		if says.Matches(c.out[i].Analysis) && c.out[i].from == from {
			return
		}
	}
	c.add(a, from, to, set, Template{}, l)
}
