package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/feed/archive"
	"github.com/arqam-io/arqam/pkg/feed/date"
	"github.com/arqam-io/arqam/pkg/terminal"
)

func (a *app) feedBackfillCommand() command {
	var g given
	var to, host string
	return command{
		use:   "backfill FILE.warc...",
		short: "Send the pages of WARC files into a running system",
		long: `Reads the pages of WARC files of a crawler, plain or gzipped, converts them to
articles like the pages of a feed, and posts them to a running "arqam up" or "arqam
fetcher". Sending a file twice changes nothing. Pages without an article are reported
and skipped.`,
		example: `  arqam feed backfill crawl-2025.warc.gz --host port.example --country EG
  arqam feed backfill --to https://arqam.internal --token-file token.txt crawls/*.warc.gz`,
		args:     atLeastOne("WARC file"),
		settings: []string{"token", "token-file", "tls-ca", "tls-cert", "tls-key"},
		own: func(flags *pflag.FlagSet) {
			flags.StringVar(&to, "to", defaultAddress, "`address` of the system")
			flags.StringVar(&host, "host", "", "only pages of this `host` and its subdomains")
			g.about(flags)
		},
		run: func(ctx context.Context, args []string) error {
			endpoint, err := a.config.endpoint(to)
			if err != nil {
				return err
			}
			about, err := g.feed("")
			if err != nil {
				return err
			}
			about.Source = g.source
			packs, err := loadPacks("")
			if err != nil {
				return err
			}
			dates, err := date.New(packs)
			if err != nil {
				return err
			}
			settings := archive.Settings{Feed: about, Dates: dates, Host: host}
			return a.backfill(ctx, endpoint, args, settings)
		},
	}
}

func (a *app) backfill(ctx context.Context, endpoint *feed.Endpoint, files []string, s archive.Settings) error {
	bar := a.progress(sizeOf(files), "reading")
	defer bar.Close()
	var total feed.Tally
	empty := 0
	for batch, err := range feed.Batches(ctx, archive.Files(files, bar, s)) {
		if err != nil {
			a.complain(err)
			empty++
			continue
		}
		receipt, err := endpoint.Post(ctx, articlesOf(batch)...)
		total = total.Plus(receipt.Tally)
		if err != nil {
			return fmt.Errorf("%w (%d published before)", err, total.Published)
		}
	}
	bar.Close()
	fmt.Fprintf(a.stdout, "%d published, %d known before, %d rejected, %s without an article\n", total.Published, total.Known, total.Rejected, terminal.Count(empty, "record"))
	if total.Published+total.Known == 0 {
		return fmt.Errorf("no article was found")
	}
	return ctx.Err()
}
