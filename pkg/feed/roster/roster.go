// Package roster reads the list of feeds that are followed, with the settings
// of each, from YAML, and writes to it. It fetches nothing. cmd/arqam reads the
// file, and the fetcher service follows what it says.
package roster

import (
	"net/netip"
	"time"

	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// Kind is what a feed's address serves.
type Kind string

// The kinds. Auto detects feeds and sitemaps by their content.
const (
	Auto Kind = "auto"
	Page Kind = "page" // one page, read as one article
)

// Fulltext says where the text of an article comes from.
type Fulltext string

// The sources of the text. AutoText uses the text in the feed if it is a whole article, else
// the page.
const (
	AutoText Fulltext = "auto"
	FeedText Fulltext = "feed"
	PageText Fulltext = "page"
)

// Feed is one feed that is followed.
type Feed struct {
	Name     string // unique; names its metrics
	URL      string
	Kind     Kind
	Fulltext Fulltext
	Source   string // source of its articles; the name unless set
	Lang     string
	Country  string // ISO 3166, for currencies
	Claimant string // claimant of sentences that name none
	Family   string // publishers of one family do not confirm each other
	Tags     []string
	Interval time.Duration  // minimum time between two requests
	Silent   time.Duration  // time without news before a warning
	Zone     *time.Location // zone of dates without one; nil is UTC

	Line int // line in the file
}

// Manners are the settings that all feeds share.
type Manners struct {
	Agent   string         // User-Agent; empty is the program's own
	Contact string         // address or URL for site operators, in the User-Agent
	Gap     time.Duration  // time between two requests to one host
	Allow   []netip.Prefix // private networks that may be reached
}

// Roster has all feeds that are followed.
type Roster struct {
	File    string
	Feeds   []Feed
	Manners Manners
}

// The defaults.
const (
	DefaultInterval = 15 * time.Minute
	DefaultSilent   = 72 * time.Hour
	DefaultGap      = time.Second
	// MinInterval is the shortest interval that a feed may have.
	MinInterval = time.Minute
)

// Decode reads a file of feeds: a list of them, or a mapping of "feeds",
// "defaults" and "manners". Errors name the file and the line.
func Decode(file string, data []byte) (*Roster, error) {
	top, ok, err := yamlfile.Parse(file, data)
	if err != nil {
		return nil, err
	}
	if !ok {
		return &Roster{File: file, Manners: Manners{Gap: DefaultGap}}, nil
	}
	return Read(top)
}

// Read reads feeds that are part of a larger file.
func Read(node yamlfile.Node) (*Roster, error) {
	d := decoder{roster: &Roster{File: node.File(), Manners: Manners{Gap: DefaultGap}}, names: map[string]int{},
		defaults: Feed{Kind: Auto, Fulltext: AutoText, Interval: DefaultInterval, Silent: DefaultSilent}}
	read := d.list
	if node.IsMapping() {
		read = d.file
	}
	if err := read(node.At("")); err != nil {
		return nil, err
	}
	return d.roster, nil
}
