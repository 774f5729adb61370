package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
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
}

// Trace records every candidate of a text.
type Trace struct {
	Lang       string
	Tokens     []TracedToken
	Candidates []Candidate
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
	t.Candidates = append(t.Candidates, Candidate{
		Start: int(d.At(c.from).RuneStart), End: int(d.At(c.to - 1).RuneEnd),
		Text: d.Slice(c.from, c.to-1), Value: c.num.Value, License: c.license, Dropped: c.dropped,
		Unit: r.sliceOf(c.unit.span), Per: r.sliceOf(c.per.span),
		Cue: r.sliceOf(span{c.lead(), c.from}), Noun: r.sliceOf(c.noun.span), Relation: c.relation(),
	})
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
