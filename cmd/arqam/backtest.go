package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/intake"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/replay"
	"github.com/arqam-io/arqam/pkg/terminal"
	"github.com/arqam-io/arqam/pkg/track"
)

func (a *app) backtestCommand() command {
	var format, only, since, until string
	return command{
		use:   "backtest [flags] TRACKERS.yaml [FILE|-]...",
		short: "Show the events that trackers would have raised for past articles",
		long: `Reads articles as "arqam extract" does, or those of the ledger if there is no FILE,
and matches them against the trackers in the order of their dates, like "arqam sink".
It prints every event that would have been raised, and for each tracker how many
figures it follows. Nothing is stored or sent. Each tracker starts without any
earlier reports.

` + whenNote,
		example: `  arqam tracker backtest trackers.yaml --since 90d
  arqam tracker backtest --tracker harmal-wheat trackers.yaml archive.jsonl
  arqam tracker backtest trackers.yaml archive.jsonl -o csv > events.csv`,
		args:     atLeastOne("file of trackers"),
		settings: []string{"data", "ledger", "lang", "source", "concepts", "workers"},
		own: func(flags *pflag.FlagSet) {
			formatFlag(flags, &format)
			flags.StringVar(&only, "tracker", "", "try only the tracker of this `name`")
			flags.StringVar(&since, "since", "", "only articles from this `time` on")
			flags.StringVar(&until, "until", "", "only articles before this `time`")
		},
		run: func(ctx context.Context, args []string) error {
			e, err := newEngine(a.config.concepts)
			if err != nil {
				return err
			}
			matcher, err := matcherOf(e, args[0], only)
			if err != nil {
				return err
			}
			period := selection{since: since, until: until}
			if err := period.times(time.Now()); err != nil {
				return err
			}
			read, err := a.past(ctx, e, &period, args[1:])
			if err != nil {
				return err
			}
			events, err := a.rehearse(ctx, matcher, read)
			if err != nil {
				return err
			}
			if err := a.printEvents(format, events); err != nil {
				return err
			}
			a.summarize(matcher, read, events)
			return nil
		},
	}
}

// past reads the figures of the files, or without files those of the ledger's articles.
func (a *app) past(ctx context.Context, e *engine.Engine, period *selection, files []string) ([]figure.Figures, error) {
	var items iter.Seq2[feed.Item, error]
	var failed error
	bar := a.steps(-1, "reading")
	step := func() { bar.Write([]byte{0}) }
	if len(files) > 0 {
		given, err := a.inputs(files)
		if err != nil {
			return nil, err
		}
		reader := a.reader()
		bar = a.bar(sizeOf(given), "reading", true)
		reader.Meter, step = bar, func() {}
		items = reader.Files(given...)
	} else {
		items = a.stored(ctx, period, &failed)
	}
	defer bar.Close()
	var read []figure.Figures
	for r := range e.Read(ctx, items, a.config.workers) {
		step()
		switch at := r.Figures.Article.Time(); {
		case r.Err != nil:
			a.complain(r.Err)
		case !period.Since.IsZero() && at.Before(period.Since), !period.Until.IsZero() && !at.Before(period.Until):
		default:
			read = append(read, r.Figures)
		}
	}
	return read, errors.Join(ctx.Err(), failed)
}

// stored yields the articles of the ledger. It sets failed if the ledger cannot be read to the
// end.
func (a *app) stored(ctx context.Context, period *selection, failed *error) iter.Seq2[feed.Item, error] {
	return func(yield func(feed.Item, error) bool) {
		errEnough := errors.New("enough")
		err := a.withLedger(ctx, ledger.Read, func(l *ledger.Ledger) error {
			return l.EachArticle(ctx, period.Since, period.Until, func(article figure.Article) error {
				if !yield(feed.Item{Article: article}, nil) {
					return errEnough
				}
				return nil
			})
		})
		if !errors.Is(err, errEnough) {
			*failed = err
		}
	}
}

// rehearse matches articles against trackers in a temporary ledger and returns the events.
func (a *app) rehearse(ctx context.Context, m *track.Matcher, read []figure.Figures) ([]event.Event, error) {
	dir, err := os.MkdirTemp("", "arqam-rehearsal-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	l, err := ledger.Open(ctx, filepath.Join(dir, "ledger.db"))
	if err != nil {
		return nil, err
	}
	defer l.Close()
	bar := a.steps(len(read), "matching")
	defer bar.Close()
	raw, err := intake.Rehearse(ctx, l, m, read, func() { bar.Write([]byte{0}) })
	if err != nil {
		return nil, err
	}
	return decoded(raw)
}

func decoded(raw []ledger.Event) ([]event.Event, error) {
	var out []event.Event
	for _, e := range raw {
		one, err := event.Decode(e.Body)
		if err != nil {
			return nil, fmt.Errorf("event %q of the ledger: %w", e.ID, err)
		}
		out = append(out, one)
	}
	return out, nil
}

// summarize prints for each tracker what it follows.
func (a *app) summarize(m *track.Matcher, read []figure.Figures, events []event.Event) {
	for _, t := range replay.Summaries(m, read, events) {
		fmt.Fprintln(a.stderr, t)
	}
	fmt.Fprintf(a.stderr, "%s; nothing was sent\n", terminal.Count(len(read), "article"))
}
