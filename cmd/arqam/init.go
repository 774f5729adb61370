package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/track"
)

func (a *app) initCommand() command {
	return command{
		use:   `init [flags] "TEXT"|-`,
		short: "Write trackers for the figures of an example sentence",
		long: `Reads the figures of an example sentence and writes a tracker for each of them to
standard output: what is counted, its unit, and how its values relate. Delete what
you do not want, and add under mentions what the text must speak of: without that,
a tracker follows such figures all over the world.`,
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
			out, err := e.draft(e.figures(article).Figures)
			if err != nil {
				return err
			}
			_, err = io.WriteString(a.stdout, out)
			return err
		},
	}
}

// draft writes a file of trackers, one for each of the figures.
func (e *engine) draft(figures []figure.Figure) (string, error) {
	var b strings.Builder
	b.WriteString("# Check with: arqam tracker lint FILE. All members: docs/trackers.md.\ntrackers:\n")
	names := map[string]int{}
	drafts := 0
	for i := range figures {
		f := &figures[i]
		subject := cmp.Or(string(f.Mention.Event), string(f.Mention.Concept), f.Mention.Subject)
		if subject == "" {
			continue // nothing to know it by
		}
		drafts++
		name := nameOf(subject, f)
		if names[name]++; names[name] > 1 {
			name = fmt.Sprintf("%s-%d", name, names[name])
		}
		if err := e.draftOne(&b, name, subject, f); err != nil {
			return "", err
		}
	}
	if drafts == 0 {
		return "", usagef("the text states no figure of something that is named: \"arqam explain\" shows what was read")
	}
	if _, err := track.Decode("the draft", []byte(b.String()), e.units, e.words); err != nil {
		return "", fmt.Errorf("no tracker can be made of this: %w", err)
	}
	return b.String(), nil
}

var notName = regexp.MustCompile(`[^a-z0-9]+`)

// nameOf is a tracker's name: its subject where that is written in Latin
// letters, else the kind of figure.
func nameOf(subject string, f *figure.Figure) string {
	name := strings.Trim(notName.ReplaceAllString(strings.ToLower(subject), "-"), "-")
	return cmp.Or(name[:min(len(name), 40)], string(f.Mention.Kind))
}

func (e *engine) draftOne(b *strings.Builder, name, subject string, f *figure.Figure) error {
	t := track.Tracker{UnitPer: f.UnitPer}
	measure, met := e.measureOf(f)
	tolerance := "0%"
	if f.Mention.Kind != figure.Count {
		tolerance = "1%"
	}
	fmt.Fprintf(b, "  # %s\n", strings.Join(strings.Fields(f.Mention.Context.Sentence), " "))
	quoted, err := yaml.Marshal(subject)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "  - name: %s\n    match:\n      subject: [%s]\n", name, strings.TrimSpace(string(quoted)))
	if m := cmp.Or(f.Mention.Context.Modality, figure.Asserted); m != figure.Asserted {
		fmt.Fprintf(b, "      modality: [%s]\n", m)
	}
	b.WriteString("      # mentions: {all: [[a place, its name in Arabic]], within: article}\n")
	fmt.Fprintf(b, "    unit: %s\n    measure: %s # %s\n", t.UnitLabel(), measure, met)
	fmt.Fprintf(b, "    novelty: {tolerance: %s, memory: 90d, confirm: 2}\n    stale_after: 30d\n\n", tolerance)
	return nil
}

// measureOf guesses a tracker's measure from one figure, and says from what.
func (e *engine) measureOf(f *figure.Figure) (track.Measure, string) {
	if f.Per != "" && f.Mention.Kind != figure.Money {
		return track.Rate, "it is per something"
	}
	if f.Per != "" {
		return track.Level, "it is a price"
	}
	switch told, met := track.NewMeasures(e.words).Told(f); {
	case told == track.Increment:
		return told, met
	case f.Mention.Kind == figure.Count:
		return track.Cumulative, cmp.Or(met, "a newer number replaces the older; increment, if each adds to it")
	}
	return track.Level, "it goes up and down; cumulative, if it only grows"
}
