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

// clock has what time anchors are resolved with.
type clock struct {
	packs *lang.Set
	zones map[country]*time.Location
	// docs are buffers for reuse.
	docs sync.Pool
}

// WithAnchors returns a Normalizer that also resolves the time anchors of mentions. Days are
// those of the time zone of the article's country, or of UTC if it is unknown. It fails if a
// time zone is missing in both the system and the program.
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

// moments resolves the anchors of an article. It caches the last one, since the figures of a
// sentence share it.
type moments struct {
	doc  *token.Doc // nil until the first anchor
	zone *time.Location
	// cut: an older extractor, which looked for dates alone, found the anchors, so "in
	// December of next year" may end after "in December".
	cut bool

	sentence, time string
	ahead          bool
	interval       figure.Interval
}

// cutting reports whether an engine truncates anchors.
func cutting(engine string) bool { return engine == "1" || engine == "2" }

// beyond is how many bytes after a truncated anchor may still belong to it.
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
	// The phrase begins at the start of the anchor, or up to one word later: a truncated
	// anchor may begin with a verb's preposition.
	for i := 0; i < len(w.doc.Tokens) && int(w.doc.At(i).Start) < len(c.Time); i++ {
		if phrase, ok := anchor.Find(w.doc, i, len(w.doc.Tokens)); ok {
			w.interval = phrase.Resolve(anchor.Reference{At: r.article.Published, Zone: w.zone, Ahead: ahead})
			break
		}
	}
	return w.interval
}

// text is the text to read: only the anchor's own words, unless it may be truncated.
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

// pack returns the pack for an anchor in an article of a language: its sentence may quote
// another language. One letter determines the script.
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
