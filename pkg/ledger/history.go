package ledger

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
)

var _ judge.History = (*Tx)(nil)

// Stating returns the claims of a window whose number lies in [least, most], in the order of
// claim.Compare; an absent number is no limit. The number of a claim is its stated value, else
// its lower bound, else its upper bound. The cost depends on the number of results, not on the
// size of the window.
func (t *Tx) Stating(w judge.Window, least, most figure.Number) ([]claim.Claim, error) {
	// The index has float64 numbers: look up a slightly wider range, then compare exact
	// decimals.
	var limits []condition
	if low, ok := least.Float64(); ok {
		limits = append(limits, condition{"c.size >= ?", []any{math.Nextafter(low, math.Inf(-1))}})
	}
	if high, ok := most.Float64(); ok {
		limits = append(limits, condition{"c.size <= ?", []any{math.Nextafter(high, math.Inf(1))}})
	}
	out, err := claims(t.ctx, t.session, "", w, limits...)
	return slices.DeleteFunc(out, func(c claim.Claim) bool {
		n := c.Leading()
		return least.Stated() && n.Cmp(least) < 0 || most.Stated() && n.Cmp(most) > 0
	}), err
}

// Live returns each claimant's newest claim before c in a window, in the order of
// claim.Compare. The last is the newest claim of all.
func (t *Tx) Live(w judge.Window, c claim.Claim) ([]claim.Claim, error) {
	w.Until = c.AsOf.Add(-time.Millisecond)
	out, err := live(t.ctx, t.session, "", w)
	if err != nil {
		return nil, err
	}
	w.Since, w.Until = c.AsOf, c.AsOf
	same, err := claims(t.ctx, t.session, "", w)
	same = slices.DeleteFunc(same, func(k claim.Claim) bool { return claim.Compare(k, c) >= 0 })
	out = slices.DeleteFunc(out, func(k claim.Claim) bool {
		return slices.ContainsFunc(same, func(later claim.Claim) bool { return later.Claimant == k.Claimant })
	})
	return append(out, same...), err
}

// MayFall reports whether c, which states a value, may be part of a step down in its
// claimant's numbers within a window (claim.Falls): in current revisions, the claimant stated
// more before it, less after it, or another value in the same article.
func (t *Tx) MayFall(w judge.Window, c claim.Claim) (bool, error) {
	at, n := c.AsOf.UnixMilli(), size(c)
	where, args := whereIn(w, condition{"c.claimant = ? AND c.best <> ?", []any{c.Claimant, c.Value.String()}},
		condition{"(c.article_id = ? OR c.as_of <= ? AND c.size >= ? OR c.as_of >= ? AND c.size <= ?)", []any{c.Article, at, n, at, n}})
	var found bool
	err := t.row(t.ctx, "SELECT EXISTS (SELECT 1 FROM claims c "+currentOnly+where+")", args...).Scan(&found)
	return found, err
}

// Said returns the claims of one claimant in a window, without those of superseded revisions,
// in the order of claim.Compare.
func (t *Tx) Said(w judge.Window, claimant string) ([]claim.Claim, error) {
	return claims(t.ctx, t.session, currentOnly, w, condition{"c.claimant = ?", []any{claimant}})
}

// Editions returns the claims that an article's revisions make on a tracker in its unit, one
// slice for each revision, the last edition at the end. Revisions without claims are left out.
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

// size is the number by which a claim is indexed.
func size(c claim.Claim) any {
	if f, ok := c.Leading().Float64(); ok {
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

// currentOnly excludes claims of superseded revisions.
const currentOnly = "JOIN articles a ON a.id = c.article_id AND a.revision = c.revision"

// condition is a part of WHERE with its parameters.
type condition struct {
	sql  string
	args []any
}

// whereIn selects the claims c of a window that meet all conditions.
func whereIn(w judge.Window, all ...condition) (sql string, args []any) {
	sql = " WHERE c.tracker = ? AND c.unit = ? AND c.review = '' AND c.as_of >= ? AND c.as_of <= ?"
	args = []any{w.Tracker, w.Unit, from(w.Since), until(w.Until)}
	for _, c := range all {
		sql += " AND " + c.sql
		args = append(args, c.args...)
	}
	return sql, args
}

func claims(ctx context.Context, s session, join string, w judge.Window, more ...condition) ([]claim.Claim, error) {
	where, args := whereIn(w, more...)
	rows, err := s.query(ctx, "SELECT "+claimColumns+" FROM claims c "+join+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []claim.Claim
	for rows.Next() {
		// Share one string for the tracker and one for its unit between all claims.
		c := claimRow{c: claim.Claim{Tracker: w.Tracker, Unit: w.Unit}}
		if err := rows.Scan(c.into()...); err != nil {
			return nil, fmt.Errorf("claim on %q: %w", w.Tracker, err)
		}
		out = append(out, c.claim())
	}
	slices.SortFunc(out, claim.Compare)
	return out, rows.Err()
}

// live returns each claimant's newest claim of a window. It takes two queries: as one query,
// PostgreSQL may read the window once for each claim.
func live(ctx context.Context, s session, join string, w judge.Window) ([]claim.Claim, error) {
	last, err := newest(ctx, s, join, w)
	if err != nil || len(last) == 0 {
		return nil, err
	}
	times := map[int64]bool{}
	for _, at := range last {
		times[at.UnixMilli()] = true
	}
	at := condition{sql: "c.as_of IN (?" + strings.Repeat(", ?", len(times)-1) + ")"}
	for ms := range times {
		at.args = append(at.args, ms)
	}
	out, err := claims(ctx, s, join, w, at)
	return slices.DeleteFunc(out, func(c claim.Claim) bool { return !c.AsOf.Equal(last[c.Claimant]) }), err
}

// newest returns the as-of time of each claimant's newest claim in a window.
func newest(ctx context.Context, s session, join string, w judge.Window) (map[string]time.Time, error) {
	where, args := whereIn(w)
	rows, err := s.query(ctx, "SELECT c.claimant, max(c.as_of) FROM claims c "+join+where+" GROUP BY c.claimant", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]time.Time{}
	for rows.Next() {
		var claimant string
		var at nullMillis
		if err := rows.Scan(&claimant, &at); err != nil {
			return nil, fmt.Errorf("claimants of %q: %w", w.Tracker, err)
		}
		out[claimant] = at.Time
	}
	return out, rows.Err()
}
