package remote

import (
	"errors"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// result is what became of a sample.
type result string

const (
	resultAccepted result = "accepted"
	resultRefused  result = "refused" // by the receiver, for good
	resultInvalid  result = "invalid" // not a finite number, or without a time
)

// Metrics counts what all receivers of a process took.
type Metrics struct {
	samples  *prometheus.CounterVec
	failures *prometheus.CounterVec
}

// NewMetrics registers the families with reg. It fails when reg has them
// already.
func NewMetrics(reg prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{
		samples: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "arqam_remote_samples_total",
			Help: "Samples sent to a receiver of remote write, by what became of them."}, []string{"receiver", "result"}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "arqam_remote_failures_total",
			Help: "Attempts at remote write that failed and will be made again."}, []string{"receiver"}),
	}
	if err := errors.Join(reg.Register(m.samples), reg.Register(m.failures)); err != nil {
		return nil, fmt.Errorf("register remote write metrics: %w", err)
	}
	return m, nil
}

// start makes a receiver's series, so that each is scraped as 0 before it moves.
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
