// Package remote sends samples to remote Prometheus servers and to other receivers of
// Prometheus' remote write: version 2.0, or 1.0 if the receiver supports no other. It keeps no
// queue and no position: the sink passes it the reports of the ledger in batches, and repeats
// a batch until it is accepted.
package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	api "github.com/prometheus/client_golang/exp/api/remote"
	"github.com/prometheus/common/config"
	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/metrics"
)

const defaultTimeout = 30 * time.Second

// Options configure a receiver. Name and URL are required.
type Options struct {
	Name    string // in logs, metrics and the ledger's position; it must not change
	URL     string // of the write endpoint, such as http://host:9090/api/v1/write
	HTTP    config.HTTPClientConfig
	Timeout time.Duration // of one request; 30 s when zero
	Metrics *Metrics      // nil counts nothing
	Log     *zap.Logger   // nil logs nothing
}

// Writer sends to one receiver. It is safe for concurrent use.
type Writer struct {
	name    string
	api     *api.API
	timeout time.Duration
	meter   *Metrics
	log     *zap.Logger
	old     atomic.Bool // the receiver supports only version 1.0
}

// New returns a writer. It sends nothing, so it succeeds if the receiver is down; a malformed
// URL or an unreadable certificate is an error.
func New(o Options) (*Writer, error) {
	w := &Writer{name: o.Name, timeout: o.Timeout, meter: o.Metrics, log: o.Log}
	if w.timeout <= 0 {
		w.timeout = defaultTimeout
	}
	if w.log == nil {
		w.log = zap.NewNop()
	}
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("remote write %q: the URL is invalid: write it as http://host:9090/api/v1/write", o.Name)
	}
	if u.User != nil {
		return nil, fmt.Errorf("remote write %q: the URL must not contain a password: put it into a file", o.Name)
	}
	client, err := config.NewClientFromConfig(o.HTTP, "remote-write")
	if err != nil {
		return nil, fmt.Errorf("remote write %q: %w", o.Name, err)
	}
	client.Transport = recorder{client.Transport}
	w.api, err = api.NewAPI(o.URL, api.WithAPIHTTPClient(client), api.WithAPIPath(""))
	if err != nil {
		return nil, fmt.Errorf("remote write %q: %w", o.Name, err)
	}
	w.meter.start(o.Name)
	return w, nil
}

// Name is the receiver's name.
func (w *Writer) Name() string { return w.name }

// Append makes one attempt to send the samples. An error means that the receiver could not be
// reached, was too busy, or rejected the credentials, and that all samples must be appended
// again: sending a stored sample again has no effect. Samples that the receiver rejects
// because of their content (too old, another value at their time) are counted, logged and
// never sent again.
//
// The error wraps a backoff.RetryAfterError if the receiver named a time to wait.
func (w *Writer) Append(ctx context.Context, samples []metrics.Sample) error {
	all, invalid := collect(samples)
	w.meter.add(w.name, resultInvalid, invalid)
	err := w.append(ctx, all)
	if err != nil {
		w.meter.fail(w.name)
		return fmt.Errorf("remote write %q: %w", w.name, err)
	}
	return nil
}

func (w *Writer) append(ctx context.Context, all batch) error {
	if len(all) == 0 {
		return nil
	}
	a := w.negotiate(ctx, all)
	switch a.verdict() {
	case again:
		return a.failure()
	case tooLarge:
		if first, second := all.halves(); len(second) > 0 {
			return errors.Join(w.append(ctx, first), w.append(ctx, second))
		}
	}
	taken := a.taken(all.samples())
	w.meter.add(w.name, resultAccepted, taken)
	if refused := all.samples() - taken; refused > 0 {
		w.meter.add(w.name, resultRefused, refused)
		w.log.Warn("receiver rejected samples; they are not sent again", zap.String("receiver", w.name),
			zap.Int("samples", refused), zap.Int("of", all.samples()), zap.Error(a.failure()))
	}
	return nil
}

// negotiate sends the batch in version 2.0, or in 1.0 once the receiver is known to support no
// other.
func (w *Writer) negotiate(ctx context.Context, all batch) answer {
	if !w.old.Load() {
		if a := w.send(ctx, api.WriteV2MessageType, all); a.confirmed || !a.misunderstood() {
			return a
		}
	}
	a := w.send(ctx, api.WriteV1MessageType, all)
	if a.ok() && w.old.CompareAndSwap(false, true) {
		w.log.Info("receiver supports only remote write 1.0; using it", zap.String("receiver", w.name))
	}
	return a
}

// send makes one request.
func (w *Writer) send(ctx context.Context, version api.WriteMessageType, all batch) answer {
	timed, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	// The library would retry by itself; here the sink retries, since it keeps the position.
	once, stop := context.WithCancel(timed)
	defer stop()
	var a answer
	var message any = all.v2()
	if version == api.WriteV1MessageType {
		message = all.v1()
	}
	stats, err := w.api.Write(withRecord(once, &a), version, message,
		api.WithWriteRetryCallback(func(err error) { a.note(err); stop() }))
	a.note(err)
	if timed.Err() != nil && ctx.Err() == nil {
		a.err = fmt.Errorf("no answer within %s", w.timeout)
	}
	a.samples = stats.Samples
	return a
}

// recorder records the receiver's response, of which the library returns only the text.
type recorder struct{ next http.RoundTripper }

type recordKey struct{}

func withRecord(ctx context.Context, a *answer) context.Context {
	return context.WithValue(ctx, recordKey{}, a)
}

// RoundTrip is part of http.RoundTripper.
func (r recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := r.next.RoundTrip(req)
	if a, ok := req.Context().Value(recordKey{}).(*answer); ok {
		a.note(err)
		if err == nil {
			a.read(resp)
		}
	}
	return resp, err
}
