package extract

import (
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// A listing states a number with a label instead of a sentence: "Deaths: 64 (drowning 41,
// collapsed houses 23)", «• المصابون: 150», "Knives seized: 112 | firearms: 6". The label
// says what is counted.

// labelLimit bounds the label of a listing, in tokens.
const labelLimit = 12

// listed returns the label of a quantity in a listing, or the words of a remark that holds
// it.
func (r *reader) listed(q *quantity) span {
	if r.yearLike(&q.num) || !r.endsEntry(q.next) {
		return span{}
	}
	if r.doc.Is(q.cue-1, ':') {
		return r.label(q.cue - 1)
	}
	return r.remark(q)
}

// label returns the words that end before token to, if they are the label of an entry.
func (r *reader) label(to int) span {
	from := to
	for from > r.from && to-from <= labelLimit && r.inLabel(from-1) {
		from--
	}
	if !r.startsEntry(from) {
		return span{}
	}
	return span{from, to}
}

// inLabel reports whether token i may belong to the label of a count.
func (r *reader) inLabel(i int) bool {
	t := r.doc.At(i)
	if t.Kind != token.Word || !t.Classes.Meets(noLabel) {
		return t.Kind == token.Word
	}
	e, _ := r.doc.Match(i, noLabel)
	return e == nil || e.Has(lang.Uncounted) // "number of"
}

// noLabel are the words of labels behind which no count stands: of telephones, pages,
// times, results, or of what somebody says.
var noLabel = saying.With(lang.Classes(lang.Label, lang.Month, lang.ClockCue, lang.YearCue, lang.ScoreCue, lang.RankCue))

// startsEntry reports whether an entry of a listing begins with the word at i: a line does,
// behind its bullet, or the entry before it has ended.
func (r *reader) startsEntry(i int) bool {
	before := r.doc.At(i - 1)
	return r.doc.At(i).Kind == token.Word && (i == r.from || before.Kind == token.Punct && !r.doc.Is(i-1, ':'))
}

// endsEntry reports whether the entry of a listing ends at token i, or a remark in brackets
// or behind a comma follows.
func (r *reader) endsEntry(i int) bool {
	if i >= r.to || r.anySign(i, "()") {
		return true
	}
	return r.doc.At(i).Kind == token.Punct && !r.doc.At(i+1).Touches() && !r.anySign(i, "-:")
}

// remark returns the words before a number in a remark on the entry before it, in brackets or
// behind a comma: "(drowning 41, collapsed houses 23)", "(yesterday 16)".
func (r *reader) remark(q *quantity) span {
	words := span{r.last.next + 1, q.cue}
	if r.last.label.empty() || words.empty() || !r.anySign(words.from-1, "(,") {
		return span{}
	}
	for i := words.from; i < words.to; i++ {
		if !r.inLabel(i) {
			return span{}
		}
	}
	return words
}

// labelNoun returns what the label of an entry counts: «القتلى» of «عدد القتلى», "Tents" of
// "Tents delivered". A remark has none.
func (r *reader) labelNoun(label span) span {
	if label.empty() || !r.doc.Is(label.to, ':') {
		return span{}
	}
	noun := label
	noun.from = r.past(noun.from, lang.Label, lang.Quantity)
	to := noun.from
	for to < noun.to && !r.leavesNoun(to, noun.from) {
		to++
	}
	noun.to = to
	return noun
}

// leavesNoun reports whether the noun phrase that begins at token from has ended before
// token i, at a preposition or at a participle that says what was done.
func (r *reader) leavesNoun(i, from int) bool {
	a := r.word(i).Best
	if a.Pos() == word.Preposition {
		return !r.doc.Means(i, lang.Classes(lang.Of))
	}
	return i > from && (a.Pos() == word.Verb || a.Clitics()&word.WithPreposition != 0)
}
