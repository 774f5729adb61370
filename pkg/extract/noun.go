package extract

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// phraseLimit bounds a counted noun phrase, in tokens.
const phraseLimit = 6

// readNoun attaches the counted noun phrase after a number without a unit, or
// the partitive after any («من الذخائر», "of munitions").
func (r *reader) readNoun(c *candidate) {
	at := c.next
	if r.doc.Is(at, '"') && r.doc.At(at).Touches() {
		at++
	}
	if c.postposed || c.age {
		return
	}
	if c.dual && c.noun != nil {
		c.nounTo = r.phrase(c.nounFirst, c.nounTo)
		c.next = c.nounTo
		return
	}
	if over := r.afterParenthesis(c, at); over > at && c.unit != nil {
		next := c.next
		if e, n := r.doc.Match(over, lang.Classes(lang.Of)); e == nil || !r.partitive(c, over+n) {
			r.apposed(c, over)
		}
		c.next = next
		return
	}
	if r.partOfTotal(c) {
		return
	}
	if e, n := r.doc.Match(at, lang.Classes(lang.Of)); e != nil && r.partitive(c, at+n) {
		if to, ok := r.rate(c, c.nounTo); ok && c.unit != nil {
			c.next = to
		}
		return
	}
	if c.unit != nil {
		if c.per == nil && c.unit.ID != "percent" && !c.unit.Has(lang.Calendar) {
			r.apposed(c, at)
		}
		return
	}
	r.counted(c, at)
}

// afterParenthesis passes over a conversion in brackets behind the figure, or
// over the bracket that closes the figure itself: "$1.3bn (£691m) bill".
func (r *reader) afterParenthesis(c *candidate, i int) int {
	d := &r.doc
	if d.Is(i, ')') && d.Is(c.first-1, '(') {
		return i + 1
	}
	if !d.Is(i, '(') || d.At(i+1).Kind != token.Digits && d.At(i+2).Kind != token.Digits {
		return i
	}
	for k := i + 2; k < r.to && k < i+8; k++ {
		if d.Is(k, ')') {
			return k + 1
		}
	}
	return i
}

// counted reads the noun phrase at i as what the number counts.
func (r *reader) counted(c *candidate, i int) {
	d := &r.doc
	for c.num.Has(numeral.Share) && r.determiner(i) || r.stop(i, "quantifier") {
		i++
	}
	if d.Is(i, '-') && d.At(i).Touches() && d.At(i+1).Touches() && d.At(i+1).Kind == token.Word && c.num.Last == i-1 {
		i++
		if r.stop(i, "quantifier") {
			i++
		}
	}
	t := d.At(i)
	definite := c.num.Has(numeral.Indefinite|numeral.Share) || c.num.Has(numeral.Magnified) && !c.num.Has(numeral.InDigits)
	e, n := d.Match(i, lang.Classes(lang.Noun))
	if e == nil && t.Stem == 0 && r.boundary(i) && !r.accusative(i) {
		return
	}
	if e == nil && r.ends(i) || t.Clitics&(lang.Conj|lang.Prep) != 0 || t.Clitics&lang.Art != 0 && !definite {
		return
	}
	n = max(n, 1)
	if d.Pack.NounFirst {
		c.noun, c.nounFirst, c.nounTo = e, i, r.phrase(i, i+n)
	} else {
		c.noun, c.nounFirst, c.nounTo = r.phraseToHead(i, false)
	}
	if c.noun != nil && c.noun.Has(lang.Ambiguous) && r.people != "" {
		c.noun, c.nounFirst, c.nounTo = nil, 0, 0 // "20 people were killed and 35 wounded"
		return
	}
	c.next = max(c.next, c.nounTo)
	if to, ok := r.rate(c, c.nounTo); ok {
		c.next = to
	}
}

// partOfTotal gives a number the noun of the total that follows it: «15 من أصل
// 20 مسيّرة».
func (r *reader) partOfTotal(c *candidate) bool {
	if c.unit != nil || !r.totalled(c) {
		return false
	}
	whole, ok := numeral.Parse(&r.doc, r.total(c), r.to, false)
	if !ok {
		return false
	}
	if i := whole.Last + 1; !r.doc.Pack.NounFirst {
		c.noun, c.nounFirst, c.nounTo = r.phraseToHead(i, false)
	} else if e, n := r.doc.Match(i, lang.Classes(lang.Noun)); e != nil {
		c.noun, c.nounFirst, c.nounTo = e, i, r.phrase(i, i+n)
	}
	return true
}

// readPostposed reads a noun that stands before its number: «الأشهر الستة»,
// «الدول الـ27». The number bears the article, and number words have another
// form as ordinals; digits and tens do not, so they count a plural only.
func (r *reader) readPostposed(c *candidate) {
	d := &r.doc
	t := d.At(c.num.First)
	if !d.Pack.NounFirst || c.unit != nil || c.num.Has(numeral.Magnified|numeral.Share) {
		return
	}
	if t.Clitics&lang.Art == 0 || c.num.Has(numeral.Single) {
		r.readSingular(c)
		r.readEmphatic(c)
		return
	}
	noun := r.outward(c.num.First) - 1
	if noun < r.from || r.ends(noun) && d.At(noun).Clitics&lang.Art == 0 || !r.definite(noun) {
		return
	}
	if (c.num.Has(numeral.InDigits) || d.Means(c.num.First, lang.Classes(lang.Tens))) && !r.pluralNoun(noun) {
		return
	}
	if e, n := d.Match(noun, lang.Classes(lang.Measure)); e != nil && n == 1 {
		c.unit, c.unitFirst, c.unitTo = e, noun, noun+1
		c.first, c.cue = noun, noun
		return
	}
	from := noun
	for from > r.from && d.At(from-1).Kind == token.Word && d.At(from-1).Clitics&lang.Art != 0 && !d.Means(from-1, phraseEnds) {
		from--
	}
	c.noun, _ = d.Match(from, lang.Classes(lang.Noun))
	c.nounFirst, c.nounTo, c.cue = from, noun+1, from
	c.postposed = true
}

// readSingular reads a noun or unit in the singular before the word for one:
// «صاروخ واحد», «يوم واحد».
func (r *reader) readSingular(c *candidate) {
	d := &r.doc
	at := c.num.First - 1
	if !c.num.Has(numeral.Single) || at < r.from || d.At(c.num.First).Clitics != 0 || d.At(at).Clitics&lang.Art != 0 || c.next > c.num.Last+1 {
		return
	}
	e, n := d.MatchBefore(c.num.First, lang.Classes(lang.Measure, lang.Noun), 2)
	if e == nil || e.Form&(lang.Singular|lang.Accusative) == 0 || e.Has(lang.Times) {
		return
	}
	if e.Class == lang.Noun {
		c.noun, c.nounFirst, c.nounTo, c.cue, c.postposed = e, c.num.First-n, c.num.First, c.num.First-n, true
		return
	}
	c.unit, c.unitFirst, c.unitTo = e, c.num.First-n, c.num.First
	c.first, c.cue, c.postposed = c.unitFirst, c.unitFirst, true
}

// readEmphatic reads a noun in the dual before the word for two, which only
// stresses it: «جنديين اثنين».
func (r *reader) readEmphatic(c *candidate) {
	d := &r.doc
	at := c.num.First - 1
	if c.num.First != c.num.Last || c.num.Has(numeral.InDigits) || !c.num.Value.Equal(two) || at < r.from || d.At(at).Kind != token.Word ||
		!affixed(d.Fold(at), d.Pack.DualEndings, bytes.HasSuffix) {
		return
	}
	c.noun, _ = d.Match(at, lang.Classes(lang.Noun))
	c.first, c.cue, c.nounFirst, c.nounTo, c.postposed = at, at, at, at+1, true
}

// definite reports whether the word at i bears the article or a possessive.
func (r *reader) definite(i int) bool {
	return r.doc.At(i).Kind == token.Word &&
		(r.doc.At(i).Clitics&lang.Art != 0 || affixed(r.doc.Fold(i), r.doc.Pack.Possessives, bytes.HasSuffix))
}

// pluralNoun reports whether the word at i seems a plural.
func (r *reader) pluralNoun(i int) bool {
	if e, _ := r.doc.Match(i, lang.Classes(lang.Noun, lang.Measure)); e != nil {
		return e.Form&lang.Plural != 0
	}
	return r.plural(i)
}

// apposed reads the thing measured that stands right behind a unit: «500 ألف طن
// قمح», "a $2 billion investment".
func (r *reader) apposed(c *candidate, i int) {
	d := &r.doc
	if r.ends(i) || d.At(i).Clitics != 0 {
		return
	}
	if !d.Pack.NounFirst {
		to := i
		for words := 0; words < 3 && !r.boundary(to) && !d.Means(to, lang.Classes(lang.Plain)) && (to == i || !affixed(d.Fold(to), d.Pack.PastEndings, bytes.HasSuffix)); words++ {
			to++
			if d.Is(to, '-') && d.At(to).Touches() && d.At(to+1).Touches() && !r.boundary(to+1) {
				to += 2 // "$15,000 ostrich-leather jacket"
			}
		}
		if to == i {
			return
		}
		c.noun, _ = d.Match(to-1, lang.Classes(lang.Noun))
		c.nounFirst, c.nounTo, c.next = i, to, to
		return
	}
	if e, n := d.Match(i, lang.Classes(lang.Noun)); e != nil && c.unit.Class == lang.Measure {
		c.noun, c.nounFirst, c.nounTo = e, i, r.phrase(i, i+n)
		c.next = c.nounTo
	}
}

// partitive reads the noun phrase after "of".
func (r *reader) partitive(c *candidate, i int) bool {
	d := &r.doc
	if c.unit != nil && (c.unit.Has(lang.Calendar) || c.per != nil) {
		return false
	}
	for r.determiner(i) {
		i++
	}
	if whole, ok := numeral.Parse(d, i, r.to, false); ok && !d.Pack.NounFirst {
		next := c.next
		c.noun, c.nounFirst, c.nounTo = r.phraseToHead(whole.Last+1, true)
		c.next = next
		return c.nounTo > c.nounFirst
	}
	e, n := d.Match(i, lang.Classes(lang.Noun))
	if e == nil && r.boundary(i) || c.unit != nil && d.Pack.NounFirst && !partOf(c.unit, e) {
		return false
	}
	if d.Pack.NounFirst {
		c.noun, c.nounFirst, c.nounTo = e, i, r.phrase(i, i+max(n, 1))
	} else {
		c.noun, c.nounFirst, c.nounTo = r.phraseToHead(i, true)
	}
	c.next = max(c.next, c.nounTo)
	return c.nounTo > c.nounFirst
}

// partOf reports whether «من» behind the unit says what it is a part of, and not
// from where or from whom: «30 مترا من المعبر», «سرق ألف دولار من عامل».
func partOf(unit, noun *lang.Entry) bool {
	if unit.Class == lang.Currency {
		return noun == nil || !noun.Has(lang.Human)
	}
	return !distances[unit.ID] || noun != nil && noun.Form&lang.Plural != 0
}

// distances are the units of what lies between two points, on the ground or on a
// thermometer.
var distances = map[string]bool{
	"kilometer": true, "meter": true, "centimeter": true, "mile": true, "nautical-mile": true, "yard": true, "foot": true,
	"celsius": true, "fahrenheit": true, "degree": true,
}

// determiner reports whether token i is an article that a subject leaves out.
func (r *reader) determiner(i int) bool {
	return r.stop(i, "determiner")
}

// stop reports whether token i is a stop word of the sort.
func (r *reader) stop(i int, sort string) bool {
	e, n := r.doc.Match(i, lang.Classes(lang.Stop))
	return n == 1 && e.ID == sort
}

// boundary reports whether a noun phrase cannot go on at token i. Of a word
// that the lexicon does not know, the letter of a particle is taken for one.
func (r *reader) boundary(i int) bool {
	if r.ends(i) {
		return true
	}
	t := r.doc.At(i)
	return t.Stem == 0 && affixed(r.doc.Fold(i), r.doc.Pack.GuessedClitics, bytes.HasPrefix)
}

// ends reports whether no noun phrase can begin at token i.
func (r *reader) ends(i int) bool {
	d := &r.doc
	t := d.At(i)
	if i >= r.to || t.Kind != token.Word || t.Has(token.AfterNewline) || t.Clitics&(lang.Conj|lang.Prep) != 0 {
		return true
	}
	if d.Means(i, phraseEnds) || t.RuneEnd-t.RuneStart == 1 {
		return true
	}
	if t.Stem != 0 {
		return false
	}
	form, k := d.Fold(i), &d.Pack.Knobs
	return affixed(form, k.VerbEndings, bytes.HasSuffix) || affixed(form, k.AdverbEndings, bytes.HasSuffix) ||
		affixed(form, k.VerbPrefixes, bytes.HasPrefix) && !affixed(form, k.AdjectiveEndings, bytes.HasSuffix) && !r.accusative(i)
}

// phraseEnds are the words at which a noun phrase stops.
var phraseEnds = lang.Classes(lang.Stop, lang.SaysVerb, lang.SaysPreposition, lang.Verb, lang.Per, lang.PerWord, lang.After,
	lang.Weekday, lang.Change, lang.And, lang.Or, lang.Of, lang.To, lang.Unit, lang.Tens, lang.Magnitude, lang.Subset, lang.Before, lang.Casualty)

func affixed(form []byte, affixes []string, has func(s, affix []byte) bool) bool {
	for _, a := range affixes {
		if len(form) > len(a)+2 && has(form, []byte(a)) {
			return true
		}
	}
	return false
}

// phrase extends a noun phrase whose head comes first over its adjectives, its
// genitive and the nouns joined to it: from is the head, to the token after it
// so far.
func (r *reader) phrase(from, to int) int {
	d := &r.doc
	head := from
	definite := d.At(head).Clitics&lang.Art != 0
	genitive := definite
	for to-from < phraseLimit {
		if d.Means(to, lang.Classes(lang.Linker)) {
			return to
		}
		if r.boundary(to) {
			if !r.coordinates(head, to) {
				return to
			}
			head, definite = to, d.At(to).Clitics&lang.Art != 0
			genitive = true
			to++
			continue
		}
		art := d.At(to).Clitics&lang.Art != 0
		switch {
		case definite && art:
		case !definite && !art && r.adjective(head, to):
		case !definite && art && !r.accusative(head):
			definite = true
		case !genitive && !art && to == head+1 && !r.accusative(head) && r.nominal(to):
			genitive = true
		default:
			return to
		}
		to++
	}
	return to
}

// nominal reports whether the word at i may be a genitive without an article:
// «رجل أعمال». A past verb in the feminine is the likeliest other word there.
func (r *reader) nominal(i int) bool {
	form := r.doc.Fold(i)
	if r.doc.Means(i, lang.Classes(lang.Noun)) {
		return true
	}
	if r.doc.Means(i, lang.Classes(lang.Measure, lang.YearCue)) {
		return false
	}
	k := &r.doc.Pack.Knobs
	return len(form) > 4 && (!affixed(form, k.PastEndings, bytes.HasSuffix) || affixed(form, k.PluralEndings, bytes.HasSuffix))
}

// coordinates reports whether the word at i is joined to the head by a
// conjunction and agrees with it: «القتلى والجرحى», «قتيلا وجريحا».
func (r *reader) coordinates(head, i int) bool {
	d := &r.doc
	t := d.At(i)
	if i >= r.to || t.Kind != token.Word || t.Has(token.AfterNewline) || d.Means(i, phraseEnds) && !d.Means(i, lang.Classes(lang.Noun)) {
		return false
	}
	if t.Clitics&lang.Conj == 0 && !(t.Stem == 0 && affixed(d.Fold(i), d.Pack.Conjunctions, bytes.HasPrefix)) || t.Clitics&lang.Prep != 0 {
		return false
	}
	if d.At(head).Clitics&lang.Art != 0 {
		genitive := d.Means(i, lang.Classes(lang.Noun)) && d.At(i+1).Clitics&lang.Art != 0
		return t.Clitics&lang.Art != 0 || genitive
	}
	if next := d.At(i + 1); next.Kind == token.Digits || next.Kind == token.Particle || d.Means(i+1, numeral.Triggers) {
		return false
	}
	first, _ := d.Match(head, lang.Classes(lang.Noun))
	second, _ := d.Match(i, lang.Classes(lang.Noun))
	if second != nil && second.Form&(lang.Dual|lang.Construct) != 0 && second.Form&(lang.Singular|lang.Plural) == 0 {
		return false
	}
	known := first != nil && second != nil && first.Form&second.Form != 0
	return t.Clitics&lang.Art == 0 && (known || r.accusative(head) && r.accusative(i))
}

// adjective reports whether the word at i may be an adjective of the
// indefinite head.
func (r *reader) adjective(head, i int) bool {
	d := &r.doc
	form := d.Fold(i)
	if d.Means(i, lang.Classes(lang.Adjective)) {
		return true
	}
	if d.Means(i, lang.Classes(lang.Noun)) {
		return r.accusative(head) && r.accusative(i)
	}
	return affixed(form, d.Pack.AdjectiveEndings, bytes.HasSuffix) || r.accusative(head) && r.accusative(i)
}

// accusative reports whether the word at i ends as an indefinite accusative.
func (r *reader) accusative(i int) bool {
	form := r.doc.Fold(i)
	k := &r.doc.Pack.Knobs
	return k.AccusativeEnding != "" && len(form) > 4 && bytes.HasSuffix(form, []byte(k.AccusativeEnding)) && !affixed(form, k.Possessives, bytes.HasSuffix)
}

// phraseToHead reads a noun phrase whose head comes last: up to its last word
// that is a plural or a known noun. After "of" a mass noun will do.
func (r *reader) phraseToHead(from int, of bool) (*lang.Entry, int, int) {
	d := &r.doc
	var noun *lang.Entry
	head, at := -1, from
	for at-from < phraseLimit {
		joined := d.Is(at, '-') && at > from && d.At(at).Touches() && d.At(at+1).Touches() && d.At(at+1).Kind == token.Word
		if joined {
			at++
		}
		e, n := d.Match(at, lang.Classes(lang.Noun))
		if e == nil && !joined && (r.boundary(at) || d.Means(at, numeral.Triggers&^lang.Classes(lang.Fraction))) || at >= r.to || head >= 0 && d.Means(at, lang.Classes(lang.Measure)) {
			break
		}
		if e != nil {
			noun, head = e, at+n
			at += n
			continue
		}
		if head >= 0 && !r.plural(at) {
			break
		}
		if r.plural(at) {
			if noun != nil && noun.Form == lang.Plural {
				break // "adults smokes"
			}
			noun, head = nil, at+1
		}
		at++
	}
	switch {
	case head >= 0 && d.Means(head, lang.Classes(lang.And)) && !d.Means(head+1, numeral.Triggers) && d.At(head+1).Kind == token.Word:
		if also, _, to := r.phraseToHead(head+1, false); to > head+1 && (also == nil || !also.Has(lang.Ambiguous)) {
			head = to
		}
	case head >= 0:
	case affixed(d.Fold(from), d.Pack.GerundEndings, bytes.HasSuffix):
		head = from
	case of:
		head = at
	case r.doc.Is(from-1, '-'):
		head = min(at, from+1)
	default:
		head = from
	}
	return noun, from, head
}

func (r *reader) plural(i int) bool {
	return affixed(r.doc.Fold(i), r.doc.Pack.PluralEndings, bytes.HasSuffix) && !r.doc.Means(i, lang.Classes(lang.Plain))
}

// subject is the counted or measured thing as the text writes it.
func (r *reader) subject(c *candidate) string {
	if c.nounTo <= c.nounFirst && c.role == figure.RoleTo && r.last.role == figure.RoleFrom {
		c.noun, c.nounFirst, c.nounTo = r.last.noun, r.last.nounFirst, r.last.nounTo
	}
	if c.nounTo <= c.nounFirst {
		c.nounFirst, c.nounTo = r.subjectBefore(c)
		for i := c.nounFirst; i < c.nounTo && c.noun == nil; i++ {
			c.noun, _ = r.doc.Match(i, lang.Classes(lang.Noun))
		}
	}
	if c.nounTo <= c.nounFirst {
		return ""
	}
	first, last := r.doc.At(c.nounFirst), r.doc.At(c.nounTo-1)
	text := r.doc.Text[first.Start:last.End]
	_, skip := r.proclitics(c.nounFirst)
	return text[skip:]
}
