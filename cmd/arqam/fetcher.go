package main

import (
	"context"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/bus"
)

func (a *app) fetcherCommand() command {
	return a.serviceCommand(command{
		use:   "fetcher [flags] [FILE|-]...",
		short: "Collect articles from feeds, files, watched directories and HTTP",
		long: `Publishes articles to the ARTICLES stream: from --feeds, from the FILEs, from every
file that is written to a --watch directory, and from POST /v1/articles (a JSON
object, an array, a CloudEvent, JSON lines as application/x-ndjson, or plain text).
A revision that was published before is not published again, even after a restart.
Any number of copies share the feeds: their state is kept on NATS.`,
		example: `  arqam fetcher --nats nats://127.0.0.1:4222 --feeds feeds.yaml --watch inbox
  arqam fetcher --http 0.0.0.0:9190 --token-file tokens.txt
  curl --data-binary @news.jsonl -H 'Content-Type: application/x-ndjson' \
    http://127.0.0.1:9191/v1/articles`,
		settings: []string{"feeds", "watch", "lang", "source"},
		defaults: map[string]string{"http": "127.0.0.1:9191"},
		streams:  []bus.Stream{bus.Articles},
		private:  true,
	}, func(args []string) (wiring, error) {
		files, err := a.givenInputs(args)
		if err != nil {
			return nil, err
		}
		feeds, err := a.roster()
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, s *site) (work, error) {
			f, err := s.addFetcher(ctx)
			if err != nil {
				return nil, err
			}
			if err := s.addFollower(ctx, f, feeds); err != nil || len(files) == 0 {
				return nil, err
			}
			return func(ctx context.Context) error {
				tally, err := f.Ingest(ctx, f.Reader.Files(files...))
				s.log.Info("files read", zap.Int("published", tally.Published), zap.Int("known", tally.Known),
					zap.Int("rejected", tally.Rejected))
				return err
			}, nil
		}, err
	})
}
