package lang

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

// fillParts fills the table of the short runes.
func (f *Folder) fillParts() {
	for r := range f.parts {
		f.parts[r] = f.Glyph(rune(r)).wordPart()
	}
}
