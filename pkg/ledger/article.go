package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
)

// Article returns the current revision of an article, with its text. The error wraps
// sql.ErrNoRows when there is no such article.
func (l *Ledger) Article(ctx context.Context, id figure.ArticleID) (figure.Article, error) {
	a, _, err := scanArticle(l.reader().row(ctx, currentArticles+" WHERE a.id = ?", id))
	return a, l.explain(fmt.Sprintf("read article %q", id), err)
}

// EachArticle calls do for the current revision of each article whose time (as in Query) lies
// in [since, until), oldest first; a zero time is no limit. It stops at the first error.
func (l *Ledger) EachArticle(ctx context.Context, since, until time.Time, do func(figure.Article) error) error {
	const at = "coalesce(r.published, r.fetched, 0)"
	query, args := currentArticles+" WHERE "+at+" >= ?", []any{from(since)}
	if !until.IsZero() {
		query += " AND " + at + " < ?"
		args = append(args, until.UnixMilli())
	}
	rows, err := l.reader().query(ctx, query+" ORDER BY "+at+", a.id", args...)
	if err != nil {
		return l.explain("read articles", err)
	}
	defer rows.Close()
	for rows.Next() {
		a, _, err := scanArticle(rows)
		if err != nil {
			return l.explain("read articles", err)
		}
		if err := do(a); err != nil {
			return err
		}
	}
	return l.explain("read articles", rows.Err())
}

// Evidence returns the article revision, without its text, and the figure that a claim was
// made from.
func (t *Tx) Evidence(c claim.Claim) (a figure.Article, f figure.Figure, err error) {
	var published, fetched nullMillis
	var body string
	err = t.row(t.ctx, "SELECT "+articleColumns+`, f.json FROM figures f
		JOIN revisions r ON r.article_id = f.article_id AND r.revision = f.revision WHERE f.id = ?`, c.Figure).
		Scan(&a.ID, &a.Revision, &a.Source, &a.URL, &a.Lang, &a.Country, &a.Claimant, &a.Family, &a.Title, &published, &fetched, new(string), &body)
	if err == nil {
		err = json.Unmarshal([]byte(body), &f)
	}
	if err != nil {
		return a, f, fmt.Errorf("evidence of claim %q: %w", c.ID, err)
	}
	a.Published, a.Fetched = published.Time, fetched.Time
	return a, f, nil
}

// Edition returns the last recorded edition of an article: 0 if there is none, or if editions
// are not counted.
func (l *Ledger) Edition(ctx context.Context, id figure.ArticleID) (int, error) {
	var n int
	err := l.reader().row(ctx, "SELECT coalesce(max(edition), 0) FROM revisions WHERE article_id = ?", id).Scan(&n)
	return n, l.explain(fmt.Sprintf("read editions of article %q", id), err)
}

// Recorded returns an article's current revision with the figures that were passed to Record,
// without corrections. The error wraps sql.ErrNoRows when there is no such article.
func (l *Ledger) Recorded(ctx context.Context, id figure.ArticleID) (figure.Figures, error) {
	in, err := recorded(ctx, l.reader(), id)
	return in, l.explain(fmt.Sprintf("read article %q", id), err)
}

func recorded(ctx context.Context, s session, id figure.ArticleID) (figure.Figures, error) {
	var in figure.Figures
	var err error
	if in.Article, in.Engine, err = scanArticle(s.row(ctx, currentArticles+" WHERE a.id = ?", id)); err != nil {
		return in, err
	}
	rows, err := s.query(ctx, "SELECT json FROM figures WHERE article_id = ? AND revision = ? ORDER BY field DESC, span_start, span_end",
		id, in.Article.Revision)
	if err != nil {
		return in, err
	}
	defer rows.Close()
	for rows.Next() {
		var body string
		var f figure.Figure
		if err := rows.Scan(&body); err != nil {
			return in, err
		}
		if err := json.Unmarshal([]byte(body), &f); err != nil {
			return in, fmt.Errorf("figure of article %q: %w", id, err)
		}
		in.Figures = append(in.Figures, f)
	}
	return in, rows.Err()
}

const currentArticles = "SELECT " + articleColumns + `, r.text FROM articles a
	JOIN revisions r ON r.article_id = a.id AND r.revision = a.revision`

func scanArticle(row interface{ Scan(...any) error }) (a figure.Article, engine string, err error) {
	var published, fetched nullMillis
	err = row.Scan(&a.ID, &a.Revision, &a.Source, &a.URL, &a.Lang, &a.Country, &a.Claimant, &a.Family, &a.Title, &published, &fetched, &engine, &a.Text)
	a.Published, a.Fetched = published.Time, fetched.Time
	return a, engine, err
}
