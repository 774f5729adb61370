package metrics_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/metrics"
)

func TestNamesPassLint(t *testing.T) {
	reg := metrics.NewRegistry("v1")
	trackers, err := metrics.NewTrackers(reg)
	if err != nil {
		t.Fatal(err)
	}
	trackers.Load(metrics.Tracker{Name: "t", Title: "عنوان", Quantity: "mass", Measure: "cumulative", Sources: []string{"s"}, StaleAfter: time.Hour})
	trackers.Estimate("t", "tonne", figure.Amount{Value: figure.NewNumber(1), Lower: figure.NewNumber(0), Upper: figure.NewNumber(2)})
	trackers.Newest("t", time.Unix(1, 0))
	problems, err := testutil.GatherAndLint(reg)
	if err != nil || len(problems) > 0 {
		t.Errorf("lint: %v %v", problems, err)
	}
	var page strings.Builder
	for _, f := range metrics.Reported() {
		page.WriteString("# HELP " + f.Name + " " + f.Help + "\n# TYPE " + f.Name + " " + f.Type + "\n" + f.Name + " 1\n")
	}
	problems, err = promlint.New(strings.NewReader(page.String())).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("lint of the reported series: %v %v", problems, err)
	}
}

func TestTrackers(t *testing.T) {
	reg := prometheus.NewRegistry()
	trackers, err := metrics.NewTrackers(reg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := metrics.NewTrackers(reg); err == nil {
		t.Error("a second registration succeeded")
	}
	want := func(what, text string, names ...string) {
		t.Helper()
		if err := testutil.GatherAndCompare(reg, strings.NewReader(text), names...); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	trackers.Load(metrics.Tracker{Name: "toll", Title: "Toll", Quantity: "count", Measure: "cumulative", Sources: []string{"a"}})
	want("counters start at 0", `
# HELP arqam_new_figures_total New numbers reported for a tracker, counted when their article came in.
# TYPE arqam_new_figures_total counter
arqam_new_figures_total{tracker="toll"} 0
# HELP arqam_reports_total Figures that matched a tracker, new or not, counted when their article came in.
# TYPE arqam_reports_total counter
arqam_reports_total{source="a",tracker="toll"} 0
`, metrics.NewFigures, metrics.Reports)

	trackers.Event("toll", event.New)
	trackers.Reported("toll", "b")
	trackers.Load(metrics.Tracker{Name: "toll", Title: "Toll, renamed", Quantity: "count", Measure: "cumulative"})
	trackers.Estimate("toll", "", figure.Amount{Value: figure.NewNumber(45), Lower: figure.NewNumber(40), Upper: figure.NewNumber(50)})
	trackers.Estimate("toll", "", figure.Amount{Value: figure.NewNumber(46), Lower: figure.Number{}, Upper: figure.NewNumber(50)})
	want("a reload keeps the counters", `
# HELP arqam_new_figures_total New numbers reported for a tracker, counted when their article came in.
# TYPE arqam_new_figures_total counter
arqam_new_figures_total{tracker="toll"} 1
# HELP arqam_tracker_info Loaded trackers, described by the labels; the value is always 1.
# TYPE arqam_tracker_info gauge
arqam_tracker_info{measure="cumulative",quantity="count",title="Toll, renamed",tracker="toll"} 1
# HELP arqam_figure_value Current estimate of a tracker, from the claims that are live.
# TYPE arqam_figure_value gauge
arqam_figure_value{estimate="best",tracker="toll",unit=""} 46
arqam_figure_value{estimate="high",tracker="toll",unit=""} 50
`, metrics.NewFigures, metrics.TrackerInfo, metrics.FigureValue)
	trackers.Unload("toll")
	want("nothing is left", "")
}

// An alert's counters exist at 0 before their first event, and a tracker that never becomes
// stale has no limit.
func TestEventsStartAtZero(t *testing.T) {
	reg := prometheus.NewRegistry()
	trackers, err := metrics.NewTrackers(reg)
	if err != nil {
		t.Fatal(err)
	}
	trackers.Load(metrics.Tracker{Name: "toll", StaleAfter: 36 * time.Hour})
	trackers.Load(metrics.Tracker{Name: "calm"})
	trackers.Event("toll", event.Corrected)
	var counters strings.Builder // every type has a counter
	for _, tracker := range []string{"calm", "toll"} {
		for _, typ := range slices.Sorted(slices.Values(event.Types())) {
			count := 0
			if tracker == "toll" && typ == event.Corrected {
				count = 1
			}
			fmt.Fprintf(&counters, "arqam_events_total{tracker=%q,type=%q} %d\n", tracker, typ, count)
		}
	}
	trackers.Newest("toll", time.Unix(1767323045, 0))
	trackers.Newest("calm", time.Time{})
	if err := testutil.GatherAndCompare(reg, strings.NewReader(`
# HELP arqam_events_total Events of a tracker, by type, counted when their article came in.
# TYPE arqam_events_total counter
`+counters.String()+`# HELP arqam_tracker_newest_timestamp_seconds As-of time of the newest report of a tracker, in seconds since 1970.
# TYPE arqam_tracker_newest_timestamp_seconds gauge
arqam_tracker_newest_timestamp_seconds{tracker="toll"} 1.767323045e+09
# HELP arqam_tracker_stale_after_seconds How long a tracker may be without a newer report before it counts as stale.
# TYPE arqam_tracker_stale_after_seconds gauge
arqam_tracker_stale_after_seconds{tracker="toll"} 129600
`), metrics.Events, metrics.NewestTime, metrics.StaleAfter); err != nil {
		t.Error(err)
	}
}

// Articles bring new sources, so the number of series must be bounded.
func TestSourcesAreBounded(t *testing.T) {
	reg := prometheus.NewRegistry()
	trackers, err := metrics.NewTrackers(reg)
	if err != nil {
		t.Fatal(err)
	}
	trackers.Load(metrics.Tracker{Name: "toll"})
	for i := range 1000 {
		trackers.Reported("toll", fmt.Sprint("source-", i))
	}
	trackers.Reported("toll", "source-7")
	if n, err := testutil.GatherAndCount(reg, metrics.Reports); err != nil || n != 201 {
		t.Errorf("%d series of 1000 sources, want 200 and one for the others: %v", n, err)
	}
}

func TestReportSamples(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 678e6, time.UTC)
	n := figure.NewNumber
	for name, c := range map[string]struct {
		report metrics.Report
		want   map[string]float64
	}{
		"value": {metrics.Report{Amount: figure.Exactly(n(45))}, map[string]float64{metrics.ReportedValue: 45,
			metrics.ReportedLower: 45, metrics.ReportedUpper: 45, metrics.ReportedTimestamp: 1767323045.678}},
		"at least": {metrics.Report{Amount: figure.Amount{Value: n(45), Lower: n(45)}}, map[string]float64{metrics.ReportedValue: 45,
			metrics.ReportedLower: 45, metrics.ReportedTimestamp: 1767323045.678}},
		"range":   {metrics.Report{Amount: figure.Between(n(40), n(50))}, map[string]float64{metrics.ReportedLower: 40, metrics.ReportedUpper: 50}},
		"floor":   {metrics.Report{Amount: figure.Between(n(1000000), figure.Number{})}, map[string]float64{metrics.ReportedLower: 1000000}},
		"nothing": {metrics.Report{}, map[string]float64{}},
	} {
		c.report.Tracker, c.report.Source, c.report.Unit, c.report.Time = "t", "s", "tonne", at
		got := map[string]float64{}
		for _, s := range c.report.Samples() {
			got[s.Name] = s.Value
			labels := map[string]string{"tracker": "t", "source": "s", "unit": "tonne"}
			if s.Name == metrics.ReportedTimestamp {
				delete(labels, "unit")
			}
			if diff := cmp.Diff(labels, s.Labels); diff != "" || !s.Time.Equal(at) {
				t.Errorf("%s: %s at %s, labels %s", name, s.Name, s.Time, diff)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
