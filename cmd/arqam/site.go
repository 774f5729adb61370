package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/broker"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/arqam-io/arqam/pkg/metrics/embedded"
	"github.com/arqam-io/arqam/pkg/serve"
	"github.com/arqam-io/arqam/pkg/settings"
	"github.com/arqam-io/arqam/services/sink"
)

// site is a process that runs services, with everything that they share. It serves HTTP from
// the start, so that /readyz can report that a service is still waiting for NATS.
type site struct {
	*app
	log      *zap.Logger
	registry *prometheus.Registry
	server   *serve.Server // nil if HTTP is off
	mux      *http.ServeMux
	bus      *bus.Bus
	ledger   *ledger.Ledger
	store    *embedded.Store

	services []func(context.Context) error
	group    *errgroup.Group // all goroutines of the site
	stop     context.CancelFunc
	closers  []func() error // close what is open, in the order of opening
	begun    atomic.Bool    // bus, ledger and store are open
}

// openSite starts HTTP and creates what the services share; private means that the services
// also serve paths that need a token. The returned context ends with ctx, with the first
// failure in the site, and with close.
func (a *app) openSite(ctx context.Context, private bool) (*site, context.Context, error) {
	s := &site{app: a, log: a.logger(), registry: metrics.NewRegistry(version())}
	s.mux = metrics.NewMux(s.registry, s.ready)
	if a.config.http != settings.Off {
		tokens, err := a.config.tokens()
		if err != nil {
			return nil, nil, err
		}
		s.server, err = serve.Listen(ctx, serve.Options{Addr: a.config.http, Public: metrics.Paths(), Private: private, Tokens: tokens,
			Cert: a.config.httpCert, Key: a.config.httpKey, ClientCA: a.config.httpClientCA, Log: s.log})
		if errors.Is(err, serve.ErrUnguarded) {
			return nil, nil, usagef("--http %s would be open to everyone on the network: set ARQAM_TOKEN, --token-file or --http-client-ca, or listen on 127.0.0.1", a.config.http)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%w; choose another address with --http", err)
		}
	}
	ctx, s.stop = context.WithCancel(ctx)
	s.group, ctx = errgroup.WithContext(ctx)
	if s.server != nil {
		s.group.Go(func() error { return s.server.Serve(ctx, http.HandlerFunc(s.serve)) })
	}
	return s, ctx, nil
}

// ready answers /readyz.
func (s *site) ready(ctx context.Context) error {
	if !s.begun.Load() {
		return errors.New("starting")
	}
	if err := s.bus.Ready(); err != nil {
		return err
	}
	if s.ledger != nil {
		if err := s.ledger.Ping(ctx); err != nil {
			return err
		}
	}
	if s.store != nil {
		return s.store.Ready(ctx)
	}
	return nil
}

// serve answers requests for the paths of the services. Until the services have started, it
// answers 503 so that clients try again.
func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	if _, pattern := s.mux.Handler(r); pattern == "" && !s.begun.Load() {
		w.Header().Set("Retry-After", "1")
		http.Error(w, "starting", http.StatusServiceUnavailable)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// startNATS starts the embedded NATS server and connects to it.
func (s *site) startNATS(ctx context.Context) error {
	listen := s.config.listen
	if listen == settings.Off {
		listen = ""
	}
	dir := filepath.Join(s.config.data, "nats")
	server, err := broker.Start(broker.Options{Dir: dir, Listen: listen, Log: s.log})
	switch {
	case errors.Is(err, broker.ErrStoreLocked):
		return fmt.Errorf("another arqam is using the data directory %s: stop it, or set another --data", s.config.data)
	case errors.Is(err, broker.ErrStoreForeign):
		return fmt.Errorf("%w: set another --data, or move %s away", err, dir)
	case errors.Is(err, broker.ErrStoreCorrupt):
		return fmt.Errorf("%w: restore %s from a backup, or move it away and send the articles again", err, dir)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%w: set --data to a writable directory", err)
	case err != nil:
		return err
	}
	s.closers = append(s.closers, func() error { server.Shutdown(); return nil })
	if s.bus, err = bus.Connect(ctx, bus.Options{Server: server, Name: "arqam up", Log: s.log, Metrics: s.registry}); err != nil {
		return err
	}
	if url := server.URL(); url != "" {
		s.log.Info("NATS listening", zap.String("url", url))
	}
	return s.bus.Setup(ctx)
}

// connectNATS connects to the NATS servers of the settings as the user of a service, and sets
// up the streams that it needs.
func (s *site) connectNATS(ctx context.Context, service string, streams ...bus.Stream) error {
	o := s.config.bus(service)
	o.Name, o.Log, o.Metrics = "arqam "+service, s.log, s.registry
	var err error
	if s.bus, err = bus.Connect(ctx, o); err != nil {
		return err
	}
	s.closers = append(s.closers, func() error { s.bus.Close(); return nil })
	return s.bus.Setup(ctx, streams...)
}

// openStores opens the ledger and the metrics store, and serves the store over HTTP.
func (s *site) openStores(ctx context.Context) error {
	if err := os.MkdirAll(s.config.data, 0o750); err != nil {
		return fmt.Errorf("data directory %q: %w: set --data to a writable directory", s.config.data, settings.Cause(err))
	}
	// The store comes first: if it is in use, the ledger must not be opened, because a newer
	// arqam would upgrade it.
	var err error
	s.store, err = embedded.Open(embedded.Options{Dir: filepath.Join(s.config.data, "metrics"), Version: version(), Log: s.log, Registerer: s.registry})
	if errors.Is(err, embedded.ErrLocked) {
		return fmt.Errorf("another arqam is using the data directory %s: stop it, or set another --data", s.config.data)
	}
	if err != nil {
		return err
	}
	s.closers = append(s.closers, s.store.Close)
	if err := ledger.Await(ctx, s.log, s.openLedger); err != nil {
		return err
	}
	s.closers = append(s.closers, s.ledger.Close)
	s.group.Go(func() error { return s.watchStore(ctx) })
	s.store.Mount(s.mux)
	return nil
}

// openLedger opens the ledger. If the metrics store is empty, it rewinds the position in the
// ledger so that the store is filled again.
func (s *site) openLedger(ctx context.Context) error {
	l, err := ledger.Open(ctx, s.config.ledgerPath())
	if err != nil {
		return err
	}
	if s.store.Empty() {
		if err := l.Rewind(ctx, sink.Position); err != nil {
			return errors.Join(err, l.Close())
		}
	}
	s.ledger = l
	return nil
}

// collectInterval is how often the services' own metrics are written to the store.
const collectInterval = 15 * time.Second

// collect starts writing the services' own metrics to the store and returns after the first
// time: an increase of a counter before that would not be visible in the store.
func (s *site) collect(ctx context.Context) error {
	collected := make(chan struct{})
	target := embedded.Target{Job: "arqam", Instance: s.address(), Gatherer: s.registry, Interval: collectInterval, Collected: collected}
	s.group.Go(func() error { return s.store.Collect(ctx, target) })
	select {
	case <-collected:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// address is the HTTP address, which is also the name of the instance in metrics.
func (s *site) address() string {
	if s.server == nil {
		return "arqam"
	}
	return s.server.Addr().String()
}

// run runs the services and begin until ctx ends or one of them fails, and waits until all
// have finished.
func (s *site) run(ctx context.Context, begin work) error {
	s.begun.Store(true)
	for _, service := range s.services {
		s.group.Go(func() error { return service(ctx) })
	}
	s.group.Go(func() error {
		if begin != nil {
			if err := begin(ctx); err != nil && ctx.Err() == nil {
				return err
			}
		}
		<-ctx.Done()
		return nil
	})
	return s.group.Wait()
}

// close stops everything and closes what was opened, in reverse order. It returns err, the
// result of the run, else the first error of closing; the end by a signal is not an error.
func (s *site) close(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = nil
	}
	s.stop()
	errs := []error{err, s.group.Wait()}
	for _, closer := range slices.Backward(s.closers) {
		errs = append(errs, closer())
	}
	return first(errs...)
}

// first returns the first error: the others are usually its consequences.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// pollInterval is how often await checks its condition.
const pollInterval = 20 * time.Millisecond

// await calls done repeatedly until it returns true or an error.
func await(ctx context.Context, done func() (bool, error)) error {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		if ok, err := done(); ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-ticker.C:
		}
	}
}
