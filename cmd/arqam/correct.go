package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
	"github.com/arqam-io/arqam/pkg/ledger"
)

func (a *app) correctCommand() command {
	var c judge.Correction
	var value string
	var reject, restore bool
	return command{
		group: "tool",
		use:   "correct FIGURE_ID [flags]",
		short: "Correct a figure of the ledger by hand",
		long: `Corrects the value or the unit of a figure or the tracker that it belongs to, or
rejects a figure that is none. The ledger keeps the original figure and every
correction, with its author and reason. Corrections apply in the order in which they
were made. They stay in effect when another engine version reads the article again,
or when a new revision of it has the same words.

With --tracker the correction applies only to that tracker: the figure belongs to it,
or with --reject does not. --restore cancels the previous corrections, for all
trackers or for the given one. FIGURE_ID is the id that "arqam figures" prints, or
the beginning of an id. The command can be used while "arqam up" or "arqam sink" is
running.`,
		example: `  arqam correct k3v7q2mx --value 45 --by salwa --why "the ministry's own table"
  arqam correct k3v7q2mx --unit kilogram --by salwa --why "tonnes in the headline only"
  arqam correct k3v7q2mx --tracker harmal-wheat --reject --by salwa --why "barley"
  arqam figures --corrected`,
		args:     oneFigure,
		settings: []string{"data", "ledger", "trackers"},
		own: func(flags *pflag.FlagSet) {
			flags.StringVar(&value, "value", "", "set the value to this `number`")
			flags.StringVar(&c.Unit, "unit", "", "set the unit to this `id`: tonne, USD, percent, per-day, or count for a bare count")
			flags.StringVar(&c.Tracker, "tracker", "", "correct it only for the tracker of this `name`; the figure belongs to it")
			flags.BoolVar(&reject, "reject", false, "reject the figure, or with --tracker only for that tracker")
			flags.BoolVar(&restore, "restore", false, "cancel the previous corrections")
			flags.StringVar(&c.By, "by", "", "`name` of the person who corrects; required")
			flags.StringVar(&c.Why, "why", "", "reason for the correction, as `text`; required")
		},
		run: func(ctx context.Context, args []string) error {
			c.At = time.Now()
			if err := intend(&c, value, reject, restore); err != nil {
				return err
			}
			return a.correct(ctx, args[0], c)
		},
	}
}

func oneFigure(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return errors.New("give the id of one figure: \"arqam figures\" prints the ids")
	}
	return nil
}

// intend completes a correction from its flags.
func intend(c *judge.Correction, value string, reject, restore bool) error {
	c.By, c.Why = strings.TrimSpace(c.By), strings.TrimSpace(c.Why)
	if c.By == "" || c.Why == "" {
		return usagef("--by and --why are required: the ledger keeps every correction with its author and reason")
	}
	if reject && restore {
		return usagef("--reject and --restore cannot be combined")
	}
	switch {
	case reject:
		c.Action = judge.Reject
	case restore:
		c.Action = judge.Restore
	default:
		c.Action = judge.Amend
	}
	if value == "" {
		return nil
	}
	var err error
	if c.Value, err = figure.ParseNumber(value); err != nil {
		return usagef("--value: %q is not a number: write digits with a decimal point, such as 260000 or 3.25", value)
	}
	return nil
}

func (a *app) correct(ctx context.Context, begins string, c judge.Correction) error {
	return a.withLedger(ctx, ledger.Attach, func(l *ledger.Ledger) error {
		id, err := l.Resolve(ctx, begins)
		if err != nil {
			return faultOf(err)
		}
		if c.Tracker != "" {
			if err := a.knownTracker(ctx, l, c.Tracker); err != nil {
				return err
			}
		}
		err = l.Update(ctx, func(tx *ledger.Tx) error {
			c, err = tx.Correct(id, c)
			return err
		})
		if err != nil {
			return faultOf(err)
		}
		return a.printCorrected(ctx, l, id, c)
	})
}

// faultOf makes an unknown figure or an invalid correction a usage error.
func faultOf(err error) error {
	if errors.Is(err, ledger.ErrNoFigure) || errors.Is(err, ledger.ErrCorrection) {
		return usage(err)
	}
	return err
}

// printCorrected prints the corrected figure and the original text. It reads the figure from
// the ledger, because earlier corrections may apply too.
func (a *app) printCorrected(ctx context.Context, l *ledger.Ledger, id figure.ID, c judge.Correction) error {
	in, err := l.Recorded(ctx, c.Article)
	if err != nil {
		return err
	}
	var overrides judge.Overrides
	if err := l.Update(ctx, func(tx *ledger.Tx) (err error) {
		overrides, err = tx.Overrides(&in)
		return err
	}); err != nil {
		return err
	}
	now := "as read"
	if o, ok := overrides.For(id, c.Tracker); ok {
		m := o.Figure.Mention
		now = figure.Symbols().Write(m.Relation, m.Amount) + " " + unitLabel(o.Figure)
		if o.Standing == judge.Rejected {
			now = "rejected"
		}
	}
	scope := "for every tracker"
	if c.Tracker != "" {
		scope = "for " + c.Tracker
	}
	_, err = fmt.Fprintf(a.stdout, "%s is now %s %s; the text is \"%s\"\n", id, strings.TrimSpace(now), scope, c.Text)
	return err
}
