// Package broker runs a NATS server with JetStream inside this process, on a
// directory that it locks. It knows neither streams nor messages: pkg/bus connects
// to it by its option Server. cmd/arqam starts it, and so do tests.
package broker

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"go.uber.org/zap"
)

const (
	// maxPayload is the largest message of the embedded server, the most that
	// NATS advises; larger ones go by the object store.
	maxPayload = 8 << 20
	// startTimeout leaves time to read a large store after a crash.
	startTimeout = 2 * time.Minute
	syncInterval = time.Second

	lockName   = "arqam.lock"
	streamsDir = "jetstream/$G/streams"
)

// Why a store directory cannot be used.
var (
	ErrStoreLocked  = errors.New("store directory is in use by another process")
	ErrStoreForeign = errors.New("directory is not an Arqam store")
	ErrStoreCorrupt = errors.New("store directory is damaged")
)

// Options configure the embedded server.
type Options struct {
	// Dir is where the streams are kept; it is made when missing.
	Dir string
	// Listen is the host:port at which other processes may join; port 0 takes
	// a free one. Empty, the server is reached only from within this process.
	// It asks for no credentials: listen on loopback or a trusted network.
	Listen string
	Log    *zap.Logger // nil logs nothing
}

// Server is an embedded NATS server with JetStream on disk.
type Server struct {
	nats *server.Server
	lock *os.File

	mu      sync.Mutex
	closers []func()
}

// Start opens the store directory and returns once the server answers.
// What was acknowledged survives a crash of the process at once, and of the
// machine after a second. The error wraps ErrStoreLocked, ErrStoreForeign or
// ErrStoreCorrupt when the directory cannot be used.
func Start(o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	opts, err := natsOptions(o)
	if err != nil {
		return nil, err
	}
	lock, err := lockStore(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("open store %q: %w", o.Dir, err)
	}
	s := &Server{lock: lock}
	if s.nats, err = server.NewServer(opts); err == nil {
		err = s.start(serverLog{o.Log.Named("nats").Sugar(), make(chan error, 1)})
	}
	if err == nil {
		err = s.checkStreams(o.Dir, o.Log)
	}
	if err != nil {
		s.Shutdown()
		return nil, fmt.Errorf("start NATS server on store %q: %w", o.Dir, err)
	}
	return s, nil
}

func natsOptions(o Options) (*server.Options, error) {
	opts := &server.Options{
		ServerName: "arqam", DontListen: o.Listen == "", NoSigs: true,
		JetStream: true, StoreDir: o.Dir, SyncInterval: syncInterval,
		MaxPayload: maxPayload, DisableJetStreamBanner: true,
		// JetStream reserves the limits of all streams. The bound is far above any
		// disk, so that a small one does not fail the first start.
		JetStreamMaxStore: 1 << 40,
	}
	if o.Dir == "" {
		return nil, errors.New("start NATS server: no store directory given")
	}
	if o.Listen == "" {
		return opts, nil
	}
	host, port, err := net.SplitHostPort(o.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen address %q: %w", o.Listen, err)
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("listen address %q: malformed port: %w", o.Listen, err)
	}
	opts.Host, opts.Port = host, int(n)
	if n == 0 {
		opts.Port = server.RANDOM_PORT
	}
	return opts, nil
}

// start starts the server and waits until it is ready or has failed.
func (s *Server) start(log serverLog) error {
	s.nats.SetLoggerV2(log, false, false, false)
	ready := make(chan bool, 1)
	go s.nats.Start()
	go func() { ready <- s.nats.ReadyForConnections(startTimeout) }()
	select {
	case err := <-log.fatal:
		return err
	case ok := <-ready:
		select {
		case err := <-log.fatal: // a server that failed may count as ready
			return err
		default:
		}
		if !ok {
			return fmt.Errorf("not ready after %v", startTimeout)
		}
		return nil
	}
}

// lockStore locks the directory, so that two servers never write to one store. The
// lock file also marks the directory as an Arqam store.
func lockStore(dir string) (*os.File, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	name := filepath.Join(dir, lockName)
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) && len(entries) > 0 {
		return nil, fmt.Errorf("%w: it contains %q but no %s", ErrStoreForeign, entries[0].Name(), lockName)
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, err
	}
	return lockFile(name)
}

// checkStreams reports streams on disk that the server could not read: it would
// run without them, and Setup would create them empty.
func (s *Server) checkStreams(dir string, log *zap.Logger) error {
	var errs []error
	for _, e := range s.nats.Healthz(&server.HealthzOptions{Details: true}).Errors {
		// A crash during the creation of a stream leaves one without messages; a
		// consumer is created again by its service.
		if e.Type == server.HealthzErrorStream && hasMessages(filepath.Join(dir, streamsDir, e.Stream)) {
			errs = append(errs, fmt.Errorf("%w: stream %q: %s", ErrStoreCorrupt, e.Stream, e.Error))
			continue
		}
		log.Warn("part of the NATS store is unreadable and will be created again", zap.String("stream", e.Stream),
			zap.String("consumer", e.Consumer), zap.String("error", e.Error))
	}
	return errors.Join(errs...)
}

func hasMessages(streamDir string) bool {
	blocks, _ := filepath.Glob(filepath.Join(streamDir, "msgs", "*.blk"))
	for _, b := range blocks {
		if info, err := os.Stat(b); err == nil && info.Size() > 0 {
			return true
		}
	}
	return false
}

// InProcessConn is a new connection to the server without a network.
func (s *Server) InProcessConn() (net.Conn, error) { return s.nats.InProcessConn() }

// OnShutdown has Shutdown call a function before the server stops.
func (s *Server) OnShutdown(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closers = append(s.closers, do)
}

// URL is where other processes reach the server; empty when it does not listen.
func (s *Server) URL() string {
	if s.nats.Addr() == nil {
		return ""
	}
	return s.nats.ClientURL()
}

// Shutdown closes the connections of this process, stops the server with everything
// on disk, and frees the directory.
func (s *Server) Shutdown() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, closer := range s.closers {
		closer()
	}
	s.closers = nil
	if s.nats != nil {
		s.nats.Shutdown()
		s.nats.WaitForShutdown()
	}
	if s.lock != nil {
		s.lock.Close()
		s.lock = nil
	}
}

// serverLog forwards the server's log. A notice is logged at debug level, and a
// fatal error of the server does not end the process.
type serverLog struct {
	log   *zap.SugaredLogger
	fatal chan error
}

func (l serverLog) Noticef(format string, v ...any) { l.log.Debugf(format, v...) }
func (l serverLog) Warnf(format string, v ...any)   { l.log.Warnf(format, v...) }
func (l serverLog) Errorf(format string, v ...any)  { l.log.Errorf(format, v...) }
func (l serverLog) Debugf(format string, v ...any)  { l.log.Debugf(format, v...) }
func (l serverLog) Tracef(format string, v ...any)  { l.log.Debugf(format, v...) }

func (l serverLog) Fatalf(format string, v ...any) {
	select {
	case l.fatal <- errors.New(strings.TrimSpace(fmt.Sprintf(format, v...))):
	default:
	}
}
