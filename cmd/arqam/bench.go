package main

import (
	"context"
	"runtime"
	"strings"

	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/samples"
)

func (a *app) benchCommand() command {
	return command{
		group: "tool",
		use:   "bench",
		short: "Measure the speed of this machine",
		long: `Measures how fast this machine reads: "bench extract" measures the engine on one
core. The results depend on the load of the machine; compare ratios.`,
		example: `  arqam bench extract
  arqam bench extract --size 50 news.jsonl`,
		below: []command{a.benchExtractCommand()},
	}
}

func (a *app) benchExtractCommand() command {
	var size int
	var passes int
	return command{
		use:   "extract [flags] [FILE...]",
		short: "Measure the engine on one core",
		long: `Reads the articles repeatedly on one core and prints the speed of the engine, and for
comparison the speed of decoding the same text and splitting it into words; the ratio
of the two depends least on the machine. Then it reads articles of increasing size,
up to --size megabytes, made of the same text: the time per megabyte must not
increase. Without a FILE it reads the bundled articles.`,
		example: `  arqam bench extract
  arqam bench extract --size 50 news.jsonl`,
		own: func(flags *pflag.FlagSet) {
			flags.IntVar(&size, "size", 8, "`megabytes` of the largest article")
			flags.IntVar(&passes, "passes", 5, "`times` that the articles are read; the fastest counts")
		},
		run: func(_ context.Context, names []string) error {
			files, err := a.givenInputs(names)
			if err != nil {
				return err
			}
			text, lang, err := benchText(files)
			if err != nil {
				return err
			}
			e, err := newEngine(a.config.concepts)
			if err != nil {
				return err
			}
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			return e.Bench(a.stdout, text, lang, size, passes)
		},
	}
}

// benchText joins the texts of the articles.
func benchText(names []string) (text, lang string, err error) {
	var b strings.Builder
	items := (&feed.Reader{}).Files(names...)
	if len(names) == 0 {
		items = (&feed.Reader{}).Tree(samples.FS)
	}
	for item, err := range items {
		if err != nil {
			return "", "", usage(err)
		}
		if lang == "" {
			lang = item.Article.Lang
		}
		b.WriteString(item.Article.Text + "\n")
		if b.Len() > engine.BenchText {
			break
		}
	}
	if b.Len() == 0 {
		return "", "", usagef("no text to read: name a file of articles")
	}
	return b.String(), lang, nil
}
