package roster_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/arqam-io/arqam/pkg/feed/roster"
)

const sample = `# who we follow
defaults:
  interval: 10m
  tags: [port]
manners:
  contact: mailto:desk@paper.example
  gap: 2s
  allow: [10.1.0.0/16, 127.0.0.1]
feeds:
  - name: الميناء
    url: https://port.example/rss
    lang: ar
    country: EG
    zone: Africa/Cairo
    claimant: هيئة الموانئ
    family: port
    fulltext: page # the feed has teasers
  - url: https://www.paper.example/ar/rss.xml/
    source: paper
    tags: [economy, ar]
    interval: 2d
    silent_after: 12h
  - name: notice
    url: http://10.1.2.3/board.html
    kind: page
`

func TestDecode(t *testing.T) {
	got, err := roster.Decode("feeds.yaml", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	cairo, err := time.LoadLocation("Africa/Cairo")
	if err != nil {
		t.Fatal(err)
	}
	want := &roster.Roster{File: "feeds.yaml",
		Manners: roster.Manners{Contact: "mailto:desk@paper.example", Gap: 2 * time.Second,
			Allow: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("127.0.0.1/32")}},
		Feeds: []roster.Feed{
			{Name: "الميناء", URL: "https://port.example/rss", Kind: roster.Auto, Fulltext: roster.PageText, Source: "الميناء", Lang: "ar", Country: "EG",
				Zone: cairo, Claimant: "هيئة الموانئ", Family: "port", Tags: []string{"port"}, Interval: 10 * time.Minute, Silent: 72 * time.Hour, Line: 10},
			{Name: "paper.example-ar-rss.xml", URL: "https://www.paper.example/ar/rss.xml/", Kind: roster.Auto, Fulltext: roster.AutoText, Source: "paper",
				Tags: []string{"economy", "ar"}, Interval: 48 * time.Hour, Silent: 12 * time.Hour, Line: 18},
			{Name: "notice", URL: "http://10.1.2.3/board.html", Kind: roster.Page, Fulltext: roster.AutoText, Source: "notice", Tags: []string{"port"},
				Interval: 10 * time.Minute, Silent: 72 * time.Hour, Line: 23},
		}}
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(netip.Prefix{}), cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })); diff != "" {
		t.Error(diff)
	}
}

// TestDecodeFaults checks that each fault has its line, and that all faults are reported.
func TestDecodeFaults(t *testing.T) {
	for in, want := range map[string]string{
		"feeds:\n  - name: a\n":                                          "f.yaml:2: feed \"a\" has no url",
		"- url: ftp://x/\n":                                              "f.yaml:1: url: \"ftp://x/\": must begin with http://",
		"- url: http://u:secret@x/\n":                                    "must not contain a password",
		"- {url: 'http://x/', intervall: 5m}\n":                          "f.yaml:1: unknown key \"intervall\": did you mean \"interval\"?",
		"- url: http://x/\n  interval: 5\n":                              "f.yaml:2: interval: \"5\": must be a duration",
		"- url: http://x/\n  interval: 1s\n":                             "must be at least 1m0s",
		"- url: http://x/\n  zone: Cairo\n":                              "f.yaml:2: zone: \"Cairo\" is not a time zone",
		"- url: http://x/\n  country: Egypt\n":                           "f.yaml:2: country: \"Egypt\" is not an ISO 3166 country code",
		"- url: http://x/\n  lang: arabic!\n":                            "f.yaml:2: lang: \"arabic!\" is not a language tag",
		"- url: http://x/\n  fulltext: yes please\n":                     "must be auto, feed or page",
		"- {name: a, url: 'http://x/'}\n- {name: a, url: 'http://y/'}\n": "f.yaml:2: duplicate name \"a\": the feed in line 1 has it",
		"- {name: \"a\\nb\", url: 'http://x/'}\n":                        "must be up to 64 letters",
		"manners: {allow: [somewhere]}\n":                                "f.yaml:1: manners.allow: \"somewhere\": must be a network",
		"manners: {contact: \"a\\r\\nb\"}\n":                             "must be plain ASCII",
		"sources: []\n":                                                  "f.yaml:1: unknown key \"sources\"",
		"feeds: {a: b}\n":                                                "f.yaml:1: must be a list of feeds",
		"defaults: {url: 'http://x/'}\n":                                 "f.yaml:1: defaults.url: cannot be a default: each feed must have its own",
		"feeds:\n\t- x\n":                                                "f.yaml:2: ",
		"- {url: 'http://x/', url: 'http://y/'}\n":                       "duplicate key",
	} {
		_, err := roster.Decode("f.yaml", []byte(in))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
	_, err := roster.Decode("f.yaml", []byte("- url: x\n- url: y\n"))
	if err == nil || strings.Count(err.Error(), "f.yaml:") != 2 {
		t.Errorf("two faults are told as %v", err)
	}
	for _, in := range []string{"", "# nothing\n", "feeds:\n", "[]"} {
		if r, err := roster.Decode("f.yaml", []byte(in)); err != nil || len(r.Feeds) > 0 {
			t.Errorf("%q: %v, %v", in, r, err)
		}
	}
}

// TestAppend keeps what stood there.
func TestAppend(t *testing.T) {
	feed := roster.Feed{Name: "new: one", URL: "https://new.example/feed", Kind: roster.Auto, Fulltext: roster.AutoText, Source: "new: one", Lang: "ar", Tags: []string{"a", "b"}}
	feed.Name, feed.Source = "new one", "new one"
	for _, in := range []string{"", "[]", "feeds:\n", "defaults: {interval: 5m}\n", sample, "- url: https://a.example/ # first\n"} {
		out, err := roster.Append("f.yaml", []byte(in), feed)
		if err != nil {
			t.Errorf("%q: %v", in, err)
			continue
		}
		r, err := roster.Decode("f.yaml", out)
		if err != nil {
			t.Fatal(err)
		}
		if last := r.Feeds[len(r.Feeds)-1]; last.Name != "new one" || last.URL != feed.URL || last.Lang != "ar" {
			t.Errorf("%q: appended %+v", in, last)
		}
		for _, comment := range []string{"# who we follow", "# first", "# the feed has teasers"} {
			if strings.Contains(in, comment) && !strings.Contains(string(out), comment) {
				t.Errorf("comment %q is missing from %s", comment, out)
			}
		}
	}
	if _, err := roster.Append("f.yaml", []byte("- {name: new one, url: 'https://a.example/'}"), feed); err == nil || !strings.Contains(err.Error(), "duplicate name") {
		t.Errorf("duplicate name: error %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("feeds:\n  - &a {url: 'http://a.example', interval: 999d}\n  - *a\n"))
	f.Add([]byte("- {url: hTtp://L}"))
	f.Add([]byte("manners: {allow: [::/0, x], gap: -1s}\nfeeds: [{url: \"http://\\0\"}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := roster.Decode("f.yaml", data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f.yaml:") {
				t.Errorf("%q does not say where", err)
			}
			return
		}
		names := map[string]bool{}
		for _, feed := range r.Feeds {
			if names[feed.Name] || feed.Name == "" || !strings.HasPrefix(feed.URL, "http") {
				t.Errorf("feed %+v", feed)
			}
			names[feed.Name] = true
		}
	})
}
