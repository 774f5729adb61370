package export

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
	"github.com/arqam-io/arqam/pkg/ledger"
)

// Row is a figure with its evidence, with the columns of CSV and Parquet. Numbers are exact
// decimals as text. Columns that end in _float have the nearest binary number for arithmetic;
// only Parquet has them.
type Row struct {
	ID        string    `parquet:"id"`
	ArticleID string    `parquet:"article_id,dict"`
	Source    string    `parquet:"source,dict"`
	URL       string    `parquet:"url,optional,dict"`
	Title     string    `parquet:"title,optional,dict"`
	Lang      string    `parquet:"lang,optional,dict"`
	Published time.Time `parquet:"published,optional,timestamp(millisecond)"`
	Fetched   time.Time `parquet:"fetched,optional,timestamp(millisecond)"`
	Engine    string    `parquet:"engine,dict"`

	Field      string   `parquet:"field,dict"`
	Start      int64    `parquet:"start"`
	End        int64    `parquet:"end"`
	Text       string   `parquet:"text"`
	Kind       string   `parquet:"kind,dict"`
	Relation   string   `parquet:"relation,dict"`
	Value      string   `parquet:"value,optional"`
	Lower      string   `parquet:"lower,optional"`
	Upper      string   `parquet:"upper,optional"`
	ValueFloat *float64 `parquet:"value_float,optional"`
	LowerFloat *float64 `parquet:"lower_float,optional"`
	UpperFloat *float64 `parquet:"upper_float,optional"`
	Unit       string   `parquet:"unit,optional,dict"`
	Per        string   `parquet:"per,optional,dict"`
	PerCount   string   `parquet:"per_count,optional,dict"`
	Subject    string   `parquet:"subject,optional,dict"`
	Concept    string   `parquet:"concept,optional,dict"`
	Event      string   `parquet:"event,optional,dict"`

	CanonicalValue      string   `parquet:"canonical_value,optional"`
	CanonicalLower      string   `parquet:"canonical_lower,optional"`
	CanonicalUpper      string   `parquet:"canonical_upper,optional"`
	CanonicalValueFloat *float64 `parquet:"canonical_value_float,optional"`
	CanonicalLowerFloat *float64 `parquet:"canonical_lower_float,optional"`
	CanonicalUpperFloat *float64 `parquet:"canonical_upper_float,optional"`
	CanonicalUnit       string   `parquet:"canonical_unit,optional,dict"`
	CanonicalPer        string   `parquet:"canonical_per,optional,dict"`
	Quantity            string   `parquet:"quantity,dict"`

	Role       string  `parquet:"role,optional,dict"`
	Direction  string  `parquet:"direction,optional,dict"`
	Claimant   string  `parquet:"claimant,optional,dict"`
	Time       string  `parquet:"time,optional,dict"`
	Modality   string  `parquet:"modality,dict"`
	Confidence float64 `parquet:"confidence"`
	Sentence   string  `parquet:"sentence"`

	// The claim in the tracker's unit, if a tracker was selected.
	Tracker           string    `parquet:"tracker,optional,dict"`
	TrackerAsOf       time.Time `parquet:"tracker_as_of,optional,timestamp(millisecond)"`
	TrackerValue      string    `parquet:"tracker_value,optional"`
	TrackerLower      string    `parquet:"tracker_lower,optional"`
	TrackerUpper      string    `parquet:"tracker_upper,optional"`
	TrackerValueFloat *float64  `parquet:"tracker_value_float,optional"`
	TrackerUnit       string    `parquet:"tracker_unit,optional,dict"`

	// Corrections by people, and what the engine had read.
	Correction   string    `parquet:"correction,optional,dict"` // amended or rejected; empty if uncorrected
	CorrectedBy  string    `parquet:"corrected_by,optional,dict"`
	CorrectedWhy string    `parquet:"corrected_why,optional,dict"`
	CorrectedAt  time.Time `parquet:"corrected_at,optional,timestamp(millisecond)"`
	ReadValue    string    `parquet:"read_value,optional"`
	ReadLower    string    `parquet:"read_lower,optional"`
	ReadUpper    string    `parquet:"read_upper,optional"`
	ReadUnit     string    `parquet:"read_unit,optional,dict"`
	ReadPer      string    `parquet:"read_per,optional,dict"`

	// Money in the base currency of the exchange rates.
	ExchangeValue      string   `parquet:"exchange_value,optional"`
	ExchangeLower      string   `parquet:"exchange_lower,optional"`
	ExchangeUpper      string   `parquet:"exchange_upper,optional"`
	ExchangeValueFloat *float64 `parquet:"exchange_value_float,optional"`
	ExchangeLowerFloat *float64 `parquet:"exchange_lower_float,optional"`
	ExchangeUpperFloat *float64 `parquet:"exchange_upper_float,optional"`
	ExchangeUnit       string   `parquet:"exchange_unit,optional,dict"`
	ExchangeRate       string   `parquet:"exchange_rate,optional,dict"`
	ExchangeDate       string   `parquet:"exchange_date,optional,dict"`
	ExchangeMissing    string   `parquet:"exchange_missing,optional,dict"`
}

// RowOf converts a figure of the ledger to a row.
func RowOf(row ledger.Row) Row {
	a, f := row.Article, row.Figure
	m, c, x := f.Mention, f.Canonical, f.Exchange
	out := Row{
		ID: string(f.ID), ArticleID: string(a.ID), Source: a.Source, URL: a.URL, Title: a.Title, Lang: a.Lang,
		Published: a.Published.UTC(), Fetched: a.Fetched.UTC(), Engine: row.Engine,
		Field: string(m.Field), Start: int64(m.Start), End: int64(m.End), Text: m.Text, Kind: string(m.Kind), Relation: string(m.Relation),
		Value: m.Value.String(), Lower: m.Lower.String(), Upper: m.Upper.String(),
		ValueFloat: float(m.Value), LowerFloat: float(m.Lower), UpperFloat: float(m.Upper),
		Unit: string(f.Unit), Per: string(f.Per), PerCount: m.PerCount.String(),
		Subject: m.Subject, Concept: string(m.Concept), Event: string(m.Event),
		CanonicalValue: c.Value.String(), CanonicalLower: c.Lower.String(), CanonicalUpper: c.Upper.String(),
		CanonicalValueFloat: float(c.Value), CanonicalLowerFloat: float(c.Lower), CanonicalUpperFloat: float(c.Upper),
		CanonicalUnit: string(c.Unit), CanonicalPer: string(c.Per), Quantity: string(c.Quantity),
		Role: string(m.Role), Direction: string(m.Direction), Claimant: m.Context.Claimant, Time: m.Context.Time,
		Modality: string(m.Context.Modality), Confidence: m.Confidence, Sentence: m.Context.Sentence,
		ExchangeValue: x.Value.String(), ExchangeLower: x.Lower.String(), ExchangeUpper: x.Upper.String(),
		ExchangeValueFloat: float(x.Value), ExchangeLowerFloat: float(x.Lower), ExchangeUpperFloat: float(x.Upper),
		ExchangeUnit: string(x.Unit), ExchangeRate: x.Rate.String(), ExchangeDate: x.Date, ExchangeMissing: x.Missing,
	}
	if k := row.Claim; k != nil {
		out.Tracker, out.TrackerUnit, out.TrackerAsOf = k.Tracker, string(k.Unit), k.AsOf
		out.TrackerValue, out.TrackerLower, out.TrackerUpper = k.Value.String(), k.Lower.String(), k.Upper.String()
		out.TrackerValueFloat = float(k.Value)
	}
	if o := row.Override; o != nil {
		out.Correction = CorrectionOf(*o)
		out.CorrectedBy, out.CorrectedWhy, out.CorrectedAt = o.Correction.By, o.Correction.Why, o.Correction.At
		read := row.Read.Mention
		out.ReadValue, out.ReadLower, out.ReadUpper = read.Value.String(), read.Lower.String(), read.Upper.String()
		out.ReadUnit, out.ReadPer = string(row.Read.Unit), string(row.Read.Per)
	}
	return out
}

// CorrectionOf says in one word how people corrected a figure.
func CorrectionOf(o judge.Override) string {
	if o.Standing == judge.Rejected {
		return "rejected"
	}
	return "amended"
}

func float(n figure.Number) *float64 {
	if f, ok := n.Float64(); ok {
		return &f
	}
	return nil
}

// columns returns the column names of CSV.
func columns() []string {
	var out []string
	for field := range reflect.TypeFor[Row]().Fields() {
		if field.Type.Kind() != reflect.Pointer {
			name, _, _ := strings.Cut(field.Tag.Get("parquet"), ",")
			out = append(out, name)
		}
	}
	return out
}

// Cells returns the row's cells for CSV. Times are UTC with milliseconds.
func (r Row) Cells() []string {
	var out []string
	for _, v := range reflect.ValueOf(r).Fields() {
		switch v := v.Interface().(type) {
		case string:
			out = append(out, v)
		case int64:
			out = append(out, strconv.FormatInt(v, 10))
		case float64:
			out = append(out, strconv.FormatFloat(v, 'g', -1, 64))
		case time.Time:
			if v.IsZero() {
				out = append(out, "")
				continue
			}
			out = append(out, v.UTC().Format("2006-01-02T15:04:05.999Z07:00"))
		case *float64: // only in Parquet
		default:
			panic(fmt.Sprintf("unexpected column type %T", v))
		}
	}
	return out
}
