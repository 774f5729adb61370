package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/export"
	"github.com/arqam-io/arqam/pkg/extract"
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
missing. For each sentence with numbers it prints the words with what they are taken
for, every number that the engine examined, with the parts that it attached (cue,
unit, denominator, counted noun) and the verdict, and what each number may be, with
the evidence for and against: the numbers before the evidence are weights, and a
number is a figure if their sum is higher than that of everything else. With --tokens
it also prints the tokens as the engine sees them.`,
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
	p := explanation{a.screen(), a.stdout}
	trace, mentions := e.Extractor.Explain(a.language(), text)
	if tokens {
		p.tokens(trace.Tokens)
	}
	candidates := trace.Candidates
	for i, s := range trace.Sentences {
		n := slices.IndexFunc(candidates, func(c extract.Candidate) bool { return c.Sentence != i })
		if n < 0 {
			n = len(candidates)
		}
		p.sentence(s, candidates[:n])
		candidates = candidates[n:]
	}
	_, err := fmt.Fprintf(a.stdout, "%s, %s; language %s\n", terminal.Count(len(trace.Candidates), "candidate"),
		terminal.Count(len(mentions), "figure"), trace.Lang)
	return err
}

// explanation prints a trace for people.
type explanation struct {
	screen
	to io.Writer
}

func (p explanation) tokens(tokens []extract.TracedToken) {
	t := p.Table(p.to, "token", "folded", "classes")
	for _, token := range tokens {
		t.AppendRow(table.Row{p.Show(token.Text, wideFigure), p.Show(token.Folded, wideFigure), strings.Join(token.Classes, " ")})
	}
	t.Render()
	fmt.Fprintln(p.to)
}

// sentence prints a sentence, its words, and its candidates with their evidence.
func (p explanation) sentence(s extract.TracedSentence, candidates []extract.Candidate) {
	fmt.Fprintf(p.to, "%s\n\n", p.Show(s.Text, 0))
	t := p.Table(p.to, "word", "is")
	for _, w := range s.Words {
		t.AppendRow(table.Row{p.Show(w.Text, wideFigure), w.Is})
	}
	t.Render()
	if s.Clauses != "" {
		fmt.Fprintf(p.to, "\n%s", s.Clauses)
	}
	fmt.Fprintln(p.to)
	t = p.Table(p.to, "at", "candidate", "value", "cue", "unit", "per", "noun", "verdict")
	for _, c := range candidates {
		t.AppendRow(table.Row{fmt.Sprintf("%d–%d", c.Start, c.End), p.Show(c.Text, wideFigure), c.Value.String(),
			p.Show(c.Cue, wideUnit), p.Show(c.Unit, wideUnit), p.Show(c.Per, wideUnit), p.Show(c.Noun, wideUnit), verdict(c)})
	}
	t.Render()
	fmt.Fprintln(p.to)
	p.evidence(candidates)
}

func verdict(c extract.Candidate) string {
	if c.Dropped != "" {
		return "dropped: " + string(c.Dropped)
	}
	return fmt.Sprintf("kept, %s: %s", c.Relation, c.License)
}

// evidence prints what each candidate may be, and why.
func (p explanation) evidence(candidates []extract.Candidate) {
	t := p.Table(p.to, "candidate", "may be", "sum", "evidence")
	t.SetColumnConfigs([]table.ColumnConfig{p.Numbers(3)})
	for _, c := range candidates {
		text := p.Show(c.Text, wideFigure)
		for _, reading := range c.Readings {
			name, sum := reading.Name, fmt.Sprint(reading.Sum)
			for _, e := range reading.Evidence {
				t.AppendRow(table.Row{text, name, sum, fmt.Sprintf("%+d %s", e.Weight, e.Says)})
				text, name, sum = "", "", ""
			}
		}
	}
	if t.Length() > 0 {
		t.Render()
		fmt.Fprintln(p.to)
	}
}
