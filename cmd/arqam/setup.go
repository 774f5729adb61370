package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/account"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/services/extractor"
	"github.com/arqam-io/arqam/services/normalizer"
	"github.com/arqam-io/arqam/services/notifier"
	"github.com/arqam-io/arqam/services/sink"
)

// operator is the user who may do everything in the account of the services.
const operator = "operator"

func (a *app) setupCommand() command {
	return command{
		group: "system",
		use:   "setup [flags]",
		short: "Prepare a NATS server for services that may not do so themselves",
		long: `Makes the streams, buckets and consumers that the services need, as a user who may:
the operator of deploy/nats. Run it before the services' first start, after an upgrade,
and when --config names another receiver of events. What is there stays, and is
widened where this version needs more; nothing is narrowed or removed. Where
services have all rights they make what they need themselves, and this has nothing
to do. --ack-wait must be no shorter than that of the services.`,
		example: `  arqam setup keys keys
  arqam setup --nats nats://nats.internal:4222 --nkey keys/operator.nk --config arqam.yaml`,
		args:     noArgs,
		settings: with(connection, fleet),
		run:      func(ctx context.Context, _ []string) error { return a.setup(ctx) },
		below:    []command{a.setupKeysCommand()},
	}
}

func (a *app) setup(ctx context.Context) error {
	o := a.config.bus(operator)
	o.Name, o.Log = "arqam setup", a.logger()
	b, err := bus.Connect(ctx, o)
	if err != nil {
		return err
	}
	defer b.Close()
	var receivers []string
	for _, r := range a.config.receivers {
		receivers = append(receivers, r.Name)
	}
	if err := prepare(ctx, b, receivers); err != nil {
		return advised(err)
	}
	fmt.Fprintln(a.stdout, "the streams, buckets and consumers are ready: the services can start")
	return nil
}

// prepare makes all that the services look for on NATS.
func prepare(ctx context.Context, b *bus.Bus, receivers []string) error {
	if err := b.Setup(ctx); err != nil {
		return err
	}
	if _, err := b.Revisions(ctx); err != nil {
		return err
	}
	if _, err := b.State(ctx); err != nil {
		return err
	}
	if err := bus.Open(ctx, b, bus.Service[figure.Article]{Name: extractor.Name, From: bus.Articles}); err != nil {
		return err
	}
	if err := bus.Open(ctx, b, bus.Service[figure.Mentions]{Name: normalizer.Name, From: bus.Mentions}); err != nil {
		return err
	}
	if err := bus.Open(ctx, b, bus.Service[figure.Figures]{Name: sink.Service, From: bus.Figures}); err != nil {
		return err
	}
	return notifier.Open(ctx, b, receivers...)
}

func (a *app) setupKeysCommand() command {
	return command{
		use:   "keys DIRECTORY",
		short: "Make the keys of the users in deploy/nats",
		long: `Makes a key for the operator and for each service: the seed, by which a process shows
who it is, in DIRECTORY/<user>.nk, for --nkey; and all public keys in
DIRECTORY/keys.conf, which deploy/nats/accounts.conf includes. Keys that are there
stay. To replace one, remove its file, run this again, and have the server read
its configuration again ("nats-server --signal reload"). A seed is a secret: give
each process its own and no other.`,
		example: `  arqam setup keys deploy/nats/keys`,
		args:    exactlyOne("directory"),
		run: func(_ context.Context, args []string) error {
			made, err := account.MakeKeys(args[0])
			if err != nil {
				return err
			}
			if len(made) == 0 {
				_, err = fmt.Fprintf(a.stdout, "every user has a key in %s\n", args[0])
				return err
			}
			_, err = fmt.Fprintf(a.stdout, "made the keys of %s in %s\n", strings.Join(made, ", "), args[0])
			return err
		},
	}
}
