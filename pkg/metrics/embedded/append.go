package embedded

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/metrics"
)

// result is the result of storing a sample.
type result string

const (
	written   result = "written"
	identical result = "identical" // an equal sample was stored before
	conflict  result = "conflict"  // another value is stored at its time, and is kept
	tooOld    result = "too_old"   // older than the retention
	tooNew    result = "future"
	invalid   result = "invalid" // no name, a bad label, no time, not a finite number
)

var results = [...]result{written, identical, conflict, tooOld, tooNew, invalid}

// point is a sample on its way into the TSDB.
type point struct {
	series labels.Labels
	t      int64
	v      float64
}

// Append writes the samples at their own times, in any order. When it returns nil they are on
// disk, and survive a power cut. A sample that is already stored is skipped, so a batch may be
// appended again. A sample that can never be written (another value is stored at its time, too
// old, in the future, invalid) is counted, logged and skipped. After an error none of the
// batch is acknowledged: append it again.
func (s *Store) Append(ctx context.Context, samples []metrics.Sample) error {
	if len(samples) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writable(); err != nil {
		return fmt.Errorf("append %d samples: %w", len(samples), err)
	}
	s.state.RLock()
	defer s.state.RUnlock()
	if err := s.append(ctx, samples); err != nil {
		return fmt.Errorf("append %d samples: %w", len(samples), err)
	}
	return nil
}

func (s *Store) append(ctx context.Context, samples []metrics.Sample) error {
	counts := map[result]int{}
	points := s.admit(samples, counts)
	points, err := s.settle(ctx, points, counts)
	if err != nil {
		return err
	}
	if err := s.commit(ctx, points, counts); err != nil {
		return err
	}
	// Sync even if nothing was new: the same batch may have failed here before.
	for _, j := range s.logs {
		if err := j.sync(); err != nil {
			s.broken = fmt.Errorf("%w; restart once the disk works again", err)
			return s.broken
		}
	}
	for r, n := range counts {
		s.results.WithLabelValues(string(r)).Add(float64(n))
	}
	return nil
}

// admit returns the samples that may be stored, sorted by series and time.
func (s *Store) admit(samples []metrics.Sample, counts map[result]int) []point {
	now := s.opts.Now()
	oldest, newest := now.Add(-s.opts.Retention), now.Add(future)
	points := make([]point, 0, len(samples))
	for _, sample := range samples {
		series, err := seriesOf(sample)
		switch {
		case err != nil || sample.Time.IsZero():
			s.refuse(invalid, sample, counts, zap.Error(err))
		case sample.Time.After(newest):
			s.refuse(tooNew, sample, counts, zap.Time("newest", newest))
		case sample.Time.Before(oldest):
			s.refuse(tooOld, sample, counts, zap.Time("oldest", oldest))
		default:
			points = append(points, point{series, sample.Time.UnixMilli(), sample.Value})
		}
	}
	slices.SortStableFunc(points, func(a, b point) int {
		return cmp.Or(labels.Compare(a.series, b.series), cmp.Compare(a.t, b.t))
	})
	return points
}

// seriesOf returns the sample's label set, or an error if it is invalid.
func seriesOf(sample metrics.Sample) (labels.Labels, error) {
	if !model.LegacyValidation.IsValidMetricName(sample.Name) {
		return labels.EmptyLabels(), fmt.Errorf("invalid metric name %q", sample.Name)
	}
	if math.IsNaN(sample.Value) || math.IsInf(sample.Value, 0) {
		return labels.EmptyLabels(), fmt.Errorf("invalid value %v", sample.Value)
	}
	b := labels.NewScratchBuilder(len(sample.Labels) + 1)
	b.Add(model.MetricNameLabel, sample.Name)
	for name, value := range sample.Labels {
		switch {
		case !model.LegacyValidation.IsValidLabelName(name) || strings.HasPrefix(name, "__"):
			return labels.EmptyLabels(), fmt.Errorf("invalid label name %q", name)
		case !model.LabelValue(value).IsValid():
			return labels.EmptyLabels(), fmt.Errorf("invalid value %q of label %s", value, name)
		case value != "":
			b.Add(name, value)
		}
	}
	b.Sort()
	return b.Labels(), nil
}

// settle drops the points that are stored already. The TSDB itself would silently accept a
// second value at an old timestamp and return either; here the first one is kept and the
// second is reported.
func (s *Store) settle(ctx context.Context, points []point, counts map[result]int) ([]point, error) {
	var fresh []point
	for start := 0; start < len(points); {
		end := start + 1
		for end < len(points) && labels.Equal(points[start].series, points[end].series) {
			end++
		}
		stored, err := s.stored(ctx, points[start:end])
		if err != nil {
			return nil, err
		}
		for _, p := range points[start:end] {
			switch v, ok := stored[p.t]; {
			case !ok:
				stored[p.t] = p.v
				fresh = append(fresh, p)
			case v == p.v:
				counts[identical]++
			default:
				s.refusePoint(conflict, p, counts, zap.Float64("kept", v))
			}
		}
		start = end
	}
	return fresh, nil
}

// stored returns the stored points of one series between the times of the first and last of
// points.
func (s *Store) stored(ctx context.Context, points []point) (_ map[int64]float64, err error) {
	q, err := s.reported.Querier(points[0].t, points[len(points)-1].t)
	if err != nil {
		return nil, fmt.Errorf("look up series: %w", err)
	}
	defer func() { err = errors.Join(err, q.Close()) }()
	series := points[0].series
	var exact []*labels.Matcher
	series.Range(func(l labels.Label) {
		exact = append(exact, labels.MustNewMatcher(labels.MatchEqual, l.Name, l.Value))
	})
	stored := map[int64]float64{}
	set := q.Select(ctx, false, nil, exact...)
	for set.Next() {
		if !labels.Equal(set.At().Labels(), series) {
			continue // a series with further labels
		}
		it := set.At().Iterator(nil)
		for it.Next() == chunkenc.ValFloat {
			t, v := it.At()
			stored[t] = v
		}
		if it.Err() != nil {
			return nil, fmt.Errorf("read %s: %w", series, it.Err())
		}
	}
	if set.Err() != nil {
		return nil, fmt.Errorf("look up %s: %w", series, set.Err())
	}
	return stored, nil
}

// commit writes the points to the TSDB's logs and head.
func (s *Store) commit(ctx context.Context, points []point, counts map[result]int) error {
	if len(points) == 0 {
		return nil
	}
	failures := logFailures(s.internal)
	app := s.reported.AppenderV2(ctx)
	for _, p := range points {
		_, err := app.Append(0, p.series, 0, p.t, p.v, nil, nil, storage.AOptions{})
		switch {
		case err == nil:
			counts[written]++
		case errors.Is(err, storage.ErrTooOldSample), errors.Is(err, storage.ErrOutOfBounds),
			errors.Is(err, storage.ErrOutOfOrderSample):
			s.refusePoint(tooOld, p, counts, zap.Error(err))
		case errors.Is(err, storage.ErrDuplicateSampleForTimestamp):
			s.refusePoint(conflict, p, counts, zap.Error(err))
		case errors.Is(err, tsdb.ErrInvalidSample):
			s.refusePoint(invalid, p, counts, zap.Error(err))
		default:
			return errors.Join(fmt.Errorf("append to %s: %w", p.series, err), app.Rollback())
		}
	}
	if err := app.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if logFailures(s.internal) > failures {
		s.broken = errors.New("the log of out-of-order samples cannot be written; restart once the disk has space again")
		return s.broken
	}
	return nil
}

func (s *Store) refuse(r result, sample metrics.Sample, counts map[result]int, why zap.Field) {
	counts[r]++
	s.log.Warn("sample not stored", zap.String("reason", string(r)), zap.String("series", sample.Name),
		zap.Any("labels", sample.Labels), zap.Time("time", sample.Time), zap.Float64("value", sample.Value), why)
}

func (s *Store) refusePoint(r result, p point, counts map[result]int, why zap.Field) {
	counts[r]++
	s.log.Warn("sample not stored", zap.String("reason", string(r)), zap.Stringer("series", p.series),
		zap.Time("time", time.UnixMilli(p.t).UTC()), zap.Float64("value", p.v), why)
}
