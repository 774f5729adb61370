package metrics

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.uber.org/zap"
)

// Timeouts of the rooms' HTTP server. A slow client can hold a connection no
// longer than these, and a shutdown waits for requests in flight no longer than
// drainTimeout. There is no write timeout: a long PromQL query has its own.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = time.Minute
	idleTimeout   = 2 * time.Minute
	drainTimeout  = 5 * time.Second
	readyTimeout  = 3 * time.Second
)

// NewMux returns a mux with /metrics, /healthz and /readyz; the caller may add
// its own paths. /healthz answers 200 as long as the process does. /readyz asks
// ready and answers 503 with its error; a nil ready is always ready.
func NewMux(g prometheus.Gatherer, ready func(context.Context) error) *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(g, promhttp.HandlerOpts{EnableOpenMetrics: true}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
		defer cancel()
		if ready != nil {
			if err := ready(ctx); err != nil {
				answer(w, http.StatusServiceUnavailable, err.Error())
				return
			}
		}
		answer(w, http.StatusOK, "ready")
	})
	return mux
}

func answer(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	fmt.Fprintln(w, text)
}

// Listen opens addr, "host:port". Without a host it is the loopback address, so
// that nothing is shown to a network unless a host says so ("0.0.0.0:9464").
// Port 0 takes a free one; the listener's Addr tells which.
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %q: want host:port: %w", addr, err)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, fmt.Errorf("listen on %q: %w", addr, err)
	}
	return l, nil
}

// Serve answers on l until ctx ends, then lets the requests in flight finish
// and returns nil. It closes l.
func Serve(ctx context.Context, l net.Listener, h http.Handler, log *zap.Logger) error {
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		IdleTimeout:       idleTimeout,
		ErrorLog:          zap.NewStdLog(log),
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	log.Info("http listening", zap.Stringer("addr", l.Addr()))
	select {
	case err := <-served:
		return fmt.Errorf("serve http on %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	if err := srv.Shutdown(drain); err != nil {
		if !errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("shut down http on %s: %w", l.Addr(), err)
		}
		log.Warn("http requests cut off", zap.Stringer("addr", l.Addr()), zap.Duration("after", drainTimeout))
		return srv.Close()
	}
	return nil
}
