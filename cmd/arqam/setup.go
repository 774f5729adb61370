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

// operator is the user with all rights in the account of the services.
const operator = "operator"

func (a *app) setupCommand() command {
	return command{
		group: "system",
		use:   "setup [flags]",
		short: "Prepare a NATS server for services with restricted permissions",
		long: `Creates the streams, buckets and consumers that the services need. Run it as a user
with permission to do so, such as the operator of deploy/nats: before the first start
of the services, after an upgrade, and when --config has a new receiver of events.
It extends existing ones if this version needs more, but never reduces or removes
them. Services with all permissions create what they need themselves and do not need
this command. --ack-wait must not be shorter than that of the services.`,
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
	fmt.Fprintln(a.stdout, "streams, buckets and consumers are ready: the services can start")
	return nil
}

// prepare creates everything that the services need on NATS.
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
		short: "Create the keys of the users in deploy/nats",
		long: `Creates a key for the operator and for each service. The seed, which identifies a
process with --nkey, is written to DIRECTORY/<user>.nk; all public keys are written to
DIRECTORY/keys.conf, which deploy/nats/accounts.conf includes. Existing keys are kept.
To replace a key, remove its file, run this command again, and reload the server
("nats-server --signal reload"). A seed is a secret: give each process only its own.`,
		example: `  arqam setup keys deploy/nats/keys`,
		args:    exactlyOne("directory"),
		run: func(_ context.Context, args []string) error {
			made, err := account.MakeKeys(args[0])
			if err != nil {
				return err
			}
			if len(made) == 0 {
				_, err = fmt.Fprintf(a.stdout, "every user already has a key in %s\n", args[0])
				return err
			}
			_, err = fmt.Fprintf(a.stdout, "created the keys of %s in %s\n", strings.Join(made, ", "), args[0])
			return err
		},
	}
}
