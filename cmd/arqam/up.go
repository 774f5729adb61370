package main

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/terminal"
	"github.com/arqam-io/arqam/samples"
	"github.com/arqam-io/arqam/services/fetcher"
)

func (a *app) upCommand() command {
	return command{
		group: "system",
		use:   "up [flags] [FILE|-]...",
		short: "Run the whole system on this machine",
		long: `Runs every service in one process, with an embedded NATS server, ledger and metrics
store in the data directory: nothing else to install. It reads the FILEs, or the
bundled articles if there is no FILE, no --feeds and no --watch directory. When they
are processed, it prints where to find the results, and runs until it is stopped.

Articles come from --feeds, FILE, --watch and POST /v1/articles. The Prometheus HTTP
API under /api/v1 serves the series, and every --remote-write receives them. Events
go to the receivers in the file of --config. After a restart nothing is lost,
duplicated or read twice. While it runs, "arqam publish" sends more articles and
"arqam figures" queries the ledger. With --listen other processes can connect to its
NATS server. It asks for no credentials, so use a loopback address or a network that
you trust.`,
		example: `  arqam up
  arqam up --feeds feeds.yaml
  arqam up --trackers trackers.yaml --watch inbox news.jsonl
  arqam up --data /var/lib/arqam --listen 127.0.0.1:4222
  curl 'http://127.0.0.1:9190/api/v1/query?query=arqam_figure_value'`,
		settings: []string{"data", "ledger", "trackers", "concepts", "rates", "rates-days", "http", "feeds", "watch", "token", "token-file", "http-cert", "http-key", "http-client-ca", "lang", "source", "listen", "workers", "remote-write"},
		run: func(ctx context.Context, args []string) error {
			files, err := a.givenInputs(args)
			if err != nil {
				return err
			}
			return reopening(ctx, func() error { return a.up(ctx, files) })
		},
	}
}

func (a *app) up(ctx context.Context, files []string) (err error) {
	e, err := a.exchangingEngine(a.config.concepts)
	if err != nil {
		return err
	}
	trackers, err := a.matcher(e)
	if err != nil {
		return err
	}
	remotes, err := a.remoteOptions()
	if err != nil {
		return err
	}
	receivers, err := a.receivers()
	if err != nil {
		return err
	}
	feeds, err := a.roster()
	if err != nil {
		return err
	}
	s, running, err := a.openSite(ctx, true)
	if err != nil {
		return err
	}
	defer func() { err = s.close(ctx, err) }()
	if err := s.openStores(running); err != nil {
		return err
	}
	if err := s.startNATS(running); err != nil {
		return err
	}
	f, err := s.addFetcher(running)
	if err != nil {
		return err
	}
	if err := s.addFollower(running, f, feeds); err != nil {
		return err
	}
	s.addExtractor(e)
	s.addNormalizer(e)
	if err := s.addSink(e, trackers, remotes); err != nil {
		return err
	}
	if err := s.addNotifier(running, receivers); err != nil {
		return err
	}
	s.mux.HandleFunc("GET /{$}", s.index)
	return s.run(running, func(ctx context.Context) error {
		if err := s.settled(ctx); err != nil {
			return err
		}
		if err := s.collect(ctx); err != nil {
			return err
		}
		tally, err := s.ingest(ctx, f, files)
		if err != nil {
			return err
		}
		left, err := s.drained(ctx)
		if err != nil {
			return err
		}
		return s.welcome(ctx, tally, left, len(trackers.Trackers()), feeds)
	})
}

// ingest publishes the articles of the files. Without files and without another source of
// articles it publishes the bundled ones.
func (s *site) ingest(ctx context.Context, f *fetcher.Fetcher, files []string) (feed.Tally, error) {
	var articles iter.Seq2[feed.Item, error]
	switch {
	case len(files) > 0:
		reader := *f.Reader
		bar := s.progress(sizeOf(files), "reading")
		defer bar.Close()
		reader.Meter = bar
		articles = reader.Files(files...)
	case len(s.config.watch) == 0 && s.config.feeds == "" && s.config.inlineFeeds == nil:
		bundled, err := fs.Sub(samples.FS, "articles")
		if err != nil {
			return feed.Tally{}, err
		}
		articles = f.Reader.Tree(bundled)
	default:
		return feed.Tally{}, nil
	}
	return f.Ingest(ctx, articles)
}

// welcome prints the state of the system and where to find its data.
func (s *site) welcome(ctx context.Context, tally feed.Tally, left, trackers int, feeds *roster.Roster) error {
	counts, err := s.ledger.Counts(ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "arqam is up: %s published, %d known before, %d rejected.\n", terminal.Count(tally.Published, "article"), tally.Known, tally.Rejected)
	if feeds != nil {
		fmt.Fprintf(&b, "Following %s.\n", terminal.Count(len(feeds.Feeds), "feed"))
	}
	if left > 0 {
		fmt.Fprintf(&b, "Still processing: %s.\n", terminal.Count(left, "message"))
	}
	fmt.Fprintf(&b, "The ledger has %s from %s; %s in use.\n\n", terminal.Count(int(counts.Figures), "figure"),
		terminal.Count(int(counts.Articles), "article"), terminal.Count(trackers, "tracker"))
	if s.server != nil {
		url := s.server.URL()
		fmt.Fprintf(&b, "  series    %s/api/v1    the Prometheus API: a datasource for Grafana\n", url)
		fmt.Fprintf(&b, "  metrics   %s/metrics\n", url)
		fmt.Fprintf(&b, "  articles  POST %s/v1/articles, or arqam publish%s FILE\n", url, s.publishTo(url))
	}
	fmt.Fprintf(&b, "  ledger    %s    arqam figures%s\n", s.ledger, s.ledgerFlag())
	fmt.Fprintf(&b, "  data      %s\n", s.config.data)
	if s.server != nil {
		fmt.Fprintf(&b, "\nTry:\n  curl -s%s '%s/api/v1/query' --data-urlencode \\\n    'query=last_over_time(arqam_reported_value[10y])'\n", s.bearer(), s.server.URL())
	}
	fmt.Fprintf(&b, "\nPress Ctrl-C to stop; nothing is lost.\n")
	_, err = fmt.Fprint(s.stdout, b.String())
	return err
}

// publishTo returns the flag that "arqam publish" needs to reach the system.
func (s *site) publishTo(url string) string {
	if url == defaultAddress {
		return ""
	}
	return " --to " + url
}

// bearer returns the option that curl needs if the system requires a token.
func (s *site) bearer() string {
	if s.config.token == "" && s.config.tokenFile == "" {
		return ""
	}
	return ` -H "Authorization: Bearer $ARQAM_TOKEN"`
}

// ledgerFlag returns the flag that "arqam figures" needs to find the ledger.
func (s *site) ledgerFlag() string {
	switch {
	case s.config.ledger != "":
		return " --ledger " + s.ledger.String()
	case filepath.Clean(s.config.data) != defaultData:
		return " --data " + s.config.data
	}
	return ""
}

// index is the page at the root path.
func (s *site) index(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprint(w, `arqam is up.

/api/v1        the Prometheus HTTP API of the series
/metrics       metrics of the services
/healthz       200 while the process is alive
/readyz        200 when it is ready to work
/v1/articles   POST articles here
`)
}
