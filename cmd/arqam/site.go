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

// site is a process that runs services: what they share, and the services that were
// added. HTTP is served from the start, so that a service that still waits for
// NATS can say so.
type site struct {
	*app
	log      *zap.Logger
	registry *prometheus.Registry
	server   *serve.Server // nil serves no HTTP
	mux      *http.ServeMux
	bus      *bus.Bus
	ledger   *ledger.Ledger
	store    *embedded.Store

	services []func(context.Context) error
	group    *errgroup.Group // all that runs
	stop     context.CancelFunc
	closers  []func() error // of all that is open, in the order of opening
	begun    atomic.Bool    // bus, ledger and store may be asked whether they are ready
}

// openSite serves HTTP and makes what services share; private says that the services
// serve more than what monitoring reads. The context that it returns ends with
// ctx, with a failure of anything that runs, and with close.
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
			return nil, nil, usagef("--http %s would let in everybody who reaches it: set ARQAM_TOKEN, give --token-file or --http-client-ca, or listen on 127.0.0.1", a.config.http)
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

// ready is what /readyz asks.
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

// serve answers what the services will serve, once they have begun, with 503 until
// then: who posts comes again.
func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	if _, pattern := s.mux.Handler(r); pattern == "" && !s.begun.Load() {
		w.Header().Set("Retry-After", "1")
		http.Error(w, "starting", http.StatusServiceUnavailable)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// startNATS runs the embedded server.
func (s *site) startNATS(ctx context.Context) error {
	listen := s.config.listen
	if listen == settings.Off {
		listen = ""
	}
	dir := filepath.Join(s.config.data, "nats")
	server, err := broker.Start(broker.Options{Dir: dir, Listen: listen, Log: s.log})
	switch {
	case errors.Is(err, broker.ErrStoreLocked):
		return fmt.Errorf("another arqam runs on the data directory %s: stop it, or give another --data", s.config.data)
	case errors.Is(err, broker.ErrStoreForeign):
		return fmt.Errorf("%w: give another --data, or move %s away", err, dir)
	case errors.Is(err, broker.ErrStoreCorrupt):
		return fmt.Errorf("%w: restore %s from a backup, or move it away and send the articles again", err, dir)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%w: give a --data that can be written", err)
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

// connectNATS reaches the server that the settings name, as the user of a service
// that needs the streams.
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

// openStores opens the ledger and the metrics store, and serves the latter.
func (s *site) openStores(ctx context.Context) error {
	if err := os.MkdirAll(s.config.data, 0o750); err != nil {
		return fmt.Errorf("data directory %q: %w: give a --data that can be written", s.config.data, settings.Cause(err))
	}
	// The store first: who finds it in use leaves the ledger alone, which a newer
	// arqam would upgrade.
	var err error
	s.store, err = embedded.Open(embedded.Options{Dir: filepath.Join(s.config.data, "metrics"), Version: version(), Log: s.log, Registerer: s.registry})
	if errors.Is(err, embedded.ErrLocked) {
		return fmt.Errorf("another arqam runs on the data directory %s: stop it, or give another --data", s.config.data)
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

// openLedger opens the ledger. A metrics store that is empty is to be filled
// with what the ledger has already reported.
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

// collectInterval is how often the store keeps the services' own metrics.
const collectInterval = 15 * time.Second

// collect keeps the services' own metrics in the store, and returns once they were
// first taken: a counter that moves before that would seem never to have moved.
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

// address is where HTTP is served, for people and as the name of the instance.
func (s *site) address() string {
	if s.server == nil {
		return "arqam"
	}
	return s.server.Addr().String()
}

// run runs the services and begins the work beside them, until ctx ends or a service
// fails, and drains.
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

// close ends all that runs, and gives back what was opened, the last first. It
// returns err, the outcome of the run, with its own failures; an end that a
// signal asked for is no failure.
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

// first is the first error that there is: the rest mostly follows from it.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// pollInterval is how often progress of the services is looked at.
const pollInterval = 20 * time.Millisecond

// await looks again and again until there is nothing left to wait for.
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
