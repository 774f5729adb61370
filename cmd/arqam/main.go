// Command arqam watches the news and keeps the numbers: it runs the services of the pipeline,
// all in one process or separately, and the tools around them. It is the only main of the
// module and the only package that reads flags and the environment. It selects, wires and
// prints; everything that can be tested without a process is in the packages that it calls.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // the container image has no time zones

	"github.com/spf13/cobra"

	"github.com/arqam-io/arqam/pkg/redact"
)

// The exit statuses.
const (
	exitOK      = 0
	exitFailure = 1 // something went wrong while running
	exitUsage   = 2 // the command line, a file or the configuration is wrong
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run executes the command and returns the exit status. It prints at most one line about a
// failure.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, env: os.LookupEnv}
	// The first signal starts the shutdown and restores the default handling of signals, so
	// that a second one ends the process at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	fmt.Fprintln(stderr, "arqam: "+redact.Text(oneLine(err)))
	if wrong := (usageError{}); errors.As(err, &wrong) || !a.running {
		return exitUsage
	}
	return exitFailure
}

// usageError is an error in the user's input: arguments, settings or files.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// usage marks err as an error in the user's input; nil stays nil.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return usageError{err}
}

// oneLine formats an error with several lines as its first line and the number of the others.
func oneLine(err error) string {
	lines := strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' })
	switch len(lines) {
	case 0:
		return "failed"
	case 1:
		return lines[0]
	}
	return fmt.Sprintf("%s (and %d more)", lines[0], len(lines)-1)
}

// app has the streams and the environment of a run, and its settings once they are read.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	env            func(string) (string, bool)
	config         config
	// running is true once command line and settings were accepted.
	running bool
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "arqam",
		Short: "Watch the news and keep the numbers",
		Long: `Arqam (أرقام, "figures") watches the news and keeps the numbers: it finds every
figure that an article reports, in Arabic and in English, converts it to one unit
and one scale, and keeps it as a time series with its evidence.

"arqam up" runs the whole system on this machine; "arqam extract" reads figures
from text without a server. Settings come from flags, else from the environment
(ARQAM_DATA for --data), else from a file (--config arqam.yaml); "arqam help
config" lists them.`,
		Example: `  arqam up                          the whole system, on the bundled articles
  arqam extract article.txt         the figures of one article
  arqam extract news.jsonl | jq .   of many, as JSON lines`,
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
				shortest := slices.MinFunc(near, func(x, y string) int { return len(x) - len(y) })
				return usagef("there is no command %q: did you mean %q?", args[0], shortest)
			}
			return usagef("there is no command %q: \"arqam --help\" lists the commands", args[0])
		},
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%w: see \"%s --help\"", invalid(err), cmd.CommandPath())
	})
	root.SuggestionsMinimumDistance = 2
	root.CompletionOptions.HiddenDefaultCmd = true
	all := a.config.settings()
	for _, name := range []string{"config", "log-level", "log-format"} {
		root.PersistentFlags().AddFlag(all.Lookup(name))
	}
	root.AddGroup(
		&cobra.Group{ID: "system", Title: "The system:"},
		&cobra.Group{ID: "service", Title: "A single service, connected to a NATS server:"},
		&cobra.Group{ID: "tool", Title: "Tools:"})
	for _, command := range a.commands() {
		root.AddCommand(command.build(a, all))
	}
	root.AddCommand(configTopic(all))
	return root
}
