package extract

import (
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/clause"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// Candidate is a number that the engine looked at, and what became of it.
type Candidate struct {
	Start, End int // code points
	Text       string
	Value      figure.Number
	// License says what makes the number a figure, and Dropped why it is not one;
	// exactly one of them is set.
	License License
	Dropped Reason
	// Unit, Per and Cue are the parts that were attached, as written.
	Unit, Per, Cue, Noun string
	Relation             figure.Relation
	// Readings are what it may be and something speaks for or against, the likeliest first.
	Readings []TracedReading
	// Sentence is the index of its sentence in the Trace.
	Sentence int
}

// TracedReading is one thing that a number may be, with the evidence and its sum. A
// negative weight speaks against it.
type TracedReading struct {
	Name     string
	Sum      int
	Evidence []TracedEvidence
}

// TracedEvidence is one piece of evidence.
type TracedEvidence struct {
	Weight int
	Says   string
}

// TracedSentence is a sentence that holds a candidate.
type TracedSentence struct {
	Start int // code points
	Text  string
	Words []TracedWord
	// Clauses is the tree of its clauses, for people.
	Clauses string
}

// TracedWord is a word and what it is taken for between its neighbours: "noun plural".
type TracedWord struct{ Text, Is string }

// Trace records every candidate of a text.
type Trace struct {
	Lang       string
	Tokens     []TracedToken
	Candidates []Candidate
	Sentences  []TracedSentence
}

// TracedToken is a token and the classes that the language pack gives it.
type TracedToken struct {
	Text, Folded string
	Classes      []string
}

// Explain reads text as Text does and records how.
func (x *Extractor) Explain(language, text string) (Trace, []figure.Mention) {
	t := Trace{}
	out := x.read(nil, &t, figure.FieldText, language, text)
	return t, out
}

func (t *Trace) record(r *reader, c *statement) {
	if t == nil {
		return
	}
	d := &r.doc
	t.sentence(r)
	t.Candidates = append(t.Candidates, Candidate{
		Start: int(d.At(c.from).RuneStart), End: int(d.At(c.to - 1).RuneEnd),
		Text: d.Slice(c.from, c.to-1), Value: c.num.Value, License: c.license, Dropped: c.dropped,
		Unit: r.sliceOf(c.unit.span), Per: r.sliceOf(c.per.span),
		Cue: r.sliceOf(span{c.lead(), c.from}), Noun: r.sliceOf(c.noun.span), Relation: c.relation(),
		Readings: c.verdict.traced(), Sentence: len(t.Sentences) - 1,
	})
}

// sentence records the sentence that is being read, once.
func (t *Trace) sentence(r *reader) {
	d := &r.doc
	s := TracedSentence{Start: int(d.At(r.from).RuneStart), Text: d.Slice(r.from, r.to-1)}
	if n := len(t.Sentences); n > 0 && t.Sentences[n-1].Start == s.Start {
		return
	}
	for i := r.from; i < r.to; i++ {
		if d.At(i).Kind == token.Word {
			s.Words = append(s.Words, TracedWord{d.Slice(i, i), inWords(r.word(i).Best)})
		}
	}
	t.Sentences = append(t.Sentences, s)
}

// inWords writes an analysis for people: what the word is, not who knows it.
func inWords(a word.Analysis) string {
	return strings.ReplaceAll(a.From(word.FromPack).Mark(false).String(), "+", "with ")
}

// traced is the evidence of a verdict by reading, the likeliest reading first.
func (v *verdict) traced() []TracedReading {
	var out []TracedReading
	for of := asFigure; of < numReadings; of++ {
		t := TracedReading{Name: readings[of].name, Sum: int(v.sums[of])}
		for _, e := range v.because {
			if e.of == of {
				t.Evidence = append(t.Evidence, TracedEvidence{int(e.weight), string(e.says)})
			}
		}
		if len(t.Evidence) > 0 {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b TracedReading) int { return b.Sum - a.Sum })
	return out
}

// clauses records how the sentence that is being read was cut.
func (t *Trace) clauses(r *reader, s *clause.Sentence) {
	if t != nil {
		t.sentence(r)
		t.Sentences[len(t.Sentences)-1].Clauses = s.String()
	}
}

// tokens records the tokens of the paragraph just read.
func (t *Trace) tokens(r *reader) {
	if t == nil {
		return
	}
	d := &r.doc
	t.Lang = d.Pack.Lang
	for i := range d.Tokens {
		tok := TracedToken{Text: d.Slice(i, i), Folded: string(d.Fold(i))}
		for c := range lang.AllClasses() {
			if d.At(i).Classes.Has(c) {
				tok.Classes = append(tok.Classes, c.String())
			}
		}
		t.Tokens = append(t.Tokens, tok)
	}
}
