package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/terminal"
)

func (a *app) publishCommand() command {
	var to string
	return command{
		group: "tool",
		use:   "publish [flags] [FILE|-]...",
		short: "Send articles to a running system",
		long: `Reads articles as "arqam extract" does and posts them in order to a running "arqam
up" or "arqam fetcher". An article revision that the system already has is not
published again, so a file can be sent twice without harm.`,
		example: `  arqam publish news.jsonl
  arqam publish --to https://arqam.internal --token-file token.txt inbox/
  tail -f articles.jsonl | arqam publish -`,
		settings: []string{"token", "token-file", "tls-ca", "tls-cert", "tls-key", "lang", "source"},
		own: func(flags *pflag.FlagSet) {
			flags.StringVar(&to, "to", defaultAddress, "`address` of the system")
		},
		run: func(ctx context.Context, args []string) error {
			endpoint, err := a.config.endpoint(to)
			if err != nil {
				return err
			}
			files, err := a.inputs(args)
			if err != nil {
				return err
			}
			return a.publish(ctx, endpoint, files)
		},
	}
}

// endpoint returns a client of the running system at an address, with the first token.
func (c *config) endpoint(to string) (*feed.Endpoint, error) {
	tokens, err := c.tokens()
	if err != nil {
		return nil, err
	}
	o := feed.EndpointOptions{CA: c.ca, Cert: c.cert, Key: c.key}
	if len(tokens) > 0 {
		o.Token = tokens[0]
	}
	endpoint, err := feed.NewEndpoint(to, o)
	if err != nil {
		return nil, usagef("--to: %w", err)
	}
	return endpoint, nil
}

func (a *app) publish(ctx context.Context, endpoint *feed.Endpoint, files []string) error {
	articles := a.reader()
	bar := a.progress(sizeOf(files), "publishing")
	defer bar.Close()
	articles.Meter = bar
	var total feed.Tally
	for batch, err := range feed.Batches(ctx, articles.Files(files...)) {
		if err != nil {
			a.complain(err)
			total.Add(feed.Rejected)
			continue
		}
		receipt, err := endpoint.Post(ctx, articlesOf(batch)...)
		total = total.Plus(receipt.Tally)
		if err != nil {
			return fmt.Errorf("%w (%d published before)", err, total.Published)
		}
		for _, d := range receipt.Articles {
			if d.Error != "" {
				a.complain(fmt.Errorf("article %q: %s", d.ID, d.Error))
			}
		}
	}
	bar.Close()
	fmt.Fprintf(a.stdout, "%d published, %d known before, %d rejected\n", total.Published, total.Known, total.Rejected)
	if total.Rejected > 0 {
		return fmt.Errorf("%s rejected", terminal.Count(total.Rejected, "article"))
	}
	return ctx.Err()
}

func articlesOf(batch []feed.Item) []figure.Article {
	out := make([]figure.Article, len(batch))
	for i, item := range batch {
		out[i] = item.Article
	}
	return out
}
