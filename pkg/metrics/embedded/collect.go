package embedded

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/storage"
	"go.uber.org/zap"
)

// defaultInterval is how often a service's metrics are stored.
const defaultInterval = 15 * time.Second

// Target is a service whose metrics the store keeps, as if it scraped them.
type Target struct {
	Job      string
	Instance string
	Gatherer prometheus.Gatherer
	Interval time.Duration // 15 s when zero
	// Ticks replaces a ticker of Interval, for tests.
	Ticks <-chan time.Time
	// Collected is closed once the target was first collected; nil tells nobody.
	Collected chan<- struct{}
}

// Collect stores the target's metrics, with its job and instance as labels and the metric
// `up`: at once, at every tick, and a last time when ctx ends. It then returns nil. A counter
// must be in the gatherer before its first event for increase() to count that event. A failed
// tick is logged and skipped.
func (s *Store) Collect(ctx context.Context, t Target) error {
	if t.Interval <= 0 {
		t.Interval = defaultInterval
	}
	if t.Ticks == nil {
		ticker := time.NewTicker(t.Interval)
		defer ticker.Stop()
		t.Ticks = ticker.C
	}
	c := collector{store: s, target: t}
	for {
		if err := c.collect(ctx); err != nil {
			s.log.Warn("metrics of the services could not be collected; trying again at the next interval", zap.String("job", t.Job), zap.String("instance", t.Instance), zap.Error(err))
		}
		if t.Collected != nil {
			close(t.Collected)
			t.Collected = nil
		}
		select {
		case <-t.Ticks:
		case <-ctx.Done():
			if err := c.collect(context.WithoutCancel(ctx)); err != nil && !errors.Is(err, ErrClosed) {
				s.log.Warn("metrics of the services could not be collected a last time before shutdown", zap.String("job", t.Job), zap.Error(err))
			}
			return nil
		}
	}
}

type collector struct {
	store  *Store
	target Target
	shown  map[uint64]labels.Labels // the series of the last tick
}

func (c *collector) collect(ctx context.Context) error {
	s := c.store
	s.state.RLock()
	defer s.state.RUnlock()
	if s.closed {
		return ErrClosed
	}
	families, gatherErr := c.target.Gatherer.Gather()
	s.families.learn(families)
	up := 1.0
	if gatherErr != nil {
		up = 0
	}
	now := model.TimeFromUnixNano(s.opts.Now().UnixNano())
	samples, err := expfmt.ExtractSamples(&expfmt.DecodeOptions{Timestamp: now}, families...)
	samples = append(samples, &model.Sample{Metric: model.Metric{model.MetricNameLabel: "up"},
		Value: model.SampleValue(up), Timestamp: now})
	return errors.Join(gatherErr, err, c.write(ctx, samples, int64(now)))
}

// write stores the samples, and marks as stale each series that was present at the last tick
// and is not now.
func (c *collector) write(ctx context.Context, samples model.Vector, now int64) error {
	app := c.store.services.AppenderV2(ctx)
	shown := make(map[uint64]labels.Labels, len(samples))
	var errs []error
	add := func(series labels.Labels, t int64, v float64) {
		if _, err := app.Append(0, series, 0, t, v, nil, nil, storage.AOptions{}); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", series, err))
		}
	}
	for _, sample := range samples {
		series := c.series(sample.Metric)
		shown[series.Hash()] = series
		add(series, int64(sample.Timestamp), float64(sample.Value))
	}
	for id, series := range c.shown {
		if _, ok := shown[id]; !ok {
			add(series, now, math.Float64frombits(value.StaleNaN))
		}
	}
	c.shown = shown
	if err := app.Commit(); err != nil {
		errs = append(errs, fmt.Errorf("commit: %w", err))
	}
	return errors.Join(errs...)
}

// series adds the target's labels, which replace a metric's own job and instance as in a
// scrape.
func (c *collector) series(m model.Metric) labels.Labels {
	b := labels.NewBuilder(labels.EmptyLabels())
	for name, v := range m {
		if name == "job" || name == "instance" {
			name = "exported_" + name
		}
		b.Set(string(name), string(v))
	}
	b.Set("job", c.target.Job)
	b.Set("instance", c.target.Instance)
	return b.Labels()
}

// families has the metadata of the collected metrics. The zero value is ready to use.
type families struct {
	mu   sync.Mutex
	seen map[string]meaning
}

// meaning is one entry of /api/v1/metadata.
type meaning struct {
	Type string `json:"type"`
	Help string `json:"help"`
	Unit string `json:"unit"`
}

func (f *families) learn(all []*dto.MetricFamily) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen == nil {
		f.seen = map[string]meaning{}
	}
	for _, m := range all {
		f.seen[m.GetName()] = meaning{Type: metricType(m.GetType()), Help: m.GetHelp(), Unit: m.GetUnit()}
	}
}

func metricType(t dto.MetricType) string {
	switch t {
	case dto.MetricType_COUNTER:
		return "counter"
	case dto.MetricType_GAUGE:
		return "gauge"
	case dto.MetricType_SUMMARY:
		return "summary"
	case dto.MetricType_HISTOGRAM:
		return "histogram"
	case dto.MetricType_GAUGE_HISTOGRAM:
		return "gaugehistogram"
	default:
		return "unknown"
	}
}
