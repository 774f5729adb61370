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
		short: "Correct a figure of the ledger, by hand",
		long: `Records what somebody knows better than the engine: the value or the unit of a
figure, the tracker that it belongs to, or that it is none. The figure as read is
kept, and so is every correction, with its author and reason: they apply in the
order in which they were made, and hold for the same figure when the article is
read again by another engine or comes in another revision with the same words.

With --tracker the correction holds for that tracker alone: the figure belongs to
it, with --reject it does not. --restore takes back what was said before, for all
or for the tracker. FIGURE_ID is the id that "arqam figures" prints, or how it
begins. It works while "arqam up" or "arqam sink" writes.`,
		example: `  arqam correct k3v7q2mx --value 45 --by salwa --why "the ministry's own table"
  arqam correct k3v7q2mx --unit kilogram --by salwa --why "tonnes in the headline only"
  arqam correct k3v7q2mx --tracker harmal-wheat --reject --by salwa --why "barley"
  arqam figures --corrected`,
		args:     oneFigure,
		settings: []string{"data", "ledger", "trackers"},
		own: func(flags *pflag.FlagSet) {
			flags.StringVar(&value, "value", "", "the figure states this `number`")
			flags.StringVar(&c.Unit, "unit", "", "its unit is this `id`: tonne, USD, percent, per-day, or count for a bare count")
			flags.StringVar(&c.Tracker, "tracker", "", "for the tracker of this `name` alone, to which the figure belongs")
			flags.BoolVar(&reject, "reject", false, "it is no figure, or with --tracker none of that tracker")
			flags.BoolVar(&restore, "restore", false, "take back the corrections before this one")
			flags.StringVar(&c.By, "by", "", "the `name` of who says so; required")
			flags.StringVar(&c.Why, "why", "", "the reason, as `text`; required")
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
		return errors.New("want the id of one figure, which \"arqam figures\" prints")
	}
	return nil
}

// intend completes a correction with what its flags mean together.
func intend(c *judge.Correction, value string, reject, restore bool) error {
	c.By, c.Why = strings.TrimSpace(c.By), strings.TrimSpace(c.Why)
	if c.By == "" || c.Why == "" {
		return usagef("--by and --why are required: a correction stands for ever, with its author and reason")
	}
	if reject && restore {
		return usagef("--reject and --restore exclude each other")
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
		return usagef("--value: %q is no number: want digits and a point, as 260000 or 3.25", value)
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

// faultOf marks what the user gave wrong.
func faultOf(err error) error {
	if errors.Is(err, ledger.ErrNoFigure) || errors.Is(err, ledger.ErrCorrection) {
		return usage(err)
	}
	return err
}

// printCorrected prints what the figure is now, and what was read. The ledger is
// asked for it, not the correction: an earlier one may still hold.
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
	_, err = fmt.Fprintf(a.stdout, "%s is now %s %s; \"%s\" was read\n", id, strings.TrimSpace(now), scope, c.Text)
	return err
}
