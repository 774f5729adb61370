package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/eval"
	"github.com/arqam-io/arqam/pkg/settings"
)

func (a *app) evalCommand() command {
	var show int
	var asJSON, byPhenomenon, parallel bool
	return command{
		group: "tool",
		use:   "eval [flags] GOLD.jsonl...",
		short: "Measure accuracy against gold figures",
		long: `Reads the text of every gold document and compares the figures with those that people
annotated. It prints precision, recall and F1 on four levels, each stricter than the
previous one: span (the spans overlap), value (also the same value and bounds),
quantity (also the same unit and denominator), figure (also the same relation). The
subject is scored by token F1 on the figures that agree in quantity.

A gold document is a line {"id","lang","text","figures":[{"start","end","value",
"lower","upper","relation","unit","per","subject","optional"}]}.

With --parallel the files contain the same text in two languages, one pair per line
{"id","ar","en"}, and the result is how many pairs state the same canonical values,
units and relations on both sides.`,
		example: `  arqam eval gold.jsonl
  arqam eval --show 20 gold.jsonl     list missed figures, then wrong ones
  arqam eval --errors gold.jsonl      list all errors, grouped by phenomenon
  arqam eval --json gold.jsonl | jq .figure.f1
  arqam eval --parallel --show 10 pairs.jsonl`,
		args:     atLeastOne("gold file"),
		settings: []string{"concepts", "workers"},
		own: func(flags *pflag.FlagSet) {
			flags.IntVar(&show, "show", 0, "list `n` missed and n wrong figures; -1 lists all")
			flags.BoolVar(&byPhenomenon, "errors", false, "list all errors, grouped by phenomenon")
			flags.BoolVar(&asJSON, "json", false, "print one JSON object per file")
			flags.BoolVar(&parallel, "parallel", false, "compare the two sides of parallel texts")
		},
		run: func(ctx context.Context, args []string) error {
			e, err := newEngine(a.config.concepts)
			if err != nil {
				return err
			}
			if parallel {
				return a.evalParallel(e, args, show)
			}
			gold := make([][]eval.Document, len(args))
			for i, name := range args {
				if gold[i], err = readGold(name); err != nil {
					return err
				}
			}
			for i, name := range args {
				if len(args) > 1 && !asJSON {
					fmt.Fprintf(a.stdout, "%s:\n", name)
				}
				report, err := e.Evaluate(ctx, gold[i], a.config.workers)
				if err != nil {
					return err
				}
				if byPhenomenon {
					if err := report.PrintErrors(a.stdout); err != nil {
						return err
					}
				}
				if err := a.report(report, show, asJSON); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func readGold(name string) ([]eval.Document, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	defer f.Close()
	docs, err := eval.ParseGold(f)
	if err != nil {
		if rest, ok := strings.CutPrefix(err.Error(), "line "); ok {
			return nil, usagef("%s:%s", name, rest)
		}
		return nil, usagef("%s: %w", name, settings.Cause(err))
	}
	if len(docs) == 0 {
		return nil, usagef("%s contains no gold document", name)
	}
	return docs, nil
}

func (a *app) report(r eval.Report, show int, asJSON bool) error {
	out := bufio.NewWriter(a.stdout)
	if asJSON {
		if err := json.NewEncoder(out).Encode(r); err != nil {
			return fmt.Errorf("print the report: %w", err)
		}
		return out.Flush()
	}
	if err := r.PrintMisses(out, show); err != nil {
		return err
	}
	if err := r.Print(out); err != nil {
		return err
	}
	return out.Flush()
}

// evalParallel compares the two sides of parallel texts.
func (a *app) evalParallel(e *engine.Engine, names []string, show int) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return unreadable(name, err)
		}
		pairs, err := eval.ParsePairs(f)
		f.Close()
		if err != nil {
			return usagef("%s: %w", name, err)
		}
		agreement := e.Agreement(pairs)
		if err := agreement.Print(a.stdout, show); err != nil {
			return err
		}
	}
	return nil
}
