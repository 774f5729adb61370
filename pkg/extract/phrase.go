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
func (r *reader) phraseToHead(from int, of bool) part {
	d := &r.doc
	var noun *lang.Entry
	head, at := -1, from
	for at-from < phraseLimit {
		joined := r.hyphen(at) && at > from && d.At(at+1).Kind == token.Word
		if joined {
			at++
		}
		e, n := d.Match(at, lang.Classes(lang.Noun))
		if e == nil && !joined && (r.boundary(at) || d.Means(at, numeral.Triggers.Without(lang.Classes(lang.Fraction)))) || at >= r.to || head >= 0 && d.Means(at, lang.Classes(lang.Measure)) {
			break
		}
		if e != nil {
			if noun != nil && noun.Form == lang.Plural && e.Form == lang.Plural && !joined && r.plural(head-1) {
				break // "firms offers"
			}
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
		if also := r.phraseToHead(head+1, false); also.to > head+1 && (!also.known() || !also.Has(lang.Adjectival)) {
			head = also.to
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
	return part{noun, span{from, head}}
}

func (r *reader) plural(i int) bool {
	return affixed(r.doc.Fold(i), r.doc.Pack.PluralEndings, bytes.HasSuffix) && !r.doc.Means(i, lang.Classes(lang.Plain))
}
