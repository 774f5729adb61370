package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
)

// ErrNoWords is returned for a search without a word.
var ErrNoWords = errors.New("no word to search for")

// Query selects figures; a zero field selects all. It covers current revisions only, without
// figures that people rejected.
type Query struct {
	Tracker string
	Source  string
	Article figure.ArticleID
	Figure  figure.ID
	Concept figure.ConceptID
	// Subject is a concept id, or words that the subject as written must contain.
	Subject string
	// Unit is a unit id, per-day, tonne-per-day or figure.BareCount.
	Unit string
	// Since and Until bound the article's time, Until excluded. An article without a date has
	// the time at which it was first fetched.
	Since, Until time.Time
	// Words must all occur in the figure's sentence, in any spelling: interchangeable letters,
	// diacritics, the article and attached particles make no difference. A word that ends in *
	// is a prefix.
	Words string
	// Corrected selects the figures that people corrected, including rejected ones.
	Corrected bool
	Limit     int // 0 is no limit
}

// Row is a figure with the metadata of its article, without the text. Claim is the claim that
// the query's tracker makes from it; nil if the query has no tracker.
type Row struct {
	// Figure has corrections applied, for the query's tracker if there is one.
	Figure  figure.Figure
	Article figure.Article
	Engine  string
	Claim   *claim.Claim
	// Override is the effect of corrections on the figure; nil if there is none.
	Override *judge.Override
	// Read is the figure as the engine read it, if Override is not nil.
	Read *figure.Figure
}

const articleColumns = "r.article_id, r.revision, r.source, r.url, r.lang, r.country, r.claimant, r.family, r.title, r.published, r.fetched, r.engine"

// Figures returns the figures that q selects, newest article first, then in text order. The
// error is ErrNoWords when q.Words or q.Subject has no word to search for.
func (l *Ledger) Figures(ctx context.Context, q Query) ([]Row, error) {
	var out []Row
	err := l.EachFigure(ctx, q, func(row Row) error {
		out = append(out, row)
		return nil
	})
	return out, err
}

// EachFigure calls do for each figure that q selects, in the order of Figures. It stops at the
// first error.
func (l *Ledger) EachFigure(ctx context.Context, q Query, do func(Row) error) error {
	query, args, err := q.sql(l)
	if err != nil {
		return err
	}
	rows, err := l.reader().query(ctx, query, args...)
	if err != nil {
		return l.explain("read figures", err)
	}
	defer rows.Close()
	for rows.Next() {
		row, err := scanRow(rows, q.Tracker)
		if err != nil {
			return l.explain("read figures", err)
		}
		if err := do(row); err != nil {
			return err
		}
	}
	return l.explain("read figures", rows.Err())
}

// selection builds the SQL of a query.
type selection struct {
	columns, from string
	fromArgs      []any
	where         []string
	whereArgs     []any
}

func (s *selection) filter(condition string, args ...any) {
	s.where = append(s.where, condition)
	s.whereArgs = append(s.whereArgs, args...)
}

func (q Query) sql(l *Ledger) (string, []any, error) {
	s := selection{columns: "f.json, " + articleColumns + ", " + overrideColumns,
		from: ` FROM figures f
		JOIN articles a ON a.id = f.article_id AND a.revision = f.revision
		JOIN revisions r ON r.article_id = f.article_id AND r.revision = f.revision
		LEFT JOIN overrides o ON o.figure_id = f.id AND o.tracker =
			(SELECT max(x.tracker) FROM overrides x WHERE x.figure_id = f.id AND x.tracker IN ('', ?))
		LEFT JOIN corrections k ON k.seq = o.correction`,
		fromArgs: []any{q.Tracker}}
	if q.Tracker != "" {
		s.columns += ", c.unit, " + claimColumns
		s.from += " JOIN claims c ON c.figure_id = f.id"
		s.filter("c.tracker = ?", q.Tracker)
	}
	const at = "coalesce(f.at, r.fetched)"
	if !q.Since.IsZero() {
		s.filter(at+" >= ?", q.Since.UnixMilli())
	}
	if !q.Until.IsZero() {
		s.filter(at+" < ?", q.Until.UnixMilli())
	}
	q.equals(&s)
	if err := q.words(&s, l); err != nil {
		return "", nil, err
	}
	query := "SELECT " + s.columns + s.from + " WHERE " + strings.Join(s.where, " AND ") +
		" ORDER BY " + at + " DESC, f.article_id, f.field DESC, f.span_start, f.span_end"
	args := append(s.fromArgs, s.whereArgs...)
	if q.Limit > 0 {
		query += " LIMIT ?"
		args = append(args, q.Limit)
	}
	return query, args, nil
}

// equals adds the conditions that compare a column.
func (q Query) equals(s *selection) {
	for _, c := range []struct{ column, value string }{
		{"f.source", q.Source}, {"f.article_id", string(q.Article)}, {"f.id", string(q.Figure)}, {"f.concept", string(q.Concept)},
	} {
		if c.value != "" {
			s.filter(c.column+" = ?", c.value)
		}
	}
	if q.Corrected {
		s.filter("o.figure_id IS NOT NULL")
	} else {
		s.filter("coalesce(o.standing, '') <> 'rejected'")
	}
	if q.Unit != "" {
		const unit, per = "coalesce(o.unit, f.unit)", "coalesce(o.per, f.per)"
		// kilometer-per-hour is both a CLDR unit and a rate of kilometers per hour.
		whole := wholeUnit(q.Unit)
		u, _ := whole.Cut()
		s.filter("("+unit+" = ? AND "+per+" = '' OR "+unit+" = ? AND "+per+" = ?)", whole, u.Unit, u.Per)
	}
}

// words adds the conditions that search text.
func (q Query) words(s *selection, l *Ledger) error {
	if q.Words == "" && q.Subject == "" {
		return nil
	}
	spell, err := l.spell()
	if err != nil {
		return err
	}
	if q.Words != "" {
		terms, err := spell.terms(q.Words)
		if err != nil {
			return err
		}
		d := l.database.dialect()
		s.filter(d.found, d.matching(terms))
	}
	if q.Subject == "" {
		return nil
	}
	terms, err := spell.terms(q.Subject)
	if err != nil {
		return err
	}
	all := make([]string, len(terms))
	args := []any{q.Subject}
	for i, t := range terms {
		all[i] = "' ' || f.subject_words || ' ' LIKE ?"
		pattern := "% " + t.word + " %"
		if t.prefix {
			pattern = "% " + t.word + "%"
		}
		args = append(args, pattern)
	}
	s.filter("(f.concept = ? OR "+strings.Join(all, " AND ")+")", args...)
	return nil
}

// wholeUnit returns the unit id of a label; it is empty for the bare count.
func wholeUnit(label string) figure.UnitID {
	if label == figure.BareCount {
		return ""
	}
	return figure.UnitID(label)
}

func scanRow(rows *sql.Rows, tracker string) (Row, error) {
	var row Row
	var body string
	var published, fetched nullMillis
	var o overrideRow
	a := &row.Article
	into := append([]any{&body, &a.ID, &a.Revision, &a.Source, &a.URL, &a.Lang, &a.Country, &a.Claimant, &a.Family, &a.Title, &published, &fetched, &row.Engine},
		o.into()...)
	c := claimRow{c: claim.Claim{Tracker: tracker}}
	if tracker != "" {
		into = append(append(into, &c.c.Unit), c.into()...)
	}
	if err := rows.Scan(into...); err != nil {
		return Row{}, err
	}
	a.Published, a.Fetched = published.Time, fetched.Time
	if tracker != "" {
		got := c.claim()
		row.Claim = &got
	}
	if err := json.Unmarshal([]byte(body), &row.Figure); err != nil {
		return Row{}, fmt.Errorf("figure of article %q: %w", a.ID, err)
	}
	var err error
	if row.Override, err = o.override(); err != nil || row.Override == nil {
		return row, err
	}
	read := row.Figure
	row.Read, row.Figure = &read, row.Override.Figure
	return row, nil
}

// Claims returns the dated claims on a tracker in its unit with an as-of time in [since,
// until], in the order of claim.Compare, without those of superseded revisions. A zero time is
// no limit.
func (l *Ledger) Claims(ctx context.Context, tracker string, unit figure.UnitID, since, until time.Time) ([]claim.Claim, error) {
	out, err := claims(ctx, l.reader(), currentOnly, judge.Window{Tracker: tracker, Unit: unit, Since: since, Until: until})
	return out, l.explain("read claims", err)
}

// Live returns the newest of Claims for each claimant.
func (l *Ledger) Live(ctx context.Context, tracker string, unit figure.UnitID, since, until time.Time) ([]claim.Claim, error) {
	out, err := live(ctx, l.reader(), currentOnly, judge.Window{Tracker: tracker, Unit: unit, Since: since, Until: until})
	return out, l.explain("read claims", err)
}

// Newest returns the newest as-of time of a tracker's claims in its unit; zero if there is
// none.
func (l *Ledger) Newest(ctx context.Context, tracker string, unit figure.UnitID) (time.Time, error) {
	var at nullMillis
	err := l.reader().row(ctx, "SELECT max(as_of) FROM (SELECT c.as_of FROM claims c "+currentOnly+`
		WHERE c.tracker = ? AND c.unit = ? AND c.review = '' AND c.as_of IS NOT NULL ORDER BY c.as_of DESC LIMIT 1) newest`, tracker, unit).Scan(&at)
	return at.Time, l.explain("read claims", err)
}

// Sources returns the sources that ever reported a tracker, sorted.
func (l *Ledger) Sources(ctx context.Context, tracker string) ([]string, error) {
	return l.names(ctx, "read sources", "SELECT DISTINCT source FROM claims WHERE tracker = ? ORDER BY source", tracker)
}

// Trackers returns the trackers that ever had a claim, sorted.
func (l *Ledger) Trackers(ctx context.Context) ([]string, error) {
	// One index lookup for each tracker, however many claims it has.
	return l.names(ctx, "read trackers", `WITH RECURSIVE t(name) AS (
			SELECT min(tracker) FROM claims
			UNION ALL SELECT (SELECT min(tracker) FROM claims WHERE tracker > t.name) FROM t WHERE t.name IS NOT NULL)
		SELECT name FROM t WHERE name IS NOT NULL`)
}

func (l *Ledger) names(ctx context.Context, doing, query string, args ...any) ([]string, error) {
	rows, err := l.reader().query(ctx, query, args...)
	if err != nil {
		return nil, l.explain(doing, err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, l.explain(doing, err)
		}
		out = append(out, s)
	}
	return out, l.explain(doing, rows.Err())
}

// Counts has the numbers of rows in the ledger.
type Counts struct {
	Articles, Revisions, Figures, Claims, Events, Unpublished, Reports int64
}

// Counts counts the rows.
func (l *Ledger) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	err := l.reader().row(ctx, `SELECT
		(SELECT count(*) FROM articles), (SELECT count(*) FROM revisions), (SELECT count(*) FROM figures),
		(SELECT count(*) FROM claims), (SELECT count(*) FROM events),
		(SELECT count(*) FROM events WHERE published = 0), (SELECT count(*) FROM reports)`).
		Scan(&c.Articles, &c.Revisions, &c.Figures, &c.Claims, &c.Events, &c.Unpublished, &c.Reports)
	return c, l.explain("count", err)
}
