package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/track"
)

// Query selects figures; a zero field selects all. Only current revisions are
// looked at.
type Query struct {
	Tracker string
	Source  string
	Article figure.ArticleID
	Concept figure.ConceptID
	// Since and Until bound the article's time, Until excluded. Articles
	// without a date are placed at the time they were first fetched.
	Since, Until time.Time
	// Words must all stand in the figure's sentence, in any spelling that
	// track.Fold makes equal.
	Words string
	Limit int // 0 is no limit
}

// Row is a figure with what is known of its article, but not its text. Claim is
// what the query's tracker makes of it, nil when no tracker was asked for.
type Row struct {
	Figure  figure.Figure
	Article figure.Article
	Engine  string
	Claim   *claim.Claim
}

const articleColumns = "r.article_id, r.revision, r.source, r.url, r.lang, r.country, r.title, r.published, r.fetched, r.engine"

const claimColumns = `c.id, c.tracker, c.unit, c.claimant, c.source, c.as_of, c.relation, c.best, c.low, c.high,
	c.figure_id, c.article_id, c.revision, c.field, c.start`

// Figures returns the figures that q selects, newest article first, and within
// one in the order of the text.
func (l *Ledger) Figures(ctx context.Context, q Query) ([]Row, error) {
	query, args := q.sql()
	rows, err := l.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, l.explain("read figures", err)
	}
	defer rows.Close()
	var out []Row
	for rows.Next() {
		row, err := scanRow(rows, q.Tracker != "")
		if err != nil {
			return nil, l.explain("read figures", err)
		}
		out = append(out, row)
	}
	return out, l.explain("read figures", rows.Err())
}

func (q Query) sql() (string, []any) {
	const at = "coalesce(f.at, r.fetched)"
	columns, from := "f.json, "+articleColumns, ` FROM figures f
		JOIN articles a ON a.id = f.article_id AND a.revision = f.revision
		JOIN revisions r ON r.article_id = f.article_id AND r.revision = f.revision`
	var where []string
	var args []any
	filter := func(condition string, arg any) {
		where = append(where, condition)
		args = append(args, arg)
	}
	if q.Tracker != "" {
		columns += ", " + claimColumns
		from += " JOIN claims c ON c.figure_id = f.id"
		filter("c.tracker = ?", q.Tracker)
	}
	if q.Source != "" {
		filter("f.source = ?", q.Source)
	}
	if q.Article != "" {
		filter("f.article_id = ?", q.Article)
	}
	if q.Concept != "" {
		filter("f.concept = ?", q.Concept)
	}
	if !q.Since.IsZero() {
		filter(at+" >= ?", q.Since.UnixMilli())
	}
	if !q.Until.IsZero() {
		filter(at+" < ?", q.Until.UnixMilli())
	}
	if words := track.Fold(q.Words); len(words) > 0 {
		filter(`(f.article_id, f.revision, f.field, f.sentence_start) IN (
			SELECT s.article_id, s.revision, s.field, s.start FROM sentence_words
			JOIN sentences s ON s.id = sentence_words.rowid WHERE sentence_words MATCH ?)`,
			`"`+strings.Join(words, `" "`)+`"`)
	}
	query := "SELECT " + columns + from
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	query += " ORDER BY " + at + " DESC, f.article_id, f.field DESC, f.span_start, f.span_end"
	if q.Limit > 0 {
		query += " LIMIT ?"
		args = append(args, q.Limit)
	}
	return query, args
}

func scanRow(rows *sql.Rows, withClaim bool) (Row, error) {
	var row Row
	var body string
	var published, fetched nullMillis
	a := &row.Article
	into := []any{&body, &a.ID, &a.Revision, &a.Source, &a.URL, &a.Lang, &a.Country, &a.Title, &published, &fetched, &row.Engine}
	var c claimRow
	if withClaim {
		into = append(into, c.into()...)
	}
	if err := rows.Scan(into...); err != nil {
		return Row{}, err
	}
	a.Published, a.Fetched = published.Time, fetched.Time
	if withClaim {
		got := c.claim()
		row.Claim = &got
	}
	if err := json.Unmarshal([]byte(body), &row.Figure); err != nil {
		return Row{}, fmt.Errorf("figure of article %q: %w", a.ID, err)
	}
	return row, nil
}

// Article returns the current revision of an article, with its text. The error
// wraps sql.ErrNoRows when there is none.
func (l *Ledger) Article(ctx context.Context, id figure.ArticleID) (figure.Article, error) {
	var a figure.Article
	var published, fetched nullMillis
	var engine string
	err := l.read.QueryRowContext(ctx, "SELECT "+articleColumns+`, r.text FROM articles a
		JOIN revisions r ON r.article_id = a.id AND r.revision = a.revision WHERE a.id = ?`, id).
		Scan(&a.ID, &a.Revision, &a.Source, &a.URL, &a.Lang, &a.Country, &a.Title, &published, &fetched, &engine, &a.Text)
	a.Published, a.Fetched = published.Time, fetched.Time
	return a, l.explain(fmt.Sprintf("read article %q", id), err)
}

// Claims returns the dated claims on a tracker in its unit with an as-of time
// from since to until, both included, in the order of claim.Compare. Claims of
// revisions that were edited away are left out. A zero until is no limit.
func (l *Ledger) Claims(ctx context.Context, tracker string, unit figure.UnitID, since, until time.Time) ([]claim.Claim, error) {
	out, err := claims(ctx, l.read, currentOnly, tracker, unit, since, until)
	return out, l.explain("read claims", err)
}

// Newest returns the newest as-of time among a tracker's claims in its unit,
// zero when there are none.
func (l *Ledger) Newest(ctx context.Context, tracker string, unit figure.UnitID) (time.Time, error) {
	var at nullMillis
	err := l.read.QueryRowContext(ctx, `SELECT max(c.as_of) FROM claims c
		JOIN articles a ON a.id = c.article_id AND a.revision = c.revision
		WHERE c.tracker = ? AND c.unit = ?`, tracker, unit).Scan(&at)
	return at.Time, l.explain("read claims", err)
}

// Sources returns the sources that ever reported a tracker, sorted.
func (l *Ledger) Sources(ctx context.Context, tracker string) ([]string, error) {
	rows, err := l.read.QueryContext(ctx, "SELECT DISTINCT source FROM claims WHERE tracker = ? ORDER BY source", tracker)
	if err != nil {
		return nil, l.explain("read sources", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, l.explain("read sources", err)
		}
		out = append(out, s)
	}
	return out, l.explain("read sources", rows.Err())
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

const currentOnly = "JOIN articles a ON a.id = c.article_id AND a.revision = c.revision"

func claims(ctx context.Context, db querier, join, tracker string, unit figure.UnitID, since, until time.Time) ([]claim.Claim, error) {
	query := "SELECT " + claimColumns + " FROM claims c " + join + `
		WHERE c.tracker = ? AND c.unit = ? AND c.as_of IS NOT NULL`
	args := []any{tracker, unit}
	if !since.IsZero() {
		query += " AND c.as_of >= ?"
		args = append(args, since.UnixMilli())
	}
	if !until.IsZero() {
		query += " AND c.as_of <= ?"
		args = append(args, until.UnixMilli())
	}
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []claim.Claim
	for rows.Next() {
		var c claimRow
		if err := rows.Scan(c.into()...); err != nil {
			return nil, err
		}
		out = append(out, c.claim())
	}
	sortClaims(out)
	return out, rows.Err()
}

// Counts is how much the ledger holds.
type Counts struct {
	Articles, Revisions, Figures, Claims, Events, Unpublished, Reports int64
}

// Counts counts the rows.
func (l *Ledger) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	err := l.read.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM articles), (SELECT count(*) FROM revisions), (SELECT count(*) FROM figures),
		(SELECT count(*) FROM claims), (SELECT count(*) FROM events),
		(SELECT count(*) FROM events WHERE published = 0), (SELECT count(*) FROM reports)`).
		Scan(&c.Articles, &c.Revisions, &c.Figures, &c.Claims, &c.Events, &c.Unpublished, &c.Reports)
	return c, l.explain("count", err)
}
