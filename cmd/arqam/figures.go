package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/ledger"
)

func (a *app) figuresCommand() command {
	var format, since, until string
	var query ledger.Query
	return command{
		group: "tool",
		use:   "figures [flags]",
		short: "Query the ledger",
		long: `Prints the figures of the ledger that every given condition selects, those of the
newest article first, each with its article's source and date. It works while
"arqam up" or "arqam sink" writes.

A time is a date (2026-03-02), a date with a time, or a while ago: 90m, 24h, 30d.`,
		example: `  arqam figures --tracker harmal-wheat
  arqam figures --since 30d --source sahel-news --format csv
  arqam figures --words "wheat Harmal" --limit 20`,
		args:     noArgs,
		settings: []string{"data", "ledger"},
		own: func(flags *pflag.FlagSet) {
			formatFlag(flags, &format)
			flags.StringVar(&query.Tracker, "tracker", "", "only figures that the tracker of this `name` follows")
			flags.StringVar(&query.Source, "source", "", "only figures of this source `name`")
			flags.StringVar((*string)(&query.Article), "article", "", "only figures of the article with this `id`")
			flags.StringVar((*string)(&query.Concept), "concept", "", "only figures of this `concept`, as artillery-shell")
			flags.StringVar(&query.Words, "words", "", "only figures whose sentence has all these `words`")
			flags.StringVar(&since, "since", "", "only articles from this `time` on")
			flags.StringVar(&until, "until", "", "only articles before this `time`")
			flags.Var(&count{&query.Limit}, "limit", "at most so many figures")
			flags.Lookup("limit").DefValue = "all"
		},
		run: func(ctx context.Context, _ []string) error {
			now := time.Now()
			var err error
			if query.Since, err = when(since, now); err != nil {
				return usagef("--since: %w", err)
			}
			if query.Until, err = when(until, now); err != nil {
				return usagef("--until: %w", err)
			}
			return a.figures(ctx, query, format)
		},
	}
}

func (a *app) figures(ctx context.Context, query ledger.Query, format string) error {
	l, err := ledger.Read(ctx, a.config.ledgerPath())
	if err != nil {
		if errors.Is(err, ledger.ErrMissing) || errors.Is(err, ledger.ErrForeign) {
			return usage(err)
		}
		return err
	}
	defer l.Close()
	rows, err := l.Figures(ctx, query)
	if err != nil {
		return err
	}
	out := a.printer(format, true)
	for _, row := range rows {
		if err := out.figure(row.Article, row.Figure); err != nil {
			return err
		}
	}
	return out.end()
}

// when reads a time: a date, or how long before now. Empty is no time.
func when(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 {
			return now.AddDate(0, 0, -n), nil
		}
	}
	if ago, err := time.ParseDuration(s); err == nil && ago >= 0 {
		return now.Add(-ago), nil
	}
	t, err := feed.ParseTime(s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no time: want a date, as 2026-03-02, or a while ago, as 30d", s)
	}
	return t, nil
}
