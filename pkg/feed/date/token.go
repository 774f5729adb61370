package date

import (
	"strconv"

	"github.com/arqam-io/arqam/pkg/lang"
)

type kind uint8

const (
	wordToken kind = iota
	numberToken
	markToken
)

// token is a run of letters, a run of digits, or one sign. Spaced says that a
// space stands before it.
type token struct {
	kind   kind
	text   string // folded
	value  int    // of digits; -1 when they are too many
	spaced bool
	used   bool
}

// tokens cuts a date into its parts, in the lexicon's spelling. Marks of
// direction and other controls vanish.
func tokens(fold *lang.Folder, text string) []token {
	var out []token
	spaced, last := false, lang.Space
	for _, r := range text {
		g := fold.Glyph(r)
		class := g.Class
		switch class {
		case lang.Format:
			continue
		case lang.Space, lang.Tight, lang.Newline:
			spaced, last = true, lang.Space
			continue
		}
		piece := string(g.Fold())
		if class == last && class != lang.Punct {
			out[len(out)-1].text += piece
			continue
		}
		t := token{kind: markToken, text: piece, spaced: spaced}
		switch class {
		case lang.Letter:
			t.kind = wordToken
		case lang.Digit:
			t.kind = numberToken
		}
		out, spaced, last = append(out, t), false, class
	}
	for i := range out {
		if out[i].kind != numberToken {
			continue
		}
		n, err := strconv.Atoi(out[i].text)
		if err != nil || len(out[i].text) > 13 {
			n = -1
		}
		out[i].value = n
	}
	return out
}
