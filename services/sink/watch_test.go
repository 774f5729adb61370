package sink

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/track"
)

// newEvents returns the events after the first n, oldest first.
func newEvents(t *testing.T, l *ledger.Ledger, n int) []string {
	t.Helper()
	all, err := l.Events(t.Context(), "", 1000)
	must(t, err)
	slices.Reverse(all)
	var out []string
	for _, raw := range all[n:] {
		e, err := event.Decode(raw.Body)
		must(t, err)
		out = append(out, fmt.Sprintf("%s %s (%s: %s) was %s", e.Type, orNone(e.Data.Value), e.Data.Reason, e.Data.Detail, orNone(e.Data.Before.Value)))
	}
	return out
}

// A person's correction of a figure changes its claim, raises one event, and survives a
// redelivery of the article.
func TestCorrectionsByPeople(t *testing.T) {
	d := &desk{t: t, path: filepath.Join(t.TempDir(), "ledger.db"), series: newSeries()}
	l := d.open()
	defer l.Close()
	s, err := newSink(t.Context(), d.options(l))
	must(t, err)
	in := tonnes("a", "wire", 0, figure.Eq, 1000)
	must(t, s.handle(t.Context(), &in))
	correct := func(c judge.Correction) {
		c.By, c.At = "desk", start
		must(t, l.Update(t.Context(), func(tx *ledger.Tx) error {
			_, err := tx.Correct(in.Figures[0].ID, c)
			return err
		}))
		must(t, s.applyCorrections(t.Context()))
		must(t, s.applyCorrections(t.Context()))
		must(t, s.handle(t.Context(), &in))
	}
	values := func() []string {
		claims, err := l.Claims(t.Context(), "munitions", "tonne", time.Time{}, time.Time{})
		must(t, err)
		var out []string
		for _, c := range claims {
			out = append(out, c.Value.String())
		}
		return out
	}
	correct(judge.Correction{Action: judge.Amend, Value: figure.NewNumber(100), Why: "a zero too many"})
	if diff := gocmp.Diff([]string{"100"}, values()); diff != "" {
		t.Errorf("after the amendment:\n%s", diff)
	}
	correct(judge.Correction{Action: judge.Reject, Why: "of another year"})
	if got := values(); len(got) != 0 {
		t.Errorf("a rejected figure still claims %v", got)
	}
	want := []string{"figure.new 1000 (first: ) was -",
		"figure.corrected 100 (a person's correction: a zero too many) was 1000",
		"figure.corrected - (a person's correction: of another year) was 100"}
	if diff := gocmp.Diff(want, newEvents(t, l, 0)); diff != "" {
		t.Error(diff)
	}
}

// A figure beyond the sanity bounds is kept out of series and estimate until a person accepts
// it.
func TestReview(t *testing.T) {
	d := &desk{t: t, path: filepath.Join(t.TempDir(), "ledger.db"), series: newSeries()}
	l := d.open()
	defer l.Close()
	o := d.options(l)
	o.Matcher.Trackers()[0].Sanity = track.Sanity{Max: figure.NewNumber(5000)}
	s, err := newSink(t.Context(), o)
	must(t, err)
	in := tonnes("a", "wire", 0, figure.Eq, 410000)
	points := func() int {
		t.Helper()
		must(t, s.handle(t.Context(), &in))
		reports, err := l.Pending(t.Context(), Position, 10)
		must(t, err)
		claims, err := l.Claims(t.Context(), "munitions", "tonne", time.Time{}, time.Time{})
		must(t, err)
		if len(claims) != len(reports) {
			t.Errorf("%d claims are live and %d reports are in the series", len(claims), len(reports))
		}
		return len(reports)
	}
	if got := points(); got != 0 {
		t.Errorf("%d points before the review", got)
	}
	must(t, l.Update(t.Context(), func(tx *ledger.Tx) error {
		_, err := tx.Correct(in.Figures[0].ID, judge.Correction{Action: judge.Amend, Tracker: "munitions",
			Value: figure.NewNumber(410000), By: "desk", Why: "it is true", At: start})
		return err
	}))
	must(t, s.applyCorrections(t.Context()))
	for range 2 {
		if got := points(); got != 1 {
			t.Errorf("%d points after the review, want 1", got)
		}
	}
	want := []string{"figure.review 410000 (beyond sanity bounds: 410000 is above sanity.max 5000) was -",
		"figure.new 410000 (first: ) was -"}
	if diff := gocmp.Diff(want, newEvents(t, l, 0)); diff != "" {
		t.Error(diff)
	}
}

// A silent tracker is reported once; a tracker that old articles still change is not silent.
func TestStale(t *testing.T) {
	d := &desk{t: t, path: filepath.Join(t.TempDir(), "ledger.db"), series: newSeries()}
	l := d.open()
	defer l.Close()
	o := d.options(l)
	for _, tr := range o.Matcher.Trackers() {
		tr.StaleAfter = 5 * 24 * time.Hour
	}
	s, err := newSink(t.Context(), o)
	must(t, err)
	look := func(days int, want ...string) {
		t.Helper()
		all, err := l.Events(t.Context(), "", 1000)
		must(t, err)
		must(t, s.announceStale(t.Context(), start.AddDate(0, 0, days)))
		if diff := gocmp.Diff(want, newEvents(t, l, len(all))); diff != "" {
			t.Errorf("day %d:\n%s", days, diff)
		}
	}
	const silent = "figure.stale 1000 (unreported: ) was 1000"
	look(100)
	in := tonnes("a", "wire", 0, figure.Eq, 1000)
	must(t, s.handle(t.Context(), &in))
	look(100) // it has changed since the last check
	look(4)
	look(5, silent)
	look(6)
	in = tonnes("b", "wire", 7, figure.Eq, 1000)
	must(t, s.handle(t.Context(), &in))
	look(11)
	look(12, silent)
}
