package remote

import (
	"errors"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// result is the result of sending a sample.
type result string

const (
	resultAccepted result = "accepted"
	resultRefused  result = "refused" // by the receiver; not sent again
	resultInvalid  result = "invalid" // not a finite number, or without a time
)

// Metrics counts the samples sent to all receivers of a process.
type Metrics struct {
	samples  *prometheus.CounterVec
	failures *prometheus.CounterVec
}

// NewMetrics registers the families with reg. It fails if reg already has them.
func NewMetrics(reg prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{
		samples: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "arqam_remote_samples_total",
			Help: "Samples sent to a receiver of remote write, by result."}, []string{"receiver", "result"}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "arqam_remote_failures_total",
			Help: "Attempts at remote write that failed and are retried."}, []string{"receiver"}),
	}
	if err := errors.Join(reg.Register(m.samples), reg.Register(m.failures)); err != nil {
		return nil, fmt.Errorf("register remote write metrics: %w", err)
	}
	return m, nil
}

// start adds a receiver's series at 0, so that each is scraped before its first change.
func (m *Metrics) start(receiver string) {
	if m == nil {
		return
	}
	m.failures.WithLabelValues(receiver)
	for _, r := range []result{resultAccepted, resultRefused, resultInvalid} {
		m.samples.WithLabelValues(receiver, string(r))
	}
}

func (m *Metrics) add(receiver string, r result, n int) {
	if m != nil {
		m.samples.WithLabelValues(receiver, string(r)).Add(float64(n))
	}
}

func (m *Metrics) fail(receiver string) {
	if m != nil {
		m.failures.WithLabelValues(receiver).Inc()
	}
}
