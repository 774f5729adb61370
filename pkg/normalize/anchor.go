package normalize

import (
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/anchor"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// clock is what time anchors are resolved with.
type clock struct {
	packs *lang.Set
	zones map[country]*time.Location
	// docs are the buffers of articles that are done.
	docs sync.Pool
}

// WithAnchors returns a Normalizer that resolves the time anchors of mentions,
// besides. Days begin and end where the
// article's country has its clocks, and in UTC where that is not known. It fails
// where the system lacks a time zone and the program holds none of its own.
func (n *Normalizer) WithAnchors() (*Normalizer, error) {
	c := &clock{packs: n.words.Packs(), zones: map[country]*time.Location{}}
	c.docs.New = func() any { return new(token.Doc) }
	err := sortedForm("country\tzone").Read(embedded, "anchor_zones.tsv", func(_ int, cells []string) error {
		zone, err := time.LoadLocation(cells[1])
		c.zones[country(cells[0])] = zone
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load time zones: %w", err)
	}
	out := *n
	out.clock = c
	return &out, nil
}

// moments resolves the anchors of an article. It keeps the last, which the
// figures of a sentence share.
type moments struct {
	doc  *token.Doc // nil until there is an anchor
	zone *time.Location
	// cut: the anchors are those of an extractor that looked for dates alone, so
	// that they end "in December" before "of next year".
	cut bool

	sentence, time string
	ahead          bool
	interval       figure.Interval
}

// cutting reports whether an engine cuts anchors short.
func cutting(engine string) bool { return engine == "1" || engine == "2" }

// beyond is how many bytes behind a cut anchor's own text may still belong to it.
const beyond = 64

// interval resolves the anchor of a mention.
func (r *reading) interval(m *figure.Mention) figure.Interval {
	c, w := &m.Context, &r.moments
	ahead := c.Modality == figure.Planned || c.Modality == figure.Expected
	if w.doc == nil {
		w.doc = r.clock.docs.Get().(*token.Doc)
		w.zone = r.clock.zones[country(strings.ToUpper(r.article.Country))]
		w.cut = cutting(r.engine)
	} else if w.time == c.Time && w.ahead == ahead && w.sentence == c.Sentence {
		return w.interval
	}
	w.sentence, w.time, w.ahead = c.Sentence, c.Time, ahead
	w.interval = figure.Interval{Missing: anchor.NotUnderstood}
	w.doc.Read(r.clock.pack(r.article.Lang, c), w.text(), 0)
	// The phrase begins within the anchor's own text, where the extractor says,
	// or a word later: a cut one may begin at a verb's preposition.
	for i := 0; i < len(w.doc.Tokens) && int(w.doc.At(i).Start) < len(c.Time); i++ {
		if phrase, ok := anchor.Find(w.doc, i, len(w.doc.Tokens)); ok {
			w.interval = phrase.Resolve(anchor.Reference{At: r.article.Published, Zone: w.zone, Ahead: ahead})
			break
		}
	}
	return w.interval
}

// text is what is read of the anchor: no more than its own words, unless they may
// be cut.
func (w *moments) text() string {
	at := -1
	if w.cut {
		at = strings.Index(w.sentence, w.time)
	}
	if at < 0 {
		return w.time
	}
	text := w.sentence[at:]
	if more := len(w.time) + beyond; more < len(text) {
		text = text[:more+strings.IndexByte(text[more:]+" ", ' ')]
	}
	return text
}

// pack returns the pack of an anchor in an article of a language: its sentence
// may quote another. One letter tells the script of an anchor that has any.
func (c *clock) pack(language string, in *figure.Context) *lang.Pack {
	sample := in.Sentence
	if at := strings.IndexFunc(in.Time, unicode.IsLetter); at >= 0 {
		_, size := utf8.DecodeRuneInString(in.Time[at:])
		sample = in.Time[at : at+size]
	}
	if p, ok := c.packs.Get(language); ok && p.Writes(sample) {
		return p
	}
	return c.packs.Detect(in.Sentence)
}
