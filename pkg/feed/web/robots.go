package web

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/temoto/robotstxt"

	"github.com/arqam-io/arqam/pkg/feed/refusal"
)

// robotsBody bounds how much of a robots.txt is read, in bytes: the minimum of RFC 9309.
const robotsBody = 500 << 10

// maxCrawlDelay bounds the delay that a robots.txt may request.
const maxCrawlDelay = 2 * time.Minute

// Robots has the rules of a site's robots.txt for our agent.
type Robots struct {
	group *robotstxt.Group
}

// ParseRobots parses a robots.txt for the given agent; an unreadable one forbids nothing, as
// RFC 9309 requires.
func ParseRobots(text, agent string) Robots {
	data, err := robotstxt.FromString(text)
	if err != nil {
		return Robots{}
	}
	return Robots{data.FindGroup(agent)}
}

// Allows reports whether u may be fetched.
func (r Robots) Allows(u *url.URL) bool {
	if r.group == nil {
		return true
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return r.group.Test(path)
}

// Delay is the pause that the site requests between two requests.
func (r Robots) Delay() time.Duration {
	if r.group == nil {
		return 0
	}
	if r.group.CrawlDelay < 0 { // more than a Duration can represent
		return maxCrawlDelay
	}
	return min(r.group.CrawlDelay, maxCrawlDelay)
}

// everything is a robots.txt that forbids all.
const everything = "User-agent: *\nDisallow: /\n"

// RobotsText fetches the robots.txt of the site of u. As RFC 9309 requires, a site without one
// (4xx) forbids nothing, and one whose server fails forbids everything until it answers again;
// then err is not nil.
func (c *Client) RobotsText(ctx context.Context, u *url.URL) (string, error) {
	at := url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	out, err := c.Get(ctx, Request{URL: at.String(), Accept: "text/plain", Body: robotsBody})
	if err == nil {
		return string(out.Body), nil
	}
	var refused *refusal.Error
	if !errors.As(err, &refused) {
		return "", err
	}
	switch refused.Reason {
	case refusal.Size, refusal.Media, refusal.Redirects, refusal.Compression:
		return "", nil
	}
	if refused.Status >= 400 && refused.Status < 500 && refused.Reason != refusal.Throttled {
		return "", nil
	}
	return everything, err
}
