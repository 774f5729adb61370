package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
)

// Errors of a correction.
var (
	ErrNoFigure   = errors.New("no article in its current revision has this figure")
	ErrCorrection = errors.New("the correction is invalid")
)

// Correct records a correction of a figure in an article's current revision and returns it
// with its place. By, Why and At are required. From then on Figures, Overrides and Record
// apply it; claims do not change until the sink, which reads Ledger.Corrected, recomputes
// them. The error wraps ErrNoFigure or ErrCorrection.
func (t *Tx) Correct(id figure.ID, c judge.Correction) (judge.Correction, error) {
	if err := t.validate(c); err != nil {
		return c, err
	}
	var article figure.ArticleID
	err := t.row(t.ctx, `SELECT f.article_id FROM figures f JOIN articles a ON a.id = f.article_id AND a.revision = f.revision
		WHERE f.id = ?`, id).Scan(&article)
	if errors.Is(err, sql.ErrNoRows) {
		return c, fmt.Errorf("%w: %q", ErrNoFigure, id)
	}
	if err != nil {
		return c, err
	}
	in, err := recorded(t.ctx, t.session, article)
	if err != nil {
		return c, err
	}
	for _, f := range in.Figures {
		if m := f.Mention; f.ID == id {
			c.Place = judge.Place{Figure: id, Article: article, Revision: in.Article.Revision, Field: m.Field,
				Start: m.Start, End: m.End, Text: m.Text, Sentence: m.Context.Sentence}
		}
	}
	err = t.row(t.ctx, `INSERT INTO corrections
		(figure_id, article_id, revision, field, span_start, span_end, span_text, sentence, tracker, action, value, unit, author, reason, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq`,
		c.Figure, c.Article, c.Revision, c.Field, c.Start, c.End, c.Text, c.Sentence, c.Tracker, c.Action, decimal(c.Value), c.Unit,
		c.By, c.Why, c.At.UnixMilli()).Scan(&c.Seq)
	if err != nil {
		return c, err
	}
	return c, t.override(&in)
}

// Resolve returns the id of the figure whose id begins with begins, in any article's current
// revision. The error wraps ErrNoFigure when there is none or more than one.
func (l *Ledger) Resolve(ctx context.Context, begins string) (figure.ID, error) {
	// Ids consist of letters and digits, all below '~'.
	ids, err := l.names(ctx, "find figure", `SELECT f.id FROM figures f JOIN articles a ON a.id = f.article_id AND a.revision = f.revision
		WHERE f.id >= ? AND f.id < ? ORDER BY f.id LIMIT 2`, begins, begins+"~")
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0:
		return "", fmt.Errorf("%w: %q", ErrNoFigure, begins)
	case len(ids) > 1 && ids[0] != begins:
		return "", fmt.Errorf("%w: several ids begin with %q", ErrNoFigure, begins)
	}
	return figure.ID(ids[0]), nil
}

// validate returns an error unless a correction is complete: an author, a reason, a time and a
// valid change.
func (t *Tx) validate(c judge.Correction) error {
	states := c.Value.Stated() || c.Unit != ""
	switch {
	case c.By == "" || c.Why == "":
		return fmt.Errorf("%w: it needs an author and a reason", ErrCorrection)
	case c.At.IsZero():
		return fmt.Errorf("%w: it has no time", ErrCorrection)
	case c.Action == judge.Amend && !states && c.Tracker == "":
		return fmt.Errorf("%w: it states no value, unit or tracker", ErrCorrection)
	case c.Action != judge.Amend && c.Action != judge.Reject && c.Action != judge.Restore:
		return fmt.Errorf("%w: unknown action %q", ErrCorrection, c.Action)
	case c.Action != judge.Amend && states:
		return fmt.Errorf("%w: action %s takes no value or unit", ErrCorrection, c.Action)
	case c.Unit == "":
		return nil
	}
	r, err := t.amender()
	if err != nil {
		return err
	}
	if err := r.known(c.Unit); err != nil {
		return fmt.Errorf("%w: %w", ErrCorrection, err)
	}
	return nil
}

const correctionColumns = `k.seq, k.figure_id, k.article_id, k.revision, k.field, k.span_start, k.span_end, k.span_text, k.sentence,
	k.tracker, k.action, k.value, k.unit, k.author, k.reason, k.at`

// Corrections returns the corrections of an article, or all when article is empty, in the
// order in which they were made.
func (l *Ledger) Corrections(ctx context.Context, article figure.ArticleID) ([]judge.Correction, error) {
	out, err := corrections(ctx, l.reader(), "WHERE CAST(? AS text) IN ('', k.article_id) ORDER BY k.seq", article)
	return out, l.explain("read corrections", err)
}

// Corrected returns the oldest corrections after the named position, as Pending does for
// reports. For each of them the sink makes the claims of the article again, from Recorded and
// Tx.Overrides, and then calls Advance with the correction's Seq.
func (l *Ledger) Corrected(ctx context.Context, name string, limit int) ([]judge.Correction, error) {
	out, err := corrections(ctx, l.reader(), "WHERE k.seq > coalesce((SELECT seq FROM positions WHERE name = ?), 0) ORDER BY k.seq LIMIT ?",
		name, limit)
	return out, l.explain("read corrections", err)
}

func corrections(ctx context.Context, s session, where string, args ...any) ([]judge.Correction, error) {
	rows, err := s.query(ctx, "SELECT "+correctionColumns+" FROM corrections k "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []judge.Correction
	for rows.Next() {
		var r correctionRow
		if err := rows.Scan(r.into()...); err != nil {
			return nil, err
		}
		out = append(out, r.correction())
	}
	return out, rows.Err()
}

// correctionRow scans correctionColumns, all of which may be NULL if no correction is joined.
type correctionRow struct {
	seq, start, end                                  sql.NullInt64
	figure, article, revision, field, text, sentence sql.NullString
	tracker, action, unit, by, why                   sql.NullString
	value                                            nullDecimal
	at                                               nullMillis
}

func (r *correctionRow) into() []any {
	return []any{&r.seq, &r.figure, &r.article, &r.revision, &r.field, &r.start, &r.end, &r.text, &r.sentence,
		&r.tracker, &r.action, &r.value, &r.unit, &r.by, &r.why, &r.at}
}

func (r *correctionRow) correction() judge.Correction {
	return judge.Correction{Seq: r.seq.Int64, Tracker: r.tracker.String, Action: judge.Action(r.action.String), Value: r.value.Number,
		Unit: r.unit.String, By: r.by.String, Why: r.why.String, At: r.at.Time,
		Place: judge.Place{Figure: figure.ID(r.figure.String), Article: figure.ArticleID(r.article.String),
			Revision: figure.Revision(r.revision.String), Field: figure.Field(r.field.String),
			Start: int(r.start.Int64), End: int(r.end.Int64), Text: r.text.String, Sentence: r.sentence.String}}
}
