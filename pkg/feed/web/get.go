package web

import (
	"cmp"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/feed/refusal"
)

// Request is a GET request.
type Request struct {
	URL    string
	Accept string // media types; "" accepts any
	// ETag and LastModified are those of the cached copy; the site answers 304 if it has not
	// changed.
	ETag, LastModified string
	Body               int64 // limit in bytes; 0 is the client's default
}

// Response is a complete response: 200 with its body, or 304 without.
type Response struct {
	URL      *url.URL // the last one, after redirects
	Status   int
	Header   http.Header
	Body     []byte        // decompressed
	MovedTo  string        // target of an unbroken chain of permanent redirects
	MaxAge   time.Duration // until the site allows the next request, by Cache-Control or Expires
	Requests int
}

// Delay is an error with the earliest time of the next request, from Retry-After.
type Delay struct {
	Err   *refusal.Error
	Until time.Time
}

func (d *Delay) Error() string { return d.Err.Error() }
func (d *Delay) Unwrap() error { return d.Err }

// Get requests a URL and follows redirects, each of which is checked like the first URL. Every
// error is a *refusal.Error or wraps one, as *Delay does, except when ctx ends.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	u, err := Check(r.URL)
	if err != nil {
		return nil, err
	}
	permanent, moved := true, ""
	for n := 1; ; n++ {
		out, next, err := c.once(ctx, u, r)
		if err != nil {
			return nil, err
		}
		if next == "" {
			out.MovedTo, out.Requests = moved, n
			return out, nil
		}
		if n > maxRedirects {
			return nil, refusal.New(refusal.Redirects, "more than %d redirects", maxRedirects)
		}
		to, err := u.Parse(next)
		if err != nil {
			return nil, refusal.New(refusal.URL, "redirect to %q, which is not a URL", next)
		}
		if to, err = Check(to.String()); err != nil {
			return nil, err
		}
		to.Fragment = ""
		if u.Scheme == "https" && to.Scheme == "http" {
			permanent = false // a redirect from HTTPS to HTTP is never permanent
		}
		permanent = permanent && (out.Status == http.StatusMovedPermanently || out.Status == http.StatusPermanentRedirect)
		if permanent {
			moved = to.String()
		}
		if to.String() == u.String() {
			return nil, refusal.New(refusal.Redirects, "%q redirects to itself", next)
		}
		if to.Host != u.Host {
			r.ETag, r.LastModified = "", ""
		}
		u = to
	}
}

// once makes one request. next is the target of a redirect.
func (c *Client) once(ctx context.Context, u *url.URL, r Request) (out *Response, next string, err error) {
	leave := func(time.Time) {}
	if c.Gate != nil {
		if leave, err = c.Gate.Enter(ctx, u); err != nil {
			return nil, "", err
		}
	}
	var notBefore time.Time
	defer func() { leave(notBefore) }()
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, "", refusal.Because(refusal.URL, err)
	}
	request.Header.Set("User-Agent", c.Agent)
	request.Header.Set("Accept", cmp.Or(r.Accept, "*/*"))
	request.Header.Set("Accept-Encoding", "gzip")
	if r.ETag != "" {
		request.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		request.Header.Set("If-Modified-Since", r.LastModified)
	}
	response, err := c.Transport.RoundTrip(request)
	if err != nil {
		return nil, "", classify(err)
	}
	defer response.Body.Close()
	out = &Response{URL: u, Status: response.StatusCode, Header: response.Header, MaxAge: c.maxAge(response.Header)}
	switch s := response.StatusCode; {
	case s == http.StatusNotModified && (r.ETag != "" || r.LastModified != ""):
		return out, "", nil
	case s == http.StatusMovedPermanently, s == http.StatusFound, s == http.StatusSeeOther,
		s == http.StatusTemporaryRedirect, s == http.StatusPermanentRedirect:
		if next = response.Header.Get("Location"); next == "" {
			return nil, "", refusal.New(refusal.Redirects, "%s without a Location", response.Status)
		}
		return out, next, nil
	case s != http.StatusOK:
		notBefore = c.retryAfter(response.Header)
		return nil, "", refuse(response, notBefore)
	}
	out.Body, err = Body(response, cmp.Or(r.Body, c.Body))
	return out, "", err
}

// refuse returns the error for a status without a body to read.
func refuse(response *http.Response, until time.Time) error {
	reason := refusal.Status
	switch response.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusUnavailableForLegalReasons:
		reason = refusal.Forbidden
	case http.StatusNotFound:
		reason = refusal.NotFound
	case http.StatusGone:
		reason = refusal.Gone
	case http.StatusTooManyRequests:
		reason = refusal.Throttled
	case http.StatusServiceUnavailable:
		if !until.IsZero() {
			reason = refusal.Throttled
		}
	}
	err := refusal.New(reason, "the site answers %s", status(response))
	err.Status = response.StatusCode
	if until.IsZero() {
		return err
	}
	return &Delay{Err: err, Until: until}
}

// status returns the status line without untrusted characters.
func status(r *http.Response) string {
	return strings.TrimSpace(strconv.Itoa(r.StatusCode) + " " + http.StatusText(r.StatusCode))
}

// maxDelay bounds the delay that a site may request.
const maxDelay = 7 * 24 * time.Hour

// retryAfter parses Retry-After, as seconds or as a date.
func (c *Client) retryAfter(h http.Header) time.Time {
	value, now := strings.TrimSpace(h.Get("Retry-After")), c.Now()
	var until time.Time
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil && seconds >= 0 {
		until = now.Add(time.Duration(min(seconds, int64(maxDelay/time.Second))) * time.Second)
	} else if at, err := http.ParseTime(value); err == nil && at.After(now) {
		until = at
	}
	if limit := now.Add(maxDelay); until.After(limit) {
		return limit
	}
	return until
}

// maxAge is how long the response is fresh: by Cache-Control, else by Expires.
func (c *Client) maxAge(h http.Header) time.Duration {
	for directive := range strings.SplitSeq(h.Get("Cache-Control"), ",") {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		switch name {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			seconds, err := strconv.ParseInt(strings.Trim(value, `"`), 10, 64)
			if err != nil || seconds < 0 {
				return 0
			}
			return time.Duration(min(seconds, int64(maxDelay/time.Second))) * time.Second
		}
	}
	expires, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	return min(max(expires.Sub(c.Now()), 0), maxDelay)
}

// media are top-level media types without text.
var media = []string{"image/", "audio/", "video/", "font/", "application/zip", "application/pdf", "application/gzip", "model/"}

// Body reads the whole body of a response, decompressed, up to a limit in bytes.
func Body(response *http.Response, limit int64) ([]byte, error) {
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	for _, m := range media {
		if strings.HasPrefix(kind, m) {
			return nil, refusal.New(refusal.Media, "the site sends %s", kind)
		}
	}
	if response.ContentLength > limit {
		return nil, refusal.New(refusal.Size, "the site announces %d bytes, the limit is %d", response.ContentLength, limit)
	}
	// A compressed body must not exceed the limit either.
	body := io.Reader(&meter{in: response.Body, left: limit})
	coding := strings.ToLower(strings.TrimSpace(strings.Join(response.Header.Values("Content-Encoding"), ",")))
	var err error
	switch coding {
	case "", "identity", "none", "utf-8": // the last two are common mistakes
	case "gzip", "x-gzip":
		body, err = gzip.NewReader(body)
	case "deflate":
		body, err = zlib.NewReader(body)
	default:
		return nil, refusal.New(refusal.Compression, "content coding %q is not supported", coding)
	}
	if err == nil {
		var out []byte
		if out, err = io.ReadAll(&meter{in: body, left: limit}); err == nil {
			return out, nil
		}
	}
	var refused *refusal.Error
	switch {
	case errors.As(err, &refused):
		return nil, refused
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return nil, classify(err)
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrHeader), errors.Is(err, zlib.ErrChecksum),
		strings.HasPrefix(err.Error(), "flate: "):
		return nil, refusal.New(refusal.Compression, "the %s body is broken", coding)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return nil, refusal.New(refusal.Malformed, "the body ends abruptly")
	}
	return nil, classify(err)
}

// meter fails once more than its limit was read.
type meter struct {
	in   io.Reader
	left int64
}

func (m *meter) Read(p []byte) (int, error) {
	if m.left < 0 {
		return 0, refusal.New(refusal.Size, "the body is larger than the limit")
	}
	if int64(len(p)) > m.left+1 {
		p = p[:m.left+1]
	}
	n, err := m.in.Read(p)
	if m.left -= int64(n); m.left < 0 {
		return n, refusal.New(refusal.Size, "the body is larger than the limit")
	}
	return n, err
}
