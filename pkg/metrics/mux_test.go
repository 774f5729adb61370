package metrics_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/metrics"
)

func TestMux(t *testing.T) {
	var notReady error
	mux := metrics.NewMux(metrics.NewRegistry("v7"), func(context.Context) error { return notReady })
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code, w.Body.String()
	}
	if status, body := get("/metrics"); status != 200 || !strings.Contains(body, `arqam_build_info{goversion="go1`) {
		t.Errorf("/metrics: %d %s", status, body)
	}
	if status, body := get("/healthz"); status != 200 || body != "ok\n" {
		t.Errorf("/healthz: %d %s", status, body)
	}
	if status, _ := get("/readyz"); status != 200 {
		t.Errorf("/readyz: %d", status)
	}
	notReady = errors.New("nats: no servers available")
	if status, body := get("/readyz"); status != 503 || !strings.Contains(body, "no servers") {
		t.Errorf("/readyz: %d %s", status, body)
	}
	if status, _ := get("/healthz"); status != 200 {
		t.Errorf("/healthz while not ready: %d", status)
	}
	for _, path := range metrics.Paths() {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: %d", path, w.Code)
		}
	}
}
