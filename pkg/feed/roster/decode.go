package roster

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"

	"github.com/arqam-io/arqam/pkg/redact"
)

// decoder gathers every fault of a file, in its order.
type decoder struct {
	file     string
	roster   *Roster
	defaults Feed
	names    map[string]int // to their lines
	faults   []error
}

func (d *decoder) fault(at *yaml.Node, format string, args ...any) {
	d.faults = append(d.faults, fmt.Errorf("%s:%d: %s", d.file, at.Line, fmt.Sprintf(format, args...)))
}

// each calls f for the members of a mapping.
func (d *decoder) each(node *yaml.Node, what string, f func(key string, value *yaml.Node) error) {
	if node.Kind != yaml.MappingNode {
		d.fault(node, "%s: want a mapping, as \"interval: 15m\"", what)
		return
	}
	seen := map[string]bool{}
	for i := 0; i < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if seen[key.Value] {
			d.fault(key, "%s stands here for the second time", key.Value)
		}
		seen[key.Value] = true
		if err := f(key.Value, value); err != nil {
			d.fault(value, "%s: %v", key.Value, err)
		}
	}
}

func (d *decoder) defaultsOf(node *yaml.Node) {
	d.each(node, "defaults", func(key string, value *yaml.Node) error {
		if key == "name" || key == "url" {
			return errors.New("each feed has its own")
		}
		return d.defaults.set(key, value)
	})
}

func (d *decoder) manners(node *yaml.Node) {
	m := &d.roster.Manners
	d.each(node, "manners", func(key string, value *yaml.Node) (err error) {
		switch key {
		case "agent":
			m.Agent, err = headerText(value)
		case "contact":
			m.Contact, err = headerText(value)
		case "gap":
			m.Gap, err = duration(value, 0, time.Hour)
		case "allow":
			var networks []string
			if networks, err = texts(value); err == nil {
				m.Allow, err = prefixes(networks)
			}
		default:
			err = errors.New("unknown key: want agent, contact, gap or allow")
		}
		return err
	})
}

func (d *decoder) list(node *yaml.Node) {
	if node.Kind != yaml.SequenceNode {
		d.fault(node, "want a list of feeds, each as \"- name: …\"")
		return
	}
	for _, item := range node.Content {
		faults := len(d.faults)
		f := d.defaults
		f.Line = item.Line
		f.Tags = append([]string(nil), d.defaults.Tags...)
		d.each(item, "a feed", f.set)
		if len(d.faults) == faults {
			d.add(item, f)
		}
	}
}

// add checks a feed as a whole.
func (d *decoder) add(at *yaml.Node, f Feed) {
	switch {
	case f.URL == "":
		d.fault(at, "the feed %q has no url", f.Name)
		return
	case f.Name == "":
		f.Name = NameOf(f.URL)
	}
	if line, ok := d.names[f.Name]; ok {
		d.fault(at, "the name %q is that of the feed in line %d too", f.Name, line)
		return
	}
	d.names[f.Name] = f.Line
	f.Source = cmp.Or(f.Source, f.Name)
	d.roster.Feeds = append(d.roster.Feeds, f)
}

var nameForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{M}\p{N}._ -]{0,63}$`)

// NameOf makes a name of an address: its host and path.
func NameOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "feed"
	}
	var b strings.Builder
	for _, r := range strings.TrimPrefix(u.Hostname(), "www.") + strings.TrimRight(u.Path, "/") {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r >= 'A' && r <= 'Z':
			b.WriteRune(r)
		default:
			b.WriteByte('-')
		}
		if b.Len() == 64 {
			break
		}
	}
	return b.String()
}

// set reads one setting of a feed.
func (f *Feed) set(key string, value *yaml.Node) (err error) {
	switch key {
	case "name":
		if f.Name, err = text(value); err == nil && !nameForm.MatchString(f.Name) {
			err = fmt.Errorf("%q: want up to 64 letters, digits, spaces and . _ -", f.Name)
		}
	case "url":
		f.URL, err = address(value)
	case "kind":
		f.Kind, err = choice(value, Auto, Page)
	case "fulltext":
		f.Fulltext, err = choice(value, AutoText, FeedText, PageText)
	case "source":
		f.Source, err = text(value)
	case "lang":
		if f.Lang, err = text(value); err == nil {
			if _, wrong := language.Parse(f.Lang); wrong != nil {
				err = fmt.Errorf("%q is no language tag: want one as ar", f.Lang)
			}
		}
	case "country":
		if f.Country, err = text(value); err == nil {
			if region, wrong := language.ParseRegion(f.Country); wrong != nil || !region.IsCountry() {
				err = fmt.Errorf("%q is no country: want ISO 3166, as QA", f.Country)
			}
		}
	case "claimant":
		f.Claimant, err = text(value)
	case "family":
		f.Family, err = text(value)
	case "tags":
		f.Tags, err = texts(value)
	case "interval":
		f.Interval, err = duration(value, MinInterval, 31*24*time.Hour)
	case "silent_after":
		f.Silent, err = duration(value, MinInterval, 0)
	case "zone":
		var name string
		if name, err = text(value); err == nil {
			if f.Zone, err = time.LoadLocation(name); err != nil || name == "Local" {
				err = fmt.Errorf("%q is no time zone: want one as Africa/Cairo", name)
			}
		}
	default:
		err = errors.New("unknown key: want name, url, kind, fulltext, source, lang, country, claimant, family, tags, interval, silent_after or zone")
	}
	return err
}

func text(node *yaml.Node) (string, error) {
	if node.Kind != yaml.ScalarNode || strings.TrimSpace(node.Value) == "" {
		return "", errors.New("want one value")
	}
	return strings.TrimSpace(node.Value), nil
}

func headerText(node *yaml.Node) (string, error) {
	s, err := text(node)
	if err == nil && strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		err = fmt.Errorf("%q: want plain ASCII", s)
	}
	return s, err
}

func texts(node *yaml.Node) ([]string, error) {
	list := []*yaml.Node{node}
	if node.Kind == yaml.SequenceNode {
		list = node.Content
	}
	var out []string
	for _, n := range list {
		s, err := text(n)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func choice[T ~string](node *yaml.Node, choices ...T) (T, error) {
	s, err := text(node)
	if err != nil {
		return "", err
	}
	var names []string
	for _, c := range choices {
		if s == string(c) {
			return c, nil
		}
		names = append(names, string(c))
	}
	return "", fmt.Errorf("%q: want %s", s, strings.Join(names, " or "))
}

// duration reads 90s, 15m, 2h or 3d within bounds; a bound of 0 is none.
func duration(node *yaml.Node, least, most time.Duration) (time.Duration, error) {
	s, err := text(node)
	if err != nil {
		return 0, err
	}
	d, err := time.ParseDuration(s)
	if days, ok := strings.CutSuffix(s, "d"); ok && err != nil {
		if d, err = time.ParseDuration(days + "h"); err == nil {
			d *= 24
		}
	}
	switch {
	case err != nil:
		return 0, fmt.Errorf("%q: want a duration, as 15m or 3d", s)
	case d < least:
		return 0, fmt.Errorf("%q: want at least %v", s, least)
	case most > 0 && d > most:
		return 0, fmt.Errorf("%q: want at most %v", s, most)
	}
	return d, nil
}

func address(node *yaml.Node) (string, error) {
	s, err := text(node)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return "", fmt.Errorf("%q: want http://… or https://…", redact.Address(s))
	case u.User != nil:
		return "", fmt.Errorf("%q: an address with a password is not fetched", redact.Address(s))
	}
	return u.Scheme + s[len(u.Scheme):], nil // in lower case, as others look for it
}

func prefixes(networks []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range networks {
		p, err := netip.ParsePrefix(s)
		if addr, single := netip.ParseAddr(s); err != nil && single == nil {
			p, err = addr.Prefix(addr.BitLen())
		}
		if err != nil {
			return nil, fmt.Errorf("%q: want a network, as 10.1.0.0/16", s)
		}
		out = append(out, p.Masked())
	}
	return out, nil
}
