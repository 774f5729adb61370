package roster

import (
	"cmp"
	"errors"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/arqam-io/arqam/pkg/redact"
	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// decoder reads one file of feeds.
type decoder struct {
	roster   *Roster
	defaults Feed
	names    map[string]int // name to line
}

// file reads the mapping of a whole file. The order of its keys does not matter.
func (d *decoder) file(node yamlfile.Node) error {
	var list []yamlfile.Node
	err := node.Fields(
		yamlfile.Field{Key: "feeds", Read: func(n yamlfile.Node) error { list = append(list, n); return nil }},
		yamlfile.Field{Key: "defaults", Read: d.defaultsOf},
		yamlfile.Field{Key: "manners", Read: d.manners},
	)
	for _, n := range list {
		err = yamlfile.Join(err, d.list(n.At("")))
	}
	return err
}

// defaultsOf reads the settings of feeds that have none of their own.
func (d *decoder) defaultsOf(node yamlfile.Node) error {
	fields := d.defaults.fields()
	for i := range fields {
		if fields[i].Key == "name" || fields[i].Key == "url" {
			fields[i].Read = func(n yamlfile.Node) error { return n.Fault("cannot be a default: each feed must have its own") }
		}
	}
	return node.Fields(fields...)
}

func (d *decoder) manners(node yamlfile.Node) error {
	m := &d.roster.Manners
	return node.Fields(
		yamlfile.Field{Key: "agent", Read: yamlfile.Into(&m.Agent, headerText)},
		yamlfile.Field{Key: "contact", Read: yamlfile.Into(&m.Contact, headerText)},
		yamlfile.Field{Key: "gap", Read: yamlfile.Into(&m.Gap, duration(0, time.Hour))},
		yamlfile.Field{Key: "allow", Read: yamlfile.Into(&m.Allow, networks)},
	)
}

func (d *decoder) list(node yamlfile.Node) error {
	if node.IsEmpty() {
		return nil
	}
	if !node.IsList() {
		return node.Fault("must be a list of feeds, each written as \"- name: …\"")
	}
	items, err := node.Items()
	faults := []error{err}
	for _, item := range items {
		faults = append(faults, d.feed(item))
	}
	return yamlfile.Join(faults...)
}

// feed reads one feed, and checks it as a whole.
func (d *decoder) feed(node yamlfile.Node) error {
	if !node.IsMapping() {
		return node.Fault("a feed must be a mapping, such as \"interval: 15m\"")
	}
	f := d.defaults
	f.Line, f.Tags = node.Line(), slices.Clone(d.defaults.Tags)
	if err := node.Fields(f.fields()...); err != nil {
		return err
	}
	if f.URL == "" {
		return node.Fault("feed %q has no url", f.Name)
	}
	f.Name = cmp.Or(f.Name, NameOf(f.URL))
	if line, ok := d.names[f.Name]; ok {
		return node.Fault("duplicate name %q: the feed in line %d has it", f.Name, line)
	}
	d.names[f.Name] = f.Line
	f.Source = cmp.Or(f.Source, f.Name)
	d.roster.Feeds = append(d.roster.Feeds, f)
	return nil
}

var nameForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{M}\p{N}._ -]{0,63}$`)

// NameOf derives a name from an address: its host and path.
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

// fields returns the settings of a feed.
func (f *Feed) fields() []yamlfile.Field {
	text := func(to *string) func(yamlfile.Node) error { return yamlfile.Into(to, yamlfile.Node.Text) }
	return []yamlfile.Field{
		{Key: "name", Read: yamlfile.Into(&f.Name, name)},
		{Key: "url", Read: yamlfile.Into(&f.URL, address)},
		{Key: "kind", Read: yamlfile.Into(&f.Kind, choice(Auto, Page))},
		{Key: "fulltext", Read: yamlfile.Into(&f.Fulltext, choice(AutoText, FeedText, PageText))},
		{Key: "source", Read: text(&f.Source)},
		{Key: "lang", Read: yamlfile.Into(&f.Lang, languageTag)},
		{Key: "country", Read: yamlfile.Into(&f.Country, country)},
		{Key: "claimant", Read: text(&f.Claimant)},
		{Key: "family", Read: text(&f.Family)},
		{Key: "tags", Read: yamlfile.Into(&f.Tags, yamlfile.Node.Texts)},
		{Key: "interval", Read: yamlfile.Into(&f.Interval, duration(MinInterval, 31*24*time.Hour))},
		{Key: "silent_after", Read: yamlfile.Into(&f.Silent, duration(MinInterval, 0))},
		{Key: "zone", Read: yamlfile.Into(&f.Zone, zone)},
	}
}

func choice[T ~string](options ...T) func(yamlfile.Node) (T, error) {
	return func(n yamlfile.Node) (T, error) { return yamlfile.Choice(n, options...) }
}

func duration(least, most time.Duration) func(yamlfile.Node) (time.Duration, error) {
	return func(n yamlfile.Node) (time.Duration, error) { return n.Duration(least, most) }
}

func name(n yamlfile.Node) (string, error) {
	return yamlfile.Parsed(n, func(s string) (string, error) {
		if !nameForm.MatchString(s) {
			return "", errors.New("not a name")
		}
		return s, nil
	}, "up to 64 letters, digits, spaces and . _ -")
}

func headerText(n yamlfile.Node) (string, error) {
	return yamlfile.Parsed(n, func(s string) (string, error) {
		if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
			return "", errors.New("not ASCII")
		}
		return s, nil
	}, "plain ASCII")
}

func languageTag(n yamlfile.Node) (string, error) {
	s, err := n.Text()
	if err == nil {
		if _, unknown := language.Parse(s); unknown != nil {
			err = n.Fault("%q is not a language tag, such as ar", s)
		}
	}
	return s, err
}

func country(n yamlfile.Node) (string, error) {
	s, err := n.Text()
	if err == nil {
		if region, unknown := language.ParseRegion(s); unknown != nil || !region.IsCountry() {
			err = n.Fault("%q is not an ISO 3166 country code, such as QA", s)
		}
	}
	return s, err
}

func zone(n yamlfile.Node) (*time.Location, error) {
	s, err := n.Text()
	if err != nil {
		return nil, err
	}
	at, err := time.LoadLocation(s)
	if err != nil || s == "Local" {
		return nil, n.Fault("%q is not a time zone, such as Africa/Cairo", s)
	}
	return at, nil
}

func address(n yamlfile.Node) (string, error) {
	s, err := n.Text()
	if err != nil {
		return "", err
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return "", n.Fault("%q: must begin with http:// or https://", redact.Address(s))
	case u.User != nil:
		return "", n.Fault("%q: must not contain a password", redact.Address(s))
	}
	return u.Scheme + s[len(u.Scheme):], nil // the scheme in lower case
}

func networks(n yamlfile.Node) ([]netip.Prefix, error) {
	items, err := n.Items()
	if err != nil {
		return nil, err
	}
	var out []netip.Prefix
	var faults []error
	for _, item := range items {
		p, err := yamlfile.Parsed(item, prefix, "a network, such as 10.1.0.0/16")
		out, faults = append(out, p), append(faults, err)
	}
	return out, yamlfile.Join(faults...)
}

// prefix parses a network, or the network of a single address.
func prefix(s string) (netip.Prefix, error) {
	p, err := netip.ParsePrefix(s)
	if addr, single := netip.ParseAddr(s); err != nil && single == nil {
		p, err = addr.Prefix(addr.BitLen())
	}
	return p.Masked(), err
}
