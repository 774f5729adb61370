package extract

import (
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// Facts about what stands behind the number.

// behind is the token right behind the number, its unit and range aside.
func (l *look) behind() int { return l.q.num.Last + 1 }

// nounBehind: a word that numbers count or measure with stands right behind it.
func (l *look) nounBehind() bool { return l.startsNoun(l.behind()) }

// startsNoun reports whether the word at i is one that numbers count.
func (r *reader) startsNoun(i int) bool {
	return r.doc.Means(i, lang.Classes(lang.Noun, lang.Measure, lang.Currency))
}

func (l *look) pluralNounBehind() bool {
	e, _ := l.doc.Match(l.behind(), lang.Classes(lang.Noun))
	return e != nil && e.Form&lang.Plural != 0
}

// singularNounBehind: a noun or unit in the singular, in a language in which large numbers
// count a singular.
func (l *look) singularNounBehind() bool {
	e, _ := l.doc.Match(l.behind(), lang.Classes(lang.Noun, lang.Measure, lang.Currency))
	return e != nil && l.doc.Pack.SingularCounted && e.Form&(lang.Singular|lang.Accusative) != 0
}

func (l *look) unitWordBehind() bool {
	return l.doc.Means(l.next, lang.Classes(lang.Measure, lang.Currency))
}

// countableBehind: the words behind look like what it counts where heads come last: a
// phrase that does not end in a known singular.
func (l *look) countableBehind() bool {
	counted := l.phraseToHead(l.next, false)
	first, n := l.doc.Match(l.next, lang.Classes(lang.Noun))
	if !counted.known() && first != nil && first.Form == lang.Singular && l.next+n == counted.to-1 {
		return false // "64 computer elicits"
	}
	return !counted.empty() && (!counted.known() || counted.Form != lang.Singular || l.q.num.Value.Equal(one))
}

// uncountableBehind: no noun stands behind it that such a number counts.
func (l *look) uncountableBehind() bool {
	return l.boundary(l.next) || l.doc.At(l.next).Clitics&lang.Art != 0 || l.misgovernedNoun()
}

// namedModelsBehind: several of a model, named with a number: "20 Boeing 737 jets".
func (l *look) namedModelsBehind() bool {
	at := l.next
	for at < l.next+3 && (l.doc.At(at).Has(token.Upper) || l.modelAt(at)) {
		at++
	}
	digits := l.pastHyphen(at)
	return at > l.next && l.doc.At(digits).Kind == token.Digits && l.pluralNoun(digits+1)
}

// monthBehind: a month stands behind it, or behind more numbers that are joined to it.
func (l *look) monthBehind() bool {
	at := l.monthAt()
	return at > 0 && (!l.unit.known() || l.q.unit.from >= at || l.q.unit.to <= l.q.from)
}

// monthReach is how many tokens of numbers may stand between a day and its month.
const monthReach = 8

// monthAt is the token of the month behind the number, 0 for none.
func (l *look) monthAt() int {
	from := l.lastToken() + 1
	for i := from; i < min(from+monthReach, l.to); i++ {
		if l.month(i, true) {
			return i
		}
		if !l.joinsDays(i) {
			break
		}
	}
	return 0
}

// joinsDays reports whether token i may stand between the days of one month.
func (r *reader) joinsDays(i int) bool {
	d := &r.doc
	k := d.At(i).Kind
	return k == token.Digits || k == token.Particle || d.Is(i, '-') || d.Is(i, ',') || d.Means(i, lang.Classes(lang.And, lang.To, lang.Or, lang.Of))
}

// dateEnd is the token behind the month that a number stands before.
func (l *look) dateEnd() int {
	if at := l.monthAt(); at > 0 && l.has(monthBehind) {
		return at + 1
	}
	return l.next
}

func (l *look) eraBehind() bool { return l.doc.Means(l.lastToken()+1, lang.Classes(lang.Era)) }

func (l *look) yearEnd() int {
	if l.has(eraBehind) {
		return l.lastToken() + 2
	}
	return l.next
}

// minutesBehind: "10:30".
func (l *look) minutesBehind() bool {
	d, at := &l.doc, l.behind()
	return l.ties(at, ':') && d.At(at+1).Kind == token.Digits
}

// hourBeforeColon: it is the minutes of "10:30".
func (l *look) hourBeforeColon() bool {
	d, i := &l.doc, l.q.num.First
	return l.ties(i-1, ':') && d.At(i-2).Kind == token.Digits
}

// clockWordBehind: "5 pm".
func (l *look) clockWordBehind() bool {
	return l.doc.Means(l.behind(), lang.Classes(lang.ClockAfter)) && (!l.unit.known() || l.q.unit.from == l.behind())
}

func (l *look) clockEnd() int {
	if l.has(minutesBehind) {
		return l.behind() + 2
	}
	if _, n := l.doc.Match(l.behind(), lang.Classes(lang.ClockAfter)); l.has(clockWordBehind) {
		return l.behind() + n
	}
	return l.next
}

// ordinalEndingBehind: "14th".
func (l *look) ordinalEndingBehind() bool {
	return l.doc.At(l.behind()).Touches() && l.doc.Means(l.behind(), lang.Classes(lang.Ordinal))
}

func (l *look) ordinalCloses() bool { return l.closingOrdinal() > 0 }

func (l *look) ordinalEnd() int { return max(l.next, l.closingOrdinal()) }

// closingOrdinal is the token behind the ordinal that closes the number, 0 for none:
// "twenty-first", "one hundred and fifth", "vingt-cinquième".
func (l *look) closingOrdinal() int {
	d, at := &l.doc, l.behind()
	if l.inDigits() || l.q.ranged || !l.ordinaryWords() {
		return 0
	}
	hyphen := l.hyphen(at)
	if hyphen {
		at++
	} else if _, n := d.Match(at, lang.Classes(lang.And)); n > 0 {
		at += n
	}
	e, n := d.Match(at, lang.Classes(lang.Ordinal))
	if e == nil || e.Num == 0 || d.At(at).Has(token.AfterNewline) || !hyphen && !l.roundBefore(at) {
		return 0
	}
	return at + n
}

// ordinaryWords: the number words are no fraction and no vague magnitude.
func (l *look) ordinaryWords() bool {
	return !l.aFraction() && l.ordinary()
}

// roundBefore reports whether an ordinal at token i may close the number without a hyphen:
// behind a ten, a hundred or a magnitude, if it is no unit too ("second").
func (l *look) roundBefore(i int) bool {
	return l.doc.Means(l.q.num.Last, lang.Classes(lang.Tens, lang.Hundred, lang.Magnitude)) && !l.doc.Means(i, lang.Classes(lang.Measure))
}

// pluralEndingBehind: "1980s".
func (l *look) pluralEndingBehind() bool {
	t := l.doc.At(l.behind())
	return l.inDigits() && t.Kind == token.Word && t.Touches() && string(l.doc.Fold(l.behind())) == "s"
}

// lettersTouchItBehind: "5G", and not "5th", "5pm".
func (l *look) lettersTouchItBehind() bool {
	t := l.doc.At(l.next)
	return t.Kind == token.Word && t.Touches() && t.Has(token.Latin) && !l.doc.Means(l.next, lang.Classes(lang.Ordinal, lang.Month, lang.ClockAfter))
}

func (l *look) hyphenBehind() bool { return l.doc.Is(l.next, '-') }

// quantifierTied: a hyphen ties a word of quantity to it: "2000-strong".
func (l *look) quantifierTied() bool {
	return l.hyphen(l.behind()) && l.stop(l.behind()+1, "quantifier")
}

// listMarkBehind: "3- …", "2) …".
func (l *look) listMarkBehind() bool {
	d, i := &l.doc, l.behind()
	switch {
	case d.Is(i, ')'):
		return true
	case d.Is(i, '.'):
		return d.At(i+1).Kind != token.End
	}
	return d.Is(i, '-') && (!d.At(i+1).Touches() || d.At(i).Touches() && !l.unit.known())
}

// rangeOfGoals: "2-1" that rose to a range and counts nothing.
func (l *look) rangeOfGoals() bool {
	if !l.q.ranged {
		return false
	}
	d, next := &l.doc, l.q.upper.Last+1
	return d.Is(next, '-') || d.Is(l.behind(), '-') && !l.startsNoun(next) && l.q.upper.Value.Cmp(hundredValue) < 0
}

// goalsBehind: "3-1", «3 - صفر».
func (l *look) goalsBehind() bool {
	d, i := &l.doc, l.behind()
	return l.goals() && d.Is(i, '-') && (d.At(i+1).Kind == token.Digits || d.Means(i+1, lang.Classes(lang.Zero)))
}

// goals: it is as small as the numbers of a result.
func (l *look) goals() bool { return l.q.num.Value.Cmp(hundredValue) < 0 }
