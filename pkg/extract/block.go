package extract

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// Reason says why a number is no figure.
type Reason string

// The reasons.
const (
	Bare     Reason = "bare number: no unit, counted noun, magnitude or modifier beside it"
	Year     Reason = "year"
	Date     Reason = "date"
	Clock    Reason = "clock time"
	Label    Reason = "label: article, resolution, channel or list number"
	Model    Reason = "model or unit name"
	Proper   Reason = "name that contains a number"
	Ordinal  Reason = "ordinal"
	Rank     Reason = "rank"
	Score    Reason = "score"
	Code     Reason = "telephone number, identifier or version"
	ListItem Reason = "list numbering"
	Decade   Reason = "decade"
	Unread   Reason = "what touches it, or stands where its magnitude or unit would, has no reading"
	Known    Reason = "definite dual: two things already known, no new count"
)

// blocker recognises one kind of number that is no figure.
type blocker struct {
	reason Reason
	blocks func(*reader, *quantity) bool
}

// blockers are tried in this order; the first that fits gives the reason.
var blockers = []blocker{
	{Known, (*reader).isKnown},
	{Proper, (*reader).inName},
	{Decade, (*reader).isDecade},
	{Model, (*reader).isModel},
	{Model, (*reader).isGauge},
	{Clock, (*reader).isClock},
	{Date, (*reader).isDate},
	{Label, (*reader).isLabel},
	{Rank, (*reader).isRank},
	{Ordinal, (*reader).isOrdinal},
	{Year, (*reader).isYear},
	{Score, (*reader).isScore},
	{ListItem, (*reader).isListItem},
	{Code, (*reader).isCode},
	{Unread, (*reader).isUnread},
}

// isKnown recognises definite duals such as «البلدين».
func (r *reader) isKnown(c *quantity) bool {
	return c.dual && !c.unit.known() && r.doc.At(c.num.First).Clitics&lang.Art != 0
}

// inName reports whether a phrase that the pack lists as a name overlaps the
// number: «مجموعة العشرين».
func (r *reader) inName(c *quantity) bool {
	for i := max(r.from, c.from-4); i <= c.num.Last; i++ {
		if !r.doc.Means(i, lang.Classes(lang.Name)) {
			continue
		}
		if e, n := r.doc.Match(i, lang.Classes(lang.Name)); e != nil && i+n > c.num.First {
			c.next = max(c.num.Last+1, i+n)
			return true
		}
	}
	return r.quotedName(c) || r.capitalised(c)
}

// quotedName recognises a title that is a number and a unit: "60 Minutes".
func (r *reader) quotedName(c *quantity) bool {
	d := &r.doc
	return c.unit.known() && !c.unit.empty() && d.At(c.unit.from).Has(token.Upper) && d.At(c.unit.to-1).Kind == token.Word &&
		d.Is(c.from-1, '"') && d.Is(c.next, '"') && c.unit.Class == lang.Measure && !c.unit.Has(lang.AfterDigits)
}

// capitalised recognises a number word in a name, in a text that is no headline:
// "into the Four Corners".
func (r *reader) capitalised(c *quantity) bool {
	d := &r.doc
	i := c.num.First
	if i-1 <= r.from || c.num.Has(numeral.InDigits|numeral.Magnified) || !d.At(i).Has(token.Upper) || d.Is(i-1, '"') || !d.At(c.num.Last+1).Has(token.Upper) {
		return false
	}
	capitals, words := 0, 0
	for k := r.from; k < r.to; k++ {
		if d.At(k).Kind == token.Word {
			words++
		}
		if d.At(k).Has(token.Upper) {
			capitals++
		}
	}
	return 2*capitals < words
}

// isModel recognises digits tied to letters: «إف-16», "F16", "COVID-19", "5G".
func (r *reader) isModel(c *quantity) bool {
	d := &r.doc
	i := c.num.First
	if !c.num.Has(numeral.InDigits) {
		return false
	}
	t, before := d.At(i), d.At(i-1)
	if i > r.from && t.Touches() && before.Kind == token.Word && !c.unit.known() && t.Clitics == 0 {
		return before.Has(token.Latin) || d.Means(i-1, lang.Classes(lang.Model))
	}
	if d.Is(i-1, '-') && i-1 > r.from && before.Touches() && d.At(i-2).Kind == token.Word && !r.counts(i-2) {
		return t.Touches() || d.Means(i-2, lang.Classes(lang.Model))
	}
	if e, n := d.MatchBefore(i, lang.Classes(lang.Model), 3); e != nil && n > 0 && !c.unit.known() {
		return true
	}
	after := d.At(c.next)
	if c.num.Has(numeral.Plain) && !c.unit.known() && before.Has(token.Upper) && i-1 > r.from && r.unknown(i-1) && !d.Is(c.next, '-') && !r.countable(c, c.next) {
		return true
	}
	return !c.unit.known() && after.Kind == token.Word && after.Touches() && after.Has(token.Latin) && !c.num.Has(numeral.Magnified) &&
		!d.Means(c.next, lang.Classes(lang.Ordinal, lang.Month, lang.ClockAfter))
}

// unknown reports whether the lexicon knows the word at i as a code or a symbol at
// most, which belong to numbers beside them alone.
func (r *reader) unknown(i int) bool {
	t := r.doc.At(i)
	if t.Stem == 0 {
		return true
	}
	e, _ := r.doc.Match(i, lang.Classes(lang.Measure, lang.Currency))
	return e != nil && e.Has(lang.AfterDigits|lang.Capitals) && t.Classes.Without(lang.Classes(lang.Measure, lang.Currency)).Empty()
}

// countable reports whether the words from i on look like what the number counts
// where heads come last: a phrase that does not end in a known singular.
func (r *reader) countable(c *quantity, i int) bool {
	counted := r.phraseToHead(i, false)
	if first, n := r.doc.Match(i, lang.Classes(lang.Noun)); !counted.known() && first != nil && first.Form == lang.Singular && i+n == counted.to-1 {
		return false // "64 computer elicits"
	}
	return !counted.empty() && (!counted.known() || counted.Form != lang.Singular || c.num.Value.Equal(one))
}

// counts reports whether the word at i belongs to the grammar of figures, so
// that a hyphen after it makes no model name.
func (r *reader) counts(i int) bool {
	return r.doc.Means(i, numeral.Triggers.With(lang.Classes(lang.Before, lang.To, lang.From, lang.Between, lang.Stop)))
}

// isClock recognises times of day.
func (r *reader) isClock(c *quantity) bool {
	d := &r.doc
	first, next := c.num.First, c.num.Last+1
	// A number right after "at 2pm" counts something, unless a conjunction joins them.
	if r.last.dropped == Clock && r.conjoined(c) && (r.last.next < c.from || d.At(c.from).Clitics&lang.Conj != 0) {
		return true
	}
	if !c.num.Has(numeral.InDigits) {
		return !c.unit.known() && (r.hourBefore(c) || c.num.Has(numeral.Share) && r.pastHour(c))
	}
	if d.Is(next, ':') && d.At(next).Touches() && d.At(next+1).Touches() && d.At(next+1).Kind == token.Digits {
		c.next = next + 2
		return true
	}
	if d.Is(first-1, ':') && d.At(first).Touches() && d.At(first-1).Touches() && d.At(first-2).Kind == token.Digits {
		return true
	}
	if e, n := d.Match(next, lang.Classes(lang.ClockAfter)); e != nil && (!c.unit.known() || c.unit.from == next) {
		c.next = next + n
		return true
	}
	return r.hourBefore(c) && (!c.unit.known() || c.unit.Class == lang.Measure)
}

// hourBefore reports whether «الساعة» stands before the number: the article makes
// it the hour of the day, where articles are part of the word.
func (r *reader) hourBefore(c *quantity) bool {
	at := r.outward(c.from)
	e, n := r.doc.MatchBefore(at, lang.Classes(lang.ClockCue), 4)
	return e != nil && (len(r.doc.Pack.Articles) == 0 || r.doc.At(at-n).Clitics&lang.Art != 0)
}

// pastHour reports whether the fraction is added to an hour: «الساعة الرابعة
// والنصف».
func (r *reader) pastHour(c *quantity) bool {
	i := r.outward(c.from)
	e, n := r.doc.MatchBefore(i, lang.Classes(lang.Ordinal), 2)
	if e == nil {
		return false
	}
	cue, _ := r.doc.MatchBefore(i-n, lang.Classes(lang.ClockCue), 4)
	return cue != nil
}

// cueBefore reports whether a phrase of the class stands right before the
// number, brackets, quotation marks and particles aside.
func (r *reader) cueBefore(c *quantity, class lang.Class) bool {
	e, _ := r.doc.MatchBefore(r.outward(c.from), lang.Classes(class), 4)
	return e != nil
}

// isDate recognises a number before or after a month, a weekday's date, and
// numbers joined by slashes.
func (r *reader) isDate(c *quantity) bool {
	d := &r.doc
	if c.num.Has(numeral.Share) && c.num.Has(numeral.InDigits) {
		return false // "3/4 of"
	}
	if r.slashed(c.num.First) || !d.Is(c.num.Last-1, '/') && r.slashed(c.num.Last) {
		return true
	}
	dated := c.num.Value.Cmp(longestMonth) <= 0 || r.yearLike(&c.num)
	if !c.unit.known() && dated && r.month(r.abbreviation(r.particlesBefore(c.from)-1), false) && (c.num.Has(numeral.InDigits) || !r.startsNoun(c.num.Last+1)) {
		return true
	}
	at := c.num.Last + 1
	if c.ranged {
		at = c.upper.Last + 1
	}
	for i := at; i < at+8 && i < r.to; i++ {
		if r.month(i, true) {
			c.next = i + 1
			return !c.unit.known() || c.unit.from >= i || c.unit.to <= c.from
		}
		t := d.At(i)
		joins := t.Kind == token.Digits || t.Kind == token.Particle || d.Means(i, lang.Classes(lang.And, lang.To, lang.Or, lang.Of))
		if !joins && !d.Is(i, '-') && !d.Is(i, ',') {
			return false
		}
	}
	return false
}

// particlesBefore passes over the particles to the left of i.
func (r *reader) particlesBefore(i int) int {
	for i > r.from && r.doc.At(i-1).Kind == token.Particle {
		i--
	}
	return i
}

// abbreviation returns the abbreviation whose point is token i, else i: "Oct. 7".
func (r *reader) abbreviation(i int) int {
	if r.doc.Is(i, '.') && r.doc.At(i).Touches() && r.doc.Means(i-1, lang.Classes(lang.Abbreviation)) {
		return i - 1
	}
	return i
}

// startsNoun reports whether the word at i is one that numbers count.
func (r *reader) startsNoun(i int) bool {
	return r.doc.Means(i, lang.Classes(lang.Noun, lang.Measure, lang.Currency))
}

// month reports whether token i names a month. Names that are also words count
// only in capitals, or after a number.
func (r *reader) month(i int, after bool) bool {
	t := r.doc.At(i)
	if !t.Classes.Has(lang.Month) || i < r.from {
		return false
	}
	e, _ := r.doc.Match(i, lang.Classes(lang.Month))
	if e == nil {
		return false
	}
	return !e.Has(lang.Capital) || t.Has(token.Upper) || after && !t.Has(token.Latin)
}

// slashed reports whether the digits at i stand in a date such as 12/3/2024 or
// a span of years such as 2023/2024.
func (r *reader) slashed(i int) bool {
	d := &r.doc
	joint := func(sign, digits int) bool {
		return (d.Is(sign, '/') || d.Is(sign, '-')) && d.At(sign).Kind == token.Punct && d.At(digits).Kind == token.Digits
	}
	left, right := joint(i-1, i-2), joint(i+1, i+2)
	if d.At(i).Kind != token.Digits || !left && !right {
		return false
	}
	if left && right && d.At(i).Touches() && d.At(i+1).Touches() {
		return true
	}
	if d.Is(i+1, '/') && right {
		return d.At(i + 1).Touches()
	}
	if d.Is(i-1, '/') && left {
		return d.At(i).Touches()
	}
	return right && joint(i+3, i+4) || left && joint(i-3, i-4)
}

// isLabel recognises numbers that name things: «القرار 2231», "Article 5".
func (r *reader) isLabel(c *quantity) bool {
	d := &r.doc
	if d.Is(c.num.First-1, '#') || d.Is(c.num.First-1, '[') && d.Is(c.num.Last+1, ']') {
		return true
	}
	if d.Is(c.from-1, '(') && d.Is(c.num.Last+1, ')') && c.next == c.num.Last+1 && c.num.Has(numeral.Plain) && !c.unit.known() {
		return true
	}
	if e, _ := d.MatchBefore(r.outward(c.from), lang.Classes(lang.Label), 4); e != nil {
		if e.Has(lang.Uncounted) {
			return !c.unit.known() && !r.startsNoun(c.next) && (r.boundary(c.next) || d.At(c.next).Clitics&lang.Art != 0)
		}
		return !c.unit.known() || c.unit.Has(lang.AfterDigits) || e.Has(lang.Measured)
	}
	if !c.unit.known() && d.Pack.LabelAfterNoun && c.num.Has(numeral.Plain) && c.num.First > r.from && r.definiteSingular(c.num.First-1) && r.boundary(c.next) && !r.startsNoun(c.next) && !r.totalled(c) {
		return true
	}
	return !c.unit.known() && r.conjoined(c) && r.last.dropped == Label && c.num.Has(numeral.InDigits)
}

// conjoined reports whether the number directly follows the one before it
// with only a conjunction, a comma or a dash between them.
func (r *reader) conjoined(c *quantity) bool {
	if r.last.next < 0 || r.last.next > c.from {
		return false
	}
	for i := r.last.next; i < c.from; i++ {
		t := r.doc.At(i)
		if t.Kind != token.Particle && !r.doc.Is(i, ',') && !r.doc.Is(i, '-') && !r.doc.Means(i, lang.Classes(lang.And)) {
			return false
		}
	}
	return true
}

func (r *reader) isRank(c *quantity) bool {
	return r.cueBefore(c, lang.RankCue) && !c.unit.known()
}

// isDecade recognises "1980s" and «الثمانينيات».
func (r *reader) isDecade(c *quantity) bool {
	t := r.doc.At(c.num.Last + 1)
	return c.num.Has(numeral.InDigits) && t.Kind == token.Word && t.Touches() && string(r.doc.Fold(c.num.Last+1)) == "s"
}

// isOrdinal recognises "14th", «الدورة الـ14», and number words that close an
// ordinal: «الحادي والعشرين».
func (r *reader) isOrdinal(c *quantity) bool {
	d := &r.doc
	t := d.At(c.num.First)
	after := d.At(c.num.Last + 1)
	if c.num.Has(numeral.InDigits) && after.Touches() && d.Means(c.num.Last+1, lang.Classes(lang.Ordinal)) {
		return true
	}
	if r.closesOrdinal(c) {
		return true
	}
	if c.num.First > r.from && !c.num.Has(numeral.InDigits) {
		if e, _ := d.MatchBefore(c.num.First, lang.Classes(lang.Ordinal), 2); e != nil && (t.Clitics&lang.Conj != 0 || d.Means(c.num.First, lang.Classes(lang.Ten))) {
			return true
		}
	}
	if t.Clitics&lang.Art == 0 || c.unit.known() || c.postposed || c.num.Has(numeral.Magnified) || !d.Pack.OrdinalAfterNoun {
		return false
	}
	return c.num.First > r.from && r.definiteSingular(r.outward(c.num.First)-1) && !d.Means(c.num.First, lang.Classes(lang.Unit))
}

// closesOrdinal reports whether an ordinal closes the number: "twenty-first", "one hundred
// and fifth", "vingt-cinquième". It passes over the ordinal.
func (r *reader) closesOrdinal(c *quantity) bool {
	d := &r.doc
	at := c.num.Last + 1
	rounded, _ := d.Match(c.num.Last, lang.Classes(lang.Tens, lang.Hundred, lang.Magnitude))
	if c.num.Has(numeral.InDigits) || c.ranged || c.num.Has(numeral.Share|numeral.Indefinite) {
		return false
	}
	hyphen := d.Is(at, '-') && d.At(at).Touches() && d.At(at+1).Touches()
	and, n := d.Match(at, lang.Classes(lang.And))
	switch {
	case hyphen:
		at++
	case and != nil:
		at += n
	}
	e, n := d.Match(at, lang.Classes(lang.Ordinal))
	if e == nil || e.Num == 0 || !hyphen && (rounded == nil || d.Means(at, lang.Classes(lang.Measure))) || d.At(at).Has(token.AfterNewline) {
		return false
	}
	c.next = at + n
	return true
}

// definiteSingular reports whether the word at i is a definite noun that seems
// no plural.
func (r *reader) definiteSingular(i int) bool {
	d := &r.doc
	t := d.At(i)
	if t.Kind != token.Word || t.Clitics&lang.Art == 0 || i < r.from {
		return false
	}
	if e, _ := d.Match(i, lang.Classes(lang.Noun, lang.Measure)); e != nil {
		return e.Form&lang.Plural == 0
	}
	return !r.plural(i)
}

// isYear recognises plain four-digit years, and any number after «عام».
func (r *reader) isYear(c *quantity) bool {
	d := &r.doc
	if c.ranged && r.yearLike(&c.num) && r.yearLike(&c.upper) && !c.unit.known() {
		return true
	}
	last := c.num.Last
	if c.ranged {
		last = c.upper.Last
	}
	if d.Means(last+1, lang.Classes(lang.Era)) && r.yearLike(&c.num) {
		c.next = last + 2
		return true
	}
	if r.cueBefore(c, lang.YearCue) && (!c.unit.known() || c.num.Has(numeral.Plain) && c.unit.Has(lang.AfterDigits)) {
		return c.num.Has(numeral.InDigits) || c.num.Has(numeral.Magnified) || !r.startsNoun(c.num.Last+1)
	}
	if !r.yearLike(&c.num) || c.unit.known() {
		return false
	}
	if r.last.dropped == Year && r.conjoined(c) {
		return true
	}
	if r.recent(c) && r.afterPreposition(c) && !r.singularNoun(c.num.Last+1) {
		return true
	}
	if d.Pack.GroupsThousands {
		e, _ := d.Match(c.num.Last+1, lang.Classes(lang.Noun))
		return (e == nil || e.Form&lang.Plural == 0) && !r.doc.Means(c.next, lang.Classes(lang.Measure, lang.Currency)) && !r.modified(c)
	}
	if r.startsNoun(c.num.Last + 1) {
		return false
	}
	return r.afterPreposition(c) || r.recent(c) && !r.modified(c) && !r.cued(c)
}

// singularNoun reports whether a noun or unit in the singular follows, in a language
// in which large numbers count a singular.
func (r *reader) singularNoun(i int) bool {
	e, _ := r.doc.Match(i, lang.Classes(lang.Noun, lang.Measure, lang.Currency))
	return e != nil && r.doc.Pack.SingularCounted && e.Form&(lang.Singular|lang.Accusative) != 0
}

// recent reports whether the number is a year of living memory. Before a word that
// the lexicon does not know, a year is likelier than a count.
func (r *reader) recent(c *quantity) bool {
	return c.num.Value.Cmp(recentFirst) >= 0 && c.num.Value.Cmp(recentLast) <= 0
}

// modified reports whether a modifier stands before the number.
func (r *reader) modified(c *quantity) bool {
	e, _ := r.doc.MatchBefore(r.outward(c.cue), lang.Classes(lang.Before), modifierReach)
	return e != nil
}

// afterPreposition reports whether a word of time or place stands before the
// number: «منذ 1990», "in 2005".
func (r *reader) afterPreposition(c *quantity) bool {
	i := r.outward(c.from) - 1
	if e, n := r.doc.MatchBefore(i+1, lang.Classes(lang.Before), modifierReach); e != nil {
		i -= n
	}
	e, _ := r.doc.Match(i, lang.Classes(lang.Stop, lang.TimeCue))
	return i >= r.from && e != nil && (e.Class == lang.TimeCue || e.ID == "preposition")
}

// isScore recognises results: "2-1", «3 - صفر», and numbers after a score word.
func (r *reader) isScore(c *quantity) bool {
	if c.unit.known() {
		return false
	}
	d := &r.doc
	if r.cueBefore(c, lang.ScoreCue) || r.last.dropped == Score && r.answers(c) {
		return true
	}
	i := c.num.Last + 1
	if c.ranged {
		return d.Is(i, '-') && !r.startsNoun(c.upper.Last+1) && c.upper.Value.Cmp(hundredValue) < 0 ||
			d.Is(c.upper.Last+1, '-')
	}
	if !c.num.Has(numeral.InDigits) || c.num.Value.Cmp(hundredValue) >= 0 {
		return false
	}
	return d.Is(i, '-') && (d.At(i+1).Kind == token.Digits || d.Means(i+1, lang.Classes(lang.Zero))) ||
		d.Is(c.from-1, '-') && d.At(c.from-2).Kind == token.Digits && r.last.dropped == Score
}

// answers reports whether the number is the second half of what stands before it:
// "by 16 to 10", «5 مقابل 4».
func (r *reader) answers(c *quantity) bool {
	e, n := r.doc.MatchBefore(c.from, lang.Classes(lang.To, lang.From), 2)
	return e != nil && r.last.next == c.from-n
}

// isListItem recognises numbering at the start of a line: "3- …", "2) …".
func (r *reader) isListItem(c *quantity) bool {
	d := &r.doc
	i := c.num.Last + 1
	if c.num.First != r.from || !c.num.Has(numeral.Plain) {
		return false
	}
	if r.from != 0 && !d.At(r.from).Has(token.AfterNewline) {
		return false
	}
	return d.Is(i, ')') || d.Is(i, '-') && !d.At(i+1).Touches() || d.Is(i, '.') && d.At(i+1).Kind != token.End || d.Is(i, '-') && d.At(i).Touches() && !c.unit.known()
}

// isCode recognises digit strings that are no quantity: telephone numbers,
// numbers with leading zeros, e-mail and web addresses.
func (r *reader) isCode(c *quantity) bool {
	d := &r.doc
	if !c.num.Has(numeral.InDigits) || c.num.First != c.num.Last && !c.num.Has(numeral.Plain) {
		return false
	}
	if d.Is(c.num.First-1, '"') && d.Is(c.num.First-2, '=') {
		return true // an attribute of a tag: id="1"
	}
	form := d.Fold(c.num.First)
	if len(form) > 1 && form[0] == '0' && form[1] >= '0' && form[1] <= '9' && bytes.IndexByte(form, 'R') < 0 {
		return true
	}
	if d.Is(c.num.First-1, '+') && d.At(c.num.First).Touches() && !c.unit.known() {
		return true
	}
	return c.num.Has(numeral.Plain) && len(form) >= 9 && !c.unit.known() && !c.num.Has(numeral.Magnified)
}
