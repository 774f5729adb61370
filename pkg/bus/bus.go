// Package bus carries messages between the services over NATS JetStream: the
// connection, every subject and stream, publishing, and the one worker loop. It knows
// nothing of language, numbers or trackers, and never looks into a message but to decode
// it. The services call Work and Publish; cmd/arqam calls Connect and Setup.
//
// The packages below it do not import it: dead is the form of a dead letter, memory what
// processes remember together, broker the server in this process, account the keys of
// the users.
package bus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/redact"
)

// DefaultAckWait is how long after the death of a service its messages go to another
// copy of it.
const DefaultAckWait = 30 * time.Second

const (
	closeTimeout = 10 * time.Second // draining a connection
	maxPause     = 5 * time.Second  // between two attempts

	accountInfo = "$JS.API.INFO"
)

// Options says how to connect to NATS. URL or Server is required; the zero value of
// every other field can be used.
type Options struct {
	URL string // nats://host:port, several with commas
	// Server is a server in this process, which is used in place of the URL.
	Server LocalServer
	Creds  string // credentials file: a JWT and its seed
	Nkey   string // file with the seed of the user's key
	CA     string // PEM file with the certificate authorities to trust
	Cert   string // PEM files of the client's certificate and key
	Key    string
	Name   string // of the connection, as the server shows it
	// Inbox is the token of this user's own inbox, _INBOX.<Inbox>, to which all answers
	// are sent. Empty, they are sent to _INBOX, where others may listen.
	Inbox   string
	Log     *zap.Logger           // nil logs nothing
	Metrics prometheus.Registerer // nil exposes no metrics
	// Replicas is how many servers of a cluster store each stream; 0 is one.
	Replicas int
	// AckWait is that of services that set none of their own; 0 is DefaultAckWait.
	AckWait time.Duration
}

// LocalServer is a NATS server in this process. Connections to it are closed before it
// stops.
type LocalServer interface {
	InProcessConn() (net.Conn, error)
	OnShutdown(func())
}

// Bus is a connection to NATS with JetStream. It is safe for concurrent use and
// reconnects for ever.
type Bus struct {
	conn      *nats.Conn
	js        jetstream.JetStream
	log       *zap.Logger
	meters    *meters
	replicas  int
	ackWait   time.Duration
	refused   *refusals
	closed    chan struct{}
	managed   atomic.Pointer[[]Stream] // the streams that Setup has set up, which restoreStreams creates again
	restoring sync.Mutex               // one restoreStreams at a time
	services  services
}

// Connect connects to a NATS server that has JetStream. While no server answers it
// tries again, until ctx ends; wrong options (a missing file, a malformed URL), refused
// credentials and certificates that are not trusted are reported at once.
func Connect(ctx context.Context, o Options) (*Bus, error) {
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	m, err := newMeters(o.Metrics)
	if err != nil {
		return nil, fmt.Errorf("connect: register metrics: %w", err)
	}
	b := &Bus{log: o.Log, meters: m, replicas: max(o.Replicas, 1), ackWait: cmp.Or(o.AckWait, DefaultAckWait),
		refused: &refusals{}, closed: make(chan struct{})}
	if b.conn, err = b.dial(ctx, o); err != nil {
		return nil, fmt.Errorf("connect to %q: %w", redact.Address(o.URL), err)
	}
	b.js, err = jetstream.New(b.conn, jetstream.WithPublishAsyncTimeout(ackTimeout),
		jetstream.WithPublishAsyncMaxPending(maxUnacked))
	if err == nil {
		err = b.await(ctx, "JetStream", accountInfo, func(ctx context.Context) error {
			_, err := b.js.AccountInfo(ctx)
			return err
		})
	}
	if err != nil {
		b.conn.Close()
		return nil, fmt.Errorf("connect to %q: JetStream: %w", redact.Address(o.URL), err)
	}
	if o.Server != nil {
		o.Server.OnShutdown(b.Close)
	}
	return b, nil
}

func (b *Bus) dial(ctx context.Context, o Options) (*nats.Conn, error) {
	var last atomic.Pointer[error] // of an attempt to connect
	up, untrusted := make(chan struct{}, 1), make(chan error, 1)
	log := o.Log
	opts := []nats.Option{
		nats.Name(o.Name),
		nats.MaxReconnects(-1),
		nats.RetryOnFailedConnect(true),
		nats.CustomReconnectDelay(reconnectPause),
		nats.DrainTimeout(closeTimeout),
		nats.ConnectHandler(func(*nats.Conn) { up <- struct{}{} }),
		nats.ClosedHandler(func(*nats.Conn) { close(b.closed) }),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				log.Warn("lost the connection to NATS; reconnecting", zap.Error(err))
			}
		}),
		nats.ReconnectHandler(func(c *nats.Conn) {
			log.Info("reconnected to NATS", zap.String("url", redact.Address(c.ConnectedUrl())))
		}),
		nats.ReconnectErrHandler(func(_ *nats.Conn, err error) {
			last.Store(&err)
			if fault := o.certificateError(err); fault != nil {
				select {
				case untrusted <- fault:
				default: // dial has returned, or has one already
				}
			}
			log.Warn("cannot connect to NATS; trying again", zap.Error(err))
		}),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			b.refused.note(err)
			log.Warn("NATS reported an error", zap.Error(err))
		}),
	}
	if o.Server != nil {
		opts = append(opts, nats.InProcessServer(o.Server))
	}
	identity, err := o.identity()
	if err != nil {
		return nil, err
	}
	opts = append(opts, identity...)
	conn, err := nats.Connect(o.URL, opts...)
	if _, malformed := errors.AsType[*url.Error](err); malformed {
		return nil, errors.New("malformed URL") // its own text may have a password
	}
	if err != nil {
		return nil, err
	}
	select {
	case <-up:
		return conn, nil
	case <-b.closed:
		return nil, conn.LastError()
	case err := <-untrusted:
		conn.Close()
		return nil, err
	case <-ctx.Done():
		conn.Close()
		if err := last.Load(); err != nil {
			return nil, fmt.Errorf("%w: %w", context.Cause(ctx), *err)
		}
		return nil, context.Cause(ctx)
	}
}

// reconnectPause grows from a tenth of a second to maxPause, with jitter, so that
// services do not all reconnect at once.
func reconnectPause(tries int) time.Duration {
	pause := min(maxPause, 100*time.Millisecond<<min(max(tries-1, 0), 10))
	return pause/2 + rand.N(pause/2+1) // #nosec G404 -- jitter only
}

// Conn returns the NATS connection, for health checks and core subscriptions.
func (b *Bus) Conn() *nats.Conn { return b.conn }

// JetStream returns the JetStream context of the connection.
func (b *Bus) JetStream() jetstream.JetStream { return b.js }

// AckWait is that of services that set none of their own.
func (b *Bus) AckWait() time.Duration { return b.ackWait }

// Close sends what is buffered and closes the connection; it waits up to ten
// seconds. Services must have returned from Work before.
func (b *Bus) Close() {
	if err := b.conn.Drain(); err != nil {
		b.conn.Close()
	}
	<-b.closed
}

// pauses is the back-off of what is tried until it succeeds.
func pauses() backoff.BackOff {
	p := backoff.NewExponentialBackOff()
	p.InitialInterval = 50 * time.Millisecond
	p.MaxInterval = maxPause
	return p
}
