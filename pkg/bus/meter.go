package bus

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"
)

// meters are the metrics of all services on one registry; the label "service" separates
// them.
type meters struct {
	received  *prometheus.CounterVec
	published *prometheus.CounterVec
	failed    *prometheus.CounterVec
	dead      *prometheus.CounterVec
	inFlight  *prometheus.GaugeVec
	handling  *prometheus.HistogramVec
}

// meter is one service's share of the meters.
type meter struct {
	received, published, failed, dead prometheus.Counter
	inFlight                          prometheus.Gauge
	handling                          prometheus.Observer
}

// newMeters registers the metrics on reg; two buses on one registry count in the same
// metrics.
func newMeters(reg prometheus.Registerer) (*meters, error) {
	if reg == nil {
		reg = prometheus.NewRegistry()
	}
	var errs []error
	counter := func(name, help string) *prometheus.CounterVec {
		c, err := registered(reg, prometheus.NewCounterVec(
			prometheus.CounterOpts{Name: "arqam_service_" + name, Help: help}, []string{"service"}))
		errs = append(errs, err)
		return c
	}
	m := &meters{
		received:  counter("received_total", "Messages taken from the service's stream, redeliveries included."),
		published: counter("published_total", "Messages published and acknowledged by their stream."),
		failed:    counter("failed_total", "Attempts that failed and will be made again."),
		dead:      counter("dead_total", "Messages put on the DEAD stream."),
	}
	var err error
	m.inFlight, err = registered(reg, prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "arqam_service_in_flight_messages", Help: "Messages being handled now.",
	}, []string{"service"}))
	errs = append(errs, err)
	m.handling, err = registered(reg, prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "arqam_service_handling_duration_seconds",
		Help:    "Time from receiving a message to its acknowledgement, its output stored.",
		Buckets: prometheus.ExponentialBuckets(0.0005, 2.5, 13), // 0.5 ms to 30 s
	}, []string{"service"}))
	return m, errors.Join(append(errs, err)...)
}

// registered returns c, or the same collector if it is registered already.
func registered[C prometheus.Collector](reg prometheus.Registerer, c C) (C, error) {
	err := reg.Register(c)
	if already, ok := errors.AsType[prometheus.AlreadyRegisteredError](err); ok {
		if old, ok := already.ExistingCollector.(C); ok {
			return old, nil
		}
	}
	return c, err
}

// service creates the service's series, so that each is scraped as 0 from the start.
func (m *meters) service(name string) meter {
	return meter{
		received:  m.received.WithLabelValues(name),
		published: m.published.WithLabelValues(name),
		failed:    m.failed.WithLabelValues(name),
		dead:      m.dead.WithLabelValues(name),
		inFlight:  m.inFlight.WithLabelValues(name),
		handling:  m.handling.WithLabelValues(name),
	}
}
