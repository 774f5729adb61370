package metrics

import (
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Report is what one source said about a tracker at one time, in the tracker's own unit. A
// store keeps one value for each series and millisecond, so the caller chooses between several
// reports of one tracker, source and Time.
type Report struct {
	Tracker string
	Source  string
	Unit    figure.UnitID // empty for a bare count
	Time    time.Time     // the article's own

	// Amount includes the bounds that the relation implies. A stated value without bounds is
	// both of its bounds.
	figure.Amount
}

// Samples returns the report's points: one for each number that it states, and the timestamp
// of a stated value. Bounds alone have no timestamp: the newest timestamp selects the series
// with the latest value, so it must have a value.
func (r Report) Samples() []Sample {
	lower, upper := r.Lower, r.Upper
	if !lower.Stated() && !upper.Stated() {
		lower, upper = r.Value, r.Value
	}
	var out []Sample
	for _, s := range []struct {
		name   string
		number figure.Number
	}{{ReportedValue, r.Value}, {ReportedLower, lower}, {ReportedUpper, upper}} {
		if v, ok := s.number.Float64(); ok {
			out = append(out, Sample{Name: s.name, Time: r.Time, Value: v,
				Labels: map[string]string{LabelTracker: r.Tracker, LabelSource: r.Source, LabelUnit: string(r.Unit)}})
		}
	}
	if !r.Value.Stated() {
		return out
	}
	return append(out, Sample{Name: ReportedTimestamp, Time: r.Time,
		Value:  float64(r.Time.UnixMilli()) / 1000,
		Labels: map[string]string{LabelTracker: r.Tracker, LabelSource: r.Source}})
}
