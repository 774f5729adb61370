package bus

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/arqam-io/arqam/pkg/bus/broker"
	"github.com/arqam-io/arqam/pkg/bus/dead"
	"github.com/arqam-io/arqam/pkg/figure"
)

// A bus says that it is ready while it is, and what is missing else.
func TestReady(t *testing.T) {
	dir := t.TempDir()
	s, err := broker.Start(broker.Options{Dir: dir, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Shutdown() })
	address := strings.TrimPrefix(s.URL(), "nats://")
	b, err := Connect(testContext(t), Options{URL: s.URL()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	says := func(what, text string) {
		t.Helper()
		eventually(t, what, func() bool {
			err := b.Ready()
			return err == nil && text == "" || err != nil && text != "" && strings.Contains(err.Error(), text)
		})
	}
	says("a bus without services", "")
	stop := work(t, b, relay("extractor")) // there is no stream yet
	says("a consumer that cannot be opened", `service "extractor": open consumer "extractor" of stream "ARTICLES"`)
	if err := b.Setup(testContext(t)); err != nil {
		t.Fatal(err)
	}
	says("an open consumer", "")
	s.Shutdown()
	says("a server that is away", "NATS is not connected")
	if s, err = broker.Start(broker.Options{Dir: dir, Listen: address}); err != nil {
		t.Fatal(err)
	}
	says("a server that is back", "")
	if err := b.js.DeleteStream(testContext(t), string(Articles)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the stream to be made again", func() bool {
		_, err := b.js.Stream(testContext(t), string(Articles))
		return err == nil
	})
	says("a stream that was made again", "")
	publishArticles(t, b, article("a"))
	eventually(t, "the output", func() bool { return messages(t, b, Mentions) == 1 })
	stop()
	says("a bus whose services have ended", "")
}

// logged is a bus that keeps what it says.
func logged(t *testing.T, s *broker.Server) (*Bus, *observer.ObservedLogs) {
	t.Helper()
	core, said := observer.New(zap.InfoLevel)
	b, err := Connect(testContext(t), Options{Server: s, Log: zap.New(core)})
	if err != nil {
		t.Fatal(err)
	}
	return b, said
}

// The stream after a service is deleted while it works: it says so, makes it again,
// and loses nothing.
func TestDeletedStreamIsMadeAgain(t *testing.T) {
	b, said := logged(t, startServer(t, t.TempDir()))
	if err := b.Setup(testContext(t)); err != nil {
		t.Fatal(err)
	}
	work(t, b, relay("extractor"))
	if err := b.js.DeleteStream(testContext(t), string(Mentions)); err != nil {
		t.Fatal(err)
	}
	publishArticles(t, b, article("a"))
	eventually(t, "the stream", func() bool { return said.FilterMessage("all streams exist again").Len() > 0 })
	waitIdle(t, b, Articles, "extractor")
	if got := messages(t, b, Mentions); got != 1 {
		t.Errorf("%d outputs", got)
	}
	var named bool
	for _, entry := range said.All() {
		text, _ := entry.ContextMap()["error"].(string)
		named = named || strings.Contains(text, `to "mentions.en": no stream has the subject`)
	}
	if !named {
		t.Errorf("the log does not name the missing stream: %v", said.All())
	}
	if messages(t, b, Dead) != 0 {
		t.Error("the article was buried for it")
	}
}

// A bus that did not set the streams up leaves that to those who did, and goes on
// once they have.
func TestDeletedStreamOfOthers(t *testing.T) {
	s := startServer(t, t.TempDir())
	owner := connect(t, s, nil)
	if err := owner.Setup(testContext(t)); err != nil {
		t.Fatal(err)
	}
	b, said := logged(t, s)
	work(t, b, relay("extractor"))
	if err := b.js.DeleteStream(testContext(t), string(Mentions)); err != nil {
		t.Fatal(err)
	}
	publishArticles(t, owner, article("a"))
	eventually(t, "a complaint", func() bool { return said.FilterMessage("publish failed; trying again").Len() > 2 })
	if _, err := b.js.Stream(testContext(t), string(Mentions)); err == nil {
		t.Error("the stream was made by who may not")
	}
	if err := owner.Setup(testContext(t)); err != nil {
		t.Fatal(err)
	}
	waitIdle(t, b, Articles, "extractor")
	if got := messages(t, b, Mentions); got != 1 {
		t.Errorf("%d outputs", got)
	}
}

// What an operator gave a consumer stays; what is narrower than the service needs is
// widened.
func TestConsumerIsNeverNarrowed(t *testing.T) {
	b, _ := newBus(t)
	wide := jetstream.ConsumerConfig{Durable: "wide", Description: "ours", AckPolicy: jetstream.AckExplicitPolicy, AckWait: time.Hour,
		MaxDeliver: -1, MaxAckPending: 5000, DeliverPolicy: jetstream.DeliverAllPolicy, Metadata: map[string]string{"team": "desk"}}
	narrow := jetstream.ConsumerConfig{Durable: "narrow", AckPolicy: jetstream.AckExplicitPolicy, AckWait: time.Second, MaxDeliver: 3, MaxAckPending: 2}
	config := func(name string) jetstream.ConsumerConfig {
		t.Helper()
		c, err := b.js.Consumer(testContext(t), string(Articles), name)
		if err != nil {
			t.Fatal(err)
		}
		return c.CachedInfo().Config
	}
	for _, c := range []jetstream.ConsumerConfig{wide, narrow} {
		if _, err := b.js.CreateConsumer(testContext(t), string(Articles), c); err != nil {
			t.Fatal(err)
		}
		before := config(c.Durable)
		service := Service[figure.Article]{Name: c.Durable, From: Articles, MaxUnanswered: 100}
		service.setDefaults(b)
		for range 2 {
			if _, err := service.open(testContext(t), b); err != nil {
				t.Fatal(err)
			}
		}
		if c.Durable == "narrow" {
			before.AckWait, before.MaxDeliver, before.MaxAckPending = 30*time.Second, -1, 100
		}
		if diff := cmp.Diff(before, config(c.Durable)); diff != "" {
			t.Errorf("%s: %s", c.Durable, diff)
		}
	}
}

// Services that open one consumer at the same time share it.
func TestConsumerOpenedByMany(t *testing.T) {
	b, _ := newBus(t)
	const n = 8
	errs := make(chan error, n)
	for i := range n {
		service := Service[figure.Article]{Name: "extractor", From: Articles, AckWait: time.Duration(i+1) * time.Minute}
		service.setDefaults(b)
		go func() {
			_, err := service.open(testContext(t), b)
			errs <- err
		}()
	}
	for range n {
		if err := receive(t, errs, "an open consumer"); err != nil {
			t.Error(err)
		}
	}
}

// A decoder that panics buries its message like a handler that does.
func TestDecoderPanics(t *testing.T) {
	b, _ := newBus(t)
	publishArticles(t, b, article("a"))
	service := relay("extractor")
	service.decode = func([]byte) (figure.Article, error) { panic("index out of range") }
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, b, service) }()
	eventually(t, "the dead letter", func() bool { return messages(t, b, Dead) == 1 })
	cancel()
	if err := receive(t, ended, "the drain"); err != nil {
		t.Error(err)
	}
	if l, err := b.DeadLetter(testContext(t), 1); err != nil || l.Reason != dead.ReasonPanic || len(l.Body) == 0 {
		t.Errorf("letter %+v, error %v", l, err)
	}
}
