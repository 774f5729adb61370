// Package sink is the last service: it has the figures of each article recorded
// in the ledger, and from the ledger's outbox publishes the events and fills the
// metrics stores. It also applies people's corrections and announces stale
// trackers. What an article gives rise to, packages intake and judge decide.
// cmd/arqam runs it.
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

// flushTimeout is how long the outbox may take at the end. What is left in it is
// sent after the next start.
const flushTimeout = 10 * time.Second

// Store keeps samples at their own times. Appending the same again must change
// nothing; after an error all of them are appended again.
type Store interface {
	Append(ctx context.Context, samples []metrics.Sample) error
}

// Remote is a store elsewhere. Its name is that of its position in the ledger.
type Remote interface {
	Store
	Name() string
}

// Options are what a sink needs. Bus, Ledger, Matcher and Log are required.
type Options struct {
	Bus        *bus.Bus
	Ledger     *ledger.Ledger
	Matcher    *track.Matcher
	Log        *zap.Logger
	Store      Store                 // nil: reports wait in the ledger
	Remotes    []Remote              // each gets all reports, at its own pace
	Metrics    prometheus.Registerer // nil: a registry that nobody reads
	Workers    int                   // articles at once; 0 is the bus's default
	Matchers   <-chan *track.Matcher // each replaces Matcher when it comes; nil: none comes
	Now        func() time.Time      // nil is time.Now
	WatchEvery time.Duration         // how often to look for corrections and stale trackers; 0 is a minute
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

	newest map[string]time.Time // time of each tracker's newest report when watch last looked

	mu        sync.Mutex
	estimates map[string]*track.Tracker // those to show again
}

// Run takes figures from the bus until ctx ends, then drains and returns nil.
// What an earlier run left in the outbox is sent first. A damaged ledger ends it
// with an error, and the articles stay on the bus.
func Run(ctx context.Context, o Options) error {
	s, err := newSink(ctx, o)
	if err != nil && ctx.Err() != nil {
		return nil // stopped before it began
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

// follow takes trackers into use as soon as the ledger answers.
func (s *sink) follow(ctx context.Context, m *track.Matcher) error {
	return ledger.Await(ctx, s.Log, func(ctx context.Context) error { return s.swap(ctx, m) })
}

// swap replaces the trackers in use: new ones show their counters at 0, and
// those that are gone lose their series.
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

// reload follows every set of trackers that comes, until ctx ends.
func (s *sink) reload(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case m := <-s.Matchers:
			if err := s.follow(ctx, m); err != nil {
				s.Log.Error("new trackers not taken into use: the ledger cannot be read; the old trackers stay in use", zap.Error(err))
				continue
			}
			s.Log.Info("trackers taken into use", zap.Int("trackers", len(m.Trackers())))
		}
	}
}

// load shows a tracker with its counters at 0 and its estimate as the ledger
// has it.
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
			switch { // the article is not at fault, and must not end on DEAD
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

// flush sends what the last articles left in the outbox. The pumps do not wait
// for one another, since a remote store may not answer.
func (s *sink) flush(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTimeout)
	defer cancel()
	var all sync.WaitGroup
	for _, p := range append([]*pump{s.events, s.series}, s.remote...) {
		all.Go(func() {
			if err := p.drain(ctx); err != nil {
				s.Log.Warn("outbox not emptied before the stop; the rest is sent after the next start", zap.String("outbox", p.name), zap.Error(err))
			}
		})
	}
	all.Wait()
}
