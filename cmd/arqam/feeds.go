package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	_ "time/tzdata" // feeds name time zones, which the system may lack

	"github.com/oklog/ulid/v2"

	"github.com/arqam-io/arqam/pkg/feed/date"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/feed/web"
	"github.com/arqam-io/arqam/pkg/serve"
	"github.com/arqam-io/arqam/pkg/settings"
	"github.com/arqam-io/arqam/pkg/yamlfile"
	"github.com/arqam-io/arqam/services/fetcher"
)

// feedsNote is the help on files of feeds.
const feedsNote = `A file of feeds is YAML: a list, or a mapping with "feeds", "defaults" and
"manners". Each feed has a url, and may have a name, source, lang, country, zone,
tags, claimant, family, interval, fulltext, kind and silent_after:

  feeds:
    - name: port
      url: https://port.example/rss.xml
      lang: ar
      country: EG
      zone: Africa/Cairo      # zone of dates without one
      fulltext: auto          # auto, feed or page`

// readFeeds reads the "feeds" key of the file of settings: the name of a file of feeds, or the
// feeds themselves.
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

// roster returns the feeds of the settings, or nil if there are none. Errors in the file are
// usage errors.
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

// agent returns the User-Agent, with the contact address for site operators.
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

// addFollower adds the service that follows the feeds; a nil roster adds nothing.
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

// tokens returns the tokens that give access to private paths: the one of the environment and
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

// defaultFeeds is the file that "arqam feed" uses by default.
const defaultFeeds = "feeds.yaml"

func (a *app) feedsFile() string {
	if a.config.feeds != "" {
		return a.config.feeds
	}
	return defaultFeeds
}

// fileRoster reads the file of feeds for "arqam feed".
func (a *app) fileRoster() (*roster.Roster, error) {
	if a.config.feeds == "" && a.config.inlineFeeds != nil {
		return a.config.inlineFeeds, nil
	}
	name := a.feedsFile()
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("there is no file %s: create it with \"arqam feed add URL\", or name another with --feeds", name)
	}
	if err != nil {
		return nil, usagef("%s: %w", name, settings.Cause(err))
	}
	r, err := roster.Decode(name, data)
	return r, usage(err)
}

// addFeeds appends feeds to the file of feeds.
func (a *app) addFeeds(feeds ...roster.Feed) error {
	if a.config.feeds == "" && a.config.inlineFeeds != nil {
		return usagef("the feeds are listed in %s: edit that file, or name a file of feeds with --feeds", a.config.inlineFeeds.File)
	}
	name := a.feedsFile()
	err := roster.AppendFile(name, feeds...)
	if _, ok := errors.AsType[*yamlfile.Error](err); ok {
		return usage(err)
	}
	return err
}
