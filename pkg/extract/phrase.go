package extract

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// phraseLimit bounds a counted noun phrase, in tokens.
const phraseLimit = 6

// determiner reports whether token i is an article that a subject leaves out.
func (r *reader) determiner(i int) bool {
	return r.stop(i, "determiner")
}

// pastDeterminers is the token behind the articles that begin at token i.
func (r *reader) pastDeterminers(i int) int {
	for r.determiner(i) {
		i++
	}
	return i
}

// stop reports whether token i is a stop word with the id sort.
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
	return r.doc.At(i).Stem == 0 && r.begins(i, r.doc.Pack.GuessedClitics)
}

// apart reports whether no word of the sentence and the line stands at token i.
func (r *reader) apart(i int) bool {
	t := r.doc.At(i)
	return i >= r.to || t.Kind != token.Word || t.Has(token.AfterNewline)
}

// article reports whether the word at i has the article.
func (r *reader) article(i int) bool { return r.doc.At(i).Clitics&lang.Art != 0 }

// prepositional reports whether a conjunction or a preposition is written with the word at i.
func (r *reader) prepositional(i int) bool { return r.doc.At(i).Clitics&(lang.Conj|lang.Prep) != 0 }

// begins reports whether the word at i has one of the prefixes.
func (r *reader) begins(i int, prefixes []string) bool {
	return affixed(r.doc.Fold(i), prefixes, bytes.HasPrefix)
}

// closes reports whether the word at i has one of the endings.
func (r *reader) closes(i int, endings []string) bool {
	return affixed(r.doc.Fold(i), endings, bytes.HasSuffix)
}

// ends reports whether no noun phrase can begin at token i.
func (r *reader) ends(i int) bool {
	t := r.doc.At(i)
	if r.apart(i) || r.prepositional(i) || r.doc.Means(i, phraseEnds) || t.RuneEnd-t.RuneStart == 1 {
		return true
	}
	return t.Stem == 0 && r.verbal(i)
}

// verbal reports whether a word that the lexicon does not know has the shape of a verb or an
// adverb.
func (r *reader) verbal(i int) bool {
	k := &r.doc.Pack.Knobs
	if r.closes(i, k.VerbEndings) || r.closes(i, k.AdverbEndings) {
		return true
	}
	return r.begins(i, k.VerbPrefixes) && !r.closes(i, k.AdjectiveEndings) && !r.accusative(i)
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

// nounPhrase is the phrase whose first word is at i, of the entry e and n tokens where the
// lexicon knows it. After "of" a mass noun will do.
func (r *reader) nounPhrase(i int, e *lang.Entry, n int, of bool) part {
	if r.doc.Pack.AdjectiveAfterNoun {
		return part{e, span{i, r.phrase(i, i+max(n, 1))}}
	}
	return r.phraseToHead(i, of)
}

// phrase extends a noun phrase whose head comes first over its adjectives, its
// genitive and the nouns joined to it: from is the head, to the token after it
// so far.
func (r *reader) phrase(from, to int) int {
	definite := r.article(from)
	p := growing{r: r, head: from, to: to, definite: definite, genitive: definite}
	for p.to-from < phraseLimit && p.takes() {
		p.to++
	}
	return p.to
}

// growing is a noun phrase that is read from its head on: the noun that the next word may
// describe, the token behind the phrase, whether an article has made it definite, and whether
// it has no more room for a genitive.
type growing struct {
	r                  *reader
	head, to           int
	definite, genitive bool
}

// takes reports whether the next word belongs to the phrase.
func (p *growing) takes() bool {
	switch r, article := p.r, p.r.article(p.to); {
	case r.doc.Means(p.to, lang.Classes(lang.Linker)):
		return false
	case r.boundary(p.to):
		return p.takesJoined()
	case p.definite:
		return article
	case article:
		p.definite = !r.accusative(p.head)
		return p.definite
	}
	return p.r.adjective(p.head, p.to) || p.takesGenitive()
}

// takesJoined takes a noun behind a conjunction, which is the new head.
func (p *growing) takesJoined() bool {
	if !p.r.coordinates(p.head, p.to) {
		return false
	}
	p.head, p.definite, p.genitive = p.to, p.r.article(p.to), true
	return true
}

// takesGenitive takes a noun without an article right behind the head.
func (p *growing) takesGenitive() bool {
	if p.genitive || p.to != p.head+1 || p.r.accusative(p.head) {
		return false
	}
	p.genitive = p.r.nominal(p.to)
	return p.genitive
}

// nominal reports whether the word at i may be a genitive without an article:
// «رجل أعمال». A past verb in the feminine is the likeliest other word there.
func (r *reader) nominal(i int) bool {
	if r.doc.Means(i, nouns) {
		return true
	}
	k := &r.doc.Pack.Knobs
	if r.doc.Means(i, lang.Classes(lang.Measure, lang.YearCue)) || len(r.doc.Fold(i)) <= 4 {
		return false
	}
	return !r.closes(i, k.PastEndings) || r.closes(i, k.PluralEndings)
}

// nouns are the words that a number counts.
var nouns = lang.Classes(lang.Noun)

// coordinates reports whether the word at i is joined to the head by a
// conjunction and agrees with it: «القتلى والجرحى», «قتيلا وجريحا».
func (r *reader) coordinates(head, i int) bool {
	switch {
	case r.apart(i), r.doc.At(i).Clitics&lang.Prep != 0, !r.conjunct(i), r.doc.Means(i, phraseEnds) && !r.doc.Means(i, nouns):
		return false
	case r.article(head):
		return r.article(i) || r.doc.Means(i, nouns) && r.article(i+1)
	}
	return !r.article(i) && !r.numbered(i+1) && r.alike(head, i)
}

// conjunct reports whether a conjunction is written with the word at i.
func (r *reader) conjunct(i int) bool {
	t := r.doc.At(i)
	return t.Clitics&lang.Conj != 0 || t.Stem == 0 && r.begins(i, r.doc.Pack.Conjunctions)
}

// numbered reports whether a number begins at token i, or its article.
func (r *reader) numbered(i int) bool {
	kind := r.doc.At(i).Kind
	return kind == token.Digits || kind == token.Particle || r.doc.Means(i, numeral.Triggers)
}

// alike reports whether two indefinite nouns have the same form; a dual counts for itself.
func (r *reader) alike(head, i int) bool {
	first, _ := r.doc.Match(head, nouns)
	second, _ := r.doc.Match(i, nouns)
	switch {
	case second.May(lang.Dual|lang.Construct) && !second.May(lang.Singular|lang.Plural):
		return false
	case first != nil && second.May(first.Form):
		return true
	}
	return r.accusative(head) && r.accusative(i)
}

// adjective reports whether the word at i may be an adjective of the
// indefinite head.
func (r *reader) adjective(head, i int) bool {
	switch {
	case r.doc.Means(i, lang.Classes(lang.Adjective)):
		return true
	case !r.doc.Means(i, nouns) && r.closes(i, r.doc.Pack.AdjectiveEndings):
		return true
	}
	return r.accusative(head) && r.accusative(i)
}

// accusative reports whether the word at i ends as an indefinite accusative.
func (r *reader) accusative(i int) bool {
	form, k := r.doc.Fold(i), &r.doc.Pack.Knobs
	if k.AccusativeEnding == "" || len(form) <= 4 {
		return false
	}
	return bytes.HasSuffix(form, []byte(k.AccusativeEnding)) && !r.closes(i, k.Possessives)
}

// phraseToHead reads a noun phrase whose head comes last: up to its last word
// that is a plural or a known noun. After "of" a mass noun will do.
func (r *reader) phraseToHead(from int, of bool) part {
	p := seeking{r: r, from: from, at: from, to: from}
	for p.at-from < phraseLimit && p.passes() {
	}
	if p.empty() {
		p.to = r.headless(from, p.at, of)
	} else {
		p.to = r.coordinated(p.to)
	}
	return part{p.noun, span{from, p.to}}
}

// seeking is a noun phrase that is read up to its head: the last noun or plural so far, its
// entry where the lexicon knows it, the token behind it, and the one read next.
type seeking struct {
	r            *reader
	noun         *lang.Entry
	from, to, at int
}

// empty reports whether no head has been found.
func (p *seeking) empty() bool { return p.to == p.from }

// passes reads a word of the phrase, and reports whether it is one.
func (p *seeking) passes() bool {
	r := p.r
	joined := p.at > p.from && r.hyphen(p.at) && r.doc.At(p.at+1).Kind == token.Word
	if joined {
		p.at++
	}
	e, n := r.doc.Match(p.at, nouns)
	switch plural := r.plural(p.at); {
	case p.at >= r.to, !p.empty() && r.doc.Means(p.at, lang.Classes(lang.Measure)):
		return false
	case e != nil:
		return p.passesNoun(e, n, joined)
	case r.titledRate(p.at): // "40 Harbour Weekly readers"
		p.at++
		return true
	case !joined && (r.boundary(p.at) || r.doc.Means(p.at, counting)):
		return false
	case !plural:
		p.at++
		return p.empty()
	case p.noun.Only(lang.Plural):
		return false // "adults smokes"
	}
	p.noun, p.to, p.at = nil, p.at+1, p.at+1
	return true
}

// passesNoun takes a noun of n tokens for the head, unless a plural before it is that.
func (p *seeking) passesNoun(e *lang.Entry, n int, joined bool) bool {
	if !joined && p.noun.Only(lang.Plural) && e.Only(lang.Plural) && p.r.plural(p.to-1) {
		return false // "firms offers"
	}
	p.noun, p.to, p.at = e, p.at+n, p.at+n
	return true
}

// counting are the words that begin another number.
var counting = numeral.Triggers.Without(lang.Classes(lang.Fraction))

// coordinated is the token behind a phrase and the one that "and" joins to it at token i.
func (r *reader) coordinated(i int) int {
	d := &r.doc
	if !d.Means(i, lang.Classes(lang.And)) || d.Means(i+1, numeral.Triggers) || d.At(i+1).Kind != token.Word {
		return i
	}
	if also := r.phraseToHead(i+1, false); !also.empty() && !also.Has(lang.Adjectival) {
		return also.to
	}
	return i
}

// headless is the token behind a phrase without a noun or plural, whose words end before
// token at.
func (r *reader) headless(from, at int, of bool) int {
	switch {
	case r.closes(from, r.doc.Pack.GerundEndings):
		return from
	case of:
		return at
	case r.doc.Is(from-1, '-'):
		return min(at, from+1)
	}
	return from
}

func (r *reader) plural(i int) bool {
	return r.closes(i, r.doc.Pack.PluralEndings) && !r.doc.Means(i, lang.Classes(lang.Plain))
}
