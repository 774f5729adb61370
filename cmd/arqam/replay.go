package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/intake"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/track"
)

func (a *app) replayCommand() command {
	var format, since, until string
	var diff bool
	return command{
		group: "system",
		use:   "replay [flags]",
		short: "Read the ledger's articles again with today's engine and trackers",
		long: `Reads every article of the ledger again and records what the engine finds and the
trackers follow today. People's corrections stay. A number that an article stated
before is told to nobody again; what is news is sent by the "arqam up" or
"arqam sink" that runs on the ledger, or by the next one.

With --diff nothing is recorded and nothing sent: it prints the figures that would
be added, removed and changed, and the events that would be raised and were not
("fires"), or were and would not be ("missed").

` + whenNote,
		example: `  arqam replay --diff --trackers trackers.yaml
  arqam replay --diff --since 30d -o csv > changes.csv
  arqam replay --since 2026-01-01`,
		args:     noArgs,
		settings: []string{"data", "ledger", "trackers", "concepts", "workers"},
		own: func(flags *pflag.FlagSet) {
			formatFlag(flags, &format)
			flags.BoolVar(&diff, "diff", false, "only print what would change")
			flags.StringVar(&since, "since", "", "only articles from this `time` on")
			flags.StringVar(&until, "until", "", "only articles before this `time`")
		},
		run: func(ctx context.Context, _ []string) error {
			period := selection{since: since, until: until}
			if err := period.times(time.Now()); err != nil {
				return err
			}
			e, err := newEngine(a.config.concepts)
			if err != nil {
				return err
			}
			m, err := a.matcher(e)
			if err != nil {
				return err
			}
			if diff {
				return a.replayDiff(ctx, e, m, &period, format)
			}
			return a.replay(ctx, e, m, &period)
		},
	}
}

func (a *app) replay(ctx context.Context, e *engine, m *track.Matcher, period *selection) error {
	return a.withLedger(ctx, ledger.Attach, func(l *ledger.Ledger) error {
		var ids []figure.ArticleID
		if err := l.EachArticle(ctx, period.Since, period.Until, func(article figure.Article) error {
			ids = append(ids, article.ID)
			return nil
		}); err != nil {
			return err
		}
		bar := a.steps(len(ids), "replaying")
		defer bar.Close()
		events, err := intake.Replay(ctx, l, m, func(yield func(figure.Figures, error) bool) {
			for _, id := range ids {
				article, err := l.Article(ctx, id)
				if !yield(e.figures(article), err) || err != nil {
					return
				}
				bar.Write([]byte{0})
			}
		})
		if err != nil {
			return err
		}
		bar.Close()
		fmt.Fprintf(a.stdout, "%d articles read again, %d events are news\n", len(ids), events)
		return nil
	})
}

// figureChange is a figure that today's engine reads otherwise than the ledger
// has it. Was and Is are absent where it is added or removed.
type figureChange struct {
	Change  string           `json:"change"`
	Article figure.ArticleID `json:"article_id"`
	Was     *figure.Figure   `json:"was,omitempty"`
	Is      *figure.Figure   `json:"is,omitempty"`
}

func (c figureChange) String() string {
	text := func(f *figure.Figure) string {
		if f == nil {
			return ""
		}
		return fmt.Sprintf("%s %s %s %s", f.Mention.Relation, figure.Symbols().Write(figure.Eq, f.Mention.Amount), unitLabel(*f), f.Mention.Subject)
	}
	return text(c.Was) + " → " + text(c.Is)
}

// replayDiff prints what a replay would change.
func (a *app) replayDiff(ctx context.Context, e *engine, m *track.Matcher, period *selection, format string) error {
	var changes []figureChange
	var today []figure.Figures
	var was []event.Event
	err := a.withLedger(ctx, ledger.Read, func(l *ledger.Ledger) error {
		var failed error
		for r := range e.read(ctx, a.stored(ctx, period, &failed), a.config.workers) {
			recorded, err := l.Recorded(ctx, r.figures.Article.ID)
			if err != nil {
				return err
			}
			changes = append(changes, compare(recorded.Figures, r.figures.Figures)...)
			today = append(today, r.figures)
		}
		if failed != nil {
			return failed
		}
		raw, err := l.Events(ctx, "", math.MaxInt32)
		if err != nil {
			return err
		}
		slices.Reverse(raw)
		was, err = decoded(raw)
		return err
	})
	if err != nil {
		return err
	}
	is, err := a.rehearse(ctx, m, today)
	if err != nil {
		return err
	}
	rows := eventChanges(was, is, today)
	if err := a.printChanges(format, changes); err != nil {
		return err
	}
	if err := a.printEventRows(format, rows); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "%d articles, %d figures changed, %d events changed; nothing was recorded or sent\n", len(today), len(changes), len(rows))
	return nil
}

// compare returns how the figures of an article's revision differ.
func compare(was, is []figure.Figure) []figureChange {
	type place struct {
		field      figure.Field
		start, end int
	}
	old := map[place]*figure.Figure{}
	for i := range was {
		old[place{was[i].Mention.Field, was[i].Mention.Start, was[i].Mention.End}] = &was[i]
	}
	var out []figureChange
	for i := range is {
		f := &is[i]
		at := place{f.Mention.Field, f.Mention.Start, f.Mention.End}
		switch before := old[at]; {
		case before == nil:
			out = append(out, figureChange{Change: "added", Article: f.ArticleID, Is: f})
		case !sameFigure(*before, *f):
			out = append(out, figureChange{Change: "changed", Article: f.ArticleID, Was: before, Is: f})
		}
		delete(old, at)
	}
	for i := range was {
		if f := old[place{was[i].Mention.Field, was[i].Mention.Start, was[i].Mention.End}]; f != nil {
			out = append(out, figureChange{Change: "removed", Article: f.ArticleID, Was: f})
		}
	}
	return out
}

// sameFigure compares all but the id, which names the engine.
func sameFigure(a, b figure.Figure) bool {
	a.ID, b.ID = "", ""
	one, err1 := json.Marshal(a)
	other, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(one, other)
}

// eventChanges compares the events of the articles that were read. What a
// person's correction or the clock raised is no matter of engine and trackers.
func eventChanges(was, is []event.Event, read []figure.Figures) []eventRow {
	covered := map[figure.ArticleID]bool{}
	for i := range read {
		covered[read[i].Article.ID] = true
	}
	key := func(e event.Event) string {
		return fmt.Sprint(e.Tracker, e.Type, e.Data.ArticleID, e.Data.Amount, e.Data.Unit)
	}
	count := map[string]int{}
	for _, e := range is {
		count[key(e)]++
	}
	var out []eventRow
	for _, e := range was {
		if !covered[e.Data.ArticleID] || e.Type == event.Stale || e.Data.Reason == event.ByPerson {
			continue
		}
		if count[key(e)]--; count[key(e)] < 0 {
			out = append(out, rowOf("missed", e))
		}
	}
	for _, e := range is {
		if count[key(e)] > 0 {
			count[key(e)]--
			out = append(out, rowOf("fires", e))
		}
	}
	slices.SortStableFunc(out, func(a, b eventRow) int { return a.Time.Compare(b.Time) })
	return out
}

func (a *app) printChanges(format string, changes []figureChange) error {
	s := a.screen()
	switch s.format(format) {
	case formatTable:
		if len(changes) == 0 {
			return nil
		}
		t := s.table(a.stdout, "article", "figure", "was → is")
		for _, c := range changes {
			t.AppendRow(table.Row{s.show(string(c.Article), wideArticle), c.Change, s.show(c.String(), 0)})
		}
		t.Render()
		fmt.Fprintln(a.stdout)
		return nil
	case formatCSV:
		if len(changes) > 0 { // a CSV file holds one kind of row
			fmt.Fprintf(a.stderr, "%d changed figures are left out of CSV: -o jsonl has them\n", len(changes))
		}
		return nil
	}
	return jsonLines(a.stdout, changes)
}
