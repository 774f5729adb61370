package export

import (
	"github.com/arqam-io/arqam/pkg/extract"
	"github.com/arqam-io/arqam/pkg/figure"
)

// Explanation shows how the engine read a text: its tokens, and every candidate with its
// outcome.
type Explanation struct {
	Lang       string      `json:"lang"`
	Tokens     []Token     `json:"tokens"`
	Candidates []Candidate `json:"candidates"`
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
}

// ExplanationOf converts a trace of the extractor.
func ExplanationOf(trace extract.Trace) Explanation {
	out := Explanation{Lang: trace.Lang, Tokens: []Token{}, Candidates: []Candidate{}}
	for _, t := range trace.Tokens {
		out.Tokens = append(out.Tokens, Token(t))
	}
	for _, c := range trace.Candidates {
		out.Candidates = append(out.Candidates, Candidate{c.Start, c.End, c.Text, c.Value, c.Relation,
			c.Cue, c.Unit, c.Per, c.Noun, c.Dropped == "", c.License, c.Dropped})
	}
	return out
}
