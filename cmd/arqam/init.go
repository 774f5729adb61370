package main

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/track"
)

func (a *app) initCommand() command {
	return command{
		use:   `init [flags] "TEXT"|-`,
		short: "Write trackers for the figures of an example sentence",
		long: `Reads the figures of an example sentence and writes a tracker for each of them to
standard output: its subject, unit and measure. Delete the trackers that you do not
need. Add the terms that the text must contain under mentions: without them, a
tracker follows similar figures from all over the world.`,
		example: `  arqam tracker init "40 missiles were fired at the port" > trackers.yaml
  arqam tracker init "وصل 260 ألف طن متري من القمح إلى الميناء"`,
		args:     atLeastOne("example sentence"),
		settings: []string{"lang", "concepts"},
		run: func(_ context.Context, args []string) error {
			text := strings.Join(args, " ")
			if text == "-" {
				body, err := io.ReadAll(a.stdin)
				if err != nil {
					return err
				}
				text = string(body)
			}
			e, err := newEngine(a.config.concepts)
			if err != nil {
				return err
			}
			article := figure.Article{Text: text, Lang: a.config.lang}
			if article.Lang == "auto" {
				article.Lang = ""
			}
			article.Identify()
			out, err := track.Draft(e.Figures(article).Figures, e.Units, e.Words)
			if errors.Is(err, track.ErrNothingToFollow) {
				return usagef("%w: \"arqam explain\" shows how the text was read", err)
			}
			if err != nil {
				return err
			}
			_, err = io.WriteString(a.stdout, out)
			return err
		},
	}
}
