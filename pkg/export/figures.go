package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// FiguresWriter writes figures that are not in a ledger. Flush writes buffered output; Close
// flushes and ends the output.
type FiguresWriter interface {
	Write(figure.Article, figure.Figure) error
	Flush() error
	Close() error
}

type figuresJSON struct{ out *bufio.Writer }

// FiguresJSONL returns a writer of one JSON line for each figure.
func FiguresJSONL(w io.Writer) FiguresWriter { return figuresJSON{bufio.NewWriter(w)} }

func (p figuresJSON) Write(_ figure.Article, f figure.Figure) error {
	line, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("write figure %q: %w", f.ID, err)
	}
	_, err = p.out.Write(append(line, '\n'))
	return err
}

func (p figuresJSON) Flush() error { return p.out.Flush() }
func (p figuresJSON) Close() error { return p.out.Flush() }

type figuresCSV struct{ table }

// FiguresCSV returns a writer of CSV with a header and a row for each figure.
func FiguresCSV(w io.Writer) FiguresWriter { return &figuresCSV{newTable(w, figureColumns)} }

var figureColumns = []string{"article_id", "source", "published", "url", "id", "field", "start", "end", "text", "kind", "relation",
	"value", "lower", "upper", "unit", "per", "subject", "concept", "event", "canonical_value", "canonical_lower", "canonical_upper",
	"canonical_unit", "canonical_per", "quantity", "role", "direction", "claimant", "modality", "confidence", "sentence",
	"exchange_value", "exchange_lower", "exchange_upper", "exchange_unit", "exchange_rate", "exchange_date", "exchange_missing"}

func (p *figuresCSV) Write(a figure.Article, f figure.Figure) error {
	published := ""
	if !a.Published.IsZero() {
		published = a.Published.Format(time.RFC3339)
	}
	m, c, x := f.Mention, f.Canonical, f.Exchange
	return p.row([]string{string(f.ArticleID), a.Source, published, a.URL, string(f.ID), string(m.Field),
		fmt.Sprint(m.Start), fmt.Sprint(m.End), m.Text, string(m.Kind), string(m.Relation),
		m.Value.String(), m.Lower.String(), m.Upper.String(), string(f.Unit), string(f.Per), m.Subject, string(m.Concept), string(m.Event),
		c.Value.String(), c.Lower.String(), c.Upper.String(), string(c.Unit), string(c.Per), string(c.Quantity),
		string(m.Role), string(m.Direction), m.Context.Claimant, string(m.Context.Modality),
		fmt.Sprint(m.Confidence), m.Context.Sentence,
		x.Value.String(), x.Lower.String(), x.Upper.String(), string(x.Unit), x.Rate.String(), x.Date, x.Missing})
}
