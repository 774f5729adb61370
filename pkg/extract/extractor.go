// Package extract finds the figures that a text states: numbers with their
// relation, unit, rate, subject and context. It decides which numbers are no
// figures (dates, labels, names) and says why; it does not convert units or
// settle currencies, which package normalize does. The extractor service and
// the command line call it.
package extract

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/clause"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/word"
)

// Version names this engine in figure ids: it changes whenever the same text
// may be read differently.
const Version = "8"

// Extractor reads articles. It is safe for concurrent use.
type Extractor struct {
	packs   *lang.Set
	words   map[*lang.Pack]*word.Analyzer
	readers sync.Pool
}

// New returns an extractor that reads the languages of packs. The error names the
// table or dictionary of words that cannot be read.
func New(packs *lang.Set) (*Extractor, error) {
	x := &Extractor{packs: packs, words: map[*lang.Pack]*word.Analyzer{}}
	for _, code := range packs.Langs() {
		pack, _ := packs.Get(code)
		a, err := word.New(pack)
		if err != nil {
			return nil, fmt.Errorf("words of language %q: %w", code, err)
		}
		x.words[pack] = a
	}
	x.readers.New = func() any { return &reader{words: wordsOf(x.words), clauses: clause.NewReader()} }
	return x, nil
}

// Article reads the title and the text of a. The language of a paragraph is
// a.Lang where it is written in that script, otherwise that of its own script.
func (x *Extractor) Article(a figure.Article) figure.Mentions {
	a.Identify()
	if _, ok := x.packs.Get(a.Lang); !ok {
		a.Lang = x.packs.Detect(a.Title + "\n" + a.Text).Lang
	}
	out := figure.Mentions{Article: a, Engine: Version, Mentions: []figure.Mention{}}
	for _, f := range []figure.Field{figure.FieldTitle, figure.FieldText} {
		out.Mentions = x.read(out.Mentions, nil, f, a.Lang, a.Field(f))
	}
	return out
}

// Text reads one text; language "" is detected from its letters. The field of the
// figures is "text".
func (x *Extractor) Text(language, text string) []figure.Mention {
	return x.read(nil, nil, figure.FieldText, language, text)
}

// paragraphLimit bounds how much text is held as tokens at a time; a longer
// paragraph is cut behind a full stop, or at a space. A tag is never cut.
const paragraphLimit = 1 << 15

func (x *Extractor) read(out []figure.Mention, trace *Trace, f figure.Field, language, text string) []figure.Mention {
	r := x.readers.Get().(*reader)
	defer x.readers.Put(r)
	r.out, r.trace, r.field = out, trace, f
	article := x.pack(language, text)
	runes, tagged := 0, strings.IndexByte(text, '<') >= 0
	for len(text) > 0 {
		paragraph := cut(text)
		if tagged {
			paragraph = text[:wholeTag(text, len(paragraph))]
		}
		pack := article
		if !pack.Writes(paragraph) {
			pack = x.packs.Detect(paragraph)
		}
		r.doc.Read(pack, paragraph, runes)
		r.paragraph()
		runes = r.doc.Runes
		text = text[len(paragraph):]
	}
	out, r.out, r.trace = r.out, nil, nil
	return out
}

func (x *Extractor) pack(language, text string) *lang.Pack {
	if p, ok := x.packs.Get(language); ok {
		return p
	}
	return x.packs.Detect(text)
}

// cut returns the first paragraph of text with its line end, or as much of it
// as fits the limit.
func cut(text string) string {
	end := strings.IndexByte(text, '\n') + 1
	if end == 0 {
		end = len(text)
	}
	if end <= paragraphLimit {
		return text[:end]
	}
	if stop := strings.LastIndex(text[:paragraphLimit], ". "); stop > paragraphLimit/2 {
		return text[:stop+2]
	}
	if space := strings.LastIndexByte(text[:paragraphLimit], ' '); space > 0 {
		return text[:space+1]
	}
	end = paragraphLimit
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	if end == 0 {
		return text[:paragraphLimit]
	}
	return text[:end]
}

// wholeTag returns end, or the end of the tag that lies across it.
func wholeTag(text string, end int) int {
	open := strings.LastIndexByte(text[:end], '<')
	if open < 0 {
		return end
	}
	n := strings.IndexAny(text[open+1:], "<>")
	if n < 0 || text[open+1+n] == '<' {
		return end
	}
	return max(end, open+1+n+1)
}
