package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/arqam-io/arqam/pkg/metrics/embedded"
)

// site is a process that runs rooms: what they share, and the rooms that were
// added. It is closed in the reverse order of its opening.
type site struct {
	*app
	log      *zap.Logger
	registry *prometheus.Registry
	listener net.Listener // nil serves no HTTP
	mux      *http.ServeMux
	bus      *bus.Bus
	ledger   *ledger.Ledger
	store    *embedded.Store

	rooms   []func(context.Context) error
	closers []func() error
}

// openSite takes the HTTP address and makes the registry. Whatever fails later,
// close gives everything back.
func (a *app) openSite(ctx context.Context) (*site, error) {
	s := &site{app: a, log: a.logger(), registry: metrics.NewRegistry(version())}
	s.mux = metrics.NewMux(s.registry, s.ready)
	if a.config.http == off {
		return s, nil
	}
	l, err := metrics.Listen(ctx, a.config.http)
	if err != nil {
		return nil, fmt.Errorf("%w; choose another address with --http", err)
	}
	s.listener = l
	s.closers = append(s.closers, func() error {
		if err := l.Close(); !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	})
	return s, nil
}

// ready is what /readyz asks.
func (s *site) ready(ctx context.Context) error {
	switch {
	case s.bus == nil || !s.bus.Conn().IsConnected():
		return errors.New("NATS is not connected")
	case s.store != nil:
		return s.store.Ready(ctx)
	}
	return nil
}

// startNATS runs the embedded server.
func (s *site) startNATS(ctx context.Context) error {
	listen := s.config.listen
	if listen == off {
		listen = ""
	}
	server, err := bus.StartServer(bus.ServerOptions{Dir: filepath.Join(s.config.data, "nats"), Listen: listen, Log: s.log})
	if errors.Is(err, bus.ErrStoreLocked) {
		return fmt.Errorf("another arqam runs on the data directory %s: stop it, or give another --data", s.config.data)
	}
	if err != nil {
		return err
	}
	s.closers = append(s.closers, func() error { server.Shutdown(); return nil })
	if s.bus, err = server.Connect(ctx, bus.Options{Name: "arqam up", Log: s.log, Metrics: s.registry}); err != nil {
		return err
	}
	if url := server.URL(); url != "" {
		s.log.Info("NATS listening", zap.String("url", url))
	}
	return s.bus.Setup(ctx)
}

// connectNATS reaches the server that the settings name.
func (s *site) connectNATS(ctx context.Context, name string) error {
	c := s.config
	var err error
	if s.bus, err = bus.Connect(ctx, bus.Options{URL: c.nats, Creds: c.creds, CA: c.ca, Cert: c.cert, Key: c.key,
		Name: "arqam " + name, Log: s.log, Metrics: s.registry}); err != nil {
		return err
	}
	s.closers = append(s.closers, func() error { s.bus.Close(); return nil })
	return s.bus.Setup(ctx)
}

// openStores opens the ledger and the metrics store, and serves the latter.
func (s *site) openStores(ctx context.Context) error {
	if err := os.MkdirAll(s.config.data, 0o750); err != nil {
		return fmt.Errorf("data directory %q: %w", s.config.data, cause(err))
	}
	var err error
	if s.ledger, err = ledger.Open(ctx, s.config.ledgerPath()); err != nil {
		return err
	}
	s.closers = append(s.closers, s.ledger.Close)
	dir := filepath.Join(s.config.data, "metrics")
	s.store, err = embedded.Open(embedded.Options{Dir: dir, Version: version(), Log: s.log, Registerer: s.registry})
	if errors.Is(err, embedded.ErrLocked) {
		return fmt.Errorf("another arqam runs on the data directory %s: stop it, or give another --data", s.config.data)
	}
	if err != nil {
		return err
	}
	s.closers = append(s.closers, s.store.Close)
	s.store.Mount(s.mux)
	return nil
}

// collectInterval is how often the store keeps the rooms' own metrics.
const collectInterval = 15 * time.Second

// collect keeps the rooms' own metrics in the store, and returns once they were
// first taken: a counter that moves before that would seem never to have moved.
func (s *site) collect(ctx context.Context, group *errgroup.Group) error {
	ticks := make(chan time.Time)
	target := embedded.Target{Job: "arqam", Instance: s.address(), Gatherer: s.registry, Ticks: ticks}
	group.Go(func() error { return s.store.Collect(ctx, target) })
	// A tick is taken only after the collection before it, the first one too.
	select {
	case ticks <- time.Now():
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	group.Go(func() error {
		ticker := time.NewTicker(collectInterval)
		defer ticker.Stop()
		for {
			select {
			case at := <-ticker.C:
				select {
				case ticks <- at:
				case <-ctx.Done():
				}
			case <-ctx.Done():
				return nil
			}
		}
	})
	return nil
}

// address is where HTTP is served, for people and as the name of the instance.
func (s *site) address() string {
	if s.listener == nil {
		return "arqam"
	}
	return s.listener.Addr().String()
}

// run runs the rooms and begins the work beside them, until ctx ends or a room fails, and drains.
func (s *site) run(ctx context.Context, begin work) error {
	group, ctx := errgroup.WithContext(ctx)
	if s.listener != nil {
		group.Go(func() error { return metrics.Serve(ctx, s.listener, s.mux, s.log) })
	}
	for _, room := range s.rooms {
		group.Go(func() error { return room(ctx) })
	}
	group.Go(func() error {
		if begin != nil {
			if err := begin(ctx, group); err != nil && ctx.Err() == nil {
				return err
			}
		}
		<-ctx.Done()
		return nil
	})
	return group.Wait()
}

// close gives everything back, the last first.
func (s *site) close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i]())
	}
	s.closers = nil
	return errors.Join(errs...)
}

// pollInterval is how often progress of the rooms is looked at.
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
