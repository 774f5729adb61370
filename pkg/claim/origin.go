package claim

import (
	"cmp"
	"math/bits"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"github.com/mfonda/simhash"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// Origin says where an article's text comes from, so that copies of one text are not counted
// as independent.
type Origin struct {
	// Wire is the news agency that the text credits, such as "reuters"; empty if none.
	Wire string
	// Family is the publisher's family, or the source if the feed sets none.
	Family string
	// Print is the simhash of the text's first words with every digit masked (Charikar 2002,
	// over three words at a time): copies of one text have prints that differ in few bits,
	// even if one of them has a newer number. It is 0 for a text too short to compare.
	Print uint64
}

const (
	printWords   = 300 // words of the text; papers shorten a copy at its end
	printAtLeast = 25
	shingle      = 3
	// Prints of unrelated texts differ in 32 of 64 bits on average, with a standard deviation
	// of 4: at most 10 is more than five deviations away.
	printDistance = 10
)

// OriginOf determines the origin of an article.
func OriginOf(a figure.Article) Origin {
	return Origin{Wire: wireOf(a.Text), Family: cmp.Or(a.Family, a.Source), Print: printOf(a.Text)}
}

// Same reports whether two articles are not independent: the same family, the same agency, or
// copies of one text.
func (o Origin) Same(p Origin) bool {
	return o.Family == p.Family && o.Family != "" || o.Wire == p.Wire && o.Wire != "" || o.copyOf(p)
}

func (o Origin) copyOf(p Origin) bool {
	return o.Print != 0 && p.Print != 0 && bits.OnesCount64(o.Print^p.Print) <= printDistance
}

// printOf hashes the first words of a text with their digits masked.
func printOf(text string) uint64 {
	var words []string
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }) {
		if words = append(words, strings.Map(mask, word)); len(words) == printWords {
			break
		}
	}
	if len(words) < printAtLeast {
		return 0
	}
	features := make([]simhash.Feature, 0, len(words))
	for i := range len(words) - shingle + 1 {
		features = append(features, simhash.NewFeature([]byte(strings.Join(words[i:i+shingle], " "))))
	}
	return simhash.Fingerprint(simhash.Vectorize(features))
}

func mask(r rune) rune {
	switch {
	case unicode.IsNumber(r):
		return '0'
	case unicode.IsMark(r):
		return -1
	}
	return unicode.ToLower(r)
}

type wire struct {
	id     string
	credit *regexp.Regexp
}

var wires = sync.OnceValue(loadWires)

// A credit is in brackets or before a dash in the first words of a text, as in "ADEN (Reuters)
// -" and «عدن - رويترز:», or in brackets at its end.
const (
	dateline = 120 // code points
	endline  = 60
)

// loadWires loads the credits of news agencies of every language.
func loadWires() []wire {
	credits, err := lang.LoadTerms(lang.Credits)
	if err != nil {
		panic("load the credits of agencies: " + err.Error()) // the tables are embedded in the program
	}
	names := map[string][]string{}
	var ids []string
	for _, term := range credits {
		if names[term.ID] == nil {
			ids = append(ids, term.ID)
		}
		for _, form := range term.Forms {
			names[term.ID] = append(names[term.ID], regexp.QuoteMeta(form))
		}
	}
	out := make([]wire, len(ids))
	for i, id := range ids {
		name := "(?:" + strings.Join(names[id], "|") + ")"
		out[i] = wire{id, regexp.MustCompile(`[(\[/]\s*` + name + `\s*[)\]/]|(?:^|[-–—]\s*)` + name + `\s*[-–—:]`)}
	}
	return out
}

func wireOf(text string) string {
	text = strings.TrimSpace(text)
	for _, part := range []string{head(text, dateline), tail(text, endline)} {
		for _, w := range wires() {
			if w.credit.MatchString(part) {
				return w.id
			}
		}
	}
	return ""
}

// head and tail return the first and last n code points of a text.
func head(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}

func tail(text string, n int) string {
	const widest = 4
	text = text[max(0, len(text)-widest*n):]
	runes := []rune(text)
	return string(runes[max(0, len(runes)-n):])
}
