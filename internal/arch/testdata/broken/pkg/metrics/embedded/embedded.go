package embedded

import (
	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/prometheus/prometheus/tsdb"
)

type Store struct {
	metrics.Store
	db *tsdb.DB
}
