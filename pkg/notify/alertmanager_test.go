package notify_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/internal/servers"
	"github.com/arqam-io/arqam/pkg/notify"
)

// notified is the receiver behind Alertmanager: it counts the notifications of each event.
type notified struct {
	*httptest.Server
	mu   sync.Mutex
	sent map[string]int
}

func listenBehind(t *testing.T) *notified {
	t.Helper()
	n := &notified{sent: map[string]int{}}
	n.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var message struct {
			Alerts []struct {
				Status string
				Labels map[string]string
			}
		}
		if err := json.NewDecoder(r.Body).Decode(&message); err != nil {
			t.Errorf("Alertmanager's own message: %v", err)
		}
		n.mu.Lock()
		defer n.mu.Unlock()
		for _, a := range message.Alerts {
			n.sent[a.Labels["event_id"]+" "+a.Status]++
		}
	}))
	t.Cleanup(n.Close)
	return n
}

func (n *notified) count() map[string]int {
	n.mu.Lock()
	defer n.mu.Unlock()
	out := map[string]int{}
	for event, times := range n.sent {
		out[event] = times
	}
	return out
}

// A real Alertmanager keeps every event as a separate alert and notifies once of each, also if
// it gets one twice or two events of one tracker at the same time.
func TestAlertmanager(t *testing.T) {
	behind := listenBehind(t)
	server := servers.StartAlertmanager(t, fmt.Sprintf(`
route: {receiver: desk, group_by: ['...'], group_wait: 1s, group_interval: 1s, repeat_interval: 24h}
receivers: [{name: desk, webhook_configs: [{url: %q}]}]
`, behind.URL))
	r := receiver(t, notify.Options{Kind: notify.Alertmanager, URL: notify.Secret{Value: server.URL}})
	want := map[string]int{}
	for i := range 5 {
		id := fmt.Sprintf("claim-%d", i)
		event := strings.NewReplacer("c1.figure.corrected", id, "2026-11-20T08:00:00Z",
			time.Now().Add(time.Duration(-i)*24*time.Hour).UTC().Format(time.RFC3339)).Replace(corrected)
		for range 2 {
			if err := r.Send(t.Context(), decode(t, event)); err != nil {
				t.Fatal(err)
			}
		}
		want[id+" firing"] = 1
	}
	got := map[string]int{}
	for _, a := range alerts(t, server.URL) {
		if a.Annotations["old_value"] != "45" || a.Annotations["sentence"] == "" || a.Labels["tracker"] != "port-toll" {
			t.Errorf("alert %+v", a)
		}
		got[a.Labels["event_id"]+" firing"]++
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Alertmanager has (-want +got):\n%s", diff)
	}
	err := servers.Await(t.Context(), func() bool { return len(behind.count()) == len(want) })
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, behind.count()); diff != "" {
		t.Errorf("Alertmanager notified of (-want +got):\n%s", diff)
	}
}

type standing struct{ Labels, Annotations map[string]string }

func alerts(t *testing.T, server string) []standing {
	t.Helper()
	resp, err := http.Get(server + "/api/v2/alerts")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out []standing
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}
