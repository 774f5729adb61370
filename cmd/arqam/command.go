package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/settings"
)

// command is a subcommand. Settings names the flags that it shares with other commands; own
// adds flags that only this command has.
type command struct {
	group    string
	use      string
	short    string
	long     string
	example  string
	args     cobra.PositionalArgs
	settings []string
	defaults map[string]string // defaults of settings that differ from the common ones
	private  bool              // for a service: it also serves paths that need a token
	streams  []bus.Stream      // for a service: the streams that it reads and writes
	own      func(*pflag.FlagSet)
	run      func(ctx context.Context, args []string) error
	below    []command // subcommands
}

func (a *app) commands() []command {
	return []command{
		a.upCommand(),
		a.fetcherCommand(), a.extractorCommand(), a.normalizerCommand(), a.sinkCommand(), a.notifierCommand(),
		a.extractCommand(), a.explainCommand(), a.evalCommand(), a.publishCommand(), a.feedCommand(),
		a.trackerCommand(), a.conceptsCommand(), a.unitsCommand(), a.figuresCommand(), a.exportCommand(), a.correctCommand(), a.replayCommand(), a.deadCommand(), a.setupCommand(), a.benchCommand(), a.versionCommand(),
	}
}

func (c command) build(a *app, all *pflag.FlagSet) *cobra.Command {
	cmd := &cobra.Command{
		GroupID: c.group, Use: c.use, Short: c.short, Long: c.long, Example: c.example,
		Args: func(cmd *cobra.Command, args []string) error {
			if c.args == nil {
				return nil
			}
			if err := c.args(cmd, args); err != nil {
				return usagef("%w: see \"%s --help\"", err, cmd.CommandPath())
			}
			return nil
		},
		DisableFlagsInUseLine: true,
	}
	cmd.Flags().SortFlags = false
	if c.own != nil {
		c.own(cmd.Flags())
	}
	for _, name := range c.settings {
		flag := all.Lookup(name)
		if def, ok := c.defaults[name]; ok {
			own := *flag
			own.DefValue = def
			flag = &own
		}
		cmd.Flags().AddFlag(flag)
	}
	for _, below := range c.below {
		cmd.AddCommand(below.build(a, all))
	}
	if c.run == nil {
		cmd.Args = cobra.ArbitraryArgs
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return usagef("there is no command %q: see \"%s --help\"", args[0], cmd.CommandPath())
		}
		return cmd
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		for _, name := range c.settings {
			if def, ok := c.defaults[name]; ok && !cmd.Flags().Changed(name) {
				if err := all.Lookup(name).Value.Set(def); err != nil {
					return fmt.Errorf("set the default of --%s: %w", name, err)
				}
			}
		}
		if err := visible(cmd.Flags()); err != nil {
			return usage(err)
		}
		if err := a.config.load(cmd.Flags(), all, a.env); err != nil {
			return usage(err)
		}
		if err := a.config.check(); err != nil {
			return usage(err)
		}
		a.running = true
		return c.run(cmd.Context(), args)
	}
	return cmd
}

// connection has the settings of every command that connects to a NATS server.
var connection = []string{"nats", "creds", "nkey", "tls-ca", "tls-cert", "tls-key"}

// fleet has the settings of services that share a cluster of NATS servers.
var fleet = []string{"replicas", "ack-wait"}

func with(groups ...[]string) []string { return slices.Concat(groups...) }

func noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("unexpected argument %q: the command takes none", args[0])
	}
	return nil
}

// invalid returns the error for an invalid flag without secrets: the error of pflag would show
// the whole value.
func invalid(err error) error {
	wrong, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return err
	}
	f := wrong.GetFlag()
	name := "--" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	return fmt.Errorf("invalid argument %q for %q flag: %w", settings.Shown(f.Value, wrong.GetValue()), name, wrong.Unwrap())
}
