package remote

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	writev2 "github.com/prometheus/client_golang/exp/api/remote/genproto/v2"
	"github.com/prometheus/prometheus/prompb"

	"github.com/arqam-io/arqam/pkg/metrics"
)

// batch has the series of a request, each with its points in order of time, as both versions
// require.
type batch []series

type series struct {
	name   string
	labels []label // sorted, the name among them
	points []point
}

type (
	label struct{ name, value string }
	point struct {
		t int64 // milliseconds
		v float64
	}
)

const nameLabel = "__name__"

// collect sorts samples into series. Samples that no receiver could store (not a finite
// number, no time) are counted and dropped; of several at one time the first is kept.
func collect(samples []metrics.Sample) (all batch, invalid int) {
	places := map[string]int{}
	for _, s := range samples {
		if math.IsNaN(s.Value) || math.IsInf(s.Value, 0) || s.Time.IsZero() || s.Name == "" {
			invalid++
			continue
		}
		labels := labelsOf(s)
		var key strings.Builder
		for _, l := range labels {
			key.WriteString(l.name + "\xff" + l.value + "\xff")
		}
		place, ok := places[key.String()]
		if !ok {
			place = len(all)
			places[key.String()] = place
			all = append(all, series{name: s.Name, labels: labels})
		}
		all[place].points = append(all[place].points, point{s.Time.UnixMilli(), s.Value})
	}
	for i := range all {
		byTime := func(a, b point) int { return cmp.Compare(a.t, b.t) }
		slices.SortStableFunc(all[i].points, byTime)
		all[i].points = slices.CompactFunc(all[i].points, func(a, b point) bool { return a.t == b.t })
	}
	return all, invalid
}

func labelsOf(s metrics.Sample) []label {
	out := []label{{nameLabel, s.Name}}
	for _, name := range slices.Sorted(maps.Keys(s.Labels)) {
		if s.Labels[name] != "" {
			out = append(out, label{name, s.Labels[name]})
		}
	}
	slices.SortFunc(out, func(a, b label) int { return cmp.Compare(a.name, b.name) })
	return out
}

func (b batch) samples() int {
	n := 0
	for _, s := range b {
		n += len(s.points)
	}
	return n
}

// halves splits the batch in two; the second half is empty if there is one sample.
func (b batch) halves() (first, second batch) {
	if len(b) > 1 {
		return b[:len(b)/2], b[len(b)/2:]
	}
	s := b[0]
	middle := len(s.points) / 2
	if middle == 0 {
		return b, nil
	}
	return batch{{s.name, s.labels, s.points[:middle]}}, batch{{s.name, s.labels, s.points[middle:]}}
}

// v2 returns the request of remote write 2.0, with the metadata of each series.
func (b batch) v2() *writev2.Request {
	symbols := writev2.NewSymbolTable()
	help := map[string]string{}
	for _, f := range metrics.Reported() {
		help[f.Name] = f.Help
	}
	out := &writev2.Request{}
	for _, s := range b {
		ts := &writev2.TimeSeries{Metadata: &writev2.Metadata{
			Type: writev2.Metadata_METRIC_TYPE_GAUGE, HelpRef: symbols.Symbolize(help[s.name])}}
		for _, l := range s.labels {
			ts.LabelsRefs = append(ts.LabelsRefs, symbols.Symbolize(l.name), symbols.Symbolize(l.value))
		}
		for _, p := range s.points {
			ts.Samples = append(ts.Samples, &writev2.Sample{Value: p.v, Timestamp: p.t})
		}
		out.Timeseries = append(out.Timeseries, ts)
	}
	out.Symbols = symbols.Symbols()
	return out
}

// v1 returns the request of remote write 1.0.
func (b batch) v1() *prompb.WriteRequest {
	out := &prompb.WriteRequest{}
	for _, s := range b {
		var ts prompb.TimeSeries
		for _, l := range s.labels {
			ts.Labels = append(ts.Labels, prompb.Label{Name: l.name, Value: l.value})
		}
		for _, p := range s.points {
			ts.Samples = append(ts.Samples, prompb.Sample{Value: p.v, Timestamp: p.t})
		}
		out.Timeseries = append(out.Timeseries, ts)
	}
	return out
}
