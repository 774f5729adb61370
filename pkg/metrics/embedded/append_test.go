package embedded_test

import (
	"context"
	"math"
	"math/rand/v2"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/arqam-io/arqam/pkg/metrics/embedded"
)

func wantEqual(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func report(tracker, source string, unit figure.UnitID, at time.Time, value int64) []metrics.Sample {
	return metrics.Report{Tracker: tracker, Source: source, Unit: unit, Time: at, Amount: figure.Exactly(figure.NewNumber(value))}.Samples()
}

func sample(at time.Time, value float64) metrics.Sample {
	return metrics.Sample{Name: metrics.ReportedValue, Time: at, Value: value,
		Labels: map[string]string{"tracker": "t", "source": "s"}}
}

func (s *store) append(samples []metrics.Sample) {
	s.t.Helper()
	if err := s.Append(context.Background(), samples); err != nil {
		s.t.Fatal(err)
	}
}

// counts returns the non-zero values of arqam_store_samples_total by result.
func counts(t *testing.T, reg *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if n := m.GetCounter().GetValue(); n > 0 {
				got[m.GetLabel()[0].GetValue()] = n
			}
		}
	}
	return got
}

// A year of samples, most of which the TSDB soon moves into blocks, and a month of samples,
// which stay in its logs.
func year() ([][]metrics.Sample, map[int64]float64)  { return days(360) }
func month() ([][]metrics.Sample, map[int64]float64) { return days(30) }

// days returns 1440 samples, shuffled, in batches of random size.
func days(n int) ([][]metrics.Sample, map[int64]float64) {
	random := rand.New(rand.NewPCG(1, 2))
	want := map[int64]float64{}
	var all []metrics.Sample
	step := time.Duration(n) * 24 * time.Hour / 1440
	for i := range 1440 {
		at := now.Add(-time.Duration(i)*step - time.Duration(random.IntN(1000))*time.Millisecond)
		want[at.UnixMilli()] = float64(i)
		all = append(all, sample(at, float64(i)))
	}
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var batches [][]metrics.Sample
	for len(all) > 0 {
		n := min(len(all), 1+random.IntN(60))
		batches, all = append(batches, all[:n]), all[n:]
	}
	return batches, want
}

func TestAppendInAnyOrder(t *testing.T) {
	s := open(t, embedded.Options{})
	batches, want := year()
	for _, b := range batches {
		s.append(b)
	}
	wantEqual(t, "samples", s.points(metrics.ReportedValue), want)

	for ms, v := range want {
		if ms%5 != 0 { // a fifth of them, to save time
			continue
		}
		at := time.UnixMilli(ms)
		var data struct{ Result []series }
		s.get("query", url.Values{"query": {metrics.ReportedValue}, "time": {unix(at)}}, &data)
		if len(data.Result) != 1 || number(t, data.Result[0].Value[1]) != v {
			t.Fatalf("query at %s: %v, want %v", at, data.Result, v)
		}
		s.get("query_range", url.Values{"query": {metrics.ReportedValue}, "step": {"1"},
			"start": {unix(at)}, "end": {unix(at.Add(time.Second))}}, &data)
		if len(data.Result) != 1 || number(t, data.Result[0].Values[0][1]) != v {
			t.Fatalf("query_range at %s: %v, want %v", at, data.Result, v)
		}
		if before := s.query(metrics.ReportedValue, at.Add(-time.Millisecond)); len(before) != 0 {
			t.Fatalf("one millisecond before %s the value is %v", at, before)
		}
	}
}

func TestAppendAgainChangesNothing(t *testing.T) {
	reg := prometheus.NewRegistry()
	s := open(t, embedded.Options{Registerer: reg})
	batches, want := year()
	n := float64(0)
	for _, b := range batches {
		s.append(b)
		s.append(b)
		n += float64(len(b))
	}
	for _, b := range batches {
		s.append(b)
	}
	wantEqual(t, "samples", s.points(metrics.ReportedValue), want)
	wantEqual(t, "counts", counts(t, reg), map[string]float64{"written": n, "identical": 2 * n})
}

func TestAppendConflicts(t *testing.T) {
	for name, c := range map[string]struct{ before []metrics.Sample }{
		"in order":                {},
		"out of order":            {[]metrics.Sample{sample(now, 5)}},
		"older than a full chunk": {[]metrics.Sample{sample(now, 5), sample(now.Add(-100*24*time.Hour), 6)}},
	} {
		t.Run(name, func(t *testing.T) {
			core, logged := observer.New(zap.WarnLevel)
			reg := prometheus.NewRegistry()
			s := open(t, embedded.Options{Registerer: reg, Log: zap.New(core)})
			at := now.Add(-30 * time.Hour)
			if len(c.before) > 0 {
				s.append(c.before)
			}
			s.append([]metrics.Sample{sample(at, 45)})
			s.append([]metrics.Sample{sample(at, 47), sample(at.Add(time.Second), 48)})
			s.append([]metrics.Sample{sample(at.Add(2*time.Second), 1), sample(at.Add(2*time.Second), 2)})
			got := s.points(metrics.ReportedValue)
			wantEqual(t, "kept", got[at.UnixMilli()], 45.0)
			wantEqual(t, "the rest", got[at.Add(time.Second).UnixMilli()], 48.0)
			wantEqual(t, "first of a batch", got[at.Add(2*time.Second).UnixMilli()], 1.0)
			wantEqual(t, "counts", counts(t, reg), map[string]float64{"written": float64(3 + len(c.before)), "conflict": 2})
			conflicts := logged.FilterField(zap.String("reason", "conflict")).All()
			if len(conflicts) != 2 || conflicts[0].ContextMap()["kept"] != 45.0 || conflicts[0].ContextMap()["value"] != 47.0 {
				t.Errorf("logged: %v", conflicts)
			}
		})
	}
}

func TestAppendRefuses(t *testing.T) {
	reg := prometheus.NewRegistry()
	s := open(t, embedded.Options{Registerer: reg, Retention: 400 * 24 * time.Hour})
	labelled := func(name, label, value string) metrics.Sample {
		return metrics.Sample{Name: name, Time: now, Value: 1, Labels: map[string]string{label: value}}
	}
	s.append([]metrics.Sample{
		sample(now.Add(-399*24*time.Hour), 1),
		sample(now.Add(-401*24*time.Hour), 2), // too old
		sample(now.Add(11*time.Minute), 3),    // future
		sample(now.Add(9*time.Minute), 4),
		sample(time.Time{}, 5),   // invalid, and so all that follow
		sample(now, math.NaN()),  //
		sample(now, math.Inf(1)), //
		labelled("", "a", "b"), labelled("a b", "a", "b"), labelled("a", "__name__", "b"),
		labelled("a", "a-b", "c"), labelled("a", "b", "\xff"),
		sample(now.Add(-time.Minute), 6),
	})
	wantEqual(t, "counts", counts(t, reg), map[string]float64{"written": 3, "too_old": 1, "future": 1, "invalid": 8})
	wantEqual(t, "samples", s.points("{__name__=~\".+\"}"), map[int64]float64{
		now.Add(-399 * 24 * time.Hour).UnixMilli(): 1, now.Add(9 * time.Minute).UnixMilli(): 4,
		now.Add(-time.Minute).UnixMilli(): 6})
	if problems, err := testutil.GatherAndLint(reg); err != nil || len(problems) > 0 {
		t.Errorf("lint: %v %v", problems, err)
	}
}

// A series whose labels are a subset of another's is a separate series.
func TestAppendToNarrowerSeries(t *testing.T) {
	s := open(t, embedded.Options{})
	narrow := sample(now, 1)
	wide := sample(now, 2)
	wide.Labels = map[string]string{"tracker": "t", "source": "s", "unit": "tonne"}
	s.append([]metrics.Sample{wide})
	s.append([]metrics.Sample{narrow})
	wantEqual(t, "narrow", s.value(`arqam_reported_value{unit=""}`, now), 1.0)
	wantEqual(t, "wide", s.value(`arqam_reported_value{unit="tonne"}`, now), 2.0)
}

func TestAppendArabicLabels(t *testing.T) {
	s := open(t, embedded.Options{})
	source := "صحيفة «الأرقام» \\ \"اليوم\"\n٢٠٢٦"
	s.append(report("ذخائر", source, "tonne", now, 7))
	got := s.query(`arqam_reported_value{tracker="ذخائر"}`, now)
	wantEqual(t, "series", got[0].Metric, map[string]string{"__name__": "arqam_reported_value",
		"tracker": "ذخائر", "source": source, "unit": "tonne"})
}

func TestAppendConcurrently(t *testing.T) {
	reg := prometheus.NewRegistry()
	s := open(t, embedded.Options{Registerer: reg})
	batches, want := year()
	done := make(chan error)
	for range 3 { // each writer appends all batches, as after redelivery to several processes
		go func() {
			for _, b := range batches {
				if err := s.Append(context.Background(), b); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range 3 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	wantEqual(t, "samples", s.points(metrics.ReportedValue), want)
	wantEqual(t, "written", counts(t, reg)["written"], float64(len(want)))
}

// The expressions that dashboards and alerts use.
func TestExpressions(t *testing.T) {
	s := open(t, embedded.Options{})
	at := func(hours int) time.Time { return now.Add(-time.Duration(hours) * time.Hour) }
	n := figure.NewNumber
	for _, r := range []metrics.Report{
		{Tracker: "toll", Source: "one", Time: at(2), Amount: figure.Exactly(n(45))},
		{Tracker: "toll", Source: "two", Time: at(20 * 24), Amount: figure.Exactly(n(60))},
		{Tracker: "toll", Source: "two", Time: at(30), Amount: figure.Exactly(n(38))},
		{Tracker: "toll", Source: "three", Time: at(5), Amount: figure.Between(n(40), n(52))},
		{Tracker: "shells", Source: "one", Time: at(3), Amount: figure.Amount{Value: n(10000), Lower: n(10000)}},
		{Tracker: "shells", Source: "one", Time: at(91 * 24), Amount: figure.Exactly(n(9))},
	} {
		s.append(r.Samples())
	}
	latest := `last_over_time(arqam_reported_value[90d]) and on(tracker,source) topk by(tracker)(1, last_over_time(arqam_reported_timestamp_seconds[90d]))`
	wantEqual(t, "latest", byLabel(t, s.query(latest, now), "tracker"), map[string]float64{"toll": 45, "shells": 10000})
	wantEqual(t, "latest at a past time", byLabel(t, s.query(latest, at(29)), "tracker"),
		map[string]float64{"toll": 38, "shells": 9})
	wantEqual(t, "low", byLabel(t, s.query(`min by(tracker)(min_over_time(arqam_reported_lower[24h]))`, now), "tracker"),
		map[string]float64{"toll": 40, "shells": 10000})
	wantEqual(t, "high", byLabel(t, s.query(`max by(tracker)(max_over_time(arqam_reported_upper[24h]))`, now), "tracker"),
		map[string]float64{"toll": 52})
	wantEqual(t, "sources", byLabel(t, s.query(`count by(tracker)(present_over_time(arqam_reported_value[24h]))`, now), "tracker"),
		map[string]float64{"toll": 1, "shells": 1})
	wantEqual(t, "sources of two days", byLabel(t, s.query(`count by(tracker)(present_over_time(arqam_reported_value[48h]))`, now), "tracker"),
		map[string]float64{"toll": 2, "shells": 1})
	wantEqual(t, "time", s.value(`max(last_over_time(arqam_reported_timestamp_seconds{source="one",tracker="toll"}[1d]))`, now),
		float64(at(2).Unix()))
}

func byLabel(t *testing.T, all []series, label string) map[string]float64 {
	t.Helper()
	got := map[string]float64{}
	for _, one := range all {
		got[one.Metric[label]] = number(t, one.Value[1])
	}
	return got
}
