package notify_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/common/config"
	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/notify"
)

// corrected is an event as the sink publishes it.
const corrected = `{"specversion":"1.0","id":"c1.figure.corrected","source":"/arqam/sink","type":"figure.corrected",
"subject":"port-toll","time":"2026-11-20T08:00:00Z","datacontenttype":"application/json",
"data":{"tracker":"port-toll","title":{"ar":"قتلى المرفأ","en":"Port <toll>"},"severity":"warning","unit":"",
"relation":"ge","value":41,"lower":41,"upper":null,"before":{"value":45,"lower":45,"upper":45},
"sentence":"قالت الوزارة: 41 قتيلا على الأقل & عشرات الجرحى.","claimant":"وزارة الصحة","source":"coast|daily",
"url":"https://example.org/a?b=1|2&c=3","headline":"حصيلة المرفأ","independent":3}}`

func decode(t *testing.T, body string) event.Event {
	t.Helper()
	e, err := event.Decode([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func receiver(t *testing.T, o notify.Options) *notify.Receiver {
	t.Helper()
	if o.Name == "" {
		o.Name = "desk"
	}
	r, err := notify.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// request is a request that a test server received.
type request struct {
	path   string
	header http.Header
	body   []byte
}

// listen answers every request with the status and records it.
func listen(t *testing.T, status int, header map[string]string) (*httptest.Server, *[]request) {
	t.Helper()
	var got []request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, request{r.URL.Path, r.Header, body})
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		io.WriteString(w, "said so")
	}))
	t.Cleanup(server.Close)
	return server, &got
}

func TestChat(t *testing.T) {
	server, got := listen(t, 200, nil)
	r := receiver(t, notify.Options{Kind: notify.Slack, URL: notify.Secret{Value: server.URL + "/services/T/B/x"}})
	if err := r.Send(t.Context(), decode(t, corrected)); err != nil {
		t.Fatal(err)
	}
	var message struct{ Text string }
	if err := json.Unmarshal((*got)[0].body, &message); err != nil {
		t.Fatal(err)
	}
	want := "*Port &lt;toll&gt;*: corrected\n" +
		"at least 41 (before: 45)\n" +
		"> \u2068قالت الوزارة: 41 قتيلا على الأقل &amp; عشرات الجرحى.\u2069\n" +
		"\u2068وزارة الصحة\u2069 · coast|daily · 3 independent claimants · 2026-11-20 · " +
		"<https://example.org/a?b=1%7C2&amp;c=3|\u2068حصيلة المرفأ\u2069>"
	if diff := cmp.Diff(want, message.Text); diff != "" {
		t.Error(diff)
	}
}

// The signature is verified by the library that receivers of Standard Webhooks use.
func TestWebhookIsSigned(t *testing.T) {
	server, got := listen(t, 204, nil)
	key := filepath.Join(t.TempDir(), "key")
	const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	if err := os.WriteFile(key, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := receiver(t, notify.Options{Kind: notify.Webhook, URL: notify.Secret{Value: server.URL + "/hook"}, Key: notify.Secret{File: key}})
	if err := r.Send(t.Context(), decode(t, corrected)); err != nil {
		t.Fatal(err)
	}
	sent := (*got)[0]
	if string(sent.body) != corrected {
		t.Errorf("body %s, want the event as published", sent.body)
	}
	if sent.header.Get("webhook-id") != "c1.figure.corrected" || sent.header.Get("Content-Type") != "application/cloudevents+json" {
		t.Errorf("header %v", sent.header)
	}
	verifier, err := webhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := verifier.Verify(sent.body, sent.header); err != nil {
		t.Errorf("signature: %v", err)
	}
	if verifier.Verify(append(sent.body, ' '), sent.header) == nil {
		t.Error("the signature is valid for another body")
	}
}

func TestAlert(t *testing.T) {
	server, got := listen(t, 200, nil)
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	r := receiver(t, notify.Options{Kind: notify.Alertmanager, URL: notify.Secret{Value: server.URL + "/am"},
		Now: func() time.Time { return now }})
	if err := r.Send(t.Context(), decode(t, corrected)); err != nil {
		t.Fatal(err)
	}
	if (*got)[0].path != "/am/api/v2/alerts" {
		t.Errorf("path %s", (*got)[0].path)
	}
	var alerts []struct {
		Labels, Annotations map[string]string
		StartsAt, EndsAt    time.Time
		GeneratorURL        string
	}
	if err := json.Unmarshal((*got)[0].body, &alerts); err != nil || len(alerts) != 1 {
		t.Fatalf("%d alerts, %v", len(alerts), err)
	}
	a := alerts[0]
	if diff := cmp.Diff(map[string]string{"alertname": "ArqamFigureCorrected", "tracker": "port-toll", "severity": "warning",
		"event_id": "c1.figure.corrected", "job": "arqam"}, a.Labels); diff != "" {
		t.Errorf("labels: %s", diff)
	}
	if diff := cmp.Diff(map[string]string{
		"summary": "Port <toll>: corrected: at least 41", "value": "at least 41", "old_value": "45", "relation": "ge",
		"sentence": "\u2068قالت الوزارة: 41 قتيلا على الأقل & عشرات الجرحى.\u2069", "claimant": "\u2068وزارة الصحة\u2069",
		"source": "coast|daily", "headline": "\u2068حصيلة المرفأ\u2069", "link": "https://example.org/a?b=1|2&c=3", "independent": "3",
	}, a.Annotations); diff != "" {
		t.Errorf("annotations: %s", diff)
	}
	if !a.StartsAt.Equal(now.Add(-time.Hour)) || !a.EndsAt.Equal(now.Add(time.Hour)) {
		t.Errorf("from %s to %s", a.StartsAt, a.EndsAt)
	}
}

func TestAnswers(t *testing.T) {
	for status, refused := range map[int]bool{
		400: true, 410: true, 413: true, 415: true, 422: true,
		401: false, 403: false, 404: false, 408: false, 429: false, 500: false, 503: false, 302: false,
	} {
		server, _ := listen(t, status, nil)
		r := receiver(t, notify.Options{Kind: notify.Slack, URL: notify.Secret{Value: server.URL + "/hushhush"}})
		err := r.Send(t.Context(), decode(t, corrected))
		if err == nil || errors.Is(err, notify.ErrRefused) != refused {
			t.Errorf("%d: %v, wraps ErrRefused: want %v", status, err, refused)
		}
		if err != nil && strings.Contains(err.Error(), "hushhush") {
			t.Errorf("%d: the error contains the URL: %v", status, err)
		}
		server.Close()
		if err := r.Send(t.Context(), decode(t, corrected)); err == nil || strings.Contains(err.Error(), "hushhush") ||
			errors.Is(err, notify.ErrRefused) {
			t.Errorf("without a response: %v", err)
		}
	}
}

func TestPause(t *testing.T) {
	server, got := listen(t, 429, map[string]string{"Retry-After": "30"})
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	r := receiver(t, notify.Options{Kind: notify.Slack, URL: notify.Secret{Value: server.URL}, Now: func() time.Time { return now }})
	for range 3 {
		if err := r.Send(t.Context(), decode(t, corrected)); err == nil {
			t.Error("a rejected event gave no error")
		}
	}
	if len(*got) != 1 {
		t.Errorf("%d requests within the pause, want 1", len(*got))
	}
	now = now.Add(31 * time.Second)
	_ = r.Send(t.Context(), decode(t, corrected)) // rejected again
	if len(*got) != 2 {
		t.Errorf("%d requests after the pause, want 2", len(*got))
	}
}

func TestCredentials(t *testing.T) {
	server, got := listen(t, 200, nil)
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := receiver(t, notify.Options{Kind: notify.Alertmanager, URL: notify.Secret{Value: server.URL},
		HTTP: config.HTTPClientConfig{BasicAuth: &config.BasicAuth{Username: "arqam", PasswordFile: password}}})
	if err := r.Send(t.Context(), decode(t, corrected)); err != nil {
		t.Fatal(err)
	}
	if got := (*got)[0].header.Get("Authorization"); got != "Basic YXJxYW06czNjcmV0" {
		t.Errorf("Authorization %q", got)
	}
}

func TestSelects(t *testing.T) {
	e := decode(t, corrected)
	for _, c := range []struct {
		types, trackers []string
		want            bool
	}{
		{nil, nil, true},
		{[]string{"figure.corrected"}, nil, true},
		{[]string{"figure.new"}, nil, false},
		{nil, []string{"other", "port-toll"}, true},
		{nil, []string{"other"}, false},
	} {
		r := receiver(t, notify.Options{Kind: notify.Slack, URL: notify.Secret{Value: "https://chat.example/x"},
			Types: c.types, Trackers: c.trackers})
		if got := r.Selects(e); got != c.want {
			t.Errorf("types %v, trackers %v: %v", c.types, c.trackers, got)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	url, key := notify.Secret{Value: "https://chat.example/hushhush"}, notify.Secret{Value: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
	for name, o := range map[string]notify.Options{
		"no name":             {Kind: notify.Slack, URL: url},
		"a name with a dot":   {Name: "a.b", Kind: notify.Slack, URL: url},
		"no kind":             {Name: "a", URL: url},
		"no address":          {Name: "a", Kind: notify.Slack},
		"a malformed address": {Name: "a", Kind: notify.Slack, URL: notify.Secret{Value: "chat.example/hushhush"}},
		"a missing file":      {Name: "a", Kind: notify.Slack, URL: notify.Secret{File: "/nonexistent/file"}},
		"no key":              {Name: "a", Kind: notify.Webhook, URL: url},
		"an invalid key":      {Name: "a", Kind: notify.Webhook, URL: url, Key: notify.Secret{Value: "whsec_hushhush!"}},
		"an empty key":        {Name: "a", Kind: notify.Webhook, URL: url, Key: notify.Secret{Value: "whsec_"}},
		"a key for a chat":    {Name: "a", Kind: notify.Slack, URL: url, Key: key},
	} {
		if _, err := notify.New(o); err == nil || strings.Contains(err.Error(), "hushhush") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
