package ledger

import (
	"context"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// maxVariables bounds the parameters of one statement: SQLite allows 32766, PostgreSQL 65535.
const maxVariables = 30_000

// insertion writes many rows in as few statements as maxVariables allows.
type insertion struct {
	table    string
	columns  []string
	conflict string // the ON CONFLICT clause
	rows     [][]any
}

func (i *insertion) add(values ...any) { i.rows = append(i.rows, values) }

// exec returns how many rows were inserted or updated.
func (i *insertion) exec(ctx context.Context, tx session) (int64, error) {
	var done int64
	step := maxVariables / len(i.columns)
	for from := 0; from < len(i.rows); from += step {
		rows := i.rows[from:min(from+step, len(i.rows))]
		row := "(" + strings.Repeat("?,", len(i.columns)-1) + "?)"
		var args []any
		for _, r := range rows {
			args = append(args, r...)
		}
		result, err := tx.exec(ctx, "INSERT INTO "+i.table+" ("+strings.Join(i.columns, ", ")+") VALUES "+
			strings.Repeat(row+",", len(rows)-1)+row+" "+i.conflict, args...)
		if err != nil {
			return done, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return done, err
		}
		done += n
	}
	return done, nil
}

// replace is an ON CONFLICT clause that overwrites the columns with the new values.
func replace(key string, columns ...string) string {
	set := make([]string, len(columns))
	for i, c := range columns {
		set[i] = c + " = excluded." + c
	}
	return "ON CONFLICT (" + key + ") DO UPDATE SET " + strings.Join(set, ", ")
}

// earliest is an expression for the smaller of two times; NULL is unknown.
func earliest(table, column string) string {
	own, other := table+"."+column, "excluded."+column
	return column + " = CASE WHEN " + own + " IS NULL OR " + other + " < " + own + " THEN " + other + " ELSE " + own + " END"
}

// latest is an expression for the greater of two counts.
func latest(table, column string) string {
	own, other := table+"."+column, "excluded."+column
	return column + " = CASE WHEN " + other + " > " + own + " THEN " + other + " ELSE " + own + " END"
}

// millis is NULL for no time.
func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// decimal is NULL for no number.
func decimal(n figure.Number) any {
	if !n.Stated() {
		return nil
	}
	return n.String()
}
