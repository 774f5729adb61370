package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/export"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/intake"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/replay"
	"github.com/arqam-io/arqam/pkg/terminal"
	"github.com/arqam-io/arqam/pkg/track"
)

func (a *app) replayCommand() command {
	var format, since, until string
	var diff bool
	return command{
		group: "system",
		use:   "replay [flags]",
		short: "Read the ledger's articles again with the current engine and trackers",
		long: `Reads every article of the ledger again and records what the current engine finds and
the current trackers follow. Corrections by people are kept. A number that an article
stated before raises no second event. New events are sent by the "arqam up" or "arqam
sink" that runs on the ledger, or when one is next started.

With --diff nothing is recorded or sent. It prints the figures that would be added,
removed and changed, the events that would be new ("fires"), and the recorded events
that would no longer be raised ("missed").

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

func (a *app) replay(ctx context.Context, e *engine.Engine, m *track.Matcher, period *selection) error {
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
				if !yield(e.Figures(article), err) || err != nil {
					return
				}
				bar.Write([]byte{0})
			}
		})
		if err != nil {
			return err
		}
		bar.Close()
		fmt.Fprintf(a.stdout, "%s read again, %s\n", terminal.Count(len(ids), "article"), terminal.Count(events, "new event"))
		return nil
	})
}

// changed formats a figure as it was read before and as it is read now.
func changed(c replay.Change) string {
	text := func(f *figure.Figure) string {
		if f == nil {
			return ""
		}
		return fmt.Sprintf("%s %s %s %s", f.Mention.Relation, figure.Symbols().Write(figure.Eq, f.Mention.Amount), unitLabel(*f), f.Mention.Subject)
	}
	return text(c.Was) + " → " + text(c.Is)
}

// replayDiff prints what a replay would change.
func (a *app) replayDiff(ctx context.Context, e *engine.Engine, m *track.Matcher, period *selection, format string) error {
	var changes []replay.Change
	var today []figure.Figures
	var was []event.Event
	err := a.withLedger(ctx, ledger.Read, func(l *ledger.Ledger) error {
		var failed error
		for r := range e.Read(ctx, a.stored(ctx, period, &failed), a.config.workers) {
			recorded, err := l.Recorded(ctx, r.Figures.Article.ID)
			if err != nil {
				return err
			}
			changes = append(changes, replay.Figures(recorded.Figures, r.Figures.Figures)...)
			today = append(today, r.Figures)
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
	rows := eventRows(was, is, today)
	if err := a.printChanges(format, changes); err != nil {
		return err
	}
	if err := a.printEventRows(format, rows); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "%s, %s changed, %s changed; nothing was recorded or sent\n", terminal.Count(len(today), "article"),
		terminal.Count(len(changes), "figure"), terminal.Count(len(rows), "event"))
	return nil
}

// eventRows compares the events of the articles that were read. It ignores events raised by
// corrections or by the clock, which do not depend on engine and trackers.
func eventRows(was, is []event.Event, read []figure.Figures) []export.Event {
	was = slices.DeleteFunc(was, func(e event.Event) bool { return e.Type == event.Stale || e.Data.Reason == event.ByPerson })
	missed, fires := replay.Events(was, is, read)
	var out []export.Event
	for _, e := range missed {
		out = append(out, export.EventOf("missed", e))
	}
	for _, e := range fires {
		out = append(out, export.EventOf("fires", e))
	}
	slices.SortStableFunc(out, func(a, b export.Event) int { return a.Time.Compare(b.Time) })
	return out
}

func (a *app) printChanges(format string, changes []replay.Change) error {
	s := a.screen()
	switch s.format(format) {
	case formatTable:
		if len(changes) == 0 {
			return nil
		}
		t := s.Table(a.stdout, "article", "figure", "was → is")
		for _, c := range changes {
			t.AppendRow(table.Row{s.Show(string(c.Article), wideArticle), c.Kind, s.Show(changed(c), 0)})
		}
		t.Render()
		fmt.Fprintln(a.stdout)
		return nil
	case formatCSV:
		if len(changes) > 0 { // a CSV file holds one kind of row
			fmt.Fprintf(a.stderr, "%s omitted from CSV: use -o jsonl to see them\n", terminal.Count(len(changes), "changed figure"))
		}
		return nil
	}
	return jsonLines(a.stdout, changes)
}
