// Package metrics names every series that Arqam keeps, defines the sample type in which they
// are written, and serves a service's own metrics and health (/metrics, /healthz, /readyz). It
// stores nothing: pkg/metrics/embedded or a remote Prometheus server does. The sink and the
// wiring of every service call it.
package metrics

import "time"

// Sample is one point of a series at its own time. Value is the only float64 in
// Arqam that represents a figure; the exact decimal stays in the ledger.
type Sample struct {
	Name   string            // one of the names below
	Labels map[string]string // without the name; empty values count as absent
	Time   time.Time         // stored to the millisecond
	Value  float64
}

// The series that are written at the article's own time, one point for each article.
const (
	ReportedValue     = "arqam_reported_value"             // tracker, source, unit
	ReportedLower     = "arqam_reported_lower"             // tracker, source, unit
	ReportedUpper     = "arqam_reported_upper"             // tracker, source, unit
	ReportedTimestamp = "arqam_reported_timestamp_seconds" // tracker, source
)

// The series of /metrics that change when an article is recorded.
const (
	FigureValue = "arqam_figure_value"                     // tracker, estimate, unit
	NewFigures  = "arqam_new_figures_total"                // tracker
	Reports     = "arqam_reports_total"                    // tracker, source
	Events      = "arqam_events_total"                     // tracker, type
	NewestTime  = "arqam_tracker_newest_timestamp_seconds" // tracker
	StaleAfter  = "arqam_tracker_stale_after_seconds"      // tracker
	TrackerInfo = "arqam_tracker_info"                     // tracker, title, quantity, measure
	BuildInfo   = "arqam_build_info"                       // version, goversion
)

// The labels of those series. None is unbounded: article ids, URLs and values are never
// labels.
const (
	LabelTracker  = "tracker"
	LabelSource   = "source"
	LabelUnit     = "unit"
	LabelEstimate = "estimate"
	LabelTitle    = "title"
	LabelQuantity = "quantity"
	LabelMeasure  = "measure"
	LabelType     = "type"
	LabelVersion  = "version"
	LabelGo       = "goversion"
)

// The values of LabelEstimate.
const (
	EstimateBest = "best"
	EstimateLow  = "low"
	EstimateHigh = "high"
)

// Family is the description of a series for /metrics and /api/v1/metadata.
type Family struct {
	Name   string
	Type   string // "gauge" or "counter"
	Help   string
	Labels []string
}

// Reported lists the families that are written at the article's own time; they are on no
// /metrics page, so a store takes their description from here.
func Reported() []Family {
	return []Family{
		{ReportedValue, "gauge", "Value that a source reported for a tracker, at the time of its article.",
			[]string{LabelTracker, LabelSource, LabelUnit}},
		{ReportedLower, "gauge", "Lower bound that a source reported for a tracker, at the time of its article.",
			[]string{LabelTracker, LabelSource, LabelUnit}},
		{ReportedUpper, "gauge", "Upper bound that a source reported for a tracker, at the time of its article.",
			[]string{LabelTracker, LabelSource, LabelUnit}},
		{ReportedTimestamp, "gauge", "Time of a source's article that stated a value for a tracker, in seconds since 1970.",
			[]string{LabelTracker, LabelSource}},
	}
}
