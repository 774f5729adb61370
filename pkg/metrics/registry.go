package metrics

import (
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// NewRegistry returns the registry of one process: the Go runtime's and the
// process's own metrics, and which build this is.
func NewRegistry(version string) *prometheus.Registry {
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: BuildInfo,
		Help:        "Build that runs: always 1, the labels say which.",
		ConstLabels: prometheus.Labels{LabelVersion: version, LabelGo: runtime.Version()}})
	build.Set(1)
	reg := prometheus.NewRegistry()
	reg.MustRegister(build, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return reg
}
