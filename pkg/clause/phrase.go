package clause

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// phraseLimit bounds a noun phrase, in tokens.
const phraseLimit = 16

// A phrase is a noun phrase in the making: the tokens from core to before next.
type phrase struct {
	core, head, next int
	// definite: the chain of genitives is closed by an article, a pronoun or a name.
	definite bool
	// counted: a number stands before the head, which takes no definite genitive.
	counted bool
}

// phrase reads the noun phrase that begins at token i; ok is false where none does.
func (r *Reader) phrase(i int) (p phrase, ok bool) {
	p = phrase{core: i, head: i, next: i}
	for r.part(p.core) == determiner && r.free(p.core+1) {
		p.core++
	}
	p.counted = p.core == i && r.counts(i)
	p.head, p.next = p.core, p.core
	if r.doc.Pack.AdjectiveAfterNoun {
		r.headFirst(&p)
	} else {
		r.headLast(&p)
	}
	return p, p.next > p.core
}

// free reports whether token i is within the sentence and no part of a quantity.
func (r *Reader) free(i int) bool { return i < r.to && r.quantityAt(i) < 0 }

// headFirst reads a phrase whose head is its first word: adjectives that agree, genitives,
// a name in quotation marks, and what a preposition of belonging adds to it.
func (r *Reader) headFirst(p *phrase) {
	if to := r.quoted(p.core); to > p.core {
		p.next = to
		return
	}
	if e, n := r.doc.Match(p.core, lang.Classes(lang.Amount)); e != nil && n > 1 {
		p.next = p.core + n
		return
	}
	if !r.free(p.core) || r.part(p.core) != nominal {
		return
	}
	p.next = p.core + 1
	p.definite = r.closed(p.core)
	r.extendAll(p)
}

// extendAll reads on as long as anything belongs to the phrase.
func (r *Reader) extendAll(p *phrase) {
	for p.next-p.core < phraseLimit && r.free(p.next) && !r.doc.At(p.next).Has(token.AfterNewline) {
		to := r.extend(p)
		if to == p.next {
			return
		}
		p.next = to
	}
}

// extend returns the token behind what belongs to the phrase at its end, or its end.
func (r *Reader) extend(p *phrase) int {
	i := p.next
	if to := r.quoted(i); to > i && !p.counted {
		p.definite = true
		return to
	}
	switch {
	case r.hyphen(i):
		return i + 2
	case r.numbered(p, i):
		return i + 1
	case r.belongs(p, i):
		return r.genitive(i)
	case r.part(i) != nominal || r.joined(i) || r.moment(i) && p.definite && !r.qualifies(p, i) || r.predicative(i):
		return i
	case r.agrees(p, i):
		p.definite = p.definite || r.closed(i)
		return i + 1
	}
	return i
}

// qualifies reports whether the word at i, which may name a time, is an adjective of the
// definite noun right before it: «المؤشر العام».
func (r *Reader) qualifies(p *phrase, i int) bool {
	return i == p.head+1 && r.article(i) && r.article(p.head) && !r.dated(i+1) && !r.is(i, lang.Weekday, lang.Month)
}

// dated reports whether the word at i tells which time the one before it is: last, next.
func (r *Reader) dated(i int) bool {
	e, _ := r.doc.Match(i, lang.Classes(lang.Stop))
	return e != nil && e.ID == "time"
}

// numbered reports whether the number at i, which is no quantity, stands inside a name.
func (r *Reader) numbered(p *phrase, i int) bool {
	return r.doc.At(i).Kind == token.Digits && !r.moment(p.head) && r.free(i+1) && r.article(i+1) && !r.joined(i+1)
}

// genitive returns the token behind the phrase that a word for "of" at i ties to what stands
// before it, or i. A word may bear that word as a clitic.
func (r *Reader) genitive(i int) int {
	p := phrase{core: i + r.ofLength(i)}
	for r.part(p.core) == determiner {
		p.core++
	}
	if !r.free(p.core) || r.part(p.core) != nominal || r.moment(p.core) {
		return i
	}
	p.head, p.next, p.definite = p.core, p.core+1, r.closed(p.core)
	r.extendAll(&p)
	return p.next
}

// belongs reports whether what stands at i belongs to the phrase by a preposition: the word
// for "of" where nouns are joined by it, the clitic of belonging behind a definite noun.
func (r *Reader) belongs(p *phrase, i int) bool {
	if r.doc.Pack.GenitiveByOf {
		n := r.ofLength(i)
		return n > 0 && r.free(i+n)
	}
	t := r.doc.At(i)
	return r.article(p.head) && !p.counted && t.Kind == token.Word && t.Clitics&lang.Prep != 0 && t.Clitics&lang.Conj == 0 &&
		r.doc.Pack.Belongs(r.doc.Fold(i))
}

// ofLength is the length of the word for "of" at i, 0 where there is none or where it is
// another preposition too.
func (r *Reader) ofLength(i int) int {
	if !r.doc.Pack.GenitiveByOf && r.doc.Pack.OfAlsoFrom {
		return 0
	}
	_, n := r.doc.Match(i, lang.Classes(lang.Of))
	return n
}

// closed reports whether no genitive can follow the word at i.
func (r *Reader) closed(i int) bool {
	best := r.words.At(i).Best
	if r.is(i, lang.Amount) {
		return r.article(i)
	}
	return r.article(i) || best.Clitics()&word.WithPronoun != 0 || best.Pos() == word.Name
}

// indefinite reports whether the form of the word at i excludes a genitive behind it.
func (r *Reader) indefinite(i int) bool {
	best := r.words.At(i).Best
	return best.State() == word.Absolute || best.Case() == word.Accusative
}

// agrees reports whether the word at i goes on with the phrase before it, as an adjective or
// a genitive.
func (r *Reader) agrees(p *phrase, i int) bool {
	best, article := r.words.At(i).Best, r.article(i)
	if r.doc.Pack.GenitiveByOf {
		return best.Pos() == word.Adjective || best.Pos() == word.Name || r.doc.At(i).Has(token.Upper) && r.doc.At(i-1).Has(token.Upper)
	}
	last := r.words.At(i - 1).Best
	switch {
	case last.Form() == word.Comparative && !r.article(i-1) && i-1 == p.head:
		return true
	case best.Pos() == word.Name || last.Pos() == word.Name && best.Pos() == word.Noun && !article:
		return !p.counted
	case p.definite:
		return article && (r.may(i, word.Adjective) && !r.ofOtherGender(p, i) || r.is(i, lang.Ordinal) || best.Pos() == word.Noun && r.apposed(p, i)) ||
			best.Clitics()&word.WithPronoun != 0 && r.is(i, lang.Emphatic)
	case article:
		return !p.counted && !r.indefinite(i-1)
	case r.is(i, lang.Amount) && i > p.head+1:
		return false
	case best.Pos() == word.Adjective:
		return !r.is(p.head, lang.Month, lang.Weekday) && (last.Case() != word.Accusative || best.Case() == word.Accusative || best.Gender() == word.Feminine)
	case p.counted && r.quantityAt(i+1) >= 0 && r.may(i, word.Verb):
		return false
	case r.is(i-1, lang.Amount) && i-1 == p.head:
		return true
	case last.Pos() == word.Adjective && i-1 > p.head && r.endsAsAdjective(i) && best.Clitics() == 0:
		return true
	case last.Pos() == word.Adjective && i-1 > p.head, best.Clitics()&word.WithPronoun != 0 && p.counted:
		return false
	case r.indefinite(i - 1):
		return best.Case() == word.Accusative && best.Form() != word.Verbal
	}
	return !p.counted || i == p.head+1
}

// ofOtherGender reports whether the word at i has another gender than both the head of the
// phrase, a singular, and the word before it, so that it describes neither.
func (r *Reader) ofOtherGender(p *phrase, i int) bool {
	gender, head, last := r.words.At(i).Best.Gender(), r.words.At(p.head).Best, r.words.At(i-1).Best
	for _, of := range [...]word.Analysis{head, last} {
		if of.Number() != word.Singular || of.Gender() == word.NoGender || of.Gender() == gender {
			return false
		}
	}
	return gender != word.NoGender
}

// apposed reports whether the noun at i may stand beside the definite noun before it as an
// adjective does: a participle, a word that ends as adjectives do, or one of the same gender and
// number right behind the head.
func (r *Reader) apposed(p *phrase, i int) bool {
	best, head := r.words.At(i).Best, r.words.At(p.head).Best
	switch best.Form() {
	case word.Active, word.Passive, word.Comparative:
		return true
	}
	if i != p.head+1 || !r.article(p.head) {
		return false
	}
	if r.endsAsAdjective(i) {
		return true
	}
	if p.head > r.from && r.part(p.head-1) == verb && !r.moment(i) {
		return false // «اشترى المستثمر الفندق»
	}
	gender := best.Gender() == head.Gender() || best.Gender() == word.NoGender || head.Gender() == word.NoGender
	number := best.Number() == head.Number() || best.Number() == word.NoNumber || head.Number() == word.NoNumber
	return gender && number
}

// endsAsAdjective reports whether the word at i ends as adjectives do.
func (r *Reader) endsAsAdjective(i int) bool {
	for _, ending := range r.doc.Pack.AdjectiveEndings {
		if bytes.HasSuffix(r.doc.Fold(i), []byte(ending)) {
			return true
		}
	}
	return false
}

// predicative reports whether the word at i is said of the phrase before it rather than a part
// of it: a noun of amount or with its owner for a pronoun, right before a quantity.
func (r *Reader) predicative(i int) bool {
	next := i + 1
	if r.part(next) == preposition {
		next++
	}
	if next >= r.to || r.quantityAt(next) < 0 {
		return false
	}
	return r.is(i, lang.Linker, lang.Measuring, lang.Amount) || r.words.At(i).Best.Clitics()&word.WithPronoun != 0 && r.doc.Pack.VerbFirst
}

// quoted returns the token behind the name in quotation marks that begins at i, or i.
func (r *Reader) quoted(i int) int {
	if r.part(i) != quote {
		return i
	}
	for j := i + 1; j < r.to && j < i+8 && r.free(j); j++ {
		switch r.part(j) {
		case quote:
			if j == i+1 {
				return i
			}
			return j + 1
		case verb, opener:
			if j > i+3 || r.part(i-1) != nominal {
				return i
			}
		}
	}
	return i
}

// hyphen reports whether a hyphen at i joins the words on both sides.
func (r *Reader) hyphen(i int) bool {
	d := r.doc
	return (d.Is(i, '-') || d.Is(i, '/')) && d.At(i).Touches() && d.At(i+1).Touches() && d.At(i+1).Kind == token.Word && r.free(i+1)
}

// headLast reads a phrase whose head is its last word, with the phrases that "of" adds.
func (r *Reader) headLast(p *phrase) {
	for p.next-p.core < phraseLimit && r.free(p.next) {
		i := p.next
		if i > p.core && r.doc.At(i).Has(token.AfterNewline) {
			break
		}
		if to := r.quoted(i); to > i {
			p.head, p.next = to-2, to
			continue
		}
		if i > p.core && (r.hyphen(i) || r.ampersand(i)) {
			p.head, p.next = i+1, i+2
			continue
		}
		if !r.premodifies(p, i) || i > p.core && r.predicative(i) && r.words.At(i).Best.Pos() != word.Noun {
			break
		}
		p.head, p.next = i, i+1
	}
	if n := r.ofLength(p.next); n > 0 && p.next > p.core && r.free(p.next+n) {
		inner := phrase{core: p.next + n}
		for r.part(inner.core) == determiner {
			inner.core++
		}
		inner.head, inner.next = inner.core, inner.core
		if form := r.words.At(inner.core).Best.Form(); r.part(inner.core) == verb && (form == word.Active || form == word.Passive) && r.part(inner.core+1) != nominal {
			inner.next = inner.core + 1 // "the number of missing"
		}
		if r.headLast(&inner); inner.next > inner.core && !r.moment(inner.head) {
			p.next = inner.next
		}
	}
}

// ampersand reports whether the sign at i joins two names.
func (r *Reader) ampersand(i int) bool {
	return r.is(i, lang.And) && r.doc.At(i).Kind == token.Punct && r.free(i+1) && r.doc.At(i+1).Kind == token.Word
}

// premodifies reports whether the word at i belongs to a phrase whose head comes last.
func (r *Reader) premodifies(p *phrase, i int) bool {
	switch r.part(i) {
	case nominal:
		return r.words.At(i).Best.Pos() != word.Pronoun || i == p.core
	case verb:
		// A participle before a noun is an adjective: "rising prices".
		best := r.words.At(i).Best
		participle := best.Form() == word.Active || best.Form() == word.Passive || best.Tense() == word.Past
		before := r.part(i - 1)
		return participle && r.free(i+1) && r.part(i+1) == nominal && (before == determiner || before == preposition)
	}
	return false
}

// PhraseFrom is the noun phrase whose head is token i and that goes on at token next, behind a
// quantity which is its head: a dual.
func (s *Sentence) PhraseFrom(i, next int) Span {
	p := phrase{core: i, head: i, next: next, counted: true}
	s.reader.extendAll(&p)
	return Span{i, p.next}
}
