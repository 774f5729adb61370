package extract

import (
	"bytes"
	"slices"

	"github.com/arqam-io/arqam/pkg/clause"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// reader reads one paragraph after the other. Its buffers outlive an article.
type reader struct {
	doc   token.Doc
	words words
	out   []figure.Mention
	trace *Trace
	field figure.Field

	// from and to bound the sentence being read, and last is the candidate
	// before in it.
	from, to int
	last     previous
	context  sentence
	current  candidate
	// money is the currency of the last amount in the sentence.
	money *lang.Entry
	// people are those that the sentence counted last, thing is whatever it
	// counted last, and event what happened to the last people.
	people figure.ConceptID
	thing  *lang.Entry
	event  figure.Event
	// stated are the mentions of the sentence, quantities and found what their subjects are
	// looked for by.
	stated     []stated
	quantities []clause.Quantity
	found      []found
	clauses    *clause.Reader
}

// previous is what the next candidate asks of the one before it: the token
// behind it, why it was dropped, and what it counted.
type previous struct {
	next    int
	dropped Reason
	// role, bound and the counted noun as in candidate.
	role              figure.Role
	bound             figure.Relation
	noun              *lang.Entry
	nounFirst, nounTo int
	event             figure.Event
	direction         figure.Direction
	unit              *lang.Entry
	age               bool
}

// candidate is a number on its way to become a mention.
type candidate struct {
	num, upper numeral.Numeral
	ranged     bool
	// ratio: the number is the quotient of two.
	ratio bool
	// first and last bound the number with its unit and rate.
	first, last int
	// next is the token after all that belongs to the figure.
	next int
	// unit and per are nil where none is written; unitAt bounds the unit.
	unit, per         *lang.Entry
	unitFirst, unitTo int
	perFirst, perTo   int
	perCount          figure.Number
	// price: the amount is what one of something costs.
	price bool
	// noun is the counted noun's entry, where the lexicon knows it; the phrase
	// runs from nounFirst to before nounTo.
	noun              *lang.Entry
	nounFirst, nounTo int
	// cue is the first token of the modifier before the number.
	cue      int
	relation figure.Relation
	dual     bool
	// postposed: the noun stands before the number.
	postposed bool
	age       bool
	event     figure.Event
	// bound is the relation that a verb gave, which holds for the figures joined
	// to this one too.
	bound figure.Relation
	// suffered: the word of the event stands right behind the number.
	suffered bool
	// opposed: it stands against a number counted before.
	opposed   bool
	role      figure.Role
	direction figure.Direction
	// degree is what a bare degree measures, as scale says; graded: the scale's name
	// stands right behind the number.
	degree string
	graded bool
	// license is what makes it a figure, and dropped is why it is not one; exactly
	// one of them is set.
	license License
	dropped Reason
}

// triggers are the words that may begin a figure without a digit.
var triggers = numeral.Triggers.With(lang.Classes(lang.DualForm, lang.Measure))

// paragraph reads the tokens of r.doc sentence by sentence.
func (r *reader) paragraph() {
	r.trace.tokens(r)
	for from := 0; from < len(r.doc.Tokens); from = r.to {
		r.from, r.to = from, r.doc.SentenceEnd(from)
		r.words.read = false
		r.last = previous{next: -1}
		r.context, r.money, r.people, r.thing, r.event = sentence{}, nil, "", nil, ""
		for i := from; i < r.to; {
			i = r.token(i)
		}
		r.settleSubjects()
	}
}

// token reads a figure that begins at token i, and returns where to go on.
func (r *reader) token(i int) int {
	t := &r.doc.Tokens[i]
	if t.Kind != token.Digits && !t.Classes.Meets(triggers) && !r.leadsDecimals(i) {
		return i + 1
	}
	c := &r.current
	if !r.candidate(i, c) {
		return i + 1
	}
	for _, b := range blockers {
		if b.blocks(r, c) {
			c.dropped = b.reason
			break
		}
	}
	if c.dropped == "" {
		r.inheritCurrency(c)
		for _, step := range reading {
			step(r, c)
		}
		if c.license = r.license(c); c.license == "" {
			c.dropped = Bare
		}
	}
	r.trace.record(r, c)
	if c.dropped == "" {
		r.emit(c)
		if c.unit != nil && c.unit.Class == lang.Currency {
			r.money = c.unit
		}
	}
	r.last = previous{c.next, c.dropped, c.role, c.bound, c.noun, c.nounFirst, c.nounTo, c.event, c.direction, c.unit, c.age}
	return max(c.next, i+1)
}

// leadsDecimals reports whether token i is the point of a decimal without its zero: ".08".
func (r *reader) leadsDecimals(i int) bool {
	next := r.doc.At(i + 1)
	return r.doc.Is(i, '.') && next.Kind == token.Digits && next.Touches()
}

// reading is how a number that nothing blocks is read on, from the number
// outwards.
var reading = []func(*reader, *candidate){
	(*reader).readRate,
	(*reader).readRelation,
	(*reader).readPrice,
	(*reader).readAge,
	(*reader).readNoun,
	(*reader).readMixed,
	(*reader).readAdverb,
	(*reader).readEvent,
	(*reader).readSuffix,
	(*reader).readRole,
}

// candidate parses a number, or a dual noun, at token i into c.
func (r *reader) candidate(i int, c *candidate) bool {
	*c = candidate{first: i, cue: i, relation: figure.Eq}
	prefix, width := r.prefix(i)
	below := prefix == nil && r.doc.Is(i-1, '-') && r.doc.At(i).Touches() && r.doc.At(i-1).Touches()
	if below {
		if prefix, width = r.prefixBefore(i - 1); prefix != nil {
			width++ // "$-5"
		}
	}
	n, ok := numeral.Parse(&r.doc, i, r.to, prefix != nil && prefix.Class == lang.Currency)
	if ok && prefix != nil && prefix.Has(lang.Capitals) && !r.coded(i-width, prefix, &n) {
		prefix = nil
		n, ok = numeral.Parse(&r.doc, i, r.to, false)
	}
	if !ok {
		return r.wordOfUnit(i, c)
	}
	c.num, c.last, c.next = n, n.Last, n.Last+1
	if prefix != nil {
		c.unit, c.first = prefix, i-width
		c.unitFirst, c.unitTo, c.cue = c.first, i, c.first
		if below {
			c.num.Value, c.num.Other = c.num.Value.Neg(), c.num.Other.Neg()
		}
	}
	r.readRatio(c)
	r.passTolerance(c)
	r.passRepeat(c)
	c.next = r.unwrap(c)
	r.readUnit(c)
	r.readRange(c)
	r.addParts(c)
	r.readSign(c)
	r.readScale(c)
	r.readPostposed(c)
	r.settleDigits(c)
	return true
}

// wordOfUnit reads a unit or noun that is a quantity without a number, two of it in the
// dual or one, alone or at the start of a range.
func (r *reader) wordOfUnit(i int, c *candidate) bool {
	if r.dualNoun(i, c) {
		r.readRange(c)
		return true
	}
	*c = candidate{first: i, cue: i, relation: figure.Eq}
	if r.bareUnit(i, c) {
		return true
	}
	*c = candidate{first: i, cue: i, relation: figure.Eq}
	return r.bareOperand(i, c)
}

// prefixReach is the length of the longest sign: "U.S.$".
const prefixReach = 5

// prefix returns the sign that stands before the digits at i, and its length:
// "$", "HK$", "٪". A sign that touches digits before it belongs to them.
func (r *reader) prefix(i int) (*lang.Entry, int) {
	if r.doc.At(i).Kind != token.Digits && !r.leadsDecimals(i) {
		return nil, 0
	}
	return r.prefixBefore(i)
}

// prefixBefore returns the sign that ends right before token i, and its length.
func (r *reader) prefixBefore(i int) (*lang.Entry, int) {
	e, n := r.sign(i, lang.Currency)
	if e == nil {
		e, n = r.sign(i, lang.Measure)
	}
	if e == nil || !e.Has(lang.Prefix) || i-n < max(r.from, r.last.next) {
		return nil, 0
	}
	if r.doc.At(i-n-1).Kind == token.Digits && r.doc.At(i-n).Touches() {
		return nil, 0
	}
	return e, n
}

// sign returns the longest sign of a class right before the digits at i, whose parts
// touch each other.
func (r *reader) sign(i int, class lang.Class) (*lang.Entry, int) {
	e, n := r.doc.MatchBefore(i, lang.Classes(class), prefixReach)
	for n > 1 && !r.glued(i-n, i) {
		e, n = r.doc.MatchBefore(i, lang.Classes(class), n-1)
	}
	return e, n
}

// glued reports whether the tokens from up to before to touch each other.
func (r *reader) glued(from, to int) bool {
	for k := from + 1; k < to; k++ {
		if !r.doc.At(k).Touches() {
			return false
		}
	}
	return true
}

// dualNoun reads a noun or unit whose dual form is a figure by itself: «يومين».
func (r *reader) dualNoun(i int, c *candidate) bool {
	e, n := r.doc.Match(i, lang.Classes(lang.Measure, lang.Currency))
	if e == nil || e.Has(lang.AfterTimeCue) && !r.spans(c) {
		if noun, m := r.doc.Match(i, lang.Classes(lang.Noun)); noun != nil {
			e, n = noun, m
		}
	}
	if e == nil || e.Form&(lang.Dual|lang.Construct) == 0 || e.Form&(lang.Singular|lang.Accusative|lang.Plural) != 0 {
		return false
	}
	if e.Form == lang.Construct && n == 1 && !r.governs(i+n) {
		return false
	}
	c.num = numeral.Numeral{First: i, Last: i + n - 1, Value: two, Scale: one}
	c.last, c.next, c.dual = i+n-1, i+n, true
	if e.Class == lang.Noun {
		c.noun, c.nounFirst, c.nounTo = e, i, i+n
	} else {
		c.unit, c.unitFirst, c.unitTo = e, i, i+n
		r.addFractionOfUnit(c)
		r.addParts(c)
	}
	return true
}

// governs reports whether the word at i may be the genitive of a construct
// dual; a definite adjective shows that the ending was a possessive («عائلتي
// الكبيرة»).
func (r *reader) governs(i int) bool {
	return !r.ends(i) && !(r.doc.At(i).Clitics&lang.Art != 0 && affixed(r.doc.Fold(i), r.doc.Pack.AdjectiveEndings, bytes.HasSuffix))
}

var (
	one = figure.NewNumber(1)
	two = figure.NewNumber(2)
	ten = figure.NewNumber(10)
)

// settleDigits chooses between the readings of «2.750» by what follows: before a
// magnitude word or a percent sign it is a decimal.
func (r *reader) settleDigits(c *candidate) {
	for _, n := range []*numeral.Numeral{&c.num, &c.upper} {
		if n.Other.Stated() && (n.Has(numeral.Magnified) || c.unit != nil && c.unit.ID == "percent") {
			n.Value, n.Other = n.Other, figure.Number{}
		}
	}
}

// emit turns a candidate into a mention.
func (r *reader) emit(c *candidate) {
	d := &r.doc
	first, last := d.At(c.first), d.At(c.last)
	m := figure.Mention{
		Field: r.field, Start: int(first.RuneStart), End: int(last.RuneEnd),
		Text: d.Slice(c.first, c.last), Relation: c.relation, Amount: figure.Exactly(c.num.Value),
	}
	if c.num.First == c.first && first.Kind == token.Word {
		runes, bytes := r.proclitics(c.first)
		m.Start, m.Text = m.Start+runes, m.Text[bytes:]
	}
	switch {
	case c.ranged:
		m.Relation = figure.Range
		m.Amount = figure.Between(c.num.Value, c.upper.Value)
	case c.num.Has(numeral.Indefinite):
		m.Relation = figure.Indefinite
		m.Amount = figure.Between(c.num.Value, figure.Number{})
	}
	if c.unit != nil {
		u, _ := figure.UnitID(c.unit.ID).Cut()
		m.Unit, m.Per = figure.Term{Name: string(u.Unit)}, figure.Term{Name: string(u.Per)}
		switch c.degree {
		case temperature:
			m.Unit.Name = d.Pack.BareDegree
		case magnitude:
			m.Unit.Name = ""
		}
		if c.unitTo > c.unitFirst {
			m.Unit.Text = d.Slice(c.unitFirst, c.unitTo-1)
		}
	}
	if c.age && c.unit == nil {
		m.Unit.Name = "year"
	}
	if c.per != nil {
		m.Per = figure.Term{Name: c.per.ID, Text: d.Slice(c.perFirst, c.perTo-1)}
		m.PerCount = c.perCount
	}
	m.Concept = r.concept(c)
	m.Event, m.Role, m.Direction = c.event, c.role, c.direction
	m.Kind = kind(c)
	m.Context = r.sentenceContext(c)
	m.Confidence = confidence(c)
	if len(r.out) == cap(r.out) {
		// Twice as much: mentions are large, and append grows long slices by
		// a quarter, which copies them many times over.
		r.out = slices.Grow(r.out, max(16, len(r.out)))
	}
	r.out = append(r.out, m)
	r.state(c)
}

// concept is what the figure counts. People who are counted on without a noun
// («وإصابة 35 آخرين», "and 30 wounded") are those counted before.
func (r *reader) concept(c *candidate) figure.ConceptID {
	if c.event != "" {
		r.event = c.event
	}
	switch {
	case c.noun == nil && c.event == "":
		if c.opposed && r.thing != nil {
			return figure.ConceptID(r.thing.ID)
		}
		return ""
	case c.noun == nil && c.nounTo > c.nounFirst && !r.doc.Means(c.nounFirst, lang.Classes(lang.Adjective, lang.Casualty)):
		return person
	case c.noun == nil, r.people != "" && r.casualty(c.nounFirst) != "":
		return r.people
	}
	r.thing = c.noun
	if c.noun.Has(lang.Human) && r.casualty(c.nounFirst) == "" {
		r.people = figure.ConceptID(c.noun.ID)
	}
	return figure.ConceptID(c.noun.ID)
}

// person is the concept of people for whom the text has a word that the lexicon does
// not know: «مقتل 19 فلسطينيا».
const person figure.ConceptID = "person"

// proclitics is the length in code points and bytes of the particles that the
// word at i has before its article: they are not part of the figure.
func (r *reader) proclitics(i int) (runes, bytes int) {
	t := r.doc.At(i)
	if t.Clitics&(lang.Conj|lang.Prep) == 0 {
		return 0, 0
	}
	return r.doc.Pack.ProcliticLength(t.Clitics, r.doc.Text[t.Start:t.End])
}

// kind is the kind of quantity that the candidate states.
func kind(c *candidate) figure.Kind {
	switch {
	case c.age:
		return figure.Age
	case c.unit == nil && c.num.Has(numeral.Share):
		return figure.Ratio
	case c.unit == nil && c.noun != nil && c.noun.Has(lang.Times):
		return figure.Multiple
	case c.degree == magnitude:
		return figure.Measure
	case c.unit == nil:
		return figure.Count
	case c.unit.Class == lang.Currency:
		return figure.Money
	case c.unit.ID == "percent", c.unit.ID == "percentage-point", c.unit.ID == "basis-point":
		return figure.Percent
	case c.unit.Has(lang.Calendar):
		return figure.Duration
	}
	return figure.Measure
}

// confidence is a coarse estimate from what licensed the figure: a unit beside
// the number is worth most, an unknown word after it least.
func confidence(c *candidate) float64 {
	switch {
	case c.unit != nil:
		return 0.97
	case c.noun != nil, c.num.Has(numeral.Magnified):
		return 0.95
	}
	return 0.85
}
