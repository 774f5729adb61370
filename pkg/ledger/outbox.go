package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
)

// Event is an event in the outbox; Body is its JSON. The ID is deterministic, so that no event
// is published twice.
type Event struct {
	ID      string
	Tracker string
	Type    event.Type
	Claim   claim.ID
	Body    []byte
}

// Report is one point of a tracker's series: what a source said at a time.
type Report struct {
	Seq     int64 // set by the ledger
	Tracker string
	Unit    figure.UnitID
	Source  string
	At      time.Time
	figure.Amount
	Claim claim.ID
}

// Announce adds events to the outbox and returns those that were not in it. The others are not
// changed.
func (t *Tx) Announce(events []Event) ([]Event, error) {
	var added []Event
	for _, e := range events {
		i := insertion{table: "events", columns: []string{"id", "tracker", "type", "claim_id", "body"}, conflict: "ON CONFLICT DO NOTHING"}
		i.add(e.ID, e.Tracker, e.Type, e.Claim, e.Body)
		n, err := i.exec(t.ctx, t.session)
		if err != nil {
			return nil, fmt.Errorf("record events: %w", err)
		}
		if n > 0 {
			added = append(added, e)
		}
	}
	return added, nil
}

// Report adds points to the outbox and returns how many were rejected because their series
// already has a point at that time.
func (t *Tx) Report(reports []Report) (refused int, err error) {
	i := insertion{table: "reports",
		columns:  []string{"tracker", "unit", "source", "at", "value", "lower", "upper", "claim_id"},
		conflict: "ON CONFLICT DO NOTHING"}
	for _, r := range reports {
		i.add(r.Tracker, r.Unit, r.Source, r.At.UnixMilli(), decimal(r.Value), decimal(r.Lower), decimal(r.Upper), r.Claim)
	}
	taken, err := i.exec(t.ctx, t.session)
	if err != nil {
		return 0, fmt.Errorf("record reports: %w", err)
	}
	return len(reports) - int(taken), nil
}

// Unpublished returns the oldest unpublished events.
func (l *Ledger) Unpublished(ctx context.Context, limit int) ([]Event, error) {
	return l.events(ctx, "SELECT id, tracker, type, claim_id, body FROM events WHERE published = 0 ORDER BY seq LIMIT ?", limit)
}

// Events returns the newest events of a tracker, or of all when it is empty,
// newest first, published or not.
func (l *Ledger) Events(ctx context.Context, tracker string, limit int) ([]Event, error) {
	return l.events(ctx, `SELECT id, tracker, type, claim_id, body FROM events
		WHERE CAST(? AS text) IN ('', tracker) ORDER BY seq DESC LIMIT ?`, tracker, limit)
}

func (l *Ledger) events(ctx context.Context, query string, args ...any) ([]Event, error) {
	rows, err := l.reader().query(ctx, query, args...)
	if err != nil {
		return nil, l.explain("read events", err)
	}
	defer rows.Close()
	var out []Event
	for rows.Next() {
		var e Event
		if err := rows.Scan(&e.ID, &e.Tracker, &e.Type, &e.Claim, &e.Body); err != nil {
			return nil, l.explain("read events", err)
		}
		out = append(out, e)
	}
	return out, l.explain("read events", rows.Err())
}

// Published marks events as published.
func (l *Ledger) Published(ctx context.Context, ids []string) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	_, err = l.writer().exec(ctx, "UPDATE events SET published = 1 WHERE id IN ("+l.database.dialect().each+")", string(list))
	return l.explain("mark events as published", err)
}

// Pending returns the oldest reports after the named position.
func (l *Ledger) Pending(ctx context.Context, name string, limit int) ([]Report, error) {
	var out []Report
	err := l.reports(ctx, func(r Report) error {
		out = append(out, r)
		return nil
	}, reportColumns+" WHERE seq > coalesce((SELECT seq FROM positions WHERE name = ?), 0) ORDER BY seq LIMIT ?", name, limit)
	return out, err
}

// Advance moves the named position forward to seq, never back.
func (l *Ledger) Advance(ctx context.Context, name string, seq int64) error {
	_, err := l.writer().exec(ctx, `INSERT INTO positions (name, seq) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET seq = excluded.seq WHERE positions.seq < excluded.seq`, name, seq)
	return l.explain("advance position", err)
}

// Rewind resets the named position, so that a lost metrics store is filled again from the
// ledger.
func (l *Ledger) Rewind(ctx context.Context, name string) error {
	_, err := l.writer().exec(ctx, "DELETE FROM positions WHERE name = ?", name)
	return l.explain("rewind position", err)
}

// Series selects reports; a zero field selects all. Until is excluded.
type Series struct {
	Tracker, Source string
	Since, Until    time.Time
}

// EachReport calls do for each report that s selects, ordered by tracker, unit, source and
// time. It stops at the first error.
func (l *Ledger) EachReport(ctx context.Context, s Series, do func(Report) error) error {
	query, args := reportColumns+" WHERE at >= ?", []any{from(s.Since)}
	if !s.Until.IsZero() {
		query, args = query+" AND at < ?", append(args, s.Until.UnixMilli())
	}
	if s.Tracker != "" {
		query, args = query+" AND tracker = ?", append(args, s.Tracker)
	}
	if s.Source != "" {
		query, args = query+" AND source = ?", append(args, s.Source)
	}
	return l.reports(ctx, do, query+" ORDER BY tracker, unit, source, at", args...)
}

const reportColumns = "SELECT seq, tracker, unit, source, at, value, lower, upper, claim_id FROM reports"

func (l *Ledger) reports(ctx context.Context, do func(Report) error, query string, args ...any) error {
	rows, err := l.reader().query(ctx, query, args...)
	if err != nil {
		return l.explain("read reports", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r Report
		var at nullMillis
		var value, lower, upper nullDecimal
		if err := rows.Scan(&r.Seq, &r.Tracker, &r.Unit, &r.Source, &at, &value, &lower, &upper, &r.Claim); err != nil {
			return l.explain("read reports", err)
		}
		r.At, r.Amount = at.Time, figure.Amount{Value: value.Number, Lower: lower.Number, Upper: upper.Number}
		if err := do(r); err != nil {
			return err
		}
	}
	return l.explain("read reports", rows.Err())
}
