package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"
	"unicode"

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
		long: `Measures how fast this machine reads: "bench extract" the engine, on one core.
What it prints depends on what else the machine does; compare ratios.`,
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
		long: `Reads the articles again and again on one core, and prints the speed of the
engine beside that of a bare pass that only decodes the same text and splits it
into words; the ratio of the two depends on the machine least. Then it reads
one article of --size megabytes, made of the same text, in growing parts: the
time per megabyte must not grow. Without a FILE it reads the bundled articles.`,
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
			return benchExtract(a.stdout, e, text, lang, size, passes)
		},
	}
}

// benchLimit bounds the text that is read again and again.
const benchLimit = 4 << 20

// benchText joins the texts of articles.
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
		if b.Len() > benchLimit {
			break
		}
	}
	if b.Len() == 0 {
		return "", "", usagef("no text to read: name a file of articles")
	}
	return b.String(), lang, nil
}

func benchExtract(w io.Writer, e *engine.Engine, text, lang string, size, passes int) error {
	out := bufio.NewWriter(w)
	short := strings.Repeat(text, max(1, benchLimit/4/len(text)))
	figures := 0
	engine := fastest(passes, func() { figures = len(e.Extractor.Text(lang, short)) })
	bare := fastest(passes, func() { countWords(short) })
	fmt.Fprintf(out, "%d bytes of text, %d figures, one core\n", len(short), figures)
	fmt.Fprintf(out, "engine      %7.1f MB/s\n", speed(len(short), engine))
	fmt.Fprintf(out, "bare words  %7.1f MB/s   %.1f times the engine's\n", speed(len(short), bare), engine.Seconds()/bare.Seconds())
	if err := out.Flush(); err != nil {
		return err
	}
	long := strings.Repeat(text, size<<20/len(text)+1)
	for part := size; part > 0; part /= 4 {
		article := long[:part<<20]
		took := fastest(1, func() { e.Extractor.Text(lang, article) })
		fmt.Fprintf(out, "one article of %3d MB: %5.1f ms a megabyte\n", part, took.Seconds()*1000/float64(part))
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func fastest(passes int, do func()) time.Duration {
	var best time.Duration
	for i := range max(1, passes) {
		begin := time.Now()
		do()
		if took := time.Since(begin); i == 0 || took < best {
			best = took
		}
	}
	return best
}

func speed(bytes int, d time.Duration) float64 { return float64(bytes) / 1e6 / d.Seconds() }

// countWords decodes text and splits it into runs of letters.
func countWords(text string) int {
	words, inside := 0, false
	for _, r := range text {
		letter := unicode.IsLetter(r)
		if letter && !inside {
			words++
		}
		inside = letter
	}
	return words
}
