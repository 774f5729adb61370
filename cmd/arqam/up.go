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
bundled articles when there is no FILE, no --feeds and no --watch directory, says
where to look once they are through, and keeps running until it is stopped.

Articles come in by --feeds, FILE, --watch and POST /v1/articles; the series are answered
under /api/v1 as Prometheus does, and go to every --remote-write besides; events
go to the receivers that the file of --config names. Stopped and started again it loses nothing,
doubles nothing and reads nothing twice. "arqam publish" sends it more, and
"arqam figures" asks the ledger, also while it runs. With --listen other
processes join its NATS server, which asks for no credentials: a loopback
address, or a network that you trust.`,
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

// ingest reads the files, or else the bundled articles.
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

// welcome says where to look.
func (s *site) welcome(ctx context.Context, tally feed.Tally, left, trackers int, feeds *roster.Roster) error {
	counts, err := s.ledger.Counts(ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "arqam is up: %d articles published, %d known before, %d rejected.\n", tally.Published, tally.Known, tally.Rejected)
	if feeds != nil {
		fmt.Fprintf(&b, "%d feeds are followed.\n", len(feeds.Feeds))
	}
	if left > 0 {
		fmt.Fprintf(&b, "%d messages are still on their way through the services.\n", left)
	}
	fmt.Fprintf(&b, "The ledger holds %d figures of %d articles; %d trackers follow them.\n\n",
		counts.Figures, counts.Articles, trackers)
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
	fmt.Fprintf(&b, "\nCtrl-C stops it; nothing is lost.\n")
	_, err = fmt.Fprint(s.stdout, b.String())
	return err
}

// publishTo, bearer and ledgerFlag are what the commands of the text need to reach a
// system whose settings are not the defaults.
func (s *site) publishTo(url string) string {
	if url == defaultAddress {
		return ""
	}
	return " --to " + url
}

// bearer is what curl needs to be let in.
func (s *site) bearer() string {
	if s.config.token == "" && s.config.tokenFile == "" {
		return ""
	}
	return ` -H "Authorization: Bearer $ARQAM_TOKEN"`
}

func (s *site) ledgerFlag() string {
	switch {
	case s.config.ledger != "":
		return " --ledger " + s.ledger.String()
	case filepath.Clean(s.config.data) != defaultData:
		return " --data " + s.config.data
	}
	return ""
}

// index is what a browser finds at the root.
func (s *site) index(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprint(w, `arqam is up.

/api/v1        the Prometheus HTTP API of the series
/metrics       what the services show about themselves
/healthz       200 as long as the process lives
/readyz        200 once it can work
/v1/articles   POST articles here
`)
}
