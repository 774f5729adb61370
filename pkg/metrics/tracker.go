package metrics

import (
	"errors"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Tracker is what the series say of a tracker itself.
type Tracker struct {
	Name     string
	Title    string
	Unit     figure.UnitID
	Quantity figure.Quantity
	Measure  string   // cumulative, increment, rate or level
	Sources  []string // the sources known to report it, if any
}

// Trackers holds the trackers' series on /metrics. It is safe for concurrent
// use.
type Trackers struct {
	value   *prometheus.GaugeVec
	figures *prometheus.CounterVec
	reports *prometheus.CounterVec
	info    *prometheus.GaugeVec
}

// NewTrackers registers the trackers' families with reg. It fails when reg has
// them already.
func NewTrackers(reg prometheus.Registerer) (*Trackers, error) {
	t := &Trackers{
		value: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: FigureValue,
			Help: "Current estimate of a tracker, from the claims that are live."},
			[]string{LabelTracker, LabelEstimate, LabelUnit}),
		figures: prometheus.NewCounterVec(prometheus.CounterOpts{Name: NewFigures,
			Help: "New numbers reported for a tracker, counted when their article came in."},
			[]string{LabelTracker}),
		reports: prometheus.NewCounterVec(prometheus.CounterOpts{Name: Reports,
			Help: "Figures that matched a tracker, new or not, counted when their article came in."},
			[]string{LabelTracker, LabelSource}),
		info: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: TrackerInfo,
			Help: "Trackers that are loaded: always 1, the labels say the rest."},
			[]string{LabelTracker, LabelTitle, LabelQuantity, LabelMeasure}),
	}
	var failed []error
	for _, c := range []prometheus.Collector{t.value, t.figures, t.reports, t.info} {
		failed = append(failed, reg.Register(c))
	}
	if err := errors.Join(failed...); err != nil {
		return nil, fmt.Errorf("register tracker metrics: %w", err)
	}
	return t, nil
}

// Load shows a tracker and starts its counters at 0: increase() sees nothing of
// a counter whose first sample is already 1, so the first event would be missed.
func (t *Trackers) Load(tr Tracker) {
	t.info.DeletePartialMatch(prometheus.Labels{LabelTracker: tr.Name})
	t.info.WithLabelValues(tr.Name, tr.Title, string(tr.Quantity), tr.Measure).Set(1)
	t.figures.WithLabelValues(tr.Name)
	for _, s := range tr.Sources {
		t.reports.WithLabelValues(tr.Name, s)
	}
}

// Unload takes away all series of a tracker.
func (t *Trackers) Unload(name string) {
	match := prometheus.Labels{LabelTracker: name}
	t.info.DeletePartialMatch(match)
	t.value.DeletePartialMatch(match)
	t.figures.DeletePartialMatch(match)
	t.reports.DeletePartialMatch(match)
}

// Reported counts a figure that matched the tracker.
func (t *Trackers) Reported(tracker, source string) {
	t.reports.WithLabelValues(tracker, source).Inc()
}

// New counts a number that nobody had reported for the tracker.
func (t *Trackers) New(tracker string) { t.figures.WithLabelValues(tracker).Inc() }

// Estimate shows the tracker's band. An absent number has no series.
func (t *Trackers) Estimate(tracker string, unit figure.UnitID, best, low, high figure.Number) {
	for estimate, n := range map[string]figure.Number{EstimateBest: best, EstimateLow: low, EstimateHigh: high} {
		if v, ok := n.Float64(); ok {
			t.value.WithLabelValues(tracker, estimate, string(unit)).Set(v)
		} else {
			t.value.DeleteLabelValues(tracker, estimate, string(unit))
		}
	}
}
