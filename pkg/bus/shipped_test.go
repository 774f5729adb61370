package bus

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
	"go.uber.org/zap/zaptest"

	"github.com/arqam-io/arqam/pkg/bus/account"
)

// shipped is a server with the configuration of deploy/nats, and what it logged.
type shipped struct {
	*server.Server
	keys       string // directory of the seeds
	configured []*server.NkeyUser

	mu   sync.Mutex
	said []string
}

// startShipped makes keys and starts a server with the files of deploy/nats on a
// port of its own; edit changes the text of nats.conf before.
func startShipped(t testing.TB, edit func(string) string) *shipped {
	t.Helper()
	dir := t.TempDir()
	s := &shipped{keys: filepath.Join(dir, "keys")}
	if _, err := account.MakeKeys(s.keys); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"nats.conf", "accounts.conf", "tls.conf"} {
		text, err := os.ReadFile(filepath.Join("../../deploy/nats", name))
		if err != nil {
			t.Fatal(err)
		}
		if edit != nil {
			text = []byte(edit(string(text)))
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	opts, err := server.ProcessConfigFile(filepath.Join(dir, "nats.conf"))
	if err != nil {
		t.Fatal(err)
	}
	s.configured = opts.Nkeys
	opts.Host, opts.Port, opts.HTTPPort, opts.StoreDir, opts.NoSigs = "127.0.0.1", server.RANDOM_PORT, 0, filepath.Join(dir, "data"), true
	if s.Server, err = server.NewServer(opts); err != nil {
		t.Fatal(err)
	}
	s.SetLoggerV2(s, false, false, false)
	go s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(patience) {
		t.Fatal("the server does not start")
	}
	return s
}

func (s *shipped) note(format string, v ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = append(s.said, fmt.Sprintf(format, v...))
}

func (*shipped) Noticef(string, ...any)           {}
func (*shipped) Debugf(string, ...any)            {}
func (*shipped) Tracef(string, ...any)            {}
func (s *shipped) Warnf(format string, v ...any)  { s.note(format, v...) }
func (s *shipped) Errorf(format string, v ...any) { s.note(format, v...) }
func (s *shipped) Fatalf(format string, v ...any) { s.note(format, v...) }
func (s *shipped) seed(user string) string        { return filepath.Join(s.keys, user+".nk") }
func (s *shipped) options(user string) (o Options) {
	return Options{URL: s.ClientURL(), Nkey: s.seed(user), Inbox: user, Name: user}
}

// violations are the refusals that the server logged.
func (s *shipped) violations() (out []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, line := range s.said {
		if strings.Contains(line, "Violation") {
			out = append(out, line)
		}
	}
	return out
}

// as is a bus of one of the users.
func (s *shipped) as(t *testing.T, user string) *Bus {
	t.Helper()
	o := s.options(user)
	o.Log = zaptest.NewLogger(t).Named(user)
	b, err := Connect(testContext(t), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// setUp does what "arqam setup" does.
func (s *shipped) setUp(t *testing.T) *Bus {
	t.Helper()
	b, ctx := s.as(t, "operator"), testContext(t)
	for _, do := range []func() error{
		func() error { return b.Setup(ctx) },
		func() error { _, err := b.Revisions(ctx); return err },
		func() error { _, err := b.State(ctx); return err },
		func() error { _, err := b.Deliveries(ctx); return err },
		func() error { return Open(ctx, b, relay("extractor")) },
		func() error { return Open(ctx, b, normalize("normalizer")) },
		func() error { return Open(ctx, b, record("sink", nil)) },
		func() error { return OpenEvents(ctx, b, notify("notify-desk", nil)) },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	return b
}
