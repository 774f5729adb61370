package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/export"
	"github.com/arqam-io/arqam/pkg/settings"
	"github.com/arqam-io/arqam/pkg/terminal"
	"github.com/arqam-io/arqam/pkg/track"
	"github.com/arqam-io/arqam/pkg/yamlfile"
)

func (a *app) trackerCommand() command {
	return command{
		group: "tool",
		use:   "tracker",
		short: "Check trackers, and try them on text",
		long: `A tracker is a rule in YAML that defines a figure to follow: what is counted,
the quantity, the terms that the text must mention, and the unit of the series.`,
		example: `  arqam tracker lint trackers.yaml
  arqam tracker test trackers.yaml article.txt
  arqam tracker backtest trackers.yaml --since 90d`,
		below: []command{a.initCommand(), a.lintCommand(), a.tryCommand(), a.backtestCommand()},
	}
}

func (a *app) lintCommand() command {
	return command{
		use:   "lint TRACKERS.yaml...",
		short: "Check files of trackers and print every problem with its line",
		long: `Reads each file as "arqam up --trackers" does and prints every problem with its
file and line and what to do about it. The exit status is 2 if there is a problem.`,
		example: `  arqam tracker lint trackers.yaml
  arqam tracker lint trackers/*.yaml`,
		args:     atLeastOne("file of trackers"),
		settings: []string{"concepts"},
		run: func(_ context.Context, args []string) error {
			e, err := newEngine(a.config.concepts)
			if err != nil {
				return err
			}
			bad := 0
			for _, name := range args {
				trackers, problems, err := lint(e, name)
				if err != nil {
					return err
				}
				for _, problem := range problems {
					fmt.Fprintln(a.stdout, problem)
				}
				if bad += len(problems); len(problems) == 0 {
					fmt.Fprintf(a.stdout, "%s: %s, no problems\n", name, terminal.Count(len(trackers), "tracker"))
				}
			}
			if bad > 0 {
				return usagef("the trackers have %s", terminal.Count(bad, "problem"))
			}
			return nil
		},
	}
}

// lint reads one file of trackers; the error means that it could not be read.
func lint(e *engine.Engine, name string) ([]track.Tracker, []error, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, unreadable(name, err)
	}
	trackers, err := track.Decode(name, data, e.Units, e.Words)
	return trackers, yamlfile.Faults(err), nil
}

func (a *app) tryCommand() command {
	var format, only string
	var all bool
	return command{
		use:   "test [flags] TRACKERS.yaml [FILE|-]...",
		short: "Show which figures of articles the trackers would follow",
		long: `Reads articles as "arqam extract" does and prints each figure that a tracker would
follow, in the tracker's unit, with every clause of the tracker: what it expects and
what the figure has. With --all it also prints the figures that do not match, with
the clauses that failed. Nothing is stored. The exit status is 1 if no figure
matches.`,
		example: `  arqam tracker test trackers.yaml article.txt
  arqam tracker test --tracker harmal-wheat --all trackers.yaml news.jsonl
  echo "120 ألف طن من القمح في ميناء الهرمل" | arqam tracker test trackers.yaml`,
		args:     atLeastOne("file of trackers"),
		settings: []string{"lang", "source", "concepts", "workers"},
		own: func(flags *pflag.FlagSet) {
			flags.VarP(settings.OneOf(&format, formatAuto, formatAuto, formatTable, formatJSONL), "format", "o",
				"print table or jsonl; auto is text on a terminal and jsonl elsewhere")
			flags.StringVar(&only, "tracker", "", "try only the tracker of this `name`")
			flags.BoolVar(&all, "all", false, "also print figures that do not match")
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
			files, err := a.inputs(args[1:])
			if err != nil {
				return err
			}
			t := trial{app: a, engine: e, matcher: matcher, all: all,
				asText: format == formatTable || format == formatAuto && terminal.Width(a.stdout) > 0}
			return t.run(ctx, files)
		},
	}
}

func matcherOf(e *engine.Engine, name, only string) (*track.Matcher, error) {
	trackers, problems, err := lint(e, name)
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		return nil, usage(errors.Join(problems...))
	}
	if only != "" {
		trackers = slices.DeleteFunc(trackers, func(t track.Tracker) bool { return t.Name != only })
		if len(trackers) == 0 {
			return nil, usagef("--tracker: %s has no tracker %q", name, only)
		}
	}
	return e.Matcher(trackers)
}

// trial matches the figures of articles against trackers.
type trial struct {
	*app
	engine  *engine.Engine
	matcher *track.Matcher
	all     bool
	asText  bool
	matches int
}

func (t *trial) run(ctx context.Context, files []string) error {
	out := bufio.NewWriter(t.stdout)
	failed := 0
	for r := range t.engine.Read(ctx, t.reader().Files(files...), t.config.workers) {
		if r.Err != nil {
			failed++
			t.complain(r.Err)
			continue
		}
		for _, m := range t.matcher.Explain(&r.Figures) {
			if m.Passed {
				t.matches++
			}
			if !m.Passed && !t.all {
				continue
			}
			if err := t.print(out, m); err != nil {
				return err
			}
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case failed > 0:
		return fmt.Errorf("%s could not be read", terminal.Count(failed, "article"))
	case t.matches == 0:
		return errors.New("no figure matches")
	}
	return nil
}

func (t *trial) print(out io.Writer, m track.Match) error {
	if t.asText {
		return t.printText(out, m)
	}
	return jsonLines(out, []export.Verdict{export.VerdictOf(m)})
}

func (t *trial) printText(out io.Writer, m track.Match) error {
	s := t.screen()
	verdict := "does not match"
	if m.Passed {
		verdict = s.amount(m.Figure.Mention.Relation, m.Amount) + " " + m.Tracker.UnitLabel()
	}
	fmt.Fprintf(out, "%s: %s: %s  (%s)\n", m.Tracker.Name, s.Show(m.Figure.Mention.Text, wideFigure), verdict,
		s.Show(string(m.Figure.ArticleID), wideFigure))
	for _, f := range m.Findings {
		fmt.Fprintf(out, "    %s\n", s.Show(f.String(), 0))
	}
	_, err := fmt.Fprintln(out)
	return err
}

func atLeastOne(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return fmt.Errorf("argument missing: give a %s", what)
		}
		return nil
	}
}
