package lang

import "unicode/utf8"

// WordPart is what a code point does where a word is being read.
type WordPart uint8

// The parts. An InWord is a letter, or a mark that folds to nothing. A JoinsLetters
// is in the word if a letter follows. What a MayBeHidden is depends on what stands
// around it: it may begin mark-up, or is a control that orders text.
const (
	EndsWord WordPart = iota
	InWord
	JoinsLetters
	MayBeHidden
)

func (g *Glyph) wordPart() WordPart {
	switch {
	case g.Class == Letter, g.Class == Format && g.Mark == NoMark:
		return InWord
	case g.Class == Coded, g.Class == Format:
		return MayBeHidden
	case g.Mark == GroupMark:
		return JoinsLetters
	}
	return EndsWord
}

// shortRunes is how many code points UTF-8 writes in one or two bytes: nearly all of a
// text in Latin or Arabic script.
const shortRunes = 0x800

// WordPart returns what r does in a word.
func (f *Folder) WordPart(r rune) WordPart {
	if uint32(r) < shortRunes {
		return f.parts[r]
	}
	return f.Glyph(r).wordPart()
}

// WordSpan returns the end of the code points from byte at on that are InWord, as far as
// UTF-8 writes them in one or two bytes.
func (f *Folder) WordSpan(text string, at int) int {
	for at+1 < len(text) && f.pairs[uint16(text[at])<<8|uint16(text[at+1])] {
		at += 2
	}
	if at < len(text) && text[at] < utf8.RuneSelf && f.parts[text[at]] == InWord {
		at++
	}
	return at
}

// fillParts fills the tables of the short runes.
func (f *Folder) fillParts() {
	for r := range f.parts {
		f.parts[r] = f.Glyph(rune(r)).wordPart()
	}
	for r := range rune(shortRunes) {
		if f.parts[r] != InWord {
			continue
		}
		if r >= utf8.RuneSelf {
			f.pairs[(0xC0|r>>6)<<8|0x80|r&0x3F] = true
			continue
		}
		for next := range rune(utf8.RuneSelf) {
			f.pairs[r<<8|next] = f.parts[next] == InWord
		}
	}
}
