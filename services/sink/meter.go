package sink

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"
)

// meter counts claims and reports that are kept out of the series.
type meter struct {
	undated, refused prometheus.Counter
}

func newMeter(reg prometheus.Registerer) (meter, error) {
	m := meter{
		undated: prometheus.NewCounter(prometheus.CounterOpts{Name: "arqam_sink_undated_claims_total",
			Help: "Claims kept out of the series because their article has no date."}),
		refused: prometheus.NewCounter(prometheus.CounterOpts{Name: "arqam_sink_held_reports_total",
			Help: "Reports kept out of the series because it already has a report of that source and time."}),
	}
	return m, errors.Join(reg.Register(m.undated), reg.Register(m.refused))
}
