package metrics

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
)

// Tracker describes a tracker in metrics.
type Tracker struct {
	Name     string
	Title    string
	Unit     figure.UnitID
	Quantity figure.Quantity
	Measure  string   // cumulative, increment, rate or level
	Sources  []string // sources known to report it, if any
	// StaleAfter is how long the tracker may have no report; zero means for ever.
	StaleAfter time.Duration
}

// maxSources bounds the series of one tracker's reports, since articles bring new sources.
// Further sources are counted together as "other".
const maxSources = 200

// Trackers has the trackers' series on /metrics. It is safe for concurrent use.
type Trackers struct {
	value   *prometheus.GaugeVec
	figures *prometheus.CounterVec
	reports *prometheus.CounterVec
	events  *prometheus.CounterVec
	newest  *prometheus.GaugeVec
	stale   *prometheus.GaugeVec
	info    *prometheus.GaugeVec

	mu      sync.Mutex
	sources map[string]map[string]bool // by tracker
}

// NewTrackers registers the trackers' families with reg. It fails if reg already has them.
func NewTrackers(reg prometheus.Registerer) (*Trackers, error) {
	t := &Trackers{
		sources: map[string]map[string]bool{},
		events: prometheus.NewCounterVec(prometheus.CounterOpts{Name: Events,
			Help: "Events of a tracker, by type, counted when their article came in."},
			[]string{LabelTracker, LabelType}),
		newest: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: NewestTime,
			Help: "As-of time of the newest report of a tracker, in seconds since 1970."},
			[]string{LabelTracker}),
		stale: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: StaleAfter,
			Help: "How long a tracker may be without a newer report before it counts as stale."},
			[]string{LabelTracker}),
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
			Help: "Loaded trackers, described by the labels; the value is always 1."},
			[]string{LabelTracker, LabelTitle, LabelQuantity, LabelMeasure}),
	}
	var failed []error
	for _, c := range t.all() {
		failed = append(failed, reg.Register(c))
	}
	if err := errors.Join(failed...); err != nil {
		return nil, fmt.Errorf("register tracker metrics: %w", err)
	}
	return t, nil
}

// family is a set of series that all have a tracker label.
type family interface {
	prometheus.Collector
	DeletePartialMatch(prometheus.Labels) int
}

func (t *Trackers) all() []family {
	return []family{t.value, t.figures, t.reports, t.events, t.newest, t.stale, t.info}
}

// Load adds a tracker with its counters at 0: increase() ignores the first sample of a
// counter, so without the 0 the first event would be missed.
func (t *Trackers) Load(tr Tracker) {
	t.info.DeletePartialMatch(prometheus.Labels{LabelTracker: tr.Name})
	t.info.WithLabelValues(tr.Name, tr.Title, string(tr.Quantity), tr.Measure).Set(1)
	t.figures.WithLabelValues(tr.Name)
	for _, typ := range event.Types() {
		t.events.WithLabelValues(tr.Name, string(typ))
	}
	for _, s := range tr.Sources {
		t.reports.WithLabelValues(tr.Name, t.source(tr.Name, s))
	}
	t.stale.DeleteLabelValues(tr.Name)
	if tr.StaleAfter > 0 {
		t.stale.WithLabelValues(tr.Name).Set(tr.StaleAfter.Seconds())
	}
}

// source returns the label of a source: "other" once the tracker has too many.
func (t *Trackers) source(tracker, source string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	known := t.sources[tracker]
	if known == nil {
		known = map[string]bool{}
		t.sources[tracker] = known
	}
	if !known[source] && len(known) >= maxSources {
		return other
	}
	known[source] = true
	return source
}

// Unload removes all series of a tracker.
func (t *Trackers) Unload(name string) {
	match := prometheus.Labels{LabelTracker: name}
	for _, f := range t.all() {
		f.DeletePartialMatch(match)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.sources, name)
}

// Reported counts a figure that matched the tracker.
func (t *Trackers) Reported(tracker, source string) {
	t.reports.WithLabelValues(tracker, t.source(tracker, source)).Inc()
}

// Event counts an event of the tracker, and a new figure if it is one.
func (t *Trackers) Event(tracker string, typ event.Type) {
	t.events.WithLabelValues(tracker, string(typ)).Inc()
	if typ == event.New {
		t.figures.WithLabelValues(tracker).Inc()
	}
}

// Newest sets the as-of time of the newest report; a zero time means that there is none.
func (t *Trackers) Newest(tracker string, at time.Time) {
	if !at.IsZero() {
		t.newest.WithLabelValues(tracker).Set(float64(at.UnixMilli()) / 1000)
	}
}

// Estimate sets the tracker's best value and bounds. An absent number has no series.
func (t *Trackers) Estimate(tracker string, unit figure.UnitID, a figure.Amount) {
	for estimate, n := range map[string]figure.Number{EstimateBest: a.Value, EstimateLow: a.Lower, EstimateHigh: a.Upper} {
		if v, ok := n.Float64(); ok {
			t.value.WithLabelValues(tracker, estimate, string(unit)).Set(v)
		} else {
			t.value.DeleteLabelValues(tracker, estimate, string(unit))
		}
	}
}
