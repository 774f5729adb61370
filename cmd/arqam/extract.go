package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/terminal"
)

func (a *app) extractCommand() command {
	var format string
	return command{
		group: "tool",
		use:   "extract [flags] [FILE|-]...",
		short: "Print the figures of articles, without a server",
		long: `Reads articles and prints every figure that they report, in the order of the
text: its span in Unicode code points, the relation ("more than", "about"), the
exact value, the unit, what is counted, and the same in the base unit.

A FILE is article JSONL (.jsonl, one object per line: {"id","lang"?,"source"?,
"url"?,"title"?,"text","published"?}), JSON (.json), a page of HTML (.html, read
without what surrounds its article), or plain text, which is one article. A directory
means all .txt and .jsonl files in it; "-" or no FILE means standard input. Encodings
are detected. An article that cannot be read is reported on standard error, the run
continues, and the exit status is 1. --rates also converts money to one currency: see
docs/rates.md.`,
		example: `  arqam extract article.txt
  arqam extract --format csv news/ > figures.csv
  curl -s https://example.org/news.jsonl | arqam extract --lang ar | jq .value`,
		settings: []string{"lang", "source", "concepts", "rates", "rates-days", "workers"},
		own:      func(flags *pflag.FlagSet) { formatFlag(flags, &format) },
		run: func(ctx context.Context, args []string) error {
			files, err := a.inputs(args)
			if err != nil {
				return err
			}
			return a.extract(ctx, files, format)
		},
	}
}

func (a *app) extract(ctx context.Context, files []string, format string) error {
	e, err := a.exchangingEngine(a.config.concepts)
	if err != nil {
		return err
	}
	articles := a.reader()
	bar := a.progress(sizeOf(files), "reading")
	defer bar.Close()
	articles.Meter = bar
	out := a.printer(format)
	failed := 0
	for r := range e.Read(ctx, articles.Files(files...), a.config.workers) {
		if r.Err != nil {
			failed++
			a.complain(r.Err)
			continue
		}
		for _, f := range r.Figures.Figures {
			if err := out.Write(r.Item.Article, f); err != nil {
				return err
			}
		}
		if r.Last {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
	if err := out.Close(); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return fmt.Errorf("interrupted")
	}
	if failed > 0 {
		return fmt.Errorf("%s could not be read", terminal.Count(failed, "article"))
	}
	return nil
}
