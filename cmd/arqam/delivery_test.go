package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/arqam-io/arqam/internal/servers"
	"github.com/arqam-io/arqam/pkg/metrics"
)

// heard is a webhook that counts what it is told.
type heard struct {
	*httptest.Server
	mu     sync.Mutex
	events map[string]int
	texts  []string
}

func hear(t *testing.T, key string) *heard {
	t.Helper()
	verifier, err := webhooks.NewWebhook(key)
	if err != nil {
		t.Fatal(err)
	}
	h := &heard{events: map[string]int{}}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		h.mu.Lock()
		defer h.mu.Unlock()
		if r.URL.Path == "/chat" {
			var message struct{ Text string }
			if err := json.Unmarshal(body, &message); err != nil {
				t.Error(err)
			}
			h.texts = append(h.texts, message.Text)
			return
		}
		if err := verifier.Verify(body, r.Header); err != nil {
			t.Errorf("signature: %v", err)
		}
		h.events[r.Header.Get("webhook-id")]++
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *heard) told() (events map[string]int, texts []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return maps.Clone(h.events), slices.Clone(h.texts)
}

// TestDelivery carries the bundled articles to a real Prometheus by remote write
// and to a real Alertmanager, a signed webhook and a chat channel, while the first
// two are down at the start, and again after a restart: every sample at its own
// time, every event once.
func TestDelivery(t *testing.T) {
	const key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	window := time.Since(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)) + 24*time.Hour
	prometheus := servers.StartPrometheus(t, window, "")
	alertmanager := servers.StartAlertmanager(t, "route: {receiver: desk}\nreceivers: [{name: desk}]\n")
	hook := hear(t, key)
	dir := writeFiles(t, map[string]string{"hook.key": key + "\n", "chat.url": hook.URL + "/chat\n", "arqam.yaml": fmt.Sprintf(`
remote_write: [%s/api/v1/write]
receivers:
  - {name: on-call, type: alertmanager, url: %q}
  - {name: archive, type: webhook, url: %q, key_file: hook.key}
  - {name: desk, type: slack, url_file: chat.url, trackers: [salma-killed]}
`, prometheus.URL, alertmanager.URL, hook.URL+"/hook")})
	up := func() (*process, string) {
		p := start(t, binary, "up", "--data", filepath.Join(dir, "data"), "--http", "127.0.0.1:0", "--config", filepath.Join(dir, "arqam.yaml"))
		p.until("arqam is up: ")
		_, address, _ := strings.Cut(p.until("/api/v1 "), "http://")
		address, _, _ = strings.Cut(address, "/")
		return p, address
	}
	prometheus.Stop()
	alertmanager.Stop()
	first, address := up()
	want := query(t, address)
	checkMetrics(t, address)
	checkNames(t, address)
	first.stop()
	prometheus.Start()
	alertmanager.Start()
	second, _ := up()
	for what, there := range map[string]func() bool{
		"samples": func() bool { return len(query(t, strings.TrimPrefix(prometheus.URL, "http://"))) >= len(want) },
		"alerts": func() bool {
			events, _ := hook.told()
			return len(events) > 0 && len(standing(t, alertmanager)) >= len(events)
		},
	} {
		if err := servers.Await(t.Context(), there); err != nil {
			t.Fatalf("waited in vain for the %s", what)
		}
	}
	second.stop()

	if diff := cmp.Diff(want, query(t, strings.TrimPrefix(prometheus.URL, "http://")), cmpSorted()); diff != "" || len(want) == 0 {
		t.Errorf("Prometheus does not hold what the embedded store does: %s", diff)
	}
	events, texts := hook.told()
	alerts := standing(t, alertmanager)
	if diff := cmp.Diff(events, alerts); diff != "" {
		t.Errorf("webhook and Alertmanager were told of different events: %s", diff)
	}
	for id, times := range events {
		if times != 1 {
			t.Errorf("event %s was told %d times", id, times)
		}
	}
	var killed int
	for _, text := range texts {
		if !strings.Contains(text, "Salma") {
			t.Errorf("the chat channel was told of another tracker: %s", text)
		}
		if strings.Contains(text, "\u2068") {
			killed++
		}
	}
	if killed == 0 {
		t.Errorf("no Arabic sentence between isolates in the chat channel: %q", texts)
	}
	t.Logf("%d samples, %d events, %d messages", len(want), len(events), len(texts))
}

// checkMetrics gives what /metrics shows to promtool.
func checkMetrics(t *testing.T, address string) {
	t.Helper()
	resp, err := http.Get("http://" + address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	check := exec.CommandContext(t.Context(), servers.Promtool.Path(t), "check", "metrics")
	check.Stdin = resp.Body
	if said, err := check.CombinedOutput(); err != nil || len(said) > 0 {
		t.Errorf("promtool check metrics: %v\n%s", err, said)
	}
}

// checkNames finds every metric that rules and dashboards ask for among those
// that /metrics and the reported series have.
func checkNames(t *testing.T, address string) {
	t.Helper()
	resp, err := http.Get("http://" + address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, line := range strings.Split(string(page), "\n") {
		if name, ok := strings.CutPrefix(line, "# TYPE "); ok {
			known[strings.Fields(name)[0]] = true
		}
	}
	for _, f := range metrics.Reported() {
		known[f.Name] = true
	}
	// The recorded names have a colon before, and stand in the rules themselves.
	asked := regexp.MustCompile(`(?:^|[^:a-z_])(arqam_[a-z0-9_]+)`)
	for _, name := range []string{"prometheus/alerts.yml", "prometheus/alerts-events.yml", "prometheus/recording.yml", "grafana/figures.json", "grafana/pipeline.json"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "deploy", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(text), -1) {
			metric := strings.TrimSuffix(m[1], "_bucket")
			if !known[metric] && !strings.HasSuffix(metric, "_") {
				t.Errorf("deploy/%s asks for %s, which nobody shows", name, m[1])
			}
		}
	}
}

// standing are the events for which Alertmanager holds an alert.
func standing(t *testing.T, server *servers.Server) map[string]int {
	t.Helper()
	resp, err := http.Get(server.URL + "/api/v2/alerts")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var alerts []struct{ Labels map[string]string }
	if err := json.NewDecoder(resp.Body).Decode(&alerts); err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, a := range alerts {
		out[a.Labels["event_id"]]++
	}
	return out
}
