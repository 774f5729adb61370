package document

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// tracking are the query parameters that say where a reader came from; one that ends in
// "*" is a prefix.
var tracking = []string{
	"utm_*", "at_*", "mc_*", "ns_*", "hsa_*", "pk_*", "mtm_*", "wt_*", "_hs*", "oly_*", "sc_*",
	"traffic_source", "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh",
	"xtor", "cmpid", "cmp", "ocid", "ito", "smid", "ftag", "rss", "feed", "src", "spm", "guccounter", "amp", "outputtype",
	"ref", "ref_src", "referrer", "share", "source", "taid", "vgo_ee", "__twitter_impression",
}

var escape = regexp.MustCompile(`%[0-9a-f][0-9a-f]|%[0-9A-F][0-9a-f]|%[0-9a-f][0-9A-F]`)

// Canonical returns the URL of an article without what varies between links to it: case of the
// host, default port, fragment, tracking parameters. It is empty if address is not an HTTP
// URL.
func Canonical(address string, base *url.URL) string {
	address = strings.Map(func(r rune) rune {
		if r < ' ' || r >= '\u200e' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, strings.TrimSpace(address))
	if address == "" {
		return ""
	}
	u, err := url.Parse(address)
	if err == nil && base != nil {
		u = base.ResolveReference(u)
	}
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return ""
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port := u.Port(); port != "" && !(port == "80" && u.Scheme == "http") && !(port == "443" && u.Scheme == "https") {
		host += ":" + port
	}
	u.Host, u.ForceQuery = host, false
	if !strings.HasPrefix(u.Fragment, "!") { // the fragment identifies a page rendered by a script
		u.Fragment, u.RawFragment = "", ""
	}
	if u.Path == "" {
		u.Path = "/"
	}
	u.RawQuery = withoutTracking(u.RawQuery)
	return escape.ReplaceAllStringFunc(u.String(), strings.ToUpper)
}

func withoutTracking(query string) string {
	var kept []string
	for part := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(part, "=")
		name = strings.ToLower(name)
		if part != "" && !slices.ContainsFunc(tracking, func(t string) bool {
			prefix, many := strings.CutSuffix(t, "*")
			return name == t || many && strings.HasPrefix(name, prefix)
		}) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "&")
}

// Honoured returns the canonical URL that a page claims if it is credible, else the page's own
// URL: a page may not claim another site, and an article that claims to be the home page is
// misconfigured.
func Honoured(claim string, page *url.URL) string {
	own := Canonical(page.String(), nil)
	c, err := url.Parse(Canonical(claim, page))
	if err != nil || c.Host == "" || !SameSite(c, page) || c.Path == "/" && c.RawQuery == "" && page.Path != "/" {
		return own
	}
	return c.String()
}

// SameSite reports whether two URLs belong to one registered domain.
func SameSite(a, b *url.URL) bool {
	if strings.EqualFold(a.Hostname(), b.Hostname()) {
		return true
	}
	x, errX := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(a.Hostname()))
	y, errY := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(b.Hostname()))
	return errX == nil && errY == nil && x == y
}
