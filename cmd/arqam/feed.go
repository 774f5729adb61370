package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/feed/collect"
	"github.com/arqam-io/arqam/pkg/feed/document"
	"github.com/arqam-io/arqam/pkg/feed/refusal"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/feed/web"
	"github.com/arqam-io/arqam/pkg/settings"
	"github.com/arqam-io/arqam/pkg/terminal"
)

func (a *app) feedCommand() command {
	return command{
		group: "tool",
		use:   "feed",
		short: "Add, list, check and import feeds; backfill from archives",
		long: `Manages a file of feeds for "arqam up --feeds" and "arqam fetcher --feeds". The file
is feeds.yaml unless --feeds names another.

` + feedsNote,
		example: `  arqam feed add https://port.example/ --lang ar --zone Africa/Cairo
  arqam feed check
  arqam up --feeds feeds.yaml`,
		below: []command{a.feedAddCommand(), a.feedListCommand(), a.feedCheckCommand(), a.feedImportCommand(), a.feedBackfillCommand()},
	}
}

// given has the settings of a feed that "feed add" reads from flags.
type given struct {
	name, source, lang, country, zone, claimant, family, fulltext, kind string
	tags                                                                []string
	interval                                                            time.Duration
	unchecked                                                           bool
}

func (g *given) flags(flags *pflag.FlagSet) {
	flags.StringVar(&g.name, "name", "", "`name` of the feed (default: its host and path)")
	g.about(flags)
	flags.DurationVar(&g.interval, "interval", 0, "minimum `time` between two requests (default 15m)")
	flags.Var(settings.OneOf(&g.fulltext, string(roster.AutoText), "auto", "feed", "page"), "fulltext", "where the text of articles comes from: auto, feed or page")
	flags.Var(settings.OneOf(&g.kind, string(roster.Auto), "auto", "page"), "kind", "auto for feeds and sitemaps, page for a single page that is read as an article")
	flags.BoolVar(&g.unchecked, "unchecked", false, "add the address without fetching it")
}

// about adds the flags with facts that the articles themselves do not state.
func (g *given) about(flags *pflag.FlagSet) {
	flags.StringVar(&g.source, "publisher", "", "source `name` of the articles (default: the feed's name, or the page's host)")
	flags.StringVar(&g.lang, "language", "", "language `tag` of the articles (default: detected from the text)")
	flags.StringVar(&g.country, "country", "", "`country` whose currency the articles mean, such as EG")
	flags.StringVar(&g.zone, "zone", "", "time `zone` of dates without one, such as Africa/Cairo")
	flags.StringVar(&g.claimant, "claimant", "", "`claimant` of sentences that name none")
	flags.StringVar(&g.family, "family", "", "publisher `family`: its members do not confirm each other's numbers")
	flags.StringSliceVar(&g.tags, "tags", nil, "`tags`, separated by commas")
}

func (g *given) feed(address string) (roster.Feed, error) {
	f := roster.Feed{Name: g.name, URL: address, Kind: roster.Kind(g.kind), Fulltext: roster.Fulltext(g.fulltext), Source: g.source,
		Lang: g.lang, Country: g.country, Claimant: g.claimant, Family: g.family, Tags: g.tags, Interval: g.interval}
	if f.Name == "" {
		f.Name = roster.NameOf(address)
	}
	if f.Source == "" {
		f.Source = f.Name
	}
	if g.zone != "" {
		var err error
		if f.Zone, err = time.LoadLocation(g.zone); err != nil {
			return f, usagef("--zone: %q is not a time zone, such as Africa/Cairo", g.zone)
		}
	}
	return f, nil
}

func (a *app) feedAddCommand() command {
	var g given
	return command{
		use:   "add URL",
		short: "Add a feed, or the feed of a web page, to the file",
		long: `Fetches the address once. If it is a feed or a sitemap, it is added; if it is a page
that links to a feed, that feed is added. The comments and the order of the file are
kept.`,
		example: `  arqam feed add https://port.example/rss.xml --language ar --country EG
  arqam feed add https://port.example/ --name port --tags economy,ports
  arqam feed add https://port.example/board --kind page --interval 1h`,
		args:     exactlyOne("URL"),
		settings: []string{"feeds"},
		own:      g.flags,
		run: func(ctx context.Context, args []string) error {
			address := args[0]
			if !g.unchecked {
				found, err := a.discover(ctx, address, roster.Kind(g.kind))
				if err != nil {
					return err
				}
				address = found
			}
			f, err := g.feed(address)
			if err != nil {
				return err
			}
			if err := a.addFeeds(f); err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.stdout, "%s: added %s, %s\n", a.feedsFile(), f.Name, f.URL)
			return err
		},
	}
}

// discover returns the address if it serves a feed, else the address of the feed that the page
// links to.
func (a *app) discover(ctx context.Context, address string, kind roster.Kind) (string, error) {
	m := roster.Manners{Gap: roster.DefaultGap}
	if r, err := a.fileRoster(); err == nil {
		m = r.Manners
	}
	client := web.New(web.Options{Agent: agent(m), Allow: m.Allow, Gate: web.NewQueue(m.Gap)})
	found, others, err := collect.Discover(ctx, client, address, kind)
	if _, ok := errors.AsType[*collect.FetchError](err); ok {
		return "", fmt.Errorf("%w: add it without a check with --unchecked", err)
	}
	if refusal.Of(err) == refusal.NotFeed {
		return "", fmt.Errorf("%w: use --kind page to read it as an article", err)
	}
	for _, other := range others {
		fmt.Fprintf(a.stderr, "arqam: another feed of the page: %s %s\n", other.URL, other.Title)
	}
	return found, err
}

func (a *app) feedListCommand() command {
	var tag string
	return command{
		use:      "list",
		short:    "List the feeds of the file",
		long:     `Prints the feeds of the file, in its order, with the settings of each.`,
		example:  "  arqam feed list\n  arqam feed list --tag economy",
		args:     noArgs,
		settings: []string{"feeds"},
		own:      func(flags *pflag.FlagSet) { flags.StringVar(&tag, "tag", "", "only feeds with this `tag`") },
		run: func(context.Context, []string) error {
			r, err := a.fileRoster()
			if err != nil {
				return err
			}
			s := a.screen()
			t := s.Table(a.stdout, "name", "url", "lang", "country", "every", "text", "tags")
			n := 0
			for _, f := range r.Feeds {
				if tag != "" && !slices.Contains(f.Tags, tag) {
					continue
				}
				n++
				t.AppendRow([]any{s.Show(f.Name, 32), s.Show(f.URL, 60), f.Lang, f.Country, terminal.Duration(f.Interval), f.Fulltext, s.Show(strings.Join(f.Tags, ","), 24)})
			}
			if n == 0 {
				return errors.New("the file has no such feeds")
			}
			t.Render()
			return nil
		},
	}
}

func (a *app) feedImportCommand() command {
	return command{
		use:   "import FILE.opml",
		short: "Add the feeds of an OPML list",
		long: `Adds the feeds of an OPML list, which feed readers can export, to the file: each with
its title as name and its folders as tags. Feeds whose address is already in the file
are skipped.`,
		example:  `  arqam feed import subscriptions.opml`,
		args:     exactlyOne("OPML file"),
		settings: []string{"feeds"},
		run: func(_ context.Context, args []string) error {
			body, err := os.ReadFile(args[0])
			if err != nil {
				return unreadable(args[0], err)
			}
			outlines, err := document.ReadOPML(document.Source{Body: body})
			if err != nil {
				return usagef("%s: %w", args[0], err)
			}
			r, err := a.fileRoster()
			if _, missing := os.Stat(a.feedsFile()); err != nil && missing == nil {
				return err
			}
			feeds := r.Unlisted(outlines)
			if err := a.addFeeds(feeds...); err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.stdout, "%s: %s added, %d already there\n", a.feedsFile(), terminal.Count(len(feeds), "feed"), len(outlines)-len(feeds))
			return err
		},
	}
}

func exactlyOne(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return fmt.Errorf("expected one %s, got %d", what, len(args))
		}
		return nil
	}
}
