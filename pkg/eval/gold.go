package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Document is a text with the figures that a person annotated.
type Document struct {
	ID      figure.ArticleID
	Lang    string
	Text    string
	Figures []Gold
}

// Article returns the document as input of the extractor.
func (d Document) Article() figure.Article {
	return figure.Article{ID: d.ID, Lang: d.Lang, Text: d.Text}
}

// Gold is one annotated figure. Start and End are offsets in code points of the document's
// text, end exclusive. An optional figure costs nothing, found or missed.
type Gold struct {
	Start, End int
	Relation   figure.Relation
	figure.Amount
	figure.UnitPer
	Subject  string
	Optional bool
}

// goldFigure is a figure in the format of gold files.
type goldFigure Gold

func (g *goldFigure) UnmarshalJSON(b []byte) error {
	var f struct {
		Start    int             `json:"start"`
		End      int             `json:"end"`
		Relation figure.Relation `json:"relation"`
		figure.UnitPer
		Subject  string `json:"subject"`
		Optional bool   `json:"optional"`
	}
	if err := json.Unmarshal(b, &f); err != nil {
		return err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(b, &members); err != nil {
		return err
	}
	*g = goldFigure{Start: f.Start, End: f.End, Relation: f.Relation, UnitPer: f.UnitPer, Subject: f.Subject, Optional: f.Optional}
	for _, n := range []struct {
		name string
		to   *figure.Number
	}{{"value", &g.Value}, {"lower", &g.Lower}, {"upper", &g.Upper}} {
		var err error
		if *n.to, err = goldNumber(members[n.name]); err != nil {
			return fmt.Errorf("%s: %w", n.name, err)
		}
	}
	return nil
}

// goldNumber decodes a JSON number, including exponents. It is absent if the member is
// missing, null or an empty string.
func goldNumber(b json.RawMessage) (figure.Number, error) {
	if s := string(b); s == "" || s == "null" || s == `""` {
		return figure.Number{}, nil
	}
	if n, err := figure.ParseNumber(string(b)); err == nil {
		return n, nil
	}
	var number json.Number
	if err := json.Unmarshal(b, &number); err != nil {
		return figure.Number{}, fmt.Errorf("not a number: %s", b)
	}
	if f, err := number.Float64(); err != nil || f > 1e300 || f < -1e300 {
		return figure.Number{}, fmt.Errorf("number out of range: %s", b)
	}
	r, ok := new(big.Rat).SetString(number.String())
	if !ok {
		return figure.Number{}, fmt.Errorf("not a number: %s", b)
	}
	return figure.FromRat(r), nil
}

type goldDocument struct {
	ID      json.RawMessage `json:"id"`
	Lang    string          `json:"lang"`
	Text    string          `json:"text"`
	Figures []goldFigure    `json:"figures"`
}

// ParseGold reads gold documents from JSONL. Errors name the line.
func ParseGold(r io.Reader) ([]Document, error) {
	var docs []Document
	in := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if text := bytes.TrimSpace(line); len(text) > 0 {
			d, err := parseDocument(text)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			docs = append(docs, d)
		}
		if err == io.EOF {
			return docs, nil
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
}

func parseDocument(line []byte) (Document, error) {
	var g goldDocument
	if err := json.Unmarshal(line, &g); err != nil {
		return Document{}, err
	}
	d := Document{ID: documentID(g.ID), Lang: g.Lang, Text: g.Text}
	if d.ID == "" {
		return Document{}, fmt.Errorf("document without an id")
	}
	length := utf8.RuneCountInString(g.Text)
	for i, f := range g.Figures {
		if f.Start < 0 || f.End <= f.Start || f.End > length {
			return Document{}, fmt.Errorf("%q: figure %d: span %d to %d of a text of %d code points",
				d.ID, i+1, f.Start, f.End, length)
		}
		if f.Relation == "" {
			f.Relation = figure.Eq
		}
		d.Figures = append(d.Figures, Gold(f))
	}
	return d, nil
}

// documentID decodes an id that is a string or a number.
func documentID(raw json.RawMessage) figure.ArticleID {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return figure.ArticleID(s)
	}
	if bytes.Equal(raw, []byte("null")) {
		return ""
	}
	return figure.ArticleID(raw)
}
