package metrics_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/metrics"
)

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestMux(t *testing.T) {
	var notReady error
	ctx, cancel := context.WithCancel(context.Background())
	l, err := metrics.Listen(ctx, ":0")
	if err != nil {
		t.Fatal(err)
	}
	if host, _, _ := net.SplitHostPort(l.Addr().String()); host != "127.0.0.1" {
		t.Errorf("listens on %s, want loopback", l.Addr())
	}
	served := make(chan error, 1)
	mux := metrics.NewMux(metrics.NewRegistry("v7"), func(context.Context) error { return notReady })
	go func() { served <- metrics.Serve(ctx, l, mux, zap.NewNop()) }()
	url := "http://" + l.Addr().String()

	if status, body := get(t, url+"/metrics"); status != 200 || !strings.Contains(body, `arqam_build_info{goversion="go1`) {
		t.Errorf("/metrics: %d %s", status, body)
	}
	if status, body := get(t, url+"/healthz"); status != 200 || body != "ok\n" {
		t.Errorf("/healthz: %d %s", status, body)
	}
	if status, _ := get(t, url+"/readyz"); status != 200 {
		t.Errorf("/readyz: %d", status)
	}
	notReady = errors.New("nats: no servers available")
	if status, body := get(t, url+"/readyz"); status != 503 || !strings.Contains(body, "no servers") {
		t.Errorf("/readyz: %d %s", status, body)
	}
	if status, _ := get(t, url+"/healthz"); status != 200 {
		t.Errorf("/healthz while not ready: %d", status)
	}
	cancel()
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
	if _, err := http.Get(url + "/healthz"); err == nil {
		t.Error("still answers after shutdown")
	}
}

func TestServeFinishesRequests(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	l, err := metrics.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	mux := metrics.NewMux(prometheus.NewRegistry(), nil)
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		cancel()
		_, err := net.Dial("tcp", l.Addr().String())
		for err == nil { // until the listener is closed, which Shutdown does first
			_, err = net.Dial("tcp", l.Addr().String())
		}
		io.WriteString(w, "done")
	})
	served := make(chan error, 1)
	go func() { served <- metrics.Serve(ctx, l, mux, zap.NewNop()) }()
	if status, body := get(t, "http://"+l.Addr().String()+"/slow"); status != 200 || body != "done" {
		t.Errorf("request in flight at shutdown: %d %q", status, body)
	}
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestListenErrors(t *testing.T) {
	ctx := context.Background()
	for _, addr := range []string{"9464", "localhost", "127.0.0.1:http:1", "127.0.0.1:99999"} {
		if l, err := metrics.Listen(ctx, addr); err == nil {
			l.Close()
			t.Errorf("Listen(%q) went through", addr)
		} else if !strings.Contains(err.Error(), addr) {
			t.Errorf("Listen(%q): %v", addr, err)
		}
	}
	l, err := metrics.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := metrics.Listen(ctx, l.Addr().String()); err == nil {
		t.Error("a taken port went through")
	}
}
