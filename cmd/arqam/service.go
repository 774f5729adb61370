package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/arqam-io/arqam/pkg/bus"
)

// serviceNote ends the help of every command that runs one service.
const serviceNote = `
It shows /metrics, /healthz and /readyz on --http, and drains on SIGINT and
SIGTERM: what was begun is finished, the rest stays on NATS. While NATS does not
answer it waits.`

// wiring adds a service to a site that is connected, and returns what the site does
// beside its services; nil is nothing.
type (
	wiring func(context.Context, *site) (work, error)
	work   func(context.Context) error
)

// serviceCommand is the command of one service. Prepare looks at all that the user
// gave before anything is opened, and returns how the service is wired.
func (a *app) serviceCommand(c command, prepare func(args []string) (wiring, error)) command {
	name, _, _ := strings.Cut(c.use, " ")
	c.group = "service"
	c.long += "\n" + serviceNote
	c.settings = with(connection, fleet, []string{"http", "http-cert", "http-key"}, c.settings)
	if c.private {
		c.settings = with(c.settings, []string{"token", "token-file", "http-client-ca"})
	}
	run := func(ctx context.Context, args []string) (err error) {
		wire, err := prepare(args)
		if err != nil {
			return err
		}
		s, running, err := a.openSite(ctx, c.private)
		if err != nil {
			return err
		}
		defer func() { err = advised(s.close(ctx, err)) }()
		if err := s.connectNATS(running, name, c.streams...); err != nil {
			return err
		}
		begin, err := wire(running, s)
		if err != nil {
			return err
		}
		return s.run(running, begin)
	}
	c.run = func(ctx context.Context, args []string) error {
		return reopening(ctx, func() error { return run(ctx, args) })
	}
	return c
}

// advised says what to do where only the operator may.
func advised(err error) error {
	if _, ok := errors.AsType[bus.SetupError](err); ok {
		return fmt.Errorf("%w: run arqam setup with the operator's credentials", err)
	}
	return err
}

func (a *app) extractorCommand() command {
	return a.serviceCommand(command{
		use:   "extractor [flags]",
		short: "Find the figures that articles state",
		long: `Reads each article of the ARTICLES stream and publishes the figures that its text
states, as one message on MENTIONS. Any number of copies share the work.`,
		example: `  arqam extractor --nats nats://127.0.0.1:4222
  arqam extractor --nats tls://nats.internal:4222 --nkey extractor.nk --tls-ca ca.pem`,
		args:     noArgs,
		settings: []string{"concepts", "workers"},
		defaults: map[string]string{"http": "127.0.0.1:9192"},
		streams:  []bus.Stream{bus.Articles, bus.Mentions, bus.Dead},
	}, func([]string) (wiring, error) {
		e, err := newEngine(a.config.concepts)
		return func(_ context.Context, s *site) (work, error) {
			s.addExtractor(e)
			return nil, nil
		}, err
	})
}

func (a *app) normalizerCommand() command {
	return a.serviceCommand(command{
		use:   "normalizer [flags]",
		short: "Bring figures to exact units and one scale",
		long: `Gives each figure of the MENTIONS stream its unit, settles currencies that many
countries share, works out the value in the base unit, and publishes the result
as one message on FIGURES. Any number of copies share the work.`,
		example: `  arqam normalizer --nats nats://127.0.0.1:4222
  arqam normalizer --nats tls://nats.internal:4222 --creds normalizer.creds`,
		args:     noArgs,
		settings: []string{"rates", "rates-days", "workers"},
		defaults: map[string]string{"http": "127.0.0.1:9193"},
		streams:  []bus.Stream{bus.Mentions, bus.Figures, bus.Dead},
	}, func([]string) (wiring, error) {
		e, err := a.exchangingEngine("")
		return func(_ context.Context, s *site) (work, error) {
			s.addNormalizer(e)
			return nil, nil
		}, err
	})
}

func (a *app) sinkCommand() command {
	return a.serviceCommand(command{
		use:   "sink [flags]",
		short: "Keep figures: ledger, trackers, metrics, events",
		long: `Writes the figures of the FIGURES stream to the ledger with their evidence,
matches them against the trackers, and from there fills the metrics store and
publishes events. The store answers the Prometheus HTTP API under /api/v1 on
--http, and each --remote-write gets the reported series from the ledger: what it
missed while it was down, it gets later. The ledger is a file in the data
directory, so there is one sink. One in PostgreSQL is waited for while that is away.`,
		example: `  arqam sink --nats nats://127.0.0.1:4222 --trackers trackers.yaml
  arqam sink --remote-write http://prometheus:9090/api/v1/write
  arqam sink --data /var/lib/arqam --http 0.0.0.0:9190`,
		args:     noArgs,
		settings: []string{"data", "ledger", "trackers", "concepts", "workers", "remote-write"},
		defaults: map[string]string{"http": "127.0.0.1:9194"},
		streams:  []bus.Stream{bus.Figures, bus.Events, bus.Dead},
		private:  true,
	}, func([]string) (wiring, error) {
		e, err := newEngine(a.config.concepts)
		if err != nil {
			return nil, err
		}
		trackers, err := a.matcher(e)
		if err != nil {
			return nil, err
		}
		remotes, err := a.remoteOptions()
		return func(ctx context.Context, s *site) (work, error) {
			if err := s.openStores(ctx); err != nil {
				return nil, err
			}
			if err := s.addSink(e, trackers, remotes); err != nil {
				return nil, err
			}
			return func(ctx context.Context) error {
				if err := s.settled(ctx); err != nil {
					return err
				}
				return s.collect(ctx)
			}, nil
		}, err
	})
}

func (a *app) notifierCommand() command {
	return a.serviceCommand(command{
		use:   "notifier [flags]",
		short: "Send events to Alertmanager, webhooks and chat channels",
		long: `Sends each event of the EVENTS stream to every receiver that the file of --config
names, from the moment at which the receiver was first named. A receiver
that is down gets what it missed once it is back, and holds up no other; what
cannot be delivered for days goes to DEAD. Any number of copies share the work.
"arqam help config" shows how receivers are written.`,
		example:  `  arqam notifier --config arqam.yaml --nats nats://127.0.0.1:4222`,
		args:     noArgs,
		defaults: map[string]string{"http": "127.0.0.1:9195"},
		streams:  []bus.Stream{bus.Events, bus.Dead},
	}, func([]string) (wiring, error) {
		receivers, err := a.receivers()
		if err == nil && len(receivers) == 0 {
			err = usagef("no receiver is configured: list receivers in a file, and give it by --config")
		}
		return func(ctx context.Context, s *site) (work, error) {
			return nil, s.addNotifier(ctx, receivers)
		}, err
	})
}
