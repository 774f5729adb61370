package roster

import (
	"fmt"
	"strings"
)

// Select returns the feeds that the arguments name, by name or address; without an argument,
// all feeds. An address that is not in the roster becomes a feed with the defaults.
func (r *Roster) Select(args ...string) ([]Feed, error) {
	if len(args) == 0 {
		return r.Feeds, nil
	}
	var out []Feed
	for _, arg := range args {
		before := len(out)
		for _, f := range r.Feeds {
			if f.Name == arg || f.URL == arg {
				out = append(out, f)
			}
		}
		switch {
		case len(out) > before:
		case strings.Contains(arg, "://"):
			name := NameOf(arg)
			out = append(out, Feed{Name: name, URL: arg, Kind: Auto, Fulltext: AutoText, Source: name, Interval: DefaultInterval})
		default:
			return nil, fmt.Errorf("%s has no feed %q", r.File, arg)
		}
	}
	return out, nil
}
