// Package refusal names every reason for which something from the network is
// not taken, so that a log, a metric and the answer of "feed check" say the
// same. It decides nothing itself. The packages beside it return its errors,
// the fetcher service counts them.
package refusal

import (
	"errors"
	"fmt"
)

// Reason is one word for why a request was not made or an answer not taken. It
// is a metric label, so there are no reasons but those below.
type Reason string

// The reasons, in the order in which a fetch meets them.
const (
	URL         Reason = "url"         // no address that can be fetched
	Scheme      Reason = "scheme"      // neither http nor https
	Credentials Reason = "credentials" // a user or a password in the address
	Port        Reason = "port"        // no port of the web
	Address     Reason = "address"     // private, loopback, link-local or otherwise not the open internet
	Robots      Reason = "robots"      // the site's robots.txt asks not to
	Redirects   Reason = "redirects"   // too many of them, or a circle
	Unreachable Reason = "unreachable" // no such name, no connection, or broken off
	TLS         Reason = "tls"         // a certificate that does not fit
	Timeout     Reason = "timeout"     // no whole answer in time
	Protocol    Reason = "protocol"    // an answer that is not HTTP, or has endless headers
	Forbidden   Reason = "forbidden"   // 401, 403, 451
	NotFound    Reason = "not_found"   // 404
	Gone        Reason = "gone"        // 410
	Throttled   Reason = "throttled"   // 429, or 503 with Retry-After
	Status      Reason = "status"      // any other status that is no success
	Size        Reason = "size"        // larger than allowed, before or after decompression
	Compression Reason = "compression" // a content coding that is not read, or is broken
	Media       Reason = "media"       // an image, an archive, a film
	NotFeed     Reason = "not_feed"    // a page or other text where a feed was expected
	Malformed   Reason = "malformed"   // a document that breaks off or cannot be parsed
	Bomb        Reason = "bomb"        // entities, nesting or counts that only an attack has
	Empty       Reason = "empty"       // no article in it
	Entry       Reason = "entry"       // one entry that is too large, or has nothing to read
	Internal    Reason = "internal"    // NATS did not answer
)

// Reasons lists them all.
func Reasons() []Reason {
	return []Reason{URL, Scheme, Credentials, Port, Address, Robots, Redirects, Unreachable, TLS, Timeout, Protocol,
		Forbidden, NotFound, Gone, Throttled, Status, Size, Compression, Media, NotFeed, Malformed, Bomb, Empty, Entry, Internal}
}

// Error is a refusal with its particulars.
type Error struct {
	Reason Reason
	Detail string
	Status int   // of HTTP, where one was answered
	Err    error // what led to it, if anything
}

func (e *Error) Error() string {
	if e.Detail == "" {
		return string(e.Reason)
	}
	return fmt.Sprintf("%s: %s", e.Reason, e.Detail)
}

func (e *Error) Unwrap() error { return e.Err }

// New returns a refusal.
func New(r Reason, format string, args ...any) *Error {
	return &Error{Reason: r, Detail: fmt.Sprintf(format, args...)}
}

// Because returns a refusal that err led to; its text becomes the detail.
func Because(r Reason, err error) *Error { return &Error{Reason: r, Detail: err.Error(), Err: err} }

// Of is the reason of err: its own if it is a refusal, else Internal.
func Of(err error) Reason {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return Internal
}
