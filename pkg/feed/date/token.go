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

// token is a run of letters, a run of digits, or one sign. spaced says that a space precedes
// it.
type token struct {
	kind   kind
	text   string // folded
	value  int    // value of digits; -1 if there are too many
	spaced bool
	used   bool
}

// tokens splits a date into its parts, folded like the lexicon. Bidi marks and other controls
// are removed.
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
