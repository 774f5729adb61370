// Package intake records articles in a ledger: their figures, the claims that trackers make
// from them, and the events and points that package judge derives, in one transaction for each
// article. It reads no stream and sends nothing: events and points wait in the ledger. The
// sink records incoming articles; "arqam replay" records stored articles again, and "arqam
// tracker backtest" rehearses articles on an empty ledger.
package intake

import (
	"context"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/track"
)

// Recorder records articles for the trackers of one matcher. It is safe for
// concurrent use.
type Recorder struct {
	ledger  *ledger.Ledger
	matcher *track.Matcher
	names   []string // names of the trackers
}

// New returns a recorder that writes to l.
func New(l *ledger.Ledger, m *track.Matcher) *Recorder {
	r := &Recorder{ledger: l, matcher: m}
	for _, t := range m.Trackers() {
		r.names = append(r.names, t.Name)
	}
	return r
}

// Outcome has what an article added to the ledger.
type Outcome struct {
	Claims []claim.Claim
	Events []ledger.Event
	// Trackers are those whose estimates may have changed.
	Trackers []*track.Tracker
	// Refused counts the reports that were rejected because their series has another point at
	// that time.
	Refused int
}

// Record records one article. Recording it again changes nothing.
func (r *Recorder) Record(ctx context.Context, in *figure.Figures) (Outcome, error) {
	var out Outcome
	err := r.ledger.Update(ctx, func(tx *ledger.Tx) (err error) {
		out, err = r.record(tx, in)
		return err
	})
	return out, err
}

func (r *Recorder) record(tx *ledger.Tx, in *figure.Figures) (Outcome, error) {
	var out Outcome
	// Read the stored claims of this revision first: Record removes those of another engine.
	before, err := tx.Claimed(&in.Article)
	if err != nil {
		return out, err
	}
	if err := tx.Record(in); err != nil {
		return out, err
	}
	people, err := tx.Overrides(in)
	if err != nil {
		return out, err
	}
	c := judge.NewCase(r.matcher, in, people, before)
	out.Trackers = c.Trackers()
	if out.Claims, err = tx.Claim(&in.Article, r.names, c.Claims()); err != nil {
		return out, err
	}
	ruling, err := c.Rule(tx, out.Claims)
	if err != nil {
		return out, err
	}
	if out.Refused, err = tx.Report(reports(ruling.Points)); err != nil {
		return out, err
	}
	out.Events, err = Announce(tx, ruling.Events)
	return out, err
}

func reports(points []claim.Claim) []ledger.Report {
	out := make([]ledger.Report, len(points))
	for i, c := range points {
		out[i] = ledger.Report{Tracker: c.Tracker, Unit: c.Unit, Source: c.Source, At: c.AsOf,
			Amount: c.Amount, Claim: c.ID}
	}
	return out
}

// Announce adds events to the ledger's outbox and returns those that were not in it.
func Announce(tx *ledger.Tx, events []judge.Event) ([]ledger.Event, error) {
	rows := make([]ledger.Event, len(events))
	for i, e := range events {
		body, err := event.Encode(e.Event)
		if err != nil {
			return nil, err
		}
		rows[i] = ledger.Event{ID: e.ID, Tracker: e.Tracker, Type: e.Type, Claim: e.Claim, Body: body}
	}
	return tx.Announce(rows)
}
