package metrics

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/prometheus/tsdb" // want: Prometheus as a library stays in pkg/metrics/embedded
)

type Store struct {
	reg *prometheus.Registry
	db  *tsdb.DB
}
