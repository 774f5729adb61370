package export

import (
	"github.com/arqam-io/arqam/pkg/extract"
	"github.com/arqam-io/arqam/pkg/figure"
)

// Explanation shows how the engine read a text: its tokens, the sentences that hold numbers,
// and every candidate with its outcome.
type Explanation struct {
	Lang       string      `json:"lang"`
	Tokens     []Token     `json:"tokens"`
	Sentences  []Sentence  `json:"sentences"`
	Candidates []Candidate `json:"candidates"`
}

// Sentence is a sentence with what each of its words is taken for, and the tree of its
// clauses. Start counts code points.
type Sentence struct {
	Start   int    `json:"start"`
	Text    string `json:"text"`
	Words   []Word `json:"words"`
	Clauses string `json:"clauses,omitempty"`
}

// Word is a word with its part of speech and what else is known of it.
type Word struct {
	Text string `json:"text"`
	Is   string `json:"is"`
}

// Reading is one thing that a candidate may be, and the sum of the evidence for it.
type Reading struct {
	Name     string     `json:"name"`
	Sum      int        `json:"sum"`
	Evidence []Evidence `json:"evidence"`
}

// Evidence speaks for a reading, or against it if its weight is negative.
type Evidence struct {
	Weight int    `json:"weight"`
	Says   string `json:"says"`
}

// Token is a token with the classes of phrase that may begin with it.
type Token struct {
	Text    string   `json:"text"`
	Folded  string   `json:"folded"`
	Classes []string `json:"classes,omitempty"`
}

// Candidate is a number that may be a figure.
type Candidate struct {
	Start    int             `json:"start"`
	End      int             `json:"end"`
	Text     string          `json:"text"`
	Value    figure.Number   `json:"value"`
	Relation figure.Relation `json:"relation,omitempty"`
	Cue      string          `json:"cue,omitempty"`
	Unit     string          `json:"unit,omitempty"`
	Per      string          `json:"per,omitempty"`
	Noun     string          `json:"noun,omitempty"`
	Kept     bool            `json:"kept"`
	License  extract.License `json:"license,omitempty"`
	Dropped  extract.Reason  `json:"dropped,omitempty"`
	// Sentence is the index of its sentence in the Explanation.
	Sentence int       `json:"sentence"`
	Readings []Reading `json:"readings"`
}

// ExplanationOf converts a trace of the extractor.
func ExplanationOf(trace extract.Trace) Explanation {
	out := Explanation{Lang: trace.Lang, Tokens: []Token{}, Sentences: []Sentence{}, Candidates: []Candidate{}}
	for _, t := range trace.Tokens {
		out.Tokens = append(out.Tokens, Token(t))
	}
	for _, t := range trace.Sentences {
		s := Sentence{Start: t.Start, Text: t.Text, Words: []Word{}, Clauses: t.Clauses}
		for _, w := range t.Words {
			s.Words = append(s.Words, Word(w))
		}
		out.Sentences = append(out.Sentences, s)
	}
	for _, c := range trace.Candidates {
		out.Candidates = append(out.Candidates, Candidate{c.Start, c.End, c.Text, c.Value, c.Relation,
			c.Cue, c.Unit, c.Per, c.Noun, c.Dropped == "", c.License, c.Dropped, c.Sentence, readingsOf(c)})
	}
	return out
}

func readingsOf(c extract.Candidate) []Reading {
	out := []Reading{}
	for _, t := range c.Readings {
		reading := Reading{Name: t.Name, Sum: t.Sum}
		for _, e := range t.Evidence {
			reading.Evidence = append(reading.Evidence, Evidence(e))
		}
		out = append(out, reading)
	}
	return out
}
