// Package web makes HTTP requests to untrusted sites under limits: it connects only to public
// addresses, whatever a name resolves to or a redirect says, and bounds the size and the
// duration of a response. It parses nothing and stores nothing. The fetcher service and "arqam
// feed" make all their requests through it.
package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"

	"github.com/arqam-io/arqam/pkg/feed/refusal"
	"github.com/arqam-io/arqam/pkg/redact"
)

// The default limits.
const (
	DefaultTimeout = 30 * time.Second // of one request with its body
	DefaultBody    = 16 << 20         // bytes, after decompression
	maxRedirects   = 5
	maxHeader      = 128 << 10 // bytes
	maxURL         = 4 << 10   // bytes
	dialTimeout    = 10 * time.Second
	idleTimeout    = 30 * time.Second
)

// ports are the allowed ports.
var ports = []uint16{80, 443, 8080, 8443}

// Options configure a Client. The zero value is usable.
type Options struct {
	// Agent is the User-Agent; robots.txt identifies us by the part before "/".
	Agent string
	// Allow lists networks that may be reached although they are not public, on any port.
	Allow   []netip.Prefix
	Timeout time.Duration // 0 is DefaultTimeout
	Body    int64         // bytes, 0 is DefaultBody
	// Gate is called before every request, also for redirects; nil allows all.
	Gate Gate
	// Resolver resolves names; nil is the system's.
	Resolver *net.Resolver
	// Now is the clock for Retry-After; nil is time.Now.
	Now func() time.Time
	// Transport replaces the network, including the guard: for tests and replays.
	Transport http.RoundTripper
}

// Gate delays requests as manners require.
type Gate interface {
	// Enter waits until u may be requested. The caller calls leave once the response is read,
	// with the earliest time of the host's next request, or the zero time.
	Enter(ctx context.Context, u *url.URL) (leave func(notBefore time.Time), err error)
}

// Client makes requests. It is safe for concurrent use.
type Client struct {
	Options
}

// New returns a client.
func New(o Options) *Client {
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Body == 0 {
		o.Body = DefaultBody
	}
	if o.Agent == "" {
		o.Agent = "arqam"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Client{Options: o}
	if o.Transport == nil {
		c.Transport = transport(o)
	}
	return c
}

// transport connects to public addresses only. It ignores proxies of the environment: the
// guard would see the proxy's address instead of the site's.
func transport(o Options) *http.Transport {
	dialer := &net.Dialer{Timeout: dialTimeout, Control: guard(o.Allow), Resolver: o.Resolver}
	return &http.Transport{
		DialContext: dialer.DialContext, ForceAttemptHTTP2: true, DisableCompression: true,
		MaxResponseHeaderBytes: maxHeader, TLSHandshakeTimeout: dialTimeout,
		MaxIdleConns: 64, MaxIdleConnsPerHost: 1, IdleConnTimeout: idleTimeout,
	}
}

// guard checks the resolved address before connecting.
func guard(allow []netip.Prefix) func(network, address string, c syscall.RawConn) error {
	public := ssrf.New(ssrf.WithPorts(ports...), ssrf.WithNetworks("tcp4", "tcp6"))
	return func(network, address string, c syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return refusal.New(refusal.Address, "%q is not an IP address", address)
		}
		ip := at.Addr().Unmap().WithZone("")
		if slices.ContainsFunc(allow, func(p netip.Prefix) bool { return p.Contains(ip) }) {
			return nil
		}
		switch err := public.Safe(network, netip.AddrPortFrom(ip, at.Port()).String(), c); {
		case errors.Is(err, ssrf.ErrProhibitedPort):
			return refusal.New(refusal.Port, "port %d is not a web port", at.Port())
		case err != nil:
			return refusal.New(refusal.Address, "%s is not a public address: allow its network in the settings if it is yours", ip)
		}
		return nil
	}
}

// Check returns an error for a URL whose text alone rules it out.
func Check(address string) (*url.URL, error) {
	if len(address) > maxURL {
		return nil, refusal.New(refusal.URL, "the URL is longer than %d bytes", maxURL)
	}
	if strings.ContainsFunc(address, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return nil, refusal.New(refusal.URL, "%q has a control character", redact.Address(address))
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		var outer *url.Error
		if errors.As(err, &outer) {
			err = outer.Err
		}
		if redact.Address(address) == redact.Hidden {
			return nil, refusal.New(refusal.URL, "the URL is malformed") // do not quote it: it may contain a password
		}
		return nil, refusal.New(refusal.URL, "%q: %v", address, err)
	}
	switch {
	case u.Scheme == "" || u.Scheme != "" && u.Host == "" && u.Opaque == "" && u.Path == "":
		return nil, refusal.New(refusal.URL, "%q is not a URL such as http://… or https://…", redact.Address(address))
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, refusal.New(refusal.Scheme, "%q is neither http nor https", u.Scheme)
	case u.User != nil:
		return nil, refusal.New(refusal.Credentials, "the URL of %q contains a user name", u.Host)
	case u.Hostname() == "":
		return nil, refusal.New(refusal.URL, "%q has no host", address)
	}
	if host := u.Hostname(); strings.ContainsAny(host, "%\\ ") || strings.HasSuffix(host, "..") {
		return nil, refusal.New(refusal.URL, "%q is not a host name", host)
	}
	return u, nil
}

// classify maps an error of the transport to a reason.
func classify(err error) error {
	var refused *refusal.Error
	if errors.As(err, &refused) {
		return refused
	}
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	var dns *net.DNSError
	var op *net.OpError
	text := err.Error()
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return refusal.New(refusal.Timeout, "no complete response in time")
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &dns):
		return refusal.New(refusal.Unreachable, "the name %q cannot be resolved: %s", dns.Name, dns.Err)
	case strings.HasPrefix(text, "tls: "), strings.HasPrefix(text, "x509: "):
		return refusal.Because(refusal.TLS, err)
	case strings.Contains(text, "malformed HTTP"), strings.Contains(text, "headers exceeded"), strings.Contains(text, "1xx"),
		strings.Contains(text, "HTTP response to HTTPS"), strings.HasPrefix(text, "net/http: HTTP/1.x transport connection broken"),
		strings.Contains(text, "transfer encoding"), strings.Contains(text, "Content-Length"), strings.Contains(text, "chunk"):
		return refusal.Because(refusal.Protocol, err)
	case errors.As(err, &op) && op.Timeout():
		return refusal.New(refusal.Timeout, "no connection in time")
	}
	return refusal.Because(refusal.Unreachable, fmt.Errorf("%w", err))
}
