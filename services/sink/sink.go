// Package sink is the last service. It records the figures of each article in the ledger; from
// the ledger's outbox it publishes events and appends samples to the metrics stores. It also
// applies people's corrections and announces stale trackers. Packages intake and judge decide
// what an article gives rise to. cmd/arqam runs it.
package sink

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/intake"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/arqam-io/arqam/pkg/track"
)

// Service is the name of the sink's durable consumer.
const Service = "sink"

// flushTimeout bounds how long the outbox may take during shutdown. The rest is sent after the
// next start.
const flushTimeout = 10 * time.Second

// Store keeps samples at their own times. Appending the same samples again must change
// nothing; after an error all of them are appended again.
type Store interface {
	Append(ctx context.Context, samples []metrics.Sample) error
}

// Remote is a remote store. Its name identifies its position in the ledger.
type Remote interface {
	Store
	Name() string
}

// Options configure a sink. Bus, Ledger, Matcher and Log are required.
type Options struct {
	Bus        *bus.Bus
	Ledger     *ledger.Ledger
	Matcher    *track.Matcher
	Log        *zap.Logger
	Store      Store                 // nil: reports stay in the ledger
	Remotes    []Remote              // each gets all reports, independently of the others
	Metrics    prometheus.Registerer // nil exposes no metrics
	Workers    int                   // articles handled at once; 0 is the bus's default
	Matchers   <-chan *track.Matcher // each received one replaces Matcher; nil: it never changes
	Now        func() time.Time      // nil is time.Now
	WatchEvery time.Duration         // interval between checks for corrections and stale trackers; 0 is a minute
}

type sink struct {
	Options
	rules    sync.RWMutex // guards Matcher and recorder
	recorder *intake.Recorder
	show     *metrics.Trackers
	meter    meter
	events   *pump
	series   *pump
	remote   []*pump

	newest map[string]time.Time // time of each tracker's newest report when watch last checked

	mu        sync.Mutex
	estimates map[string]*track.Tracker // trackers to show again
}

// Run takes figures from the bus until ctx ends, then drains and returns nil. It first
// publishes what an earlier run left in the outbox. It returns an error if the ledger is
// damaged; the articles then stay on the bus.
func Run(ctx context.Context, o Options) error {
	s, err := newSink(ctx, o)
	if err != nil && ctx.Err() != nil {
		return nil // stopped before it started
	}
	if err != nil {
		return fmt.Errorf("sink: %w", err)
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	err = s.run(ctx, stop)
	s.flush(ctx)
	if cause := context.Cause(ctx); errors.Is(cause, ledger.ErrDamaged) {
		err = errors.Join(cause, err)
	}
	if err != nil {
		return fmt.Errorf("sink: %w", err)
	}
	return nil
}

func newSink(ctx context.Context, o Options) (*sink, error) {
	if o.Metrics == nil {
		o.Metrics = prometheus.NewRegistry()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.WatchEvery == 0 {
		o.WatchEvery = watchPause
	}
	s := &sink{Options: o, estimates: map[string]*track.Tracker{}, newest: map[string]time.Time{}}
	var err error
	if s.show, err = metrics.NewTrackers(o.Metrics); err != nil {
		return nil, err
	}
	if s.meter, err = newMeter(o.Metrics); err != nil {
		return nil, err
	}
	s.events = newPump("events", s.publishEvents, o.Log)
	s.series = newPump("series", s.fillSeries, o.Log)
	for _, r := range o.Remotes {
		s.remote = append(s.remote, newPump(RemotePosition(r.Name()),
			func(ctx context.Context) error { return s.fill(ctx, RemotePosition(r.Name()), r) }, o.Log))
	}
	return s, s.follow(ctx, o.Matcher)
}

// follow starts using the configured trackers as soon as the ledger answers.
func (s *sink) follow(ctx context.Context, m *track.Matcher) error {
	return ledger.Await(ctx, s.Log, func(ctx context.Context) error { return s.swap(ctx, m) })
}

// swap replaces the trackers in use: new ones show their counters at 0, and removed ones lose
// their series.
func (s *sink) swap(ctx context.Context, m *track.Matcher) error {
	s.rules.Lock()
	defer s.rules.Unlock()
	unit := map[string]figure.UnitID{} // of the trackers in use
	if s.recorder != nil {
		for _, t := range s.Matcher.Trackers() {
			unit[t.Name] = t.Join()
		}
	}
	names := map[string]bool{}
	for _, t := range m.Trackers() {
		names[t.Name] = true
		if was, ok := unit[t.Name]; ok && was != t.Join() {
			s.show.Unload(t.Name)
		}
		if err := s.load(ctx, t); err != nil {
			return err
		}
	}
	for name := range unit {
		if !names[name] {
			s.show.Unload(name)
			s.mu.Lock()
			delete(s.estimates, name)
			s.mu.Unlock()
		}
	}
	s.Matcher, s.recorder = m, intake.New(s.Ledger, m)
	return nil
}

// reload swaps in every set of trackers that is received, until ctx ends.
func (s *sink) reload(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case m := <-s.Matchers:
			if err := s.follow(ctx, m); err != nil {
				s.Log.Error("new trackers are not used: the ledger cannot be read; the old trackers stay in use", zap.Error(err))
				continue
			}
			s.Log.Info("using new trackers", zap.Int("trackers", len(m.Trackers())))
		}
	}
}

// load shows a tracker with its counters at 0 and its estimate from the ledger.
func (s *sink) load(ctx context.Context, t *track.Tracker) error {
	sources, err := s.Ledger.Sources(ctx, t.Name)
	if err != nil {
		return err
	}
	s.show.Load(metrics.Tracker{Name: t.Name, Title: event.Title(t.Title, t.Name), Unit: t.Join(),
		Quantity: t.Match.Quantity, Measure: string(t.Measure), Sources: sources, StaleAfter: t.StaleAfter})
	return s.estimate(ctx, t)
}

func (s *sink) run(ctx context.Context, stop context.CancelCauseFunc) error {
	editions := editionOrder{patience: patience(s.Bus.AckWait())}
	service := bus.Service[figure.Figures]{
		Name: Service, From: bus.Figures, Workers: s.Workers,
		Handle: func(ctx context.Context, in figure.Figures) ([]bus.Outgoing, error) {
			err := editions.wait(ctx, s.Ledger, &in.Article, s.Now())
			if err == nil {
				err = s.handle(ctx, &in)
			}
			switch { // not the article's fault: it must not go to DEAD
			case errors.Is(err, ledger.ErrDamaged):
				stop(err)
			case errors.Is(err, ledger.ErrUnreachable), errors.Is(err, ledger.ErrRefused), errors.Is(err, ledger.ErrFull):
				err = bus.Outage(err)
			}
			return nil, err
		},
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return bus.Work(ctx, s.Bus, service) })
	group.Go(func() error { return s.events.run(ctx) })
	group.Go(func() error { return s.series.run(ctx) })
	group.Go(func() error { return s.watch(ctx) })
	group.Go(func() error { return s.reload(ctx) })
	for _, p := range s.remote {
		group.Go(func() error { return p.run(ctx) })
	}
	return group.Wait()
}

// flush publishes what the last articles left in the outbox. The pumps run concurrently, since
// a remote store may not answer.
func (s *sink) flush(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTimeout)
	defer cancel()
	var all sync.WaitGroup
	for _, p := range append([]*pump{s.events, s.series}, s.remote...) {
		all.Go(func() {
			if err := p.drain(ctx); err != nil {
				s.Log.Warn("outbox not published completely before shutdown; the rest is sent after the next start", zap.String("outbox", p.name), zap.Error(err))
			}
		})
	}
	all.Wait()
}
