package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/pflag"
	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/broker"
	"github.com/arqam-io/arqam/pkg/bus/dead"
	"github.com/arqam-io/arqam/pkg/export"
	"github.com/arqam-io/arqam/pkg/terminal"
)

// deadPatience is how long the commands wait for the NATS server.
const deadPatience = 10 * time.Second

// graveyard gives access to the dead letters of a system.
type graveyard struct {
	*app
	stopped bool
}

// deadSettings are the settings to reach a running system, or the data of a stopped one.
var deadSettings = append([]string{"data"}, connection...)

func (a *app) deadCommand() command {
	return command{
		group: "system",
		use:   "dead",
		short: "List messages that could not be processed, and retry them",
		long: `A message that a service cannot process goes to the stream DEAD, with the reason, the
number of tries and its original bytes; the service continues with the next message.
These commands connect to a running system with --nats (start "arqam up" with
--listen), or with --stopped open the --data directory of a stopped system.`,
		example: `  arqam dead list
  arqam dead show 17
  arqam dead retry --service extractor`,
		below: []command{a.deadListCommand(), a.deadShowCommand(), a.deadRetryCommand()},
	}
}

func (g *graveyard) flags(flags *pflag.FlagSet) {
	flags.BoolVar(&g.stopped, "stopped", false, "open the data directory of a stopped system")
}

// with calls do with the bus of the system.
func (g *graveyard) with(ctx context.Context, do func(*bus.Bus) error) error {
	c := g.config
	if !g.stopped {
		reach, cancel := context.WithTimeoutCause(ctx, deadPatience, fmt.Errorf("no answer within %s", deadPatience))
		defer cancel()
		o := c.bus(operator)
		o.Name = "arqam dead"
		b, err := bus.Connect(reach, o)
		if err != nil {
			return fmt.Errorf("%w: start \"arqam up\" with --listen, or use --stopped if the system is stopped", err)
		}
		defer b.Close()
		return do(b)
	}
	server, err := broker.Start(broker.Options{Dir: filepath.Join(c.data, "nats"), Log: zap.NewNop()})
	if err != nil {
		return err
	}
	defer server.Shutdown()
	b, err := bus.Connect(ctx, bus.Options{Server: server, Name: "arqam dead"})
	if err != nil {
		return err
	}
	defer b.Close()
	if err := b.Setup(ctx); err != nil {
		return err
	}
	return do(b)
}

// filterFlags adds the flags that select dead letters.
func filterFlags(flags *pflag.FlagSet, f *bus.DeadFilter) {
	flags.StringVar(&f.Service, "service", "", "only what this `service` could not process")
	flags.StringVar((*string)(&f.Reason), "reason", "", "only this `reason`: permanent, decode, version, panic, tries, missing or copied")
}

func (a *app) deadListCommand() command {
	g, f, format := graveyard{app: a}, bus.DeadFilter{}, ""
	return command{
		use:   "list",
		short: "List messages that could not be processed, oldest first",
		long:  `Lists the dead letters with their reasons. Use their numbers with show and retry.`,
		example: `  arqam dead list
  arqam dead list --service sink --reason tries -o jsonl`,
		args:     noArgs,
		settings: deadSettings,
		own: func(flags *pflag.FlagSet) {
			formatFlag(flags, &format)
			g.flags(flags)
			filterFlags(flags, &f)
		},
		run: func(ctx context.Context, _ []string) error {
			return g.with(ctx, func(b *bus.Bus) error {
				letters, err := b.SelectDead(ctx, f)
				if err != nil {
					return err
				}
				return a.printDead(format, letters)
			})
		},
	}
}

const wideError = 60

func (a *app) printDead(format string, letters []dead.Letter) error {
	rows := make([]export.Letter, len(letters))
	for i, l := range letters {
		rows[i] = export.LetterOf(l)
	}
	s := a.screen()
	switch s.format(format) {
	case formatTable:
		if len(rows) == 0 {
			_, err := fmt.Fprintln(a.stdout, "no dead letters")
			return err
		}
		t := s.Table(a.stdout, "number", "time", "service", "reason", "tries", "article", "bytes", "error")
		t.SetColumnConfigs([]table.ColumnConfig{s.Numbers(1)})
		for _, r := range rows {
			t.AppendRow(table.Row{r.Sequence, r.Time.Format("2006-01-02 15:04:05"), r.Service, r.Reason, r.Tries,
				s.Show(r.Article, wideArticle), r.Bytes, s.Show(r.Error, wideError)})
		}
		t.Render()
		return nil
	case formatCSV:
		return export.LettersCSV(a.stdout, rows)
	}
	return jsonLines(a.stdout, rows)
}

func (a *app) deadShowCommand() command {
	g, raw := graveyard{app: a}, false
	return command{
		use:   "show [flags] NUMBER",
		short: "Show one dead letter: reason, origin and original bytes",
		long: `Prints why a message could not be processed, where it came from, and its bytes.
Control characters, bidi controls and invalid UTF-8 are shown as escapes; --raw
writes only the unchanged bytes.`,
		example: `  arqam dead show 17
  arqam dead show --raw 17 | jq .article.id`,
		args:     exactlyOne("number of a dead letter"),
		settings: deadSettings,
		own: func(flags *pflag.FlagSet) {
			g.flags(flags)
			flags.BoolVar(&raw, "raw", false, "write only the original bytes")
		},
		run: func(ctx context.Context, args []string) error {
			seq, err := deadNumber(args[0])
			if err != nil {
				return err
			}
			return g.with(ctx, func(b *bus.Bus) error {
				letter, err := b.DeadLetter(ctx, seq)
				if err != nil {
					return notDead(err)
				}
				if raw {
					_, err = a.stdout.Write(letter.Body)
					return err
				}
				_, err = fmt.Fprintf(a.stdout, "number   %d\ntime     %s\nservice  %s\nreason   %s\ntries    %d\narticle  %s\nsubject  %s\nid       %s\nerror    %s\n\n%s\n",
					letter.Sequence, letter.Time.UTC().Format(time.RFC3339), letter.Service, letter.Reason, letter.Tries,
					terminal.Escaped([]byte(letter.ArticleID)), letter.Subject, terminal.Escaped([]byte(letter.MessageID)),
					terminal.Escaped([]byte(letter.Error)), terminal.Escaped(letter.Body))
				return err
			})
		},
	}
}

func (a *app) deadRetryCommand() command {
	g, f, all := graveyard{app: a}, bus.DeadFilter{}, false
	return command{
		use:   "retry [flags] [NUMBER]...",
		short: "Send dead letters back to where they came from",
		long: `Puts messages back on the stream that they came from, unchanged, and removes each
from DEAD once the stream has stored it. Select them by number, with --service or
--reason, or take --all. A message that fails again returns to DEAD.`,
		example: `  arqam dead retry 17 18
  arqam dead retry --service extractor --reason panic
  arqam dead retry --all`,
		settings: deadSettings,
		own: func(flags *pflag.FlagSet) {
			g.flags(flags)
			filterFlags(flags, &f)
			flags.BoolVar(&all, "all", false, "retry everything")
		},
		run: func(ctx context.Context, args []string) error {
			var numbers []uint64
			for _, arg := range args {
				seq, err := deadNumber(arg)
				if err != nil {
					return err
				}
				numbers = append(numbers, seq)
			}
			if len(numbers) == 0 && !all && f == (bus.DeadFilter{}) {
				return usagef("nothing selected: give numbers, --service, --reason or --all")
			}
			if len(numbers) > 0 && (all || f != (bus.DeadFilter{})) {
				return usagef("numbers cannot be combined with --service, --reason or --all")
			}
			return g.with(ctx, func(b *bus.Bus) error { return a.retryDead(ctx, b, numbers, f) })
		},
	}
}

func (a *app) retryDead(ctx context.Context, b *bus.Bus, numbers []uint64, f bus.DeadFilter) error {
	if len(numbers) == 0 {
		letters, err := b.SelectDead(ctx, f)
		if err != nil {
			return err
		}
		for _, letter := range letters {
			numbers = append(numbers, letter.Sequence)
		}
	}
	sent := 0
	var failed error
	for _, seq := range numbers {
		if err := b.RetryDead(ctx, seq); err != nil {
			failed = errors.Join(failed, notDead(err))
			continue
		}
		sent++
	}
	fmt.Fprintf(a.stdout, "%s sent again\n", terminal.Count(sent, "message"))
	return failed
}

func deadNumber(arg string) (uint64, error) {
	seq, err := strconv.ParseUint(arg, 10, 64)
	if err != nil || seq == 0 {
		return 0, usagef("%q is not the number of a dead letter: \"arqam dead list\" shows them", arg)
	}
	return seq, nil
}

// notDead makes an unknown number of a dead letter a usage error.
func notDead(err error) error {
	if errors.Is(err, dead.ErrNotFound) {
		return usagef("%w: \"arqam dead list\" shows the numbers", err)
	}
	return err
}
