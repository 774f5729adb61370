package token

import "github.com/arqam-io/arqam/pkg/lang"

// SentenceEnd returns the index after the last token of the sentence that
// begins at token i: behind a full stop, a question or exclamation mark, a
// semicolon or a line end. A point that touches what follows ends nothing, nor does
// that of an abbreviation, unless a word that begins sentences follows.
func (d *Doc) SentenceEnd(i int) int {
	for j := i; j < len(d.Tokens); j++ {
		if j > i && d.Tokens[j].Has(AfterNewline) {
			return j
		}
		if d.Tokens[j].Kind == Punct && d.ends(j) {
			for d.closes(j + 1) {
				j++
			}
			return j + 1
		}
	}
	return len(d.Tokens)
}

func (d *Doc) ends(j int) bool {
	next := d.At(j + 1)
	if len(d.Fold(j)) == 0 {
		return false
	}
	switch d.folded[d.Tokens[j].foldStart] {
	case '!', '?', ';':
		return true
	case '.':
	default:
		return false
	}
	if next.Kind == End || next.Has(AfterNewline) {
		return true
	}
	if next.Touches() && !d.closes(j+1) {
		return false
	}
	before := d.At(j - 1)
	if before.Kind != Word {
		return true
	}
	letter := before.RuneEnd-before.RuneStart == 1
	if letter && before.Touches() && d.At(j-2).Kind == Digits {
		return true // "from 4.9p."
	}
	if e, _ := d.Match(j-1, lang.Classes(lang.Abbreviation)); e != nil || letter {
		return next.Has(Upper) && next.RuneEnd-next.RuneStart > 1 && d.Means(j+1, lang.Classes(lang.Stop))
	}
	return !(d.lower(j+1) && before.Stem == 0 && before.Has(Latin) && before.RuneEnd-before.RuneStart <= abbreviation)
}

// abbreviation is the length in letters up to which an unknown word before a point and
// a small letter is one.
const abbreviation = 5

// lower reports whether token j begins with a small letter, in a script that has
// capitals.
func (d *Doc) lower(j int) bool {
	t := d.At(j)
	return t.Kind == Word && t.Has(Latin) && !t.Has(Upper)
}

// closes reports whether token j is a closing quotation mark or bracket that touches the token
// before it.
func (d *Doc) closes(j int) bool {
	t := d.At(j)
	return t.Kind == Punct && t.Touches() && (d.Is(j, '"') || d.Is(j, ')') || d.Is(j, '\''))
}
