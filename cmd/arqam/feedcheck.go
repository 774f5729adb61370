package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/feed/collect"
	"github.com/arqam-io/arqam/pkg/feed/date"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/feed/web"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/redact"
	"github.com/arqam-io/arqam/pkg/terminal"
)

// newest is how many articles of a feed a check reads.
const newest = 3

func (a *app) feedCheckCommand() command {
	return command{
		use:   "check [NAME|URL]...",
		short: "Fetch feeds once and show what they contain",
		long: `Fetches feeds once, either all feeds of the file or the named ones, and prints what
was received, what was refused and why, and the figures of the three newest articles.
Nothing is published or stored. An address that is not in the file is checked with
the defaults. The exit status is 1 if a feed was refused.`,
		example: `  arqam feed check
  arqam feed check port https://paper.example/rss.xml`,
		settings: []string{"feeds", "concepts"},
		run: func(ctx context.Context, args []string) error {
			r, feeds, err := a.feedsToCheck(args)
			if err != nil {
				return err
			}
			return a.checkFeeds(ctx, r.Manners, feeds)
		},
	}
}

// feedsToCheck returns the feeds that the arguments name, else all feeds.
func (a *app) feedsToCheck(args []string) (*roster.Roster, []roster.Feed, error) {
	r, err := a.fileRoster()
	if err != nil {
		if len(args) == 0 || !strings.Contains(args[0], "://") {
			return nil, nil, err
		}
		r = &roster.Roster{Manners: roster.Manners{Gap: roster.DefaultGap}}
	}
	feeds, err := r.Select(args...)
	if err != nil {
		return nil, nil, usagef("%w: \"arqam feed list\" lists the feeds", err)
	}
	return r, feeds, nil
}

func (a *app) checkFeeds(ctx context.Context, m roster.Manners, feeds []roster.Feed) error {
	e, err := newEngine(a.config.concepts)
	if err != nil {
		return err
	}
	dates, err := date.New(e.Packs)
	if err != nil {
		return err
	}
	client := web.New(web.Options{Agent: agent(m), Allow: m.Allow, Gate: web.NewQueue(m.Gap)})
	c := &collect.Collector{Client: client, Dates: dates, Now: time.Now, Allowed: client.Obey()}
	failed := 0
	for i, f := range feeds {
		if i > 0 {
			fmt.Fprintln(a.stdout)
		}
		if err := a.checkFeed(ctx, c, e, f); ctx.Err() != nil {
			return errors.New("interrupted")
		} else if err != nil {
			failed++
			a.note("refused", "%v", err)
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %s refused", failed, terminal.Count(len(feeds), "feed"))
	}
	return nil
}

// note prints one line of the output of a check.
func (a *app) note(what, format string, args ...any) {
	fmt.Fprintf(a.stdout, "  %-9s %s\n", what, a.screen().Show(fmt.Sprintf(format, args...), 0))
}

func (a *app) checkFeed(ctx context.Context, c *collect.Collector, e *engine.Engine, f roster.Feed) error {
	fmt.Fprintf(a.stdout, "%s  %s\n", a.screen().Show(f.Name, 0), redact.Text(f.URL))
	start := time.Now()
	h, err := c.Fetch(ctx, f, collect.Copy{})
	if err != nil {
		return err
	}
	doc := h.Document
	a.note("received", "HTTP %d in %v: %s, %s%s", h.Status, time.Since(start).Round(time.Millisecond), doc.Kind, terminal.Count(len(doc.Entries), "entry"), prefixed(" of ", doc.Title))
	if h.MovedTo != "" {
		a.note("moved", "permanently to %s", h.MovedTo)
	} else if h.Final.String() != f.URL {
		a.note("redirect", "to %s", h.Final)
	}
	if doc.Charset != "" && doc.Charset != "utf-8" {
		a.note("encoding", "%s", doc.Charset)
	}
	for _, note := range doc.Notes {
		a.note("warning", "%s", note)
	}
	for _, err := range append(doc.Refused, h.Faults...) {
		a.note("refused", "%v", err)
	}
	a.checkDates(c, f, h)
	pause := max(f.Interval, h.MaxAge, doc.TTL)
	a.note("next", "in %s", terminal.Duration(pause))
	for _, entry := range doc.Entries[:min(newest, len(doc.Entries))] {
		made, err := c.Article(ctx, f, h, entry)
		if ctx.Err() != nil {
			return err
		}
		if err != nil {
			a.note("refused", "%v", err)
			continue
		}
		a.checkArticle(e, made)
	}
	return nil
}

// checkDates prints how many entries have a missing or unreadable date.
func (a *app) checkDates(c *collect.Collector, f roster.Feed, h *collect.Harvest) {
	for _, d := range c.DateFaults(f, h) {
		a.note("dates", "%d of %d %s: %s", d.Entries, len(h.Document.Entries), d.Fault, d.Note)
	}
}

// checkArticle prints one article and its figures.
func (a *app) checkArticle(e *engine.Engine, made collect.Made) {
	article := made.Item.Article
	when := "undated: " + article.Undated
	if !article.Published.IsZero() {
		when = article.Published.Format("2006-01-02 15:04")
	}
	s := a.screen()
	fmt.Fprintf(a.stdout, "\n  %s  %s\n", when, s.Show(article.Title, 100))
	if article.URL != "" {
		fmt.Fprintf(a.stdout, "    %s\n", article.URL)
	}
	if made.PageFault != nil {
		fmt.Fprintf(a.stdout, "    could not read its page: %s\n", s.Show(made.PageFault.Error(), 0))
	}
	for _, note := range made.Item.Notes {
		fmt.Fprintf(a.stdout, "    %s\n", s.Show(note, 0))
	}
	figures := e.Figures(article).Figures
	for _, f := range figures {
		fmt.Fprintf(a.stdout, "    %-10s %s  «%s»\n", f.Mention.Relation, stated(f), s.Show(f.Mention.Text+prefixed(" ", f.Mention.Subject), 80))
	}
	if len(figures) == 0 {
		fmt.Fprintf(a.stdout, "    no figure in %s\n", terminal.Count(len([]rune(article.Text)), "character"))
	}
}

// stated returns the amount and unit of a figure, without its relation.
func stated(f figure.Figure) string {
	value := figure.Symbols().Write(figure.Eq, f.Mention.Amount)
	return strings.TrimSpace(value + " " + string(f.Unit) + prefixed("/", string(f.Per)))
}

// prefixed returns text with a prefix, or nothing if text is empty.
func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}
