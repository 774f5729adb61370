package ledger

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
)

// Overrides returns the overrides of the article's figures, which are empty for nearly every
// article. Record must be called first, with in as the engine read it. Claims are then made
// from the result: for a tracker without an override of its own, the rule matches Apply's
// figures; otherwise the Standing decides.
func (t *Tx) Overrides(in *figure.Figures) (judge.Overrides, error) {
	rows, err := t.query(t.ctx, "SELECT f.id, o.tracker, "+overrideColumns+` FROM figures f
		JOIN overrides o ON o.figure_id = f.id JOIN corrections k ON k.seq = o.correction
		WHERE f.article_id = ? AND f.revision = ?`, in.Article.ID, in.Article.Revision)
	if err != nil {
		return nil, fmt.Errorf("read corrections of article %q: %w", in.Article.ID, err)
	}
	defer rows.Close()
	out := judge.Overrides{}
	for rows.Next() {
		var id figure.ID
		var tracker string
		var r overrideRow
		if err := rows.Scan(append([]any{&id, &tracker}, r.into()...)...); err != nil {
			return nil, err
		}
		o, err := r.override()
		if err != nil {
			return nil, err
		}
		if out[id] == nil {
			out[id] = map[string]judge.Override{}
		}
		out[id][tracker] = *o
	}
	return out, rows.Err()
}

// override recomputes the overrides of an article's recorded figures from its corrections.
func (t *Tx) override(in *figure.Figures) error {
	all, err := corrections(t.ctx, t.session, "WHERE k.article_id = ? ORDER BY k.seq", in.Article.ID)
	if err != nil || len(all) == 0 {
		return err
	}
	if _, err := t.exec(t.ctx, "DELETE FROM overrides WHERE figure_id IN (SELECT id FROM figures WHERE article_id = ? AND revision = ?)",
		in.Article.ID, in.Article.Revision); err != nil {
		return err
	}
	byFigure := map[int][]judge.Correction{}
	for _, c := range all {
		if n, ok := t.locate(c.Place, in); ok {
			byFigure[n] = append(byFigure[n], c)
		}
	}
	r, err := t.amender()
	if err != nil {
		return err
	}
	i := insertion{table: "overrides", columns: []string{"figure_id", "tracker", "standing", "unit", "per", "json", "correction"}}
	for n, own := range byFigure {
		for _, tracker := range trackersOf(own) {
			applied := effective(own, tracker)
			if len(applied) == 0 || tracker != "" && !slices.ContainsFunc(applied, func(c judge.Correction) bool { return c.Tracker == tracker }) {
				continue
			}
			o, err := r.apply(in.Article, in.Figures[n], applied)
			if err != nil {
				return err
			}
			body, err := json.Marshal(o.Figure)
			if err != nil {
				return fmt.Errorf("figure %q: %w", o.Figure.ID, err)
			}
			i.add(o.Figure.ID, tracker, o.Standing, o.Figure.Unit, o.Figure.Per, string(body), o.Correction.Seq)
		}
	}
	_, err = i.exec(t.ctx, t.session)
	return err
}

// locate finds the figure that a correction is about.
func (t *Tx) locate(p judge.Place, in *figure.Figures) (n int, ok bool) {
	var near []int
	for n := range in.Figures {
		m := &in.Figures[n].Mention
		switch {
		case m.Field != p.Field:
		case in.Article.Revision == p.Revision:
			if m.Start == p.Start && m.End == p.End {
				return n, true
			}
			if m.Start <= p.Start && p.End <= m.End || p.Start <= m.Start && m.End <= p.End {
				near = append(near, n)
			}
		case t.same(m.Text) == t.same(p.Text) && t.same(m.Context.Sentence) == t.same(p.Sentence):
			near = append(near, n)
		}
	}
	if len(near) != 1 {
		return 0, false
	}
	return near[0], true
}

// trackersOf returns the trackers that corrections name, "" first.
func trackersOf(all []judge.Correction) []string {
	out := []string{""}
	for _, c := range all {
		out = append(out, c.Tracker)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// effective returns the corrections that apply to a tracker: its own and those for all,
// without those that were restored.
func effective(all []judge.Correction, tracker string) []judge.Correction {
	var out []judge.Correction
	for _, c := range all {
		switch {
		case c.Tracker != "" && c.Tracker != tracker:
		case c.Action != judge.Restore:
			out = append(out, c)
		case c.Tracker == "":
			out = nil
		default:
			out = slices.DeleteFunc(out, func(c judge.Correction) bool { return c.Tracker == tracker })
		}
	}
	return out
}

const overrideColumns = "o.json, o.standing, " + correctionColumns

// overrideRow scans overrideColumns, all of which are NULL if no override is joined.
type overrideRow struct {
	json, standing sql.NullString
	correctionRow
}

func (r *overrideRow) into() []any {
	return append([]any{&r.json, &r.standing}, r.correctionRow.into()...)
}

func (r *overrideRow) override() (*judge.Override, error) {
	if !r.json.Valid {
		return nil, nil
	}
	o := judge.Override{Standing: judge.Standing(r.standing.String), Correction: r.correction()}
	if err := json.Unmarshal([]byte(r.json.String), &o.Figure); err != nil {
		return nil, fmt.Errorf("corrected figure %q: %w", o.Correction.Figure, err)
	}
	return &o, nil
}
