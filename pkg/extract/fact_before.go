package extract

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// Facts about what stands before the number.

// cueReach is the length of the longest cue.
const cueReach = 4

// cue is the phrase of a class that stands right before the number, brackets, quotation
// marks and particles aside, and where it begins.
func (l *look) cue(class lang.Class) (*lang.Entry, int) {
	at := l.outward(l.q.from)
	e, n := l.doc.MatchBefore(at, lang.Classes(class), cueReach)
	return e, at - n
}

// cueBefore reports whether a phrase of the class stands right before the number.
func (r *reader) cueBefore(c *quantity, class lang.Class) bool {
	e, _ := r.doc.MatchBefore(r.outward(c.from), lang.Classes(class), cueReach)
	return e != nil
}

func (l *look) yearCue() bool { return l.cueBefore(l.q, lang.YearCue) }

func (l *look) labelCue() bool { return l.cueBefore(l.q, lang.Label) }

// numberWordBefore: «رقم 7», "number 10".
func (l *look) numberWordBefore() bool {
	e, _ := l.cue(lang.Label)
	return e != nil && e.ID == numberWord
}

// numberWord is the id of the labels that mean "number", which name whatever stands behind.
const numberWord = "number"

// labelOfMeasured: the label names a number with a unit too.
func (l *look) labelOfMeasured() bool {
	e, _ := l.cue(lang.Label)
	return e.Has(lang.Measured)
}

// smallLabel: the label has no capital where names have one, so that its word may stand for
// itself: "in one case 12 people died".
func (l *look) smallLabel() bool {
	e, at := l.cue(lang.Label)
	return e != nil && l.doc.At(at).Has(token.Latin) && !l.doc.At(at).Has(token.Upper)
}

// labelOfUncounted: the label names a number only where that counts nothing.
func (l *look) labelOfUncounted() bool {
	e, _ := l.cue(lang.Label)
	return e.Has(lang.Uncounted)
}

func (l *look) rankCue() bool { return l.cueBefore(l.q, lang.RankCue) }

func (l *look) scoreCue() bool { return l.cueBefore(l.q, lang.ScoreCue) }

func (l *look) modelCue() bool {
	e, _ := l.doc.MatchBefore(l.q.num.First, lang.Classes(lang.Model), 3)
	return e != nil
}

// hourCue: «الساعة» stands before the number: the article makes it the hour of the day,
// where articles are part of the word.
func (l *look) hourCue() bool {
	e, at := l.cue(lang.ClockCue)
	return e != nil && (len(l.doc.Pack.Articles) == 0 || l.doc.At(at).Clitics&lang.Art != 0)
}

// pastTheHour: an hour stands before it: «الساعة الرابعة والنصف», «الرابعة إلا خمس دقائق».
func (l *look) pastTheHour() bool {
	i := l.outward(l.q.cue)
	e, n := l.doc.MatchBefore(i, lang.Classes(lang.Ordinal), 2)
	if e == nil {
		return false
	}
	cue, _ := l.doc.MatchBefore(i-n, lang.Classes(lang.ClockCue), cueReach)
	return cue != nil
}

// modified reports whether a modifier stands before the number.
func (l *look) modified() bool {
	e, _ := l.doc.MatchBefore(l.outward(l.q.from), lang.Classes(lang.Before), modifierReach)
	return e != nil
}

// joinedByAnd: a conjunction joins it to what stands before.
func (l *look) joinedByAnd() bool {
	return l.doc.At(l.q.num.First).Clitics&lang.Conj != 0 || l.doc.Means(l.q.from-1, lang.Classes(lang.And))
}

func (l *look) prepositionBefore() bool { return l.afterPreposition(l.q) }

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

// monthBefore: a month stands before it; a number word may count what follows instead.
func (l *look) monthBefore() bool {
	return l.month(l.abbreviation(l.particlesBefore(l.q.from)-1), false) && (l.inDigits() || !l.nounBehind())
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

// numberSignBefore: "#5", "[5]".
func (l *look) numberSignBefore() bool {
	d, i := &l.doc, l.q.num.First-1
	return d.Is(i, '#') || d.Is(i, '[') && d.Is(l.q.num.Last+1, ']')
}

func (l *look) plusBefore() bool {
	i := l.q.num.First
	return l.doc.Is(i-1, '+') && l.doc.At(i).Touches()
}

// attributeOfATag: id="1".
func (l *look) attributeOfATag() bool {
	i := l.q.num.First
	return l.doc.Is(i-1, '"') && l.doc.Is(i-2, '=')
}

// lettersTouchItBefore: "F16", and the name of a model in any script.
func (l *look) lettersTouchItBefore() bool {
	i := l.q.num.First
	t, before := l.doc.At(i), l.doc.At(i-1)
	return i > l.from && t.Touches() && t.Clitics == 0 && before.Kind == token.Word && (before.Has(token.Latin) || l.modelAt(i-1))
}

func (r *reader) modelAt(i int) bool { return r.doc.Means(i, lang.Classes(lang.Model)) }

// wordAndHyphenBefore: «إف-16», "COVID-19". A word of the grammar of figures makes no name.
func (l *look) wordAndHyphenBefore() bool {
	d, i := &l.doc, l.q.num.First
	return d.Is(i-1, '-') && i-1 > l.from && d.At(i-1).Touches() && d.At(i-2).Kind == token.Word && !l.counts(i-2) &&
		(d.At(i).Touches() || l.modelAt(i-2))
}

// counts reports whether the word at i belongs to the grammar of figures, so
// that a hyphen after it makes no model name. A single capital does not, nor does a magnitude
// to which digits are tied.
func (r *reader) counts(i int) bool {
	t := r.doc.At(i)
	if t.Has(token.Upper) && t.RuneEnd-t.RuneStart == 1 {
		return false
	}
	return r.doc.Means(i, numeral.Triggers.With(lang.Classes(lang.Before, lang.To, lang.From, lang.Between, lang.Stop)).Without(lang.Classes(lang.Magnitude, lang.Vague)))
}

// capitalNameBefore: a word with a capital that the lexicon does not know stands before it,
// inside the sentence: "Pixel 9".
func (l *look) capitalNameBefore() bool {
	i := l.q.num.First - 1
	return i > l.from && l.doc.At(i).Has(token.Upper) && l.unknown(i)
}

// possessiveBefore: a possessor stands before it: "the district's eight clinics".
func (l *look) possessiveBefore() bool {
	return affixed(l.doc.Fold(l.q.from-1), l.doc.Pack.Enclitics, bytes.HasSuffix)
}

func (l *look) capitalBefore() bool { return l.doc.At(l.q.from - 1).Has(token.Upper) }

// unknown reports whether the lexicon knows the word at i as a code or a symbol at
// most, which belong to numbers beside them alone.
func (r *reader) unknown(i int) bool {
	t := r.doc.At(i)
	if t.Stem == 0 {
		return true
	}
	e, _ := r.doc.Match(i, lang.Classes(lang.Measure, lang.Currency))
	return e.Has(lang.AfterDigits|lang.Capitals) && t.Classes.Without(lang.Classes(lang.Measure, lang.Currency)).Empty()
}

func (l *look) definiteSingularBefore() bool {
	return l.q.num.First > l.from && l.definiteSingular(l.q.num.First-1)
}

func (l *look) definiteSingularBeforeQuotes() bool {
	return l.q.num.First > l.from && l.definiteSingular(l.outward(l.q.num.First)-1)
}

// definiteSingular reports whether the word at i is a definite noun that seems
// no plural.
func (r *reader) definiteSingular(i int) bool {
	t := r.doc.At(i)
	if t.Kind != token.Word || t.Clitics&lang.Art == 0 || i < r.from {
		return false
	}
	if e, _ := r.doc.Match(i, lang.Classes(lang.Noun, lang.Measure)); e != nil {
		return e.Form&lang.Plural == 0
	}
	return !r.plural(i)
}

// closesAnOrdinal: «الحادي والعشرين».
func (l *look) closesAnOrdinal() bool {
	i := l.q.num.First
	e, _ := l.doc.MatchBefore(i, lang.Classes(lang.Ordinal), 2)
	return i > l.from && e != nil && (l.doc.At(i).Clitics&lang.Conj != 0 || l.doc.Means(i, lang.Classes(lang.Ten)))
}

func (l *look) beginsALine() bool {
	return l.q.num.First == l.from && (l.from == 0 || l.doc.At(l.from).Has(token.AfterNewline))
}

// wordOfCounting: a word of counting stands in the clause before the number («مقتل 20»,
// "toll … 49"), or the same is counted on: «إصابة 35».
func (l *look) wordOfCounting() bool {
	return !l.yearDigits() && (l.countCueBefore() || l.casualtyBehind() ||
		l.doc.Means(l.q.next, lang.Classes(lang.Subset)) || l.stop(l.q.next, "quantifier"))
}

// countedOn: what happened to people stands with the number of them, which a word ties to it.
func (l *look) countedOn() bool {
	if l.s.event == "" || l.yearDigits() {
		return false
	}
	e, _ := l.doc.MatchBefore(l.outward(l.s.lead()), lang.Classes(lang.To, lang.Linker, lang.Quantity), 3)
	return e != nil
}

func (l *look) countCueBefore() bool {
	for i := l.q.from - 1; i >= l.from && i >= l.q.from-4 && !l.clauseEnd(i); i-- {
		if l.doc.Means(i, countCues) {
			return true
		}
	}
	return false
}

func (l *look) casualtyBehind() bool {
	for i := l.q.next; i < l.q.next+3 && !l.clauseEnd(i); i++ {
		if l.casualty(i) != "" {
			return true
		}
	}
	return false
}

// countCues announce a count that may stand without its noun.
var countCues = lang.Classes(lang.Casualty, lang.Quantity)
