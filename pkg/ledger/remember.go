package ledger

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
)

// Window is a part of a tracker's history: the dated claims ever made on it in
// its unit, with an as-of time from Since to Until, both included; a zero time is
// no limit. Those of revisions that were edited away belong to it, those that wait
// for review do not.
type Window struct {
	Tracker      string
	Unit         figure.UnitID
	Since, Until time.Time
}

// Remembered returns the claims of a window in the order of claim.Compare. It
// reads all of them, some microseconds each: Stating and Latest answer most
// questions sooner.
func (t *Tx) Remembered(w Window) ([]claim.Claim, error) {
	return claims(t.ctx, t.session, "", w)
}

// Standing returns the claims of a window without those of revisions that were
// edited away, in the order of claim.Compare.
func (t *Tx) Standing(w Window) ([]claim.Claim, error) {
	return claims(t.ctx, t.session, currentOnly, w)
}

// Stating returns the claims of a window whose number lies from least to most,
// both included, in the order of claim.Compare. The number of a claim is its
// stated value, else its floor, else its ceiling. The time it takes depends on
// how many there are, not on how much the window holds, so a tolerance around a
// number is looked up without reading the tracker's past.
func (t *Tx) Stating(w Window, least, most figure.Number) ([]claim.Claim, error) {
	low, _ := least.Float64()
	high, _ := most.Float64()
	// The index holds binary numbers: what is looked up is a little wider, and
	// the decimals decide.
	out, err := claims(t.ctx, t.session, "", w, condition{"c.size >= ?", math.Nextafter(low, math.Inf(-1))},
		condition{"c.size <= ?", math.Nextafter(high, math.Inf(1))})
	return slices.DeleteFunc(out, func(c claim.Claim) bool {
		n := number(c)
		return n.Cmp(least) < 0 || n.Cmp(most) > 0
	}), err
}

// Latest returns the last claims of a window, at most limit, in the order of
// claim.Compare.
func (t *Tx) Latest(w Window, limit int) ([]claim.Claim, error) {
	// Claims of one time are read together, since their order is not the index's.
	var since nullMillis
	if err := t.row(t.ctx, `SELECT min(as_of) FROM (SELECT as_of FROM claims
		WHERE tracker = ? AND unit = ? AND review = '' AND as_of >= ? AND as_of <= ? ORDER BY as_of DESC LIMIT ?) newest`,
		w.Tracker, w.Unit, from(w.Since), until(w.Until), limit).Scan(&since); err != nil {
		return nil, err
	}
	if since.IsZero() {
		return nil, nil
	}
	w.Since = since.Time
	out, err := claims(t.ctx, t.session, "", w)
	return out[max(0, len(out)-limit):], err
}

// Editions returns the claims that an article's revisions make on a tracker in
// its unit, revision by revision, the last edition at the end. A revision
// that makes none is left out.
func (t *Tx) Editions(article figure.ArticleID, tracker string, unit figure.UnitID) ([][]claim.Claim, error) {
	rows, err := t.query(t.ctx, "SELECT "+claimColumns+` FROM claims c
		JOIN revisions r ON r.article_id = c.article_id AND r.revision = c.revision
		WHERE c.article_id = ? AND c.tracker = ? AND c.unit = ? AND c.review = ''
		ORDER BY r.edition, r.fetched, r.revision, c.id`, article, tracker, unit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out [][]claim.Claim
	for rows.Next() {
		r := claimRow{c: claim.Claim{Tracker: tracker, Unit: unit}}
		if err := rows.Scan(r.into()...); err != nil {
			return nil, fmt.Errorf("claims of article %q: %w", article, err)
		}
		c := r.claim()
		if n := len(out); n > 0 && out[n-1][0].Revision == c.Revision {
			out[n-1] = append(out[n-1], c)
		} else {
			out = append(out, []claim.Claim{c})
		}
	}
	return out, rows.Err()
}

// number is what a claim is found by.
func number(c claim.Claim) figure.Number {
	for _, n := range []figure.Number{c.Best, c.Low, c.High} {
		if n.Stated() {
			return n
		}
	}
	return figure.Number{}
}

// size is number as the index holds it.
func size(c claim.Claim) any {
	if f, ok := number(c).Float64(); ok {
		return f
	}
	return nil
}

func from(t time.Time) int64 {
	if t.IsZero() {
		return math.MinInt64
	}
	return t.UnixMilli()
}

func until(t time.Time) int64 {
	if t.IsZero() {
		return math.MaxInt64
	}
	return t.UnixMilli()
}

// currentOnly leaves out claims of revisions that were edited away.
const currentOnly = "JOIN articles a ON a.id = c.article_id AND a.revision = c.revision"

// condition is a part of WHERE with its parameter.
type condition struct {
	sql string
	arg any
}

func claims(ctx context.Context, s session, join string, w Window, more ...condition) ([]claim.Claim, error) {
	query := "SELECT " + claimColumns + " FROM claims c " + join + `
		WHERE c.tracker = ? AND c.unit = ? AND c.review = '' AND c.as_of >= ? AND c.as_of <= ?`
	args := []any{w.Tracker, w.Unit, from(w.Since), until(w.Until)}
	for _, m := range more {
		query += " AND " + m.sql
		args = append(args, m.arg)
	}
	rows, err := s.query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []claim.Claim
	for rows.Next() {
		// The tracker and its unit are one string each, however many claims.
		c := claimRow{c: claim.Claim{Tracker: w.Tracker, Unit: w.Unit}}
		if err := rows.Scan(c.into()...); err != nil {
			return nil, fmt.Errorf("claim on %q: %w", w.Tracker, err)
		}
		out = append(out, c.claim())
	}
	slices.SortFunc(out, claim.Compare)
	return out, rows.Err()
}
