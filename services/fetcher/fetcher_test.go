package fetcher

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/broker"
	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/figure"
)

// startBus runs a server on dir, whose streams survive for a later server.
func startBus(t testing.TB, dir string) *bus.Bus {
	t.Helper()
	server, err := broker.Start(broker.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	b, err := bus.Connect(t.Context(), bus.Options{Server: server})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	return b
}

func newFetcher(t *testing.T, b *bus.Bus, o Options) *Fetcher {
	t.Helper()
	o.Bus, o.Log = b, zap.NewNop()
	o.Reader = &feed.Reader{Now: func() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) }}
	f, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// arrivals receives articles from the stream as they are published.
func arrivals(t *testing.T, b *bus.Bus) <-chan figure.Article {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	came, ended := make(chan figure.Article, 256), make(chan error, 1)
	go func() {
		ended <- bus.Work(ctx, b, bus.Service[figure.Article]{Name: "reader", From: bus.Articles, Workers: 1,
			Handle: func(_ context.Context, a figure.Article) ([]bus.Outgoing, error) {
				came <- a
				return nil, nil
			}})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return came
}

// stored is the number of messages on ARTICLES.
func stored(t testing.TB, b *bus.Bus) uint64 {
	t.Helper()
	stream, err := b.JetStream().Stream(t.Context(), string(bus.Articles))
	if err != nil {
		t.Fatal(err)
	}
	info, err := stream.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return info.State.Msgs
}

func write(t *testing.T, path, body string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestIngest(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.jsonl"), `{"id":"n1","source":"port","text":"12 lorries","published":"2026-02-03"}
{"id":"n2","text":
{"id":"n1","source":"port","text":"13 lorries","published":"2026-02-03"}
`)
	write(t, filepath.Join(dir, "b.txt"), "وصلت 14 شاحنة")
	b := startBus(t, t.TempDir())
	reg := prometheus.NewRegistry()
	f := newFetcher(t, b, Options{Metrics: reg})
	tally, err := f.Ingest(t.Context(), f.Reader.Files(dir))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(feed.Tally{Published: 3, Rejected: 1}, tally); diff != "" {
		t.Error(diff)
	}
	came := arrivals(t, b)
	var texts []string
	for range 3 {
		texts = append(texts, (<-came).Text)
	}
	if diff := cmp.Diff([]string{"12 lorries", "13 lorries", "وصلت 14 شاحنة"}, texts); diff != "" {
		t.Errorf("revisions out of order: %s", diff)
	}
	want := strings.NewReader(`# HELP arqam_fetcher_articles_total Articles received: published, known (this revision was published before), or rejected.
# TYPE arqam_fetcher_articles_total counter
arqam_fetcher_articles_total{status="known"} 0
arqam_fetcher_articles_total{status="published"} 3
arqam_fetcher_articles_total{status="rejected"} 1
`)
	if err := testutil.GatherAndCompare(reg, want, "arqam_fetcher_articles_total"); err != nil {
		t.Error(err)
	}
}

// TestIngestAcrossRestarts must hold beyond the deduplication window of the stream, which a
// test cannot wait for: the fetcher itself must not publish again.
func TestIngestAcrossRestarts(t *testing.T) {
	store := t.TempDir()
	line := func(id, text string) string { return fmt.Sprintf(`{"id":%q,"text":%q}`+"\n", id, text) }
	ingest := func(b *bus.Bus, lines ...string) feed.Tally {
		f := newFetcher(t, b, Options{})
		tally, err := f.Ingest(t.Context(), f.Reader.Read("a.jsonl", strings.NewReader(strings.Join(lines, ""))))
		if err != nil {
			t.Fatal(err)
		}
		return tally
	}
	t.Run("first", func(t *testing.T) {
		got := ingest(startBus(t, store), line("n1", "12 lorries"), line("n2", "13 lorries"))
		if diff := cmp.Diff(feed.Tally{Published: 2}, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("again, one of them edited", func(t *testing.T) {
		b := startBus(t, store)
		got := ingest(b, line("n1", "12 lorries"), line("n2", "15 lorries"), line("n/ü 3", "16"))
		if diff := cmp.Diff(feed.Tally{Published: 2, Known: 1}, got); diff != "" {
			t.Error(diff)
		}
		if n := stored(t, b); n != 4 {
			t.Errorf("the stream holds %d articles, want 4", n)
		}
	})
}

// TestIngestASlowPipe publishes what it has read while it waits for more input, and returns
// when its context ends although the pipe is open.
func TestIngestASlowPipe(t *testing.T) {
	b := startBus(t, t.TempDir())
	f := newFetcher(t, b, Options{})
	came := arrivals(t, b)
	in, out := io.Pipe()
	defer out.Close()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := f.Ingest(ctx, f.Reader.Read("stdin", in))
		ended <- err
	}()
	fmt.Fprintln(out, `{"id":"n1","text":"12 lorries"}`)
	if a := <-came; a.ID != "n1" {
		t.Errorf("received %q", a.ID)
	}
	cancel()
	if err := <-ended; err == nil {
		t.Error("interrupted ingest returned no error")
	}
}

func TestWatch(t *testing.T) {
	b := startBus(t, t.TempDir())
	f := newFetcher(t, b, Options{})
	came := arrivals(t, b)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.txt"), "12 lorries")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- f.Watch(ctx, dir) }()
	expect := func(text string) {
		t.Helper()
		if a := <-came; a.Text != text {
			t.Errorf("received %q, want %q", a.Text, text)
		}
	}
	expect("12 lorries")
	write(t, filepath.Join(dir, "ignored.md"), "13 lorries")
	write(t, filepath.Join(dir, ".ignored.txt"), "13 lorries")
	write(t, filepath.Join(dir, "b.txt"), "14 lorries")
	expect("14 lorries")
	write(t, filepath.Join(dir, "sub", "deep", "c.jsonl"), `{"id":"n1","text":"15 lorries"}`)
	expect("15 lorries")
	write(t, filepath.Join(dir, "sub", "deep", "c.jsonl"), `{"id":"n1","text":"16 lorries"}`)
	expect("16 lorries")
	half, err := os.Create(filepath.Join(dir, "d.txt"))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(half, "17 ")
	fmt.Fprint(half, "lorries")
	half.Close()
	expect("17 lorries")
	if err := os.Rename(filepath.Join(dir, "ignored.md"), filepath.Join(dir, "e.txt")); err != nil {
		t.Fatal(err)
	}
	expect("13 lorries")
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestWatchNoDirectory(t *testing.T) {
	f := newFetcher(t, startBus(t, t.TempDir()), Options{})
	err := f.Watch(t.Context(), filepath.Join(t.TempDir(), "none"))
	if err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("a missing directory gives %v", err)
	}
}

// TestWatchAppended reads only what was appended to a file.
func TestWatchAppended(t *testing.T) {
	b := startBus(t, t.TempDir())
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jsonl")
	line := func(id string) string { return fmt.Sprintf(`{"id":%q,"text":"12 lorries"}`+"\n", id) }
	// Each pass simulates a restarted process.
	read := func() (known float64) {
		f := newFetcher(t, b, Options{})
		state, err := b.State(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		w := watch{Fetcher: f, state: state}
		if err := w.read(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
		return testutil.ToFloat64(f.articles.WithLabelValues(string(feed.Known)))
	}
	for _, lines := range []string{line("n1") + line("n2"), line("n1") + line("n2") + line("n3")} {
		write(t, path, lines)
		if known := read(); known > 0 {
			t.Errorf("%v articles were read again", known)
		}
	}
	if n := stored(t, b); n != 3 {
		t.Errorf("the stream holds %d articles, want 3", n)
	}
}
