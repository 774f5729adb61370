// Package embedded is the metrics store of `arqam up`: Prometheus' own TSDB, PromQL engine and
// HTTP API as a library, in one directory. It stores samples at their own times in any order,
// and collects the metrics of the services; it does not scrape, evaluate rules or know
// trackers. Only cmd/arqam imports it, and only it imports prometheus/prometheus.
package embedded

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/tsdb"
	"github.com/prometheus/prometheus/tsdb/fileutil"
	"github.com/prometheus/prometheus/util/compression"
	"go.uber.org/zap"
)

const (
	day = 24 * time.Hour

	// Thirty-day blocks hold a year of out-of-order samples in a dozen blocks; Prometheus'
	// default of two hours would make thousands and compact for minutes.
	reportedBlock    = 30 * day
	reportedBlockMax = 9 * reportedBlock
	// Service metrics arrive in order and often. With thirty-day blocks each start would
	// replay 45 days of their log, so they have a separate database with ordinary blocks.
	servicesBlock    = 2 * time.Hour
	servicesBlockMax = 36 * time.Hour

	// future is how far a sample's time may be ahead of the clock, since clocks differ.
	future = 10 * time.Minute

	defaultRetention         = 3650 * day
	defaultServicesRetention = 15 * day
	queryTimeout             = 2 * time.Minute
	queryMaxSamples          = 50_000_000
	lookback                 = 5 * time.Minute
)

// Sentinels of Open and of a Store.
var (
	// ErrLocked means that another process uses the directory.
	ErrLocked = errors.New("locked by another process")
	// ErrDamaged means that acknowledged data in the directory cannot be read.
	ErrDamaged = errors.New("damaged")
	// ErrForeign means that the directory contains something else.
	ErrForeign = errors.New("directory is not a metrics store")
	// ErrClosed is returned by calls after Close.
	ErrClosed = errors.New("metrics store is closed")
)

// Options configure a Store. Only Dir is required.
type Options struct {
	Dir string // created if missing

	// Retention is how old a reported sample may be, and how long it is kept; zero means ten
	// years. ServicesRetention is the same for the services' own metrics; zero means 15 days.
	Retention         time.Duration
	ServicesRetention time.Duration

	// Repair makes Open drop everything after the first damaged record of a log instead of
	// returning ErrDamaged.
	Repair bool

	Version string // shown by /api/v1/status/buildinfo
	Log     *zap.Logger
	// Registerer gets the store's own arqam_store_* metrics; nil does not expose them.
	Registerer prometheus.Registerer
	Now        func() time.Time
}

// Store is an open metrics store. All methods are safe for concurrent use.
type Store struct {
	opts     Options
	log      *zap.Logger
	slog     *slog.Logger
	lock     fileutil.Releaser
	reported *tsdb.DB
	services *tsdb.DB
	engine   *promql.Engine
	internal *prometheus.Registry // metrics of the TSDBs and the engine
	families families
	results  *prometheus.CounterVec
	started  time.Time

	mu     sync.Mutex // one writer at a time: Append reads before it writes
	logs   []*journal
	broken error // set when a log is broken; then no write is acknowledged

	state  sync.RWMutex // read-locked by every use, write-locked by Close
	closed bool
}

// Open opens the store in o.Dir and replays its logs. It returns ErrLocked if another process
// uses the directory, ErrForeign if it contains something else, and ErrDamaged if acknowledged
// data is unreadable. A record torn by a crash was never acknowledged: it is dropped with a
// warning.
func Open(o Options) (*Store, error) {
	s := newStore(o)
	if err := s.acquire(); err != nil {
		return nil, fmt.Errorf("open metrics store %q: %w", o.Dir, err)
	}
	if err := s.open(); err != nil {
		return nil, errors.Join(fmt.Errorf("open metrics store %q: %w", o.Dir, err), s.Close())
	}
	return s, nil
}

func newStore(o Options) *Store {
	if o.Retention <= 0 {
		o.Retention = defaultRetention
	}
	if o.ServicesRetention <= 0 {
		o.ServicesRetention = defaultServicesRetention
	}
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	log := o.Log.Named("metrics")
	return &Store{
		opts: o, log: log, slog: slog.New(&zapHandler{log: log}),
		internal: prometheus.NewRegistry(), started: o.Now(),
		results: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "arqam_store_samples_total",
			Help: "Samples appended to the metrics store, by result.",
		}, []string{"result"}),
	}
}

func (s *Store) open() error {
	for _, r := range results {
		s.results.WithLabelValues(string(r))
	}
	if s.opts.Registerer != nil {
		if err := s.opts.Registerer.Register(s.results); err != nil {
			return fmt.Errorf("register store metrics: %w", err)
		}
	}
	var err error
	if s.reported, err = s.database("reported", s.reportedOptions()); err != nil {
		return err
	}
	if s.services, err = s.database("services", s.servicesOptions()); err != nil {
		return err
	}
	s.logs = journals(s.reported.Dir())
	s.engine = promql.NewEngine(promql.EngineOpts{
		Logger: s.slog, Reg: s.internal, MaxSamples: queryMaxSamples, Timeout: queryTimeout,
		LookbackDelta: lookback, EnableAtModifier: true, EnableNegativeOffset: true,
		NoStepSubqueryIntervalFn: func(int64) int64 { return time.Minute.Milliseconds() },
	})
	return nil
}

func (s *Store) reportedOptions() *tsdb.Options {
	o := tsdb.DefaultOptions()
	o.MinBlockDuration = reportedBlock.Milliseconds()
	o.MaxBlockDuration = reportedBlockMax.Milliseconds()
	o.RetentionDuration = s.opts.Retention.Milliseconds()
	// The TSDB counts the window back from the newest sample, which may be ahead of the clock
	// by future; the margin keeps everything within the retention acceptable.
	o.OutOfOrderTimeWindow = (s.opts.Retention + future).Milliseconds()
	o.WALCompression = compression.Snappy
	return o
}

func (s *Store) servicesOptions() *tsdb.Options {
	o := tsdb.DefaultOptions()
	o.MinBlockDuration = servicesBlock.Milliseconds()
	o.MaxBlockDuration = servicesBlockMax.Milliseconds()
	o.RetentionDuration = s.opts.ServicesRetention.Milliseconds()
	o.WALCompression = compression.Snappy
	return o
}

func (s *Store) database(name string, o *tsdb.Options) (*tsdb.DB, error) {
	dir := filepath.Join(s.opts.Dir, name)
	if !s.opts.Repair {
		if err := inspect(dir); err != nil {
			return nil, err
		}
	}
	reg := prometheus.WrapRegistererWith(prometheus.Labels{"database": name}, s.internal)
	db, err := tsdb.Open(dir, s.slog, reg, o, nil)
	if err != nil {
		return nil, damaged(dir, err)
	}
	return db, nil
}

// Close waits until the store is unused, writes its logs to disk and unlocks its directory. A
// second Close does nothing.
func (s *Store) Close() error {
	s.state.Lock()
	defer s.state.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	var errs []error
	if s.engine != nil {
		errs = append(errs, s.engine.Close())
	}
	for _, db := range []*tsdb.DB{s.reported, s.services} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	errs = append(errs, s.lock.Release())
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close metrics store %q: %w", s.opts.Dir, err)
	}
	return nil
}

// Empty reports whether the store has never had a reported sample.
func (s *Store) Empty() bool {
	s.state.RLock()
	defer s.state.RUnlock()
	return !s.closed && len(s.reported.Blocks()) == 0 && s.reported.Head().NumSeries() == 0
}

// Ready returns nil while the store can write, for /readyz.
func (s *Store) Ready(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.writable()
}

// writable requires s.mu.
func (s *Store) writable() error {
	s.state.RLock()
	defer s.state.RUnlock()
	if s.closed {
		return ErrClosed
	}
	return s.broken
}
