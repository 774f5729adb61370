package remote_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/config"

	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/arqam-io/arqam/pkg/metrics/remote"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func sample(at time.Time, v float64) metrics.Sample {
	return metrics.Sample{Name: metrics.ReportedValue, Time: at, Value: v,
		Labels: map[string]string{"tracker": "toll", "source": "وكالة", "unit": ""}}
}

// receiver answers requests from a script: each entry has the status and the number written
// for the header, if any. The last entry repeats.
type receiver struct {
	*httptest.Server
	asked []string // "2.0" or "1.0" for each request
}

func newReceiver(t *testing.T, script ...string) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		version := "1.0"
		if strings.Contains(req.Header.Get("Content-Type"), "io.prometheus.write.v2.Request") {
			version = "2.0"
		}
		answer := script[min(len(r.asked), len(script)-1)]
		r.asked = append(r.asked, version)
		var status, written int
		n, _ := fmt.Sscanf(answer, "%d %d", &status, &written)
		if n == 2 {
			w.Header().Set("X-Prometheus-Remote-Write-Samples-Written", fmt.Sprint(written))
		}
		if status == http.StatusTooManyRequests {
			w.Header().Set("Retry-After", "7")
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(r.Close)
	return r
}

func newWriter(t *testing.T, o remote.Options) (*remote.Writer, *prometheus.Registry) {
	t.Helper()
	reg := prometheus.NewRegistry()
	m, err := remote.NewMetrics(reg)
	if err != nil {
		t.Fatal(err)
	}
	o.Name, o.Metrics = "desk", m
	w, err := remote.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return w, reg
}

// counts returns the non-zero counters.
func counts(t *testing.T, reg *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			name := "failures"
			for _, l := range m.GetLabel() {
				if l.GetName() == "result" {
					name = l.GetValue()
				}
			}
			if v := m.GetCounter().GetValue(); v != 0 {
				out[name] = v
			}
		}
	}
	return out
}

func TestAnswers(t *testing.T) {
	three := []metrics.Sample{sample(noon, 1), sample(noon.Add(time.Hour), 2), sample(noon.Add(-time.Hour), 3)}
	for name, c := range map[string]struct {
		script []string
		asked  string
		again  bool
		counts map[string]float64
	}{
		"all samples are written":                         {[]string{"204 3"}, "2.0", false, map[string]float64{"accepted": 3}},
		"one sample is too old":                           {[]string{"400 2"}, "2.0", false, map[string]float64{"accepted": 2, "refused": 1}},
		"the media type is not supported":                 {[]string{"415", "204"}, "2.0 1.0", false, map[string]float64{"accepted": 3}},
		"the media type is ignored":                       {[]string{"400", "204"}, "2.0 1.0", false, map[string]float64{"accepted": 3}},
		"2.0 is dropped with success":                     {[]string{"204", "204"}, "2.0 1.0", false, map[string]float64{"accepted": 3}},
		"1.0 is rejected as well":                         {[]string{"400", "400"}, "2.0 1.0", false, map[string]float64{"refused": 3}},
		"an error of the receiver":                        {[]string{"500"}, "2.0", true, map[string]float64{"failures": 1}},
		"too busy":                                        {[]string{"429"}, "2.0", true, map[string]float64{"failures": 1}},
		"an expired token":                                {[]string{"401"}, "2.0", true, map[string]float64{"failures": 1}},
		"a wrong path":                                    {[]string{"404"}, "2.0", true, map[string]float64{"failures": 1}},
		"a redirect by a proxy":                           {[]string{"302"}, "2.0", true, map[string]float64{"failures": 1}},
		"too large a request":                             {[]string{"413", "204 1", "413", "204 1", "204 1"}, "2.0 2.0 2.0 2.0 2.0", false, map[string]float64{"accepted": 3}},
		"one sample too large":                            {[]string{"413"}, "2.0 2.0 2.0 2.0 2.0", false, map[string]float64{"refused": 3}},
		"1.0, then an error, does not settle the version": {[]string{"415", "503"}, "2.0 1.0", true, map[string]float64{"failures": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newReceiver(t, c.script...)
			w, reg := newWriter(t, remote.Options{URL: r.URL + "/api/v1/write"})
			err := w.Append(t.Context(), three)
			if (err != nil) != c.again {
				t.Errorf("Append: %v, want an error: %v", err, c.again)
			}
			if got := strings.Join(r.asked, " "); got != c.asked {
				t.Errorf("requests in versions %s, want %s", got, c.asked)
			}
			if diff := cmp.Diff(c.counts, counts(t, reg)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestVersionIsRemembered(t *testing.T) {
	r := newReceiver(t, "415", "204")
	w, _ := newWriter(t, remote.Options{URL: r.URL})
	for range 3 {
		if err := w.Append(t.Context(), []metrics.Sample{sample(noon, 1)}); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(r.asked, " "); got != "2.0 1.0 1.0 1.0" {
		t.Errorf("requests in versions %s", got)
	}
}

func TestReceiverSaysHowLongToWait(t *testing.T) {
	r := newReceiver(t, "429")
	w, _ := newWriter(t, remote.Options{URL: r.URL})
	err := w.Append(t.Context(), []metrics.Sample{sample(noon, 1)})
	if after, ok := errors.AsType[*backoff.RetryAfterError](err); !ok || after.Duration != 7*time.Second {
		t.Errorf("Append: %v, want a retry after 7 s", err)
	}
}

func TestNoAnswer(t *testing.T) {
	hold := make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hold }))
	defer silent.Close()
	defer close(hold)
	w, reg := newWriter(t, remote.Options{URL: silent.URL, Timeout: 50 * time.Millisecond})
	err := w.Append(t.Context(), []metrics.Sample{sample(noon, 1)})
	if err == nil || !strings.Contains(err.Error(), "no answer within 50ms") {
		t.Errorf("Append: %v", err)
	}
	if diff := cmp.Diff(map[string]float64{"failures": 1}, counts(t, reg)); diff != "" {
		t.Error(diff)
	}
}

// A receiver's URL can contain a key, which must not get into logs.
func TestErrorsHoldNoAddress(t *testing.T) {
	r := newReceiver(t, "204")
	r.Close()
	w, _ := newWriter(t, remote.Options{URL: r.URL + "/write?key=hushhush"})
	err := w.Append(t.Context(), []metrics.Sample{sample(noon, 1)})
	if err == nil || strings.Contains(err.Error(), "hushhush") || !strings.Contains(err.Error(), `"desk"`) {
		t.Errorf("Append: %v, want the receiver's name and no URL", err)
	}
}

func TestTokenIsReadAnew(t *testing.T) {
	var tokens []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tokens = append(tokens, r.Header.Get("Authorization"))
		w.WriteHeader(http.StatusUnauthorized)
	}))
	defer server.Close()
	file := t.TempDir() + "/token"
	w, _ := newWriter(t, remote.Options{URL: server.URL,
		HTTP: config.HTTPClientConfig{Authorization: &config.Authorization{Type: "Bearer", CredentialsFile: file}}})
	for _, token := range []string{"old", "new"} {
		writeFile(t, file, token+"\n")
		if err := w.Append(t.Context(), []metrics.Sample{sample(noon, 1)}); err == nil {
			t.Error("a rejected token gave no error")
		}
	}
	if diff := cmp.Diff([]string{"Bearer old", "Bearer new"}, tokens); diff != "" {
		t.Error(diff)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, url := range []string{"", "prometheus:9090", "ftp://host/write", "http://user:secret@host/api/v1/write"} {
		if _, err := remote.New(remote.Options{Name: "desk", URL: url}); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("New(%q): %v", url, err)
		}
	}
}
