package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/arqam-io/arqam/pkg/lang"
)

// Word is a word of a text, and where it stands there.
type Word struct {
	// Folded is its folded spelling, with its article.
	Folded string
	// Start and End are bytes of the text, RuneStart and RuneEnd code points; the
	// ends are exclusive.
	Start, End         int
	RuneStart, RuneEnd int
}

// Words returns the words of a text: runs of letters and digits, with the marks
// and the invisible signs inside them and the marks behind them.
func (f *Folder) Words(text string) []Word {
	likely := len(text)/5 + 1
	c := cutter{folder: f, text: text, folded: make([]byte, 0, len(text)), found: make([]Word, 0, likely), starts: make([]int, 0, likely)}
	points := 0
	for at, r := range text {
		c.take(at, points, r)
		points++
	}
	c.end()
	return c.words()
}

// cutter cuts a text into words. It folds all of them into one piece of memory.
type cutter struct {
	folder *Folder
	text   string
	found  []Word
	folded []byte
	starts []int // of the words in folded
	inside bool  // a word has begun
	marked bool  // and has a mark that may make one letter with the one before it
}

func (c *cutter) take(at, point int, r rune) {
	switch g := c.folder.runes.Glyph(r); g.Class {
	case lang.Letter, lang.Digit:
		if !c.inside {
			c.inside = true
			c.found = append(c.found, Word{Start: at, RuneStart: point})
			c.starts = append(c.starts, len(c.folded))
		}
		c.folded = g.Append(c.folded)
	case lang.Format:
		if !c.inside || unicode.Is(unicode.Cf, r) {
			return
		}
		c.marked = true
	default:
		c.end()
		return
	}
	w := &c.found[len(c.found)-1]
	w.End, w.RuneEnd = at+utf8.RuneLen(r), point+1
}

// end ends a word. Where it has marks, it is folded as its composed spelling: و
// and the hamza above it are ؤ.
func (c *cutter) end() {
	if c.marked {
		w := c.found[len(c.found)-1]
		c.folded = c.folded[:c.starts[len(c.starts)-1]]
		for _, r := range norm.NFC.String(c.text[w.Start:w.End]) {
			c.folded = c.folder.runes.Glyph(r).Append(c.folded)
		}
	}
	c.inside, c.marked = false, false
}

func (c *cutter) words() []Word {
	all := string(c.folded)
	to := len(all)
	for i := len(c.found) - 1; i >= 0; i-- {
		from := c.starts[i]
		c.found[i].Folded, to = all[from:to], from
	}
	return c.found
}
