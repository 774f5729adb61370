package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap/zaptest"

	"github.com/arqam-io/arqam/pkg/bus/broker"
	"github.com/arqam-io/arqam/pkg/figure"
)

// patience bounds every wait of these tests; none is expected to last.
const patience = 2 * time.Minute

func testContext(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

func startServer(t testing.TB, dir string) *broker.Server {
	t.Helper()
	s, err := broker.Start(broker.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Shutdown)
	return s
}

func connect(t testing.TB, s *broker.Server, reg prometheus.Registerer) *Bus {
	t.Helper()
	o := Options{Server: s, Name: t.Name(), Metrics: reg}
	if t, ok := t.(*testing.T); ok {
		o.Log = zaptest.NewLogger(t)
	}
	b, err := Connect(testContext(t), o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// newBus is a bus to a fresh server with all streams.
func newBus(t testing.TB) (*Bus, *prometheus.Registry) {
	t.Helper()
	reg := prometheus.NewRegistry()
	b := connect(t, startServer(t, t.TempDir()), reg)
	if err := b.Setup(testContext(t)); err != nil {
		t.Fatal(err)
	}
	return b, reg
}

func article(id string) figure.Article {
	a := figure.Article{ID: figure.ArticleID(id), Source: "wire.test", Lang: "en", Text: "Text of " + id + "."}
	a.Identify()
	return a
}

func publishArticles(t testing.TB, b *Bus, articles ...figure.Article) {
	t.Helper()
	out := make([]Outgoing, len(articles))
	for i, a := range articles {
		var err error
		if out[i], err = NewArticle(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Publish(testContext(t), out...); err != nil {
		t.Fatal(err)
	}
}

// work runs a service until the returned function is called, which checks that it
// drained without an error.
func work[In figure.Message](t testing.TB, b *Bus, r Service[In]) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Work(ctx, b, r) }()
	stopped := false
	stop = func() {
		t.Helper()
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := receive(t, ended, "the service to drain"); err != nil {
			t.Errorf("Work: %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

func receive[T any](t testing.TB, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatalf("waited in vain for %s", what)
		panic("unreachable")
	}
}

// eventually waits for a state of the server that announces itself nowhere.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); !ok(); <-tick.C {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func messages(t testing.TB, b *Bus, s Stream) uint64 {
	t.Helper()
	stream, err := b.js.Stream(testContext(t), string(s))
	if err != nil {
		t.Fatal(err)
	}
	return stream.CachedInfo().State.Msgs
}

// idle reports whether a service has nothing left to do.
func idle(t testing.TB, b *Bus, s Stream, service string) bool {
	t.Helper()
	c, err := b.js.Consumer(testContext(t), string(s), service)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	info := c.CachedInfo()
	return info.NumAckPending == 0 && info.NumPending == 0
}

func waitIdle(t testing.TB, b *Bus, s Stream, service string) {
	t.Helper()
	eventually(t, fmt.Sprintf("service %q to have done all of %s", service, s), func() bool { return idle(t, b, s, service) })
}

// metric is the value of a counter or gauge with the label service, and how many
// observations a histogram has.
func metric(t testing.TB, reg prometheus.Gatherer, name, service string) float64 {
	t.Helper()
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != name {
			continue
		}
		for _, m := range f.GetMetric() {
			if m.GetLabel()[0].GetValue() == service {
				return m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
			}
		}
	}
	t.Fatalf("no metric %s{service=%q}", name, service)
	return 0
}

func TestPublishRefusesMalformedMessages(t *testing.T) {
	b, _ := newBus(t)
	for _, o := range []Outgoing{
		{Subject: "articles.x", ID: ""},
		{Subject: "articles.x", ID: "a\r\nNats-Rollup: all"},
		{Subject: "", ID: "a"},
		{Subject: "articles.", ID: "a"},
		{Subject: "articles.*", ID: "a"},
		{Subject: "articles.a b", ID: "a"},
	} {
		if err := b.Publish(testContext(t), o); !isPermanent(err) {
			t.Errorf("Publish(%+v) = %v, want a permanent error", o, err)
		}
	}
	if n := messages(t, b, Articles); n != 0 {
		t.Errorf("%d messages were stored", n)
	}
}

func TestPublishEndsWithItsContext(t *testing.T) {
	b := connect(t, startServer(t, t.TempDir()), nil) // no streams: nobody acknowledges
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	err := b.Publish(ctx, Outgoing{Subject: "articles.x", ID: "a"})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Publish = %v, want the context's error", err)
	}
}

func TestPublishManyAtOnce(t *testing.T) {
	b, _ := newBus(t)
	const n = 3 * maxUnacked
	var articles []figure.Article
	for i := range n {
		articles = append(articles, article(fmt.Sprint("a", i)))
	}
	publishArticles(t, b, articles...)
	publishArticles(t, b, articles...)
	if got := messages(t, b, Articles); got != n {
		t.Errorf("published %d articles twice, the stream holds %d", n, got)
	}
}

func TestConnectReportsWhatCannotBeRight(t *testing.T) {
	none := t.TempDir() + "/none.pem"
	for name, o := range map[string]Options{
		"URL":         {URL: "nats://local host:4222"},
		"CA":          {URL: "nats://127.0.0.1:1", CA: none},
		"certificate": {URL: "nats://127.0.0.1:1", Cert: none, Key: none},
		"credentials": {URL: "nats://127.0.0.1:1", Creds: none},
	} {
		start := time.Now()
		b, err := Connect(testContext(t), o)
		if err == nil {
			b.Close()
			t.Errorf("%s: connected", name)
			continue
		}
		if time.Since(start) > patience/2 || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: reported only when the context ended: %v", name, err)
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error of several lines: %v", name, err)
		}
	}
}

func TestConnectGivesUpWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := Connect(ctx, Options{URL: "nats://127.0.0.1:1"})
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "refused") {
		t.Errorf("Connect = %v, want the end of the context and why nobody answered", err)
	}
}
