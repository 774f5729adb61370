package extract

import (
	"strings"

	"github.com/arqam-io/arqam/pkg/anchor"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/word"
)

// sentence is the context that all figures of one sentence share. It is read when
// the first figure of the sentence needs it.
type sentence struct {
	done     bool
	text     string
	start    int
	claimant string
	time     string
	// modality is what the cues up to token scanned make of what follows.
	modality figure.Modality
	scanned  int
	scales   scales
}

// sentenceContext returns the context of a figure.
func (r *reader) sentenceContext(c *statement) figure.Context {
	s := &r.context
	if !s.done {
		r.readSentence(s)
	}
	return figure.Context{
		Sentence: s.text, SentenceStart: s.start, Claimant: s.claimant, Time: s.time, Modality: r.modality(c),
	}
}

func (r *reader) readSentence(s *sentence) {
	d := &r.doc
	*s = sentence{done: true, scales: s.scales, modality: figure.Asserted, scanned: r.from, text: d.Slice(r.from, r.to-1), start: int(d.At(r.from).RuneStart)}
	for i := r.from; i < r.to; i++ {
		classes := d.At(i).Classes
		if s.claimant == "" && classes.Meets(saying) {
			s.claimant = r.claimant(i)
		}
		if s.time == "" && r.beginsTime(i) {
			if found, ok := anchor.Find(d, i, r.to); ok {
				s.time = d.Slice(found.First, found.Last)
			}
		}
	}
}

// beginsTime reports whether an anchor may begin at token i. A verb that looks like a word of
// time with a preposition is none: «ولامس» may be read as "for yesterday".
func (r *reader) beginsTime(i int) bool {
	return anchor.Begins(&r.doc, i) && (r.doc.At(i).Clitics&lang.Prep == 0 || r.word(i).Best.Pos() != word.Verb)
}

// modality is what the words before the figure make of it. Of several cues the
// strongest counts: a denial before a condition, before a plan, before an
// expectation. Figures come in order, so every word is looked at once.
func (r *reader) modality(c *statement) figure.Modality {
	s := &r.context
	for ; s.scanned < c.from; s.scanned++ {
		e, n := r.doc.Match(s.scanned, lang.Classes(lang.ModalityCue))
		if e == nil || s.scanned+n > c.from {
			continue
		}
		if m := figure.Modality(e.ID); strings.Index(modalityRank, string(m)) < strings.Index(modalityRank, string(s.modality)) {
			s.modality = m
		}
	}
	return s.modality
}

const modalityRank = "denied conditional planned expected asserted"
