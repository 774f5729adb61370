// Package serve is the HTTP server of every service: where it listens, who is let
// in, how long a client may take, and what every answer says to a browser. It
// knows no path but those that it is told. cmd/arqam runs it.
package serve

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"go.uber.org/zap"
)

// Timeouts and limits of a connection. A slow client can hold one no longer than
// these, and a shutdown waits for requests in flight no longer than drainTimeout.
// The longest answer is that of a PromQL query, which has a time-out of its own.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = time.Minute
	writeTimeout  = 5 * time.Minute
	idleTimeout   = 2 * time.Minute
	drainTimeout  = 5 * time.Second
	maxHeader     = 16 << 10 // bytes
)

// ErrUnguarded marks an address that a network reaches and where everybody would
// be let in.
var ErrUnguarded = errors.New("everybody who reaches this address would be let in")

// Options say where to listen and whom to let in.
type Options struct {
	// Addr is "host:port". Without a host it is the loopback address, so that
	// nothing is shown to a network unless a host says so ("0.0.0.0:9464"). Port 0
	// takes a free one.
	Addr string
	// Public are the paths that everybody may read: what monitoring asks for. No
	// path below them is meant.
	Public []string
	// Private says that there are other paths than Public. They are let in with one
	// of the Tokens as bearer, or with a certificate of ClientCA. Without either,
	// only a loopback address can be listened on.
	Private bool
	Tokens  []string

	// Cert and Key are PEM files; with them it is TLS. ClientCA is a PEM file with
	// the authorities of clients' certificates, and goes with them.
	Cert, Key, ClientCA string

	Log *zap.Logger // nil logs nothing
}

// Server is a listener and its guard.
type Server struct {
	listener net.Listener
	guard    guard
	tls      *tls.Config
	log      *zap.Logger
}

// Listen opens the address. It answers nothing before Serve. The error wraps
// ErrUnguarded when a network could reach private paths.
func Listen(ctx context.Context, o Options) (*Server, error) {
	host, port, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %q: want host:port: %w", o.Addr, err)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	s := &Server{log: o.Log}
	if s.log == nil {
		s.log = zap.NewNop()
	}
	if s.tls, err = tlsConfig(o); err != nil {
		return nil, fmt.Errorf("listen on %q: %w", o.Addr, err)
	}
	var lc net.ListenConfig
	if s.listener, err = lc.Listen(ctx, "tcp", net.JoinHostPort(host, port)); err != nil {
		return nil, fmt.Errorf("listen on %q: %w", o.Addr, err)
	}
	closed, local := len(o.Tokens) > 0 || o.ClientCA != "", loopback(s.listener.Addr())
	if o.Private && !closed && !local {
		return nil, errors.Join(fmt.Errorf("listen on %q: %w", o.Addr, ErrUnguarded), s.listener.Close())
	}
	s.guard = newGuard(o.Public, o.Tokens, closed, local && !closed)
	return s, nil
}

// loopback looks at what was opened: a name may stand for any address.
func loopback(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

func tlsConfig(o Options) (*tls.Config, error) {
	switch {
	case o.Cert == "" && o.Key == "" && o.ClientCA == "":
		return nil, nil
	case o.Cert == "" || o.Key == "":
		return nil, errors.New("TLS wants both a certificate and its key")
	}
	cert, err := tls.LoadX509KeyPair(o.Cert, o.Key)
	if err != nil {
		return nil, fmt.Errorf("certificate %s with key %s: %w", o.Cert, o.Key, err)
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{cert}}
	if o.ClientCA == "" {
		return config, nil
	}
	pem, err := os.ReadFile(o.ClientCA)
	if err != nil {
		return nil, fmt.Errorf("authorities of clients: %w", err)
	}
	config.ClientCAs = x509.NewCertPool()
	if !config.ClientCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("authorities of clients: %s holds no certificate", o.ClientCA)
	}
	// Those who monitor have none, and read the public paths all the same.
	config.ClientAuth = tls.VerifyClientCertIfGiven
	return config, nil
}

// Addr is where it listens.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// URL is the address of the root.
func (s *Server) URL() string {
	if s.tls != nil {
		return "https://" + s.Addr().String()
	}
	return "http://" + s.Addr().String()
}

// Serve answers until ctx ends, then lets the requests in flight finish and
// returns nil. It closes the listener.
func (s *Server) Serve(ctx context.Context, h http.Handler) error {
	srv := &http.Server{
		Handler:           s.guard.protect(h),
		TLSConfig:         s.tls,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          zap.NewStdLog(s.log),
	}
	served := make(chan error, 1)
	go func() {
		if s.tls != nil {
			served <- srv.ServeTLS(s.listener, "", "")
			return
		}
		served <- srv.Serve(s.listener)
	}()
	s.log.Info("http listening", zap.Stringer("addr", s.Addr()), zap.Bool("tls", s.tls != nil))
	select {
	case err := <-served:
		return fmt.Errorf("serve http on %s: %w", s.Addr(), err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	if err := srv.Shutdown(drain); err != nil {
		if !errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("shut down http on %s: %w", s.Addr(), err)
		}
		s.log.Warn("http requests cut off", zap.Stringer("addr", s.Addr()), zap.Duration("after", drainTimeout))
		return srv.Close()
	}
	return nil
}
