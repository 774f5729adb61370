package remote_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/internal/servers"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/arqam-io/arqam/pkg/metrics/remote"
)

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// story has the reports of two sources over ten days, newest first, so that all but the first
// are out of order.
func story(now time.Time) []metrics.Sample {
	var out []metrics.Sample
	for i := range 20 {
		at := now.Add(-time.Duration(i) * 12 * time.Hour).Truncate(time.Millisecond)
		report := metrics.Report{Tracker: "munitions", Source: []string{"wire", "وكالة الأنباء"}[i%2], Unit: "tonne", Time: at,
			Amount: figure.Amount{Value: figure.NewNumber(int64(260000 - 1000*i)), Lower: figure.NewNumber(int64(250000 - 1000*i))}}
		out = append(out, report.Samples()...)
	}
	return out
}

// byName maps series and time of the sent samples to their values.
func byName(samples []metrics.Sample) map[string]float64 {
	out := map[string]float64{}
	for _, s := range samples {
		out[fmt.Sprintf("%s %s %s @%d", s.Name, s.Labels["source"], s.Labels["unit"], s.Time.UnixMilli())] = s.Value
	}
	return out
}

// ask returns every raw sample of the reported series from the server's query API.
func ask(t *testing.T, server string, at time.Time) map[string]float64 {
	t.Helper()
	query := url.Values{"query": {`{__name__=~"arqam_reported_.*"}[30d]`}, "time": {strconv.FormatInt(at.Unix()+1, 10)}}
	resp, err := http.Get(server + "/api/v1/query?" + query.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var body struct {
		Status string
		Error  string
		Data   struct {
			Result []struct {
				Metric map[string]string
				Values [][2]any
			}
		}
	}
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil || body.Status != "success" {
		t.Fatalf("%s: %v %s %s", resp.Status, err, body.Status, body.Error)
	}
	out := map[string]float64{}
	for _, s := range body.Data.Result {
		if s.Metric["tracker"] != "munitions" {
			t.Errorf("series %v", s.Metric)
		}
		for _, v := range s.Values {
			value, err := strconv.ParseFloat(v[1].(string), 64)
			if err != nil {
				t.Fatal(err)
			}
			out[fmt.Sprintf("%s %s %s @%d", s.Metric["__name__"], s.Metric["source"], s.Metric["unit"],
				int64(v[0].(float64)*1000+0.5))] = value
		}
	}
	return out
}

// awaitSamples queries until the server returns what was sent: VictoriaMetrics needs a moment.
func awaitSamples(t *testing.T, server string, now time.Time, want map[string]float64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var got map[string]float64
	_ = servers.Await(ctx, func() bool {
		got = ask(t, server, now)
		return maps.Equal(got, want)
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the server does not have what was sent (-want +got):\n%s", diff)
	}
}

// A real Prometheus stores every sample at its own time, whatever the order, and once if it is
// sent twice.
func TestPrometheus(t *testing.T) {
	server := servers.StartPrometheus(t, 15*24*time.Hour, "")
	w, reg := newWriter(t, remote.Options{URL: server.URL + "/api/v1/write"})
	now := time.Now()
	samples := story(now)
	for range 2 {
		for start := 0; start < len(samples); start += 7 {
			if err := w.Append(t.Context(), samples[start:min(start+7, len(samples))]); err != nil {
				t.Fatal(err)
			}
		}
	}
	awaitSamples(t, server.URL, now, byName(samples))
	if diff := cmp.Diff(map[string]float64{"accepted": float64(2 * len(samples))}, counts(t, reg)); diff != "" {
		t.Error(diff)
	}
}

// Prometheus rejects samples before its window and stores the rest of the request: the
// rejected ones are counted and not sent again.
func TestPrometheusRefusesTheOld(t *testing.T) {
	server := servers.StartPrometheus(t, 24*time.Hour, "")
	w, reg := newWriter(t, remote.Options{URL: server.URL + "/api/v1/write"})
	now := time.Now()
	old := metrics.Report{Tracker: "munitions", Source: "wire", Unit: "tonne", Time: now.Add(-72 * time.Hour), Amount: figure.Exactly(figure.NewNumber(1))}.Samples()
	fresh := metrics.Report{Tracker: "munitions", Source: "wire", Unit: "tonne", Time: now.Add(-time.Hour), Amount: figure.Exactly(figure.NewNumber(2))}.Samples()
	for _, samples := range [][]metrics.Sample{fresh[:1], append(old, fresh...)} {
		if err := w.Append(t.Context(), samples); err != nil {
			t.Fatal(err)
		}
	}
	awaitSamples(t, server.URL, now, byName(fresh))
	if got := counts(t, reg); got["refused"] != float64(len(old)) || got["failures"] != 0 {
		t.Errorf("counted %v, want %d refused and no failure", got, len(old))
	}
}

// A receiver that was down gets everything when it is up again.
func TestPrometheusIsDownForAWhile(t *testing.T) {
	server := servers.StartPrometheus(t, 15*24*time.Hour, "")
	w, _ := newWriter(t, remote.Options{URL: server.URL + "/api/v1/write"})
	now := time.Now()
	samples := story(now)
	half := len(samples) / 2
	if err := w.Append(t.Context(), samples[:half]); err != nil {
		t.Fatal(err)
	}
	server.Stop()
	if err := w.Append(t.Context(), samples[half:]); err == nil {
		t.Fatal("a receiver that is down accepted samples")
	}
	server.Start()
	if err := w.Append(t.Context(), samples[half:]); err != nil {
		t.Fatal(err)
	}
	awaitSamples(t, server.URL, now, byName(samples))
}

// VictoriaMetrics answers version 2.0 with success and drops the samples.
func TestVictoriaMetrics(t *testing.T) {
	server := servers.StartVictoriaMetrics(t)
	w, reg := newWriter(t, remote.Options{URL: server.URL + "/api/v1/write"})
	now := time.Now()
	samples := story(now)
	for start := 0; start < len(samples); start += 7 {
		if err := w.Append(t.Context(), samples[start:min(start+7, len(samples))]); err != nil {
			t.Fatal(err)
		}
	}
	awaitSamples(t, server.URL, now, byName(samples))
	if diff := cmp.Diff(map[string]float64{"accepted": float64(len(samples))}, counts(t, reg)); diff != "" {
		t.Error(diff)
	}
}

func TestStopped(t *testing.T) {
	r := newReceiver(t, "204 1")
	w, _ := newWriter(t, remote.Options{URL: r.URL})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.Append(ctx, []metrics.Sample{sample(noon, 1)}); !errors.Is(err, context.Canceled) {
		t.Errorf("Append: %v", err)
	}
}
