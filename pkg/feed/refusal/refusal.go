// Package refusal names every reason why something from the network is rejected, so that logs,
// metrics and the output of "feed check" use the same words. It decides nothing itself. The
// packages beside it return its errors, the fetcher service counts them.
package refusal

import (
	"errors"
	"fmt"
)

// Reason is one word for why a request was not made or a response was rejected. It is a metric
// label, so only the constants below may be used.
type Reason string

// The reasons, in the order in which they can occur.
const (
	URL         Reason = "url"         // not a valid URL
	Scheme      Reason = "scheme"      // neither http nor https
	Credentials Reason = "credentials" // a user name or password in the URL
	Port        Reason = "port"        // a port other than those of the web
	Address     Reason = "address"     // a private, loopback, link-local or other non-public address
	Robots      Reason = "robots"      // forbidden by the site's robots.txt
	Redirects   Reason = "redirects"   // too many redirects, or a loop
	Unreachable Reason = "unreachable" // unknown host name, no connection, or connection lost
	TLS         Reason = "tls"         // an invalid certificate
	Timeout     Reason = "timeout"     // no complete response in time
	Protocol    Reason = "protocol"    // not HTTP, or endless headers
	Forbidden   Reason = "forbidden"   // 401, 403, 451
	NotFound    Reason = "not_found"   // 404
	Gone        Reason = "gone"        // 410
	Throttled   Reason = "throttled"   // 429, or 503 with Retry-After
	Status      Reason = "status"      // any other status except success
	Size        Reason = "size"        // larger than allowed, before or after decompression
	Compression Reason = "compression" // an unsupported or broken content coding
	Media       Reason = "media"       // an image, an archive, a video
	NotFeed     Reason = "not_feed"    // a page or other text instead of a feed
	Malformed   Reason = "malformed"   // a document that is truncated or cannot be parsed
	Bomb        Reason = "bomb"        // entities, nesting or counts as in an attack
	Empty       Reason = "empty"       // no article found
	Entry       Reason = "entry"       // an entry that is too large, or has no text
	Internal    Reason = "internal"    // NATS did not answer
)

// Reasons lists them all.
func Reasons() []Reason {
	return []Reason{URL, Scheme, Credentials, Port, Address, Robots, Redirects, Unreachable, TLS, Timeout, Protocol,
		Forbidden, NotFound, Gone, Throttled, Status, Size, Compression, Media, NotFeed, Malformed, Bomb, Empty, Entry, Internal}
}

// Error is a refusal with its details.
type Error struct {
	Reason Reason
	Detail string
	Status int   // HTTP status, if there was a response
	Err    error // cause, if any
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

// Because returns a refusal caused by err, whose text becomes the detail.
func Because(r Reason, err error) *Error { return &Error{Reason: r, Detail: err.Error(), Err: err} }

// Of returns the reason of err if it is a refusal, else Internal.
func Of(err error) Reason {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return Internal
}
