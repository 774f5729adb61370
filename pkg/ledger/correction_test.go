package ledger

import (
	"errors"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
)

// correct makes a correction of figure n of the article.
func correct(t *testing.T, l *Ledger, in figure.Figures, n int, c judge.Correction) {
	t.Helper()
	c.By, c.Why, c.At = "desk", "the ministry corrected it", start
	must(t, l.Update(t.Context(), func(tx *Tx) error {
		_, err := tx.Correct(in.Figures[n].ID, c)
		return err
	}))
}

// overridden returns the overrides of the article's figures.
func overridden(t *testing.T, l *Ledger, in figure.Figures) judge.Overrides {
	t.Helper()
	var out judge.Overrides
	must(t, l.Update(t.Context(), func(tx *Tx) (err error) {
		out, err = tx.Overrides(&in)
		return err
	}))
	return out
}

func TestCorrections(t *testing.T) { each(t, testCorrections) }

func testCorrections(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	in := article("a", "wire", 0, "30", "45", "60")
	must(t, store(t.Context(), l, in))
	correct(t, l, in, 0, judge.Correction{Action: judge.Amend, Value: figure.NewNumber(31)})
	correct(t, l, in, 1, judge.Correction{Action: judge.Reject})
	correct(t, l, in, 2, judge.Correction{Action: judge.Amend, Tracker: "other", Unit: "kilogram"})

	made := overridden(t, l, in)
	if o, ok := made.For(in.Figures[0].ID, "t"); !ok || o.Figure.Mention.Value.String() != "31" || o.Figure.Canonical.Value.String() != "31000" {
		t.Errorf("amended: %+v, want 31 tonnes, 31000 kg", o)
	}
	if o, ok := made.For(in.Figures[1].ID, "t"); !ok || o.Standing != judge.Rejected {
		t.Errorf("rejected: %+v", o)
	}
	if o, ok := made.For(in.Figures[2].ID, "other"); !ok || o.Standing != judge.Assigned || o.Figure.Unit != "kilogram" {
		t.Errorf("assigned to another tracker: %+v", o)
	}
	if _, ok := made.For(in.Figures[2].ID, "t"); ok {
		t.Error("a correction for one tracker applies to another")
	}
	if got := len(made.Apply(in).Figures); got != 2 {
		t.Errorf("%d figures are left, want 2", got)
	}

	correct(t, l, in, 1, judge.Correction{Action: judge.Restore})
	if o, ok := overridden(t, l, in).For(in.Figures[1].ID, "t"); ok {
		t.Errorf("a restored figure is still overridden: %+v", o)
	}
	all, err := l.Corrections(t.Context(), "a")
	must(t, err)
	if len(all) != 4 {
		t.Errorf("%d corrections are kept, want all 4", len(all))
	}
}

// TestCorrectionsSurviveAnotherEngine checks that a correction still applies when another
// engine reads the figure at the same place under another id.
func TestCorrectionsSurviveAnotherEngine(t *testing.T) { each(t, testCorrectionsSurviveAnotherEngine) }

func testCorrectionsSurviveAnotherEngine(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	in := article("a", "wire", 0, "30", "45")
	must(t, store(t.Context(), l, in))
	correct(t, l, in, 1, judge.Correction{Action: judge.Amend, Value: figure.NewNumber(54)})

	again := article("a", "wire", 0, "30", "45")
	again.Engine = "test-2"
	for i := range again.Figures {
		again.Figures[i].ID = figure.NewID(again.Article, again.Engine, again.Figures[i].Mention)
	}
	must(t, store(t.Context(), l, again))
	made := overridden(t, l, again)
	if o, ok := made.For(again.Figures[1].ID, "t"); !ok || o.Figure.Mention.Value.String() != "54" {
		t.Errorf("after another engine read the article: %+v, want 54", o)
	}
	if len(made) != 1 {
		t.Errorf("%d figures are overridden, want 1", len(made))
	}
}

func TestUnsoundCorrections(t *testing.T) { each(t, testUnsoundCorrections) }

func testUnsoundCorrections(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	in := article("a", "wire", 0, "30")
	must(t, store(t.Context(), l, in))
	id := in.Figures[0].ID
	value := figure.NewNumber(1)
	for name, c := range map[string]struct {
		id   figure.ID
		c    judge.Correction
		want error
	}{
		"no name":             {id, judge.Correction{Action: judge.Reject, Why: "x", At: start}, ErrCorrection},
		"no reason":           {id, judge.Correction{Action: judge.Reject, By: "x", At: start}, ErrCorrection},
		"no time":             {id, judge.Correction{Action: judge.Reject, By: "x", Why: "y"}, ErrCorrection},
		"nothing stated":      {id, judge.Correction{Action: judge.Amend, By: "x", Why: "y", At: start}, ErrCorrection},
		"rejected and valued": {id, judge.Correction{Action: judge.Reject, Value: value, By: "x", Why: "y", At: start}, ErrCorrection},
		"unknown action":      {id, judge.Correction{Action: "mend", Value: value, By: "x", Why: "y", At: start}, ErrCorrection},
		"unknown unit":        {id, judge.Correction{Action: judge.Amend, Unit: "smoot", By: "x", Why: "y", At: start}, ErrCorrection},
		"no such figure":      {"nobody", judge.Correction{Action: judge.Reject, By: "x", Why: "y", At: time.Now()}, ErrNoFigure},
	} {
		err := l.Update(t.Context(), func(tx *Tx) error {
			_, err := tx.Correct(c.id, c.c)
			return err
		})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", name, err, c.want)
		}
	}
	if all, err := l.Corrections(t.Context(), ""); err != nil || len(all) != 0 {
		t.Errorf("%d corrections were kept (%v), want none", len(all), err)
	}
}
