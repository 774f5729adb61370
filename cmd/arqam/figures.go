package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/settings"
)

// whenNote is the end of the help of commands with times.
const whenNote = `
A time is a date (2026-03-02), a date with a time, or how long ago: 90m, 24h, 30d.`

func (a *app) figuresCommand() command {
	var format string
	var s selection
	return command{
		group: "tool",
		use:   "figures [flags]",
		short: "Query the ledger",
		long: `Prints the figures of the ledger that meet all given conditions, newest article
first, each with the source and date of its article. It can be used while "arqam up"
or "arqam sink" is running.

--search finds figures whose sentence contains all of the words, in any spelling:
قذيفه finds القذيفة and وقذيفة. A word that ends in * matches words that begin with
it: shell* finds shells. --corrected lists the figures that people corrected, with
the original figure, who corrected it and why. Without --corrected, rejected figures
are left out.
` + whenNote,
		example: `  arqam figures --tracker harmal-wheat
  arqam figures --since 30d --source sahel-news --format csv
  arqam figures --search "wheat Harm*" --unit tonne --limit 20`,
		args:     noArgs,
		settings: []string{"data", "ledger", "trackers"},
		own: func(flags *pflag.FlagSet) {
			formatFlag(flags, &format)
			s.flags(flags)
			flags.BoolVar(&s.Corrected, "corrected", false, "only figures that people corrected, the rejected ones included")
			flags.Var(settings.Positive(&s.Limit, 0), "limit", "print at most `n` figures")
			flags.Lookup("limit").DefValue = "all"
		},
		run: func(ctx context.Context, _ []string) error {
			return a.withFigures(ctx, &s, func(l *ledger.Ledger) error {
				out := a.rowWriter(format, s.Corrected)
				if err := l.EachFigure(ctx, s.Query, out.Write); err != nil {
					return err
				}
				return out.Close()
			})
		},
	}
}

// selection is a query of the ledger, as set by flags.
type selection struct {
	ledger.Query
	since, until string
}

func (s *selection) flags(flags *pflag.FlagSet) {
	flags.StringVar(&s.Tracker, "tracker", "", "only figures that the tracker of this `name` follows")
	flags.StringVar(&s.Source, "source", "", "only figures of this source `name`")
	flags.StringVar((*string)(&s.Article), "article", "", "only figures of the article with this `id`")
	flags.StringVar(&s.Subject, "subject", "", "only figures whose subject is this concept or contains these `words`")
	flags.StringVar((*string)(&s.Concept), "concept", "", "only figures of this `concept`, such as artillery-shell")
	flags.StringVar(&s.Unit, "unit", "", "only figures in this `unit`: tonne, USD, per-day, or count for a bare count")
	flags.StringVar(&s.Words, "search", "", "only figures whose sentence contains all these `words`")
	flags.StringVar(&s.since, "since", "", "only articles from this `time` on")
	flags.StringVar(&s.until, "until", "", "only articles before this `time`")
}

// times parses --since and --until.
func (s *selection) times(now time.Time) error {
	var err error
	if s.Since, err = settings.Moment(s.since, now); err != nil {
		return usagef("--since: %w", err)
	}
	if s.Until, err = settings.Moment(s.until, now); err != nil {
		return usagef("--until: %w", err)
	}
	if !s.Since.IsZero() && !s.Until.IsZero() && !s.Since.Before(s.Until) {
		return usagef("--since %s is not before --until %s, so no article can match", s.since, s.until)
	}
	return nil
}

// withFigures opens the ledger for a query of the user.
func (a *app) withFigures(ctx context.Context, s *selection, do func(*ledger.Ledger) error) error {
	if err := s.times(time.Now()); err != nil {
		return err
	}
	return a.withLedger(ctx, ledger.Read, func(l *ledger.Ledger) error {
		if s.Tracker != "" {
			if err := a.knownTracker(ctx, l, s.Tracker); err != nil {
				return err
			}
		}
		err := do(l)
		if errors.Is(err, ledger.ErrNoWords) {
			return usage(err)
		}
		return err
	})
}

// withLedger opens the ledger, calls do and closes it. A missing or wrong ledger is a usage
// error.
func (a *app) withLedger(ctx context.Context, open func(context.Context, string) (*ledger.Ledger, error), do func(*ledger.Ledger) error) error {
	l, err := open(ctx, a.config.ledgerPath())
	if err != nil {
		for _, wrong := range []error{ledger.ErrMissing, ledger.ErrForeign, ledger.ErrAddress} {
			if errors.Is(err, wrong) {
				return usage(err)
			}
		}
		return err
	}
	return errors.Join(do(l), l.Close())
}

// knownTracker returns an error if neither the ledger nor the settings have a tracker of that
// name: otherwise a misspelled name would silently select nothing.
func (a *app) knownTracker(ctx context.Context, l *ledger.Ledger, name string) error {
	claimed, err := l.Trackers(ctx)
	if err != nil || slices.Contains(claimed, name) {
		return err
	}
	e, err := newEngine(a.config.concepts)
	if err != nil {
		return err
	}
	matcher, err := a.matcher(e)
	if err != nil {
		return err
	}
	known := claimed
	for _, t := range matcher.Trackers() {
		known = append(known, t.Name)
	}
	slices.Sort(known)
	known = slices.Compact(known)
	if slices.Contains(known, name) {
		return nil
	}
	return usagef("there is no tracker %q: the ledger and --trackers have %s", name, strings.Join(known, ", "))
}
