package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"
)

// roomNote ends the help of every command that runs one room.
const roomNote = `
It shows /metrics, /healthz and /readyz on --http, and drains on SIGINT and
SIGTERM: what was begun is finished, the rest stays on NATS. While NATS does not
answer it waits.`

// roomCommand is the command of one room. Add wires it to a site that is
// connected.
func (a *app) roomCommand(c command, add func(ctx context.Context, s *site, args []string) (work, error)) command {
	name, _, _ := strings.Cut(c.use, " ")
	c.group = "room"
	c.long += "\n" + roomNote
	c.settings = with(connection, []string{"http"}, c.settings)
	c.run = func(ctx context.Context, args []string) (err error) {
		s, err := a.openSite(ctx)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.close()) }()
		if err := s.connectNATS(ctx, name); err != nil {
			if ctx.Err() != nil {
				return nil // stopped while it waited for NATS
			}
			return err
		}
		begin, err := add(ctx, s, args)
		if err != nil {
			return err
		}
		return s.run(ctx, begin)
	}
	return c
}

// work is what a site does beside its rooms; nil is nothing.
type work func(context.Context, *errgroup.Group) error

func (a *app) fetcherCommand() command {
	return a.roomCommand(command{
		use:   "fetcher [flags] [FILE|-]...",
		short: "Bring articles in: files, watched directories, HTTP",
		long: `Publishes articles to the ARTICLES stream: of the files named, of every file
that is written to a --watch directory, and of POST /v1/articles (a JSON object,
an array, JSON lines as application/x-ndjson, or plain text). A revision that
was published before is not published again, also after a restart.`,
		example: `  arqam fetcher --nats nats://127.0.0.1:4222 --watch inbox
  arqam fetcher --http 0.0.0.0:9190 --token "$TOKEN"
  curl --data-binary @news.jsonl -H 'Content-Type: application/x-ndjson' \
    http://127.0.0.1:9191/v1/articles`,
		settings: []string{"watch", "token", "lang", "source"},
		defaults: map[string]string{"http": "127.0.0.1:9191"},
	}, func(ctx context.Context, s *site, args []string) (work, error) {
		var files []string
		if len(args) > 0 {
			var err error
			if files, err = a.inputs(args); err != nil {
				return nil, err
			}
		}
		f, err := s.addFetcher(ctx)
		if err != nil || len(files) == 0 {
			return nil, err
		}
		return func(ctx context.Context, _ *errgroup.Group) error {
			tally, err := f.Ingest(ctx, f.Reader.Files(files...))
			s.log.Info(fmt.Sprintf("%d articles published, %d known before, %d rejected",
				tally.Published, tally.Known, tally.Rejected))
			return err
		}, nil
	})
}

func (a *app) extractorCommand() command {
	return a.roomCommand(command{
		use:   "extractor [flags]",
		short: "Find the figures that articles state",
		long: `Reads each article of the ARTICLES stream and publishes the figures that its text
states, as one message on MENTIONS. Any number of copies share the work.`,
		example: `  arqam extractor --nats nats://127.0.0.1:4222
  arqam extractor --nats tls://nats.internal:4222 --creds extractor.creds --tls-ca ca.pem`,
		args:     noArgs,
		settings: []string{"workers"},
		defaults: map[string]string{"http": "127.0.0.1:9192"},
	}, func(_ context.Context, s *site, _ []string) (work, error) {
		e, err := newEngine()
		if err == nil {
			s.addExtractor(e)
		}
		return nil, err
	})
}

func (a *app) normalizerCommand() command {
	return a.roomCommand(command{
		use:   "normalizer [flags]",
		short: "Bring figures to exact units and one scale",
		long: `Gives each figure of the MENTIONS stream its unit, settles currencies that many
countries share, works out the value in the base unit, and publishes the result
as one message on FIGURES. Any number of copies share the work.`,
		example: `  arqam normalizer --nats nats://127.0.0.1:4222
  arqam normalizer --nats tls://nats.internal:4222 --creds normalizer.creds`,
		args:     noArgs,
		settings: []string{"workers"},
		defaults: map[string]string{"http": "127.0.0.1:9193"},
	}, func(_ context.Context, s *site, _ []string) (work, error) {
		e, err := newEngine()
		if err == nil {
			s.addNormalizer(e)
		}
		return nil, err
	})
}

func (a *app) sinkCommand() command {
	return a.roomCommand(command{
		use:   "sink [flags]",
		short: "Keep figures: ledger, trackers, metrics, events",
		long: `Writes the figures of the FIGURES stream to the ledger with their evidence,
matches them against the trackers, and from there fills the metrics store and
publishes events. The store answers the Prometheus HTTP API under /api/v1 on
--http. The ledger is a file in the data directory, so there is one sink.`,
		example: `  arqam sink --nats nats://127.0.0.1:4222 --trackers trackers.yaml
  arqam sink --data /var/lib/arqam --http 0.0.0.0:9190`,
		args:     noArgs,
		settings: []string{"data", "ledger", "trackers", "workers"},
		defaults: map[string]string{"http": "127.0.0.1:9194"},
	}, func(ctx context.Context, s *site, _ []string) (work, error) {
		e, err := newEngine()
		if err != nil {
			return nil, err
		}
		matcher, err := a.matcher(e)
		if err != nil {
			return nil, err
		}
		if err := s.openStores(ctx); err != nil {
			return nil, err
		}
		s.addSink(e, matcher)
		return func(ctx context.Context, group *errgroup.Group) error {
			if err := s.settled(ctx); err != nil {
				return err
			}
			return s.collect(ctx, group)
		}, nil
	})
}
