package metrics

import (
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// NewRegistry returns the registry of one process, with the metrics of the Go runtime and the
// process, and build information.
func NewRegistry(version string) *prometheus.Registry {
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: BuildInfo,
		Help:        "Version of this build, in the labels; the value is always 1.",
		ConstLabels: prometheus.Labels{LabelVersion: version, LabelGo: runtime.Version()}})
	build.Set(1)
	reg := prometheus.NewRegistry()
	reg.MustRegister(build, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return reg
}
