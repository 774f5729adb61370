package extract

import (
	"strings"

	"github.com/arqam-io/arqam/pkg/anchor"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

// sentence is what one sentence says of all its figures. It is read when the
// first figure of the sentence asks for it.
type sentence struct {
	done     bool
	text     string
	start    int
	claimant string
	time     string
	// modality is what the cues up to token scanned make of what follows.
	modality figure.Modality
	scanned  int
	// scale is what bare degrees measure; it holds once scaled is set.
	scale  string
	scaled bool
}

// sentenceContext returns the context of a figure.
func (r *reader) sentenceContext(c *candidate) figure.Context {
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
	*s = sentence{done: true, scale: s.scale, scaled: s.scaled, modality: figure.Asserted, scanned: r.from, text: d.Slice(r.from, r.to-1), start: int(d.At(r.from).RuneStart)}
	for i := r.from; i < r.to; i++ {
		classes := d.At(i).Classes
		if s.claimant == "" && classes&saying != 0 {
			s.claimant = r.claimant(i)
		}
		if s.time == "" && anchor.Begins(d, i) {
			if found, ok := anchor.Find(d, i, r.to); ok {
				s.time = d.Slice(found.First, found.Last)
			}
		}
	}
}

var saying = lang.Classes(lang.SaysVerb, lang.SaysPreposition)

// claimantLimit bounds a claimant, in tokens.
const claimantLimit = 6

// claimant reads who is said to say it: the noun phrase after the verb where
// verbs come first («قال مسؤولون»), else the one before it, and always the one
// after a preposition ("according to").
func (r *reader) claimant(i int) string {
	d := &r.doc
	e, n := d.Match(i, saying)
	if e == nil {
		return ""
	}
	if e.Class == lang.SaysPreposition || d.Pack.VerbFirst {
		from := i + n
		for r.determiner(from) {
			from++
		}
		to := from
		for to < r.to && to-from < claimantLimit && r.names(to) {
			to++
		}
		if to == from || d.At(to).Kind == token.Digits {
			return ""
		}
		return d.Slice(from, to-1)
	}
	from := i
	for from > r.from && i-from < claimantLimit && r.names(from-1) {
		from--
	}
	if from == i {
		return ""
	}
	return d.Slice(from, i-1)
}

// names reports whether token i may stand inside the name of a claimant.
func (r *reader) names(i int) bool {
	t := r.doc.At(i)
	if t.Kind != token.Word || t.Clitics&(lang.Conj|lang.Prep) != 0 {
		return false
	}
	if r.doc.Means(i, lang.Classes(lang.Casualty)) && t.Clitics&lang.Art == 0 {
		return false
	}
	return !r.doc.Means(i, phraseEnds&^lang.Classes(lang.Before, lang.Per, lang.Casualty)) || r.determiner(i)
}

// modality is what the words before the figure make of it. Of several cues the
// strongest counts: a denial before a condition, before a plan, before an
// expectation. Figures come in order, so every word is looked at once.
func (r *reader) modality(c *candidate) figure.Modality {
	s := &r.context
	for ; s.scanned < c.first; s.scanned++ {
		e, n := r.doc.Match(s.scanned, lang.Classes(lang.ModalityCue))
		if e == nil || s.scanned+n > c.first {
			continue
		}
		if m := figure.Modality(e.ID); strings.Index(modalityRank, string(m)) < strings.Index(modalityRank, string(s.modality)) {
			s.modality = m
		}
	}
	return s.modality
}

const modalityRank = "denied conditional planned expected asserted"
