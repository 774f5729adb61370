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
It serves /metrics, /healthz and /readyz on --http. On SIGINT and SIGTERM it
finishes the messages that it has begun and exits; the rest stays on NATS. If NATS
does not answer, it waits.`

// wiring adds a service to a connected site and returns other work for the site to run, or
// nil.
type (
	wiring func(context.Context, *site) (work, error)
	work   func(context.Context) error
)

// serviceCommand is the command of one service. Prepare checks the user's input before
// anything is opened, and returns how the service is wired.
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

// advised adds to an error of missing permissions what the operator has to do.
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
		short: "Convert figures to exact units and one scale",
		long: `Determines the unit of each figure in the MENTIONS stream, resolves names of money
that several countries share, calculates the value in the base unit, and publishes
the result as one message on FIGURES. Any number of copies share the work.`,
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
		short: "Record figures, match trackers, write metrics and events",
		long: `Writes the figures of the FIGURES stream to the ledger with their evidence,
matches them against the trackers, and from the ledger fills the metrics store and
publishes events. The store answers the Prometheus HTTP API under /api/v1 on
--http. Each --remote-write receives the reported series from the ledger; if it was
down, it receives the missing samples later. The ledger is a file in the data
directory, so run only one sink. If the ledger is in PostgreSQL and the server is
down, the sink waits for it.`,
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
		long: `Sends each event of the EVENTS stream to every receiver in the file of --config,
starting when the receiver was first configured. A receiver that is down gets the
missed events once it is back, and does not delay the others; an event that cannot
be delivered for days goes to DEAD. Any number of copies share the work.
"arqam help config" shows how to configure receivers.`,
		example:  `  arqam notifier --config arqam.yaml --nats nats://127.0.0.1:4222`,
		args:     noArgs,
		defaults: map[string]string{"http": "127.0.0.1:9195"},
		streams:  []bus.Stream{bus.Events, bus.Dead},
	}, func([]string) (wiring, error) {
		receivers, err := a.receivers()
		if err == nil && len(receivers) == 0 {
			err = usagef("no receiver is configured: list receivers in a file and name it with --config")
		}
		return func(ctx context.Context, s *site) (work, error) {
			return nil, s.addNotifier(ctx, receivers)
		}, err
	})
}
