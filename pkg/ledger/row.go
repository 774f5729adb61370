package ledger

import (
	"fmt"
	"time"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
)

// nullMillis scans milliseconds; NULL is the zero time.
type nullMillis struct{ time.Time }

func (m *nullMillis) Scan(src any) error {
	switch ms := src.(type) {
	case nil:
		return nil
	case int64:
		m.Time = time.UnixMilli(ms).UTC()
		return nil
	}
	return fmt.Errorf("time column has type %T, want milliseconds", src)
}

// nullDecimal scans an exact decimal; NULL is the absent number.
type nullDecimal struct{ figure.Number }

func (d *nullDecimal) Scan(src any) error {
	switch s := src.(type) {
	case nil:
		return nil
	case string:
		n, err := figure.ParseNumber(s)
		d.Number = n
		return err
	}
	return fmt.Errorf("decimal column has type %T, want text", src)
}

// claimColumns are the columns of a claim without tracker and unit, which the query has.
const claimColumns = `c.id, c.claimant, c.source, c.as_of, c.relation, c.best, c.low, c.high,
	c.figure_id, c.article_id, c.revision, c.field, c.start, c.wire, c.family, c.print, c.review`

// claimRow scans claimColumns.
type claimRow struct {
	c               claim.Claim
	asOf            nullMillis
	best, low, high nullDecimal
	print           int64
}

func (r *claimRow) into() []any {
	c := &r.c
	// Plain strings: database/sql copies those without reflection.
	return []any{(*string)(&c.ID), &c.Claimant, &c.Source, &r.asOf, (*string)(&c.Relation), &r.best, &r.low, &r.high,
		(*string)(&c.Figure), (*string)(&c.Article), (*string)(&c.Revision), (*string)(&c.Field), &c.Start,
		&c.Origin.Wire, &c.Origin.Family, &r.print, &c.Review}
}

func (r *claimRow) claim() claim.Claim {
	r.c.AsOf, r.c.Amount = r.asOf.Time, figure.Amount{Value: r.best.Number, Lower: r.low.Number, Upper: r.high.Number}
	r.c.Origin.Print = uint64(r.print)
	return r.c
}
