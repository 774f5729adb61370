package embedded_test

import (
	"context"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/arqam-io/arqam/pkg/metrics/embedded"
)

// Compaction changes no sample, and samples that are appended again are compared with blocks
// as well as with the head.
func TestCompaction(t *testing.T) {
	dir := t.TempDir()
	reg := prometheus.NewRegistry()
	s := open(t, embedded.Options{Dir: dir, Registerer: reg})
	batches, want := year()
	n := float64(len(want))
	for round := range 3 {
		for _, b := range batches {
			s.append(b)
		}
		blocks, err := s.Compact(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if blocks == 0 || blocks > 20 {
			t.Errorf("%d blocks for a year, want between 1 and 20", blocks)
		}
		wantEqual(t, "samples", s.points(metrics.ReportedValue), want)
		wantEqual(t, "written", counts(t, reg)["written"], n)
		wantEqual(t, "identical", counts(t, reg)["identical"], float64(round)*n)
	}
	old := batches[0][0]
	old.Value++
	s.append([]metrics.Sample{old})
	wantEqual(t, "conflicts", counts(t, reg)["conflict"], 1.0)

	// Samples can still be added between samples that are in blocks.
	for i := range 100 {
		extra := sample(now.Add(-time.Duration(i)*84*time.Hour-time.Hour-time.Millisecond), -1)
		want[extra.Time.UnixMilli()] = -1
		s.append([]metrics.Sample{extra})
	}
	wantEqual(t, "with late ones", s.points(metrics.ReportedValue), want)
	if _, err := s.Compact(context.Background()); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, "with late ones in blocks", s.points(metrics.ReportedValue), want)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, embedded.Options{Dir: dir})
	wantEqual(t, "after reopening", s.points(metrics.ReportedValue), want)
}

// many returns n samples of 100 trackers and 20 sources over 360 days, shuffled.
func many(n int) []metrics.Sample {
	random := rand.New(rand.NewPCG(3, 4))
	all := make([]metrics.Sample, n)
	for i := range all {
		all[i] = metrics.Sample{Name: metrics.ReportedValue, Value: float64(i),
			Time: now.Add(-time.Duration(random.Int64N(int64(360 * 24 * time.Hour)))),
			Labels: map[string]string{"tracker": "t" + strconv.Itoa(random.IntN(100)),
				"source": "s" + strconv.Itoa(random.IntN(20))}}
	}
	return all
}

func benchmarkAppend(b *testing.B, size int) {
	s, err := embedded.Open(embedded.Options{Dir: b.TempDir(), Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	all := many(b.N * size)
	b.ResetTimer()
	for i := range b.N {
		if err := s.Append(context.Background(), all[i*size:][:size]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*size)/b.Elapsed().Seconds(), "samples/s")
}

// One article's report, and a batch of the sink's outbox.
func BenchmarkAppend4(b *testing.B)    { benchmarkAppend(b, 4) }
func BenchmarkAppend1000(b *testing.B) { benchmarkAppend(b, 1000) }

// A year of 200,000 samples: compacted, and opened again without compaction.
func BenchmarkYear(b *testing.B) {
	all := many(200_000)
	for range b.N {
		dir := b.TempDir()
		o := embedded.Options{Dir: dir, Now: func() time.Time { return now }}
		s, err := embedded.Open(o)
		if err != nil {
			b.Fatal(err)
		}
		for batch := all; len(batch) > 0; batch = batch[1000:] {
			if err := s.Append(context.Background(), batch[:1000]); err != nil {
				b.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		if s, err = embedded.Open(o); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "reopen-s")
		start = time.Now()
		blocks, err := s.Compact(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "compact-s")
		b.ReportMetric(float64(blocks), "blocks")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
