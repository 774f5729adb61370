package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/export"
	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/settings"
	"github.com/arqam-io/arqam/pkg/terminal"
)

func (a *app) explainCommand() command {
	var format string
	var tokens bool
	return command{
		group: "tool",
		use:   "explain [flags] [TEXT|-]...",
		short: "Show every candidate in a text and why it was kept or dropped",
		long: `Reads the text of the arguments, or standard input if the argument is "-" or
missing, and prints every number that the engine examined, with the parts that it
attached (cue, unit, denominator, counted noun) and the verdict: a figure, or the
rule that dropped it. With --tokens it also prints the tokens as the engine sees
them.`,
		example: `  arqam explain "about 260,000 tonnes of wheat in March 2024"
  arqam explain --tokens "نحو 260 ألف طن متري"
  arqam explain - < article.txt`,
		settings: []string{"lang", "concepts"},
		own: func(flags *pflag.FlagSet) {
			flags.VarP(settings.OneOf(&format, formatAuto, formatAuto, formatTable, formatJSONL), "format", "o",
				"print table or jsonl; auto is a table on a terminal and jsonl elsewhere")
			flags.BoolVar(&tokens, "tokens", false, "print the tokens and their classes")
		},
		run: func(_ context.Context, args []string) error {
			text, err := a.words(args)
			if err != nil {
				return err
			}
			e, err := newEngine(a.config.concepts)
			if err != nil {
				return err
			}
			if format == formatTable || format == formatAuto && terminal.Width(a.stdout) > 0 {
				return a.explainTable(e, text, tokens)
			}
			return a.explainJSON(e, text)
		},
	}
}

// words returns the text of the arguments, or of standard input.
func (a *app) words(args []string) (string, error) {
	if len(args) > 0 && args[0] != "-" {
		return strings.Join(args, " "), nil
	}
	if terminal.Width(a.stdin) > 0 {
		return "", usagef("nothing to explain: give a TEXT, or - for standard input")
	}
	text, err := io.ReadAll(io.LimitReader(a.stdin, feed.DefaultLimit))
	if err != nil {
		return "", fmt.Errorf("read standard input: %w", settings.Cause(err))
	}
	return string(text), nil
}

func (a *app) language() string {
	if a.config.lang == "auto" {
		return ""
	}
	return a.config.lang
}

func (a *app) explainJSON(e *engine.Engine, text string) error {
	trace, _ := e.Extractor.Explain(a.language(), text)
	return jsonLines(a.stdout, []export.Explanation{export.ExplanationOf(trace)})
}

func (a *app) explainTable(e *engine.Engine, text string, tokens bool) error {
	s := a.screen()
	trace, mentions := e.Extractor.Explain(a.language(), text)
	if tokens {
		t := s.Table(a.stdout, "token", "folded", "classes")
		for _, token := range trace.Tokens {
			t.AppendRow(table.Row{s.Show(token.Text, wideFigure), s.Show(token.Folded, wideFigure), strings.Join(token.Classes, " ")})
		}
		t.Render()
		fmt.Fprintln(a.stdout)
	}
	t := s.Table(a.stdout, "at", "candidate", "value", "cue", "unit", "per", "noun", "verdict")
	for _, c := range trace.Candidates {
		verdict := fmt.Sprintf("kept, %s: %s", c.Relation, c.License)
		if c.Dropped != "" {
			verdict = "dropped: " + string(c.Dropped)
		}
		t.AppendRow(table.Row{fmt.Sprintf("%d–%d", c.Start, c.End), s.Show(c.Text, wideFigure), c.Value.String(),
			s.Show(c.Cue, wideUnit), s.Show(c.Unit, wideUnit), s.Show(c.Per, wideUnit), s.Show(c.Noun, wideUnit), verdict})
	}
	if len(trace.Candidates) > 0 {
		t.Render()
	}
	_, err := fmt.Fprintf(a.stdout, "\n%s, %s; language %s\n", terminal.Count(len(trace.Candidates), "candidate"),
		terminal.Count(len(mentions), "figure"), trace.Lang)
	return err
}
