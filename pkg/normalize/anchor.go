package normalize

import (
	"fmt"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/anchor"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// clock is what time anchors are resolved with.
type clock struct {
	packs *lang.Set
	zones map[country]*time.Location
}

// WithAnchors returns a Normalizer that resolves the time anchors of mentions,
// besides; the words for it are those of packs. Days begin and end where the
// article's country has its clocks, and in UTC where that is not known. It fails
// where the system lacks a time zone and the program holds none of its own.
func (n *Normalizer) WithAnchors(packs *lang.Set) (*Normalizer, error) {
	c := &clock{packs: packs, zones: map[country]*time.Location{}}
	err := eachRow(embedded, "anchor_zones.tsv", "country\tzone", func(cells []string) error {
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

// moment is an anchor that was resolved: the figures of a sentence share it.
type moment struct {
	doc      *token.Doc
	sentence string
	time     string
	ahead    bool
	interval figure.Interval
}

// beyond is how many bytes behind the anchor's own text may still belong to it:
// an extractor that looks for dates alone ends "in December" before "of next
// year".
const beyond = 64

// interval resolves the anchor of a mention.
func (r *reading) interval(m *figure.Mention) figure.Interval {
	c := &m.Context
	ahead := c.Modality == figure.Planned || c.Modality == figure.Expected
	w := &r.when
	if w.time == c.Time && w.sentence == c.Sentence && w.ahead == ahead {
		return w.interval
	}
	if w.doc == nil {
		w.doc = new(token.Doc)
	}
	w.sentence, w.time, w.ahead = c.Sentence, c.Time, ahead
	w.interval = figure.Interval{Missing: anchor.NotUnderstood}
	text := c.Time
	if at := strings.Index(c.Sentence, c.Time); at >= 0 {
		text = c.Sentence[at:]
		if more := len(c.Time) + beyond; more < len(text) {
			text = text[:more+strings.IndexByte(text[more:]+" ", ' ')]
		}
	}
	w.doc.Read(r.clock.pack(r.article.Lang, c.Sentence), text, 0)
	// The phrase begins within the anchor's own text, where the extractor says,
	// or a word later: «في 7 أكتوبر» may stand behind a verb's «في».
	for i := 0; i < len(w.doc.Tokens) && int(w.doc.At(i).Start) < len(c.Time); i++ {
		if phrase, ok := anchor.Find(w.doc, i, len(w.doc.Tokens)); ok {
			w.interval = phrase.Resolve(anchor.Reference{
				At: r.article.Published, Zone: r.clock.zones[country(strings.ToUpper(r.article.Country))], Ahead: ahead})
			break
		}
	}
	return w.interval
}

// pack returns the pack of a text in a language, which may quote another.
func (c *clock) pack(language, text string) *lang.Pack {
	if p, ok := c.packs.Get(language); ok && p.Writes(text) {
		return p
	}
	return c.packs.Detect(text)
}
