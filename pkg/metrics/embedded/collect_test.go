package embedded_test

import (
	"context"
	"errors"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/arqam-io/arqam/pkg/metrics/embedded"
)

// service is a store with a test clock, and a service whose metrics it collects.
type service struct {
	*store
	clock   time.Time
	collect func() error
}

func collecting(t *testing.T, g prometheus.Gatherer) *service {
	r := &service{clock: now}
	r.store = open(t, embedded.Options{Now: func() time.Time { return r.clock }})
	once := r.Collector(embedded.Target{Job: "sink", Instance: "here", Gatherer: g})
	r.collect = func() error { return once(context.Background()) }
	return r
}

// after advances the clock and collects.
func (r *service) after(d time.Duration) {
	r.t.Helper()
	r.clock = r.clock.Add(d)
	if err := r.collect(); err != nil {
		r.t.Fatal(err)
	}
}

func TestCollect(t *testing.T) {
	reg := metrics.NewRegistry("v1")
	trackers, err := metrics.NewTrackers(reg)
	if err != nil {
		t.Fatal(err)
	}
	latency := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "arqam_service_handle_seconds",
		Help: "Time.", Buckets: []float64{0.1, 1}})
	reg.MustRegister(latency)
	trackers.Load(metrics.Tracker{Name: "toll", Title: "الضحايا", Quantity: "count", Measure: "cumulative"})

	r := collecting(t, reg)
	r.after(0)
	trackers.Event("toll", "figure.new")
	trackers.Reported("toll", "source")
	trackers.Estimate("toll", "", figure.Amount{Value: figure.NewNumber(45), Lower: figure.NewNumber(40), Upper: figure.Number{}})
	latency.Observe(0.5)
	r.after(15 * time.Second)
	r.after(15 * time.Second)

	at := r.clock
	alert := r.query(`increase(arqam_new_figures_total[10m]) > 0`, at)
	if len(alert) != 1 || alert[0].Metric["tracker"] != "toll" {
		t.Errorf("the alert on the first new figure: %v", alert)
	}
	if early := r.query(`increase(arqam_new_figures_total[10m]) > 0`, now.Add(10*time.Second)); len(early) != 0 {
		t.Errorf("the alert before it: %v", early)
	}
	wantEqual(t, "up", r.value(`up{job="sink",instance="here"}`, at), 1.0)
	wantEqual(t, "best", r.value(`arqam_figure_value{estimate="best"}`, at), 45.0)
	wantEqual(t, "estimates", r.value(`count(arqam_figure_value)`, at), 2.0)
	wantEqual(t, "info", r.value(`arqam_tracker_info{title="الضحايا"}`, at), 1.0)
	wantEqual(t, "bucket", r.value(`arqam_service_handle_seconds_bucket{le="1.0"} or arqam_service_handle_seconds_bucket{le="1"}`, at), 1.0)
	wantEqual(t, "count", r.value(`arqam_service_handle_seconds_count`, at), 1.0)
	var meta map[string][]struct{ Type, Help string }
	r.get("metadata", url.Values{"metric": {"arqam_new_figures_total"}}, &meta)
	if m := meta["arqam_new_figures_total"]; len(m) != 1 || m[0].Type != "counter" {
		t.Errorf("metadata: %+v", meta)
	}
}

func TestCollectMarksWhatIsGone(t *testing.T) {
	reg := prometheus.NewRegistry()
	trackers, err := metrics.NewTrackers(reg)
	if err != nil {
		t.Fatal(err)
	}
	trackers.Load(metrics.Tracker{Name: "toll"})
	r := collecting(t, reg)
	r.after(0)
	r.after(15 * time.Second)
	gone := r.clock
	trackers.Unload("toll")
	r.after(15 * time.Second)
	wantEqual(t, "before", len(r.query(`arqam_tracker_info`, gone.Add(-time.Second))), 1)
	wantEqual(t, "after", len(r.query(`arqam_tracker_info`, r.clock)), 0)
}

type failing struct{}

func (failing) Gather() ([]*dto.MetricFamily, error) { return nil, errors.New("no metrics today") }

func TestCollectFailure(t *testing.T) {
	r := collecting(t, failing{})
	if err := r.collect(); err == nil {
		t.Error("no error")
	}
	wantEqual(t, "up", r.value(`up`, r.clock), 0.0)
}

// The target's labels replace equal labels of its metrics, as in a scrape.
func TestCollectLabelClash(t *testing.T) {
	reg := prometheus.NewRegistry()
	g := prometheus.NewGauge(prometheus.GaugeOpts{Name: "g", ConstLabels: prometheus.Labels{"job": "own"}})
	reg.MustRegister(g)
	r := collecting(t, reg)
	r.after(0)
	wantEqual(t, "series", r.query(`g`, r.clock)[0].Metric,
		map[string]string{"__name__": "g", "job": "sink", "instance": "here", "exported_job": "own"})
}

// Collect collects when it starts, at each tick and when it ends.
func TestCollectLoop(t *testing.T) {
	var clock atomic.Int64
	clock.Store(now.UnixMilli())
	s := open(t, embedded.Options{Now: func() time.Time { return time.UnixMilli(clock.Add(1000)) }})
	ticks, done := make(chan time.Time), make(chan error)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	base := clock.Load()
	go func() {
		done <- s.Collect(ctx, embedded.Target{Job: "j", Instance: "i", Gatherer: prometheus.NewRegistry(), Ticks: ticks})
	}()
	ticks <- now
	ticks <- now
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	wantEqual(t, "samples of up", s.points("up"), map[int64]float64{
		base + 1000: 1, base + 2000: 1, base + 3000: 1, base + 4000: 1})
}
