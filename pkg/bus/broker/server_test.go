package broker

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/zap/zaptest"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/figure"
)

func startServer(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := Start(Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Shutdown)
	return s
}

func connect(t *testing.T, s *Server) *bus.Bus {
	t.Helper()
	b, err := bus.Connect(t.Context(), bus.Options{Server: s, Name: t.Name(), Log: zaptest.NewLogger(t)})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestStartRefusesUnusableDirectories(t *testing.T) {
	foreign := t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "thesis.doc"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	locked := t.TempDir()
	startServer(t, locked)
	file := filepath.Join(foreign, "thesis.doc")
	for _, c := range []struct {
		name string
		o    Options
		want error
		text string
	}{
		{"foreign", Options{Dir: foreign}, ErrStoreForeign, "thesis.doc"},
		{"locked", Options{Dir: locked}, ErrStoreLocked, locked},
		{"file", Options{Dir: file}, nil, file},
		{"none", Options{}, nil, "no store directory"},
		{"address", Options{Dir: t.TempDir(), Listen: "localhost"}, nil, "localhost"},
		{"port", Options{Dir: t.TempDir(), Listen: "localhost:nats"}, nil, "port"},
	} {
		s, err := Start(c.o)
		if err == nil {
			s.Shutdown()
			t.Errorf("%s: started", c.name)
			continue
		}
		if c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestStartReportsPortInUse(t *testing.T) {
	first, err := Start(Options{Dir: t.TempDir(), Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(first.Shutdown)
	dir := t.TempDir()
	start := time.Now()
	_, err = Start(Options{Dir: dir, Listen: strings.TrimPrefix(first.URL(), "nats://")})
	if err == nil || !strings.Contains(err.Error(), "in use") || time.Since(start) > startTimeout/4 {
		t.Errorf("after %v: %v", time.Since(start), err)
	}
	startServer(t, dir) // the failed one released the directory
}

func TestStartReportsDamage(t *testing.T) {
	dir := t.TempDir()
	s := startServer(t, dir)
	b := connect(t, s)
	if err := b.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	article := figure.Article{ID: "a", Source: "wire.test", Lang: "en", Text: "Text."}
	article.Identify()
	out, err := bus.NewArticle(article)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Publish(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	s.Shutdown()

	// EVENTS holds nothing, as a stream that was being created at a crash.
	damage := func(stream, file string) {
		t.Helper()
		if err := os.Remove(filepath.Join(dir, streamsDir, stream, file)); err != nil {
			t.Fatal(err)
		}
	}
	damage("EVENTS", jetstreamMetaSum)
	s = startServer(t, dir)
	if err := connect(t, s).Setup(t.Context()); err != nil {
		t.Errorf("Setup over a half-made stream: %v", err)
	}
	s.Shutdown()

	meta := filepath.Join(dir, streamsDir, "ARTICLES", jetstreamMeta)
	whole, err := os.ReadFile(meta)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(meta, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(Options{Dir: dir}); !errors.Is(err, ErrStoreCorrupt) || !strings.Contains(err.Error(), "ARTICLES") {
		t.Fatalf("Start = %v, want damage of ARTICLES", err)
	}
	if err := os.WriteFile(meta, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	stream, err := connect(t, startServer(t, dir)).JetStream().Stream(t.Context(), string(bus.Articles))
	if err != nil {
		t.Fatal(err)
	}
	if got := stream.CachedInfo().State.Msgs; got != 1 {
		t.Errorf("%d articles after the repair", got)
	}
}

const (
	jetstreamMeta    = "meta.inf"
	jetstreamMetaSum = "meta.sum"
)
