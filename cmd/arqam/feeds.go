package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	_ "time/tzdata" // the zones of feeds, where the system has none

	"github.com/oklog/ulid/v2"

	"github.com/arqam-io/arqam/pkg/feed/date"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/feed/web"
	"github.com/arqam-io/arqam/pkg/serve"
	"github.com/arqam-io/arqam/pkg/settings"
	"github.com/arqam-io/arqam/pkg/yamlfile"
	"github.com/arqam-io/arqam/services/fetcher"
)

// feedsNote says what a file of feeds is.
const feedsNote = `A file of feeds is YAML: a list, or a mapping with "feeds", "defaults" and
"manners". Each feed has a url, and may have a name, source, lang, country, zone,
tags, claimant, family, interval, fulltext, kind and silent_after:

  feeds:
    - name: port
      url: https://port.example/rss.xml
      lang: ar
      country: EG
      zone: Africa/Cairo      # of dates that name none
      fulltext: auto          # auto, feed or page`

// readFeeds is the "feeds" key of the settings' file: the name of a file of
// feeds, or the feeds themselves.
func (c *config) readFeeds(r *settings.Reader) func(yamlfile.Node) error {
	return func(node yamlfile.Node) error {
		if node.IsScalar() {
			return r.Set("feeds", r.Values["feeds"], node)
		}
		inline, err := roster.Read(node)
		if err == nil && !r.Keep("feeds") {
			c.inlineFeeds = inline
		}
		return err
	}
}

// roster is the feeds that the settings name; nil when they name none. A fault
// in them is the user's.
func (a *app) roster() (*roster.Roster, error) {
	if a.config.feeds == "" {
		return a.config.inlineFeeds, nil
	}
	data, err := os.ReadFile(a.config.feeds)
	if err != nil {
		return nil, usagef("feeds: %s: %w", a.config.feeds, settings.Cause(err))
	}
	r, err := roster.Decode(a.config.feeds, data)
	return r, usage(err)
}

// agent is the User-Agent: who asks, and where to complain.
func agent(m roster.Manners) string {
	name := m.Agent
	if name == "" {
		name = "arqam/" + version()
	}
	if m.Contact != "" {
		name += " (+" + m.Contact + ")"
	}
	return name
}

// addFollower follows the feeds; nil follows none.
func (s *site) addFollower(ctx context.Context, f *fetcher.Fetcher, r *roster.Roster) error {
	if r == nil || len(r.Feeds) == 0 {
		return nil
	}
	packs, err := loadPacks("")
	if err != nil {
		return err
	}
	dates, err := date.New(packs)
	if err != nil {
		return err
	}
	l, err := f.Follow(ctx, fetcher.FollowOptions{Roster: r, Dates: dates, Holder: ulid.Make().String(), Web: web.Options{Agent: agent(r.Manners)}})
	if err != nil {
		return err
	}
	s.services = append(s.services, l.Run)
	return nil
}

// tokens are those that open the private paths: that of the environment, and
// those of the file.
func (c *config) tokens() ([]string, error) {
	var all []string
	if c.token != "" {
		all = append(all, c.token)
	}
	if c.tokenFile == "" {
		return all, nil
	}
	more, err := serve.ReadTokens(c.tokenFile)
	if err != nil {
		return nil, usagef("token-file: %s: %w", c.tokenFile, settings.Cause(err))
	}
	return append(all, more...), nil
}

// defaultFeeds is the file that "arqam feed" works on unless another is named.
const defaultFeeds = "feeds.yaml"

func (a *app) feedsFile() string {
	if a.config.feeds != "" {
		return a.config.feeds
	}
	return defaultFeeds
}

// fileRoster reads the file of feeds that "arqam feed" works on.
func (a *app) fileRoster() (*roster.Roster, error) {
	if a.config.feeds == "" && a.config.inlineFeeds != nil {
		return a.config.inlineFeeds, nil
	}
	name := a.feedsFile()
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("there is no file %s: \"arqam feed add URL\" makes one, --feeds names another", name)
	}
	if err != nil {
		return nil, usagef("%s: %w", name, settings.Cause(err))
	}
	r, err := roster.Decode(name, data)
	return r, usage(err)
}

// addFeeds appends feeds to the file, which is replaced as a whole.
func (a *app) addFeeds(feeds ...roster.Feed) error {
	if a.config.feeds == "" && a.config.inlineFeeds != nil {
		return usagef("the feeds are listed in %s: add to it by hand, or name a file of feeds with --feeds", a.config.inlineFeeds.File)
	}
	name := a.feedsFile()
	err := roster.AppendFile(name, feeds...)
	if _, ok := errors.AsType[*yamlfile.Error](err); ok {
		return usage(err)
	}
	return err
}
