package remote

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
)

const (
	// maxPatience bounds the wait that a receiver may request.
	maxPatience = 5 * time.Minute
	// maxQuote bounds how much of a response an error quotes, in bytes.
	maxQuote = 300

	writtenHeader = "X-Prometheus-Remote-Write-Samples-Written"
)

// answer is the result of one request.
type answer struct {
	status    int // 0: no response
	confirmed bool
	samples   int // written, as far as the receiver says
	after     time.Duration
	err       error
}

func (a *answer) read(resp *http.Response) {
	a.status = resp.StatusCode
	a.confirmed = resp.Header.Get(writtenHeader) != ""
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds > 0 {
		a.after = min(time.Duration(seconds)*time.Second, maxPatience)
	} else if at, err := http.ParseTime(resp.Header.Get("Retry-After")); err == nil {
		if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
			a.after = max(0, min(at.Sub(date), maxPatience))
		}
	}
}

// note keeps the first error, which is closest to the network.
func (a *answer) note(err error) {
	if a.err == nil {
		a.err = err
	}
}

// verdict is what to do with a batch.
type verdict int

const (
	done     verdict = iota // the receiver has stored all that it will accept
	again                   // send the batch again
	tooLarge                // send smaller batches
)

func (a *answer) verdict() verdict {
	switch {
	case a.ok():
		return done
	case a.status < 400, a.status >= 500:
		// No response, or a redirect by a proxy.
		return again
	}
	switch a.status {
	case http.StatusTooManyRequests, http.StatusRequestTimeout, http.StatusTooEarly:
		return again
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusProxyAuthRequired,
		http.StatusNotFound, http.StatusMethodNotAllowed:
		// The URL or the credentials are wrong: the samples are kept until that is fixed.
		return again
	case http.StatusRequestEntityTooLarge:
		return tooLarge
	}
	return done
}

func (a *answer) ok() bool { return a.status/100 == 2 && a.err == nil }

// misunderstood reports whether a receiver that supports only version 1.0 may have answered
// version 2.0 so: the media type is not supported, the body is malformed, or success although
// nothing was written.
func (a *answer) misunderstood() bool {
	switch a.status {
	case http.StatusBadRequest, http.StatusNotAcceptable, http.StatusUnsupportedMediaType,
		http.StatusUnprocessableEntity, http.StatusNotImplemented:
		return true
	}
	return a.status/100 == 2 && a.err != nil
}

// taken is how many of the sent samples were written. A receiver of version 1.0 does not say,
// so an error counts for all of them.
func (a *answer) taken(sent int) int {
	switch {
	case a.confirmed:
		return min(a.samples, sent)
	case a.ok():
		return sent
	}
	return 0
}

// failure describes the error without the URL, which may contain a secret: the transport's own
// error omits it.
func (a *answer) failure() error {
	err := a.err
	if err == nil {
		err = fmt.Errorf("HTTP status %d", a.status)
	}
	if text := err.Error(); len(text) > maxQuote {
		err = fmt.Errorf("%s…", strings.ToValidUTF8(text[:maxQuote], ""))
	}
	if a.after > 0 {
		return fmt.Errorf("%w; %w", err, &backoff.RetryAfterError{Duration: a.after})
	}
	return err
}
