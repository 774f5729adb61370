// Package serve is the HTTP server of every service: where it listens, who has access,
// how long a client may take, and the security headers of every answer. It knows no paths
// but those in its options. cmd/arqam runs it.
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

// Timeouts and limits of a connection. They bound how long a slow client can occupy one; a
// shutdown waits up to drainTimeout for requests in flight. The longest response is that of a
// PromQL query, which has its own timeout.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = time.Minute
	writeTimeout  = 5 * time.Minute
	idleTimeout   = 2 * time.Minute
	drainTimeout  = 5 * time.Second
	maxHeader     = 16 << 10 // bytes
)

// ErrUnguarded means that private paths would be open to a network.
var ErrUnguarded = errors.New("everyone on the network would have access; set a token or a client CA, or listen on 127.0.0.1")

// Options say where to listen and who has access.
type Options struct {
	// Addr is "host:port". Without a host it is the loopback address; a network is
	// served only with an explicit host ("0.0.0.0:9464"). Port 0 is any free port.
	Addr string
	// Public are the paths that everyone may read, for monitoring. Paths below them are
	// not public.
	Public []string
	// Private says that there are paths other than Public. Access to them needs one of
	// the Tokens as bearer token, or a client certificate of ClientCA. Without either,
	// Addr must be a loopback address.
	Private bool
	Tokens  []string

	// Cert and Key are PEM files and turn TLS on. ClientCA is a PEM file with the
	// authorities of client certificates, and requires them.
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

// Listen opens the address. Requests are answered once Serve runs. The error wraps
// ErrUnguarded if a network could reach private paths.
func Listen(ctx context.Context, o Options) (*Server, error) {
	host, port, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %q, which is not host:port: %w", o.Addr, err)
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

// loopback checks the address that was opened: a name may resolve to any address.
func loopback(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

func tlsConfig(o Options) (*tls.Config, error) {
	switch {
	case o.Cert == "" && o.Key == "" && o.ClientCA == "":
		return nil, nil
	case o.Cert == "" || o.Key == "":
		return nil, errors.New("TLS needs both a certificate and its key")
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
		return nil, fmt.Errorf("client authorities: %w", err)
	}
	config.ClientCAs = x509.NewCertPool()
	if !config.ClientCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("client authorities: %s has no certificate", o.ClientCA)
	}
	// Monitoring has no certificate and may still read the public paths.
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

// Serve answers requests until ctx ends, then waits for the requests in flight and returns
// nil. It closes the listener.
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
	s.log.Info("HTTP server listening", zap.Stringer("addr", s.Addr()), zap.Bool("tls", s.tls != nil))
	select {
	case err := <-served:
		return fmt.Errorf("serve HTTP on %s: %w", s.Addr(), err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	if err := srv.Shutdown(drain); err != nil {
		if !errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("shut down HTTP on %s: %w", s.Addr(), err)
		}
		s.log.Warn("HTTP server shut down with requests unfinished", zap.Stringer("addr", s.Addr()), zap.Duration("after", drainTimeout))
		return srv.Close()
	}
	return nil
}
