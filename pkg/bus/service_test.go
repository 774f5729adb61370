package bus

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/trace"

	"github.com/arqam-io/arqam/pkg/bus/dead"
	"github.com/arqam-io/arqam/pkg/figure"
)

// relay is a service that makes empty mentions of each article.
func relay(name string) Service[figure.Article] {
	return Service[figure.Article]{Name: name, From: Articles,
		Handle: func(_ context.Context, a figure.Article) ([]Outgoing, error) {
			out, err := NewMentions(figure.Mentions{Article: a, Engine: "test"})
			return []Outgoing{out}, err
		}}
}

func TestEveryArticleOnceInEffect(t *testing.T) {
	b, reg := newBus(t)
	const n = 40
	for i := range n {
		a := article(fmt.Sprint("a", i))
		publishArticles(t, b, a)
		publishArticles(t, b, a) // a duplicate publish
	}
	// Every third output is published but its article not acknowledged, as when
	// a service dies in between.
	var deliveries atomic.Int64
	inner := relay("extractor")
	service := inner
	service.Workers, service.Backoff = 4, time.Millisecond
	service.Handle = func(ctx context.Context, a figure.Article) ([]Outgoing, error) {
		out, err := inner.Handle(ctx, a)
		if err == nil && deliveries.Add(1)%3 == 0 {
			if err := b.Publish(ctx, out...); err != nil {
				return nil, err
			}
			return nil, errors.New("died before the acknowledgement")
		}
		return out, err
	}
	stop := work(t, b, service)
	eventually(t, "all outputs", func() bool { return messages(t, b, Mentions) >= n })
	waitIdle(t, b, Articles, "extractor")
	stop()
	if got := messages(t, b, Mentions); got != n {
		t.Errorf("%d articles made %d outputs", n, got)
	}
	failed := metric(t, reg, "arqam_service_failed_total", "extractor")
	if received := metric(t, reg, "arqam_service_received_total", "extractor"); received != n+failed || failed == 0 {
		t.Errorf("received %v, failed %v, want received = %d + failed", received, failed, n)
	}
	if got := metric(t, reg, "arqam_service_published_total", "extractor"); got != n {
		t.Errorf("published_total = %v, want %d", got, n)
	}
	if got := metric(t, reg, "arqam_service_in_flight_messages", "extractor"); got != 0 {
		t.Errorf("in flight after the drain: %v", got)
	}
	if got := metric(t, reg, "arqam_service_handling_duration_seconds", "extractor"); got != n+failed {
		t.Errorf("%v latencies observed, want %v", got, n+failed)
	}
}

func TestTransientErrorIsRetriedWithGrowingDelay(t *testing.T) {
	b, reg := newBus(t)
	publishArticles(t, b, article("a"))
	const base = 40 * time.Millisecond
	times := make(chan time.Time, 10)
	service := relay("extractor")
	inner := service.Handle
	service.Backoff = base
	tries := 0
	service.Handle = func(ctx context.Context, a figure.Article) ([]Outgoing, error) {
		times <- time.Now()
		if tries++; tries < 4 {
			return nil, errors.New("not yet")
		}
		return inner(ctx, a)
	}
	stop := work(t, b, service)
	eventually(t, "the output", func() bool { return messages(t, b, Mentions) == 1 })
	stop()
	last := <-times
	for n := range 3 {
		now := <-times
		if d := now.Sub(last); d < base<<n {
			t.Errorf("delay %d was %v, want at least %v", n+1, d, base<<n)
		}
		last = now
	}
	if got := metric(t, reg, "arqam_service_failed_total", "extractor"); got != 3 {
		t.Errorf("failed_total = %v, want 3", got)
	}
	if got := messages(t, b, Dead); got != 0 {
		t.Errorf("%d dead letters", got)
	}
}

func TestWhatCannotBeDoneGoesToDead(t *testing.T) {
	good, _ := NewArticle(article("good"))
	bad, _ := NewArticle(article("bad"))
	newer := Outgoing{Subject: "articles.x", ID: "v", Body: []byte(`{"v":99,"body":{"id":"bad"}}`)}
	lost := Outgoing{Subject: "articles.x", ID: "l", header: nats.Header{headerObject: {"nowhere"}}}
	is := func(id figure.ArticleID, err func() error) func(figure.Article) error {
		return func(a figure.Article) error {
			if a.ID == id {
				return err()
			}
			return nil
		}
	}
	for _, c := range []struct {
		name   string
		msg    Outgoing
		fail   func(figure.Article) error
		reason dead.Reason
		err    string
		tries  uint64
		id     figure.ArticleID
	}{
		{"permanent", bad, is("bad", func() error { return Permanent(errors.New("no text")) }), dead.ReasonPermanent, "no text", 1, "bad"},
		{"wrapped", bad, is("bad", func() error { return fmt.Errorf("read: %w", Permanent(errors.New("no text"))) }), dead.ReasonPermanent, "read: no text", 1, "bad"},
		{"panic", bad, is("bad", func() error { panic("index out of range") }), dead.ReasonPanic, "panic: index out of range", 1, "bad"},
		{"tries", bad, is("bad", func() error { return errors.New("database is away") }), dead.ReasonTries, "database is away", 3, "bad"},
		{"long", bad, is("bad", func() error { return Permanent(errors.New(strings.Repeat("سطر\n", 4000))) }), dead.ReasonPermanent, "28000 bytes in all", 1, "bad"},
		{"not JSON", Outgoing{Subject: "articles.x", ID: "j", Body: []byte("\xff{")}, is("", nil), dead.ReasonDecode, "decode", 1, ""},
		{"newer", newer, is("", nil), dead.ReasonVersion, "unknown message version 99, this build reads", 1, ""},
		{"missing", lost, is("", nil), dead.ReasonMissing, "missing from the object store", 3, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, reg := newBus(t)
			if err := b.Publish(testContext(t), c.msg, good); err != nil {
				t.Fatal(err)
			}
			service := relay("extractor")
			inner := service.Handle
			service.Workers, service.MaxTries, service.Backoff = 1, 3, time.Millisecond
			service.Handle = func(ctx context.Context, a figure.Article) ([]Outgoing, error) {
				if err := c.fail(a); err != nil {
					return nil, err
				}
				return inner(ctx, a)
			}
			stop := work(t, b, service)
			eventually(t, "the article after it", func() bool { return messages(t, b, Mentions) == 1 })
			waitIdle(t, b, Articles, "extractor")
			stop()

			var letters []dead.Letter
			for l, err := range b.DeadLetters(testContext(t)) {
				if err != nil {
					t.Fatal(err)
				}
				letters = append(letters, l)
			}
			if len(letters) != 1 {
				t.Fatalf("%d dead letters, want 1: %+v", len(letters), letters)
			}
			l := letters[0]
			if l.Reason != c.reason || !strings.Contains(l.Error, c.err) || l.Tries != c.tries || l.ArticleID != c.id {
				t.Errorf("letter %+v, want reason %q, error %q, %d tries, article %q", l, c.reason, c.err, c.tries, c.id)
			}
			if l.Service != "extractor" || l.Subject != c.msg.Subject || l.MessageID != c.msg.ID || l.Time.IsZero() {
				t.Errorf("letter's origin: %+v", l)
			}
			if !bytes.Equal(l.Body, c.msg.Body) {
				t.Errorf("body %q, want the original %q", l.Body, c.msg.Body)
			}
			if got := metric(t, reg, "arqam_service_dead_total", "extractor"); got != 1 {
				t.Errorf("dead_total = %v, want 1", got)
			}
		})
	}
}

// A handler that ends the process never answers; the message must not come back
// for ever.
func TestUnansweredMessageGoesToDead(t *testing.T) {
	b, _ := newBus(t)
	publishArticles(t, b, article("killer"))
	consumer, err := b.js.CreateOrUpdateConsumer(testContext(t), string(Articles),
		jetstream.ConsumerConfig{Durable: "extractor", AckPolicy: jetstream.AckExplicitPolicy, AckWait: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	const tries = 3
	for range tries * unansweredTries {
		if _, err := consumer.Next(); err != nil { // taken, and then silence
			t.Fatal(err)
		}
	}
	service := relay("extractor")
	service.MaxTries, service.AckWait = tries, 20*time.Millisecond
	service.Handle = func(context.Context, figure.Article) ([]Outgoing, error) {
		t.Error("handled once more")
		return nil, nil
	}
	work(t, b, service)
	eventually(t, "the dead letter", func() bool { return messages(t, b, Dead) == 1 })
	l, err := b.DeadLetter(testContext(t), 1)
	if err != nil || l.Reason != dead.ReasonTries || l.Tries != tries*unansweredTries+1 || len(l.Body) == 0 {
		t.Errorf("letter %+v, error %v", l, err)
	}
}

func TestConcurrencyIsBounded(t *testing.T) {
	b, _ := newBus(t)
	const workers, n = 3, 60
	for i := range n {
		publishArticles(t, b, article(fmt.Sprint("a", i)))
	}
	var now, most atomic.Int64
	full, free := make(chan struct{}, n), make(chan struct{})
	stop := work(t, b, Service[figure.Article]{Name: "extractor", From: Articles, Workers: workers,
		Handle: func(context.Context, figure.Article) ([]Outgoing, error) {
			defer now.Add(-1)
			for {
				at, peak := now.Add(1), most.Load()
				if at <= peak || most.CompareAndSwap(peak, at) {
					break
				}
				now.Add(-1)
			}
			full <- struct{}{}
			<-free
			return nil, nil
		}})
	for range workers {
		receive(t, full, "all workers to be busy")
	}
	c, err := b.js.Consumer(testContext(t), string(Articles), "extractor")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.CachedInfo().NumAckPending; got != workers {
		t.Errorf("%d messages are out for %d workers: some wait in a buffer", got, workers)
	}
	close(free)
	waitIdle(t, b, Articles, "extractor")
	stop()
	if got := most.Load(); got != workers {
		t.Errorf("%d handlers at once, want %d", got, workers)
	}
}

// A handler slower than AckWait keeps its message.
func TestSlowHandlerIsNotRedelivered(t *testing.T) {
	b, reg := newBus(t)
	publishArticles(t, b, article("slow"))
	const ackWait = 600 * time.Millisecond
	service := relay("extractor")
	inner := service.Handle
	service.Workers, service.AckWait = 2, ackWait
	service.Handle = func(ctx context.Context, a figure.Article) ([]Outgoing, error) {
		<-time.After(4 * ackWait) // the time itself is what is tested
		return inner(ctx, a)
	}
	stop := work(t, b, service)
	eventually(t, "the output", func() bool { return messages(t, b, Mentions) == 1 })
	stop()
	if got := metric(t, reg, "arqam_service_received_total", "extractor"); got != 1 {
		t.Errorf("delivered %v times, want once", got)
	}
}

func TestDrainLeavesNothingInFlight(t *testing.T) {
	b, _ := newBus(t)
	const n = 50
	for i := range n {
		publishArticles(t, b, article(fmt.Sprint("a", i)))
	}
	begun, free := make(chan struct{}, n), make(chan struct{})
	service := relay("extractor")
	inner := service.Handle
	service.Workers = 4
	service.Handle = func(ctx context.Context, a figure.Article) ([]Outgoing, error) {
		begun <- struct{}{}
		<-free
		return inner(ctx, a)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Work(ctx, b, service) }()
	for range service.Workers {
		receive(t, begun, "the handlers to begin")
	}
	cancel()
	close(free)
	if err := receive(t, ended, "the drain"); err != nil {
		t.Fatal(err)
	}
	c, err := b.js.Consumer(testContext(t), string(Articles), "extractor")
	if err != nil {
		t.Fatal(err)
	}
	// What was handed back is redelivered at once, so it counts as outstanding
	// only until it is; a stranded message would stay for the whole AckWait.
	done := messages(t, b, Mentions)
	drained := time.Now()
	eventually(t, "the server to take back what was not handled", func() bool {
		info, err := c.Info(testContext(t))
		return err == nil && info.NumAckPending == info.NumRedelivered
	})
	if took := time.Since(drained); took > 10*time.Second {
		t.Errorf("that took %v: messages were stranded for their AckWait", took)
	}
	if done < uint64(service.Workers) || done == n {
		t.Errorf("%d of %d articles done at the drain, want those in progress and not all", done, n)
	}
	begun = make(chan struct{}, n)
	restart := time.Now()
	work(t, b, service)
	waitIdle(t, b, Articles, "extractor")
	if took := time.Since(restart); took > 10*time.Second {
		t.Errorf("the rest took %v: it waited for AckWait", took)
	}
	if got := messages(t, b, Mentions); got != n {
		t.Errorf("%d outputs, want %d", got, n)
	}
}

// Drains that begin while messages are on their way to idle workers hand those
// back: one that was dropped would be seen again only after AckWait.
func TestDrainHandsBackWhatIsOnItsWay(t *testing.T) {
	b, _ := newBus(t)
	const rounds, each = 25, 20
	first := make(chan struct{}, rounds*each)
	service := relay("extractor")
	inner := service.Handle
	service.Workers, service.AckWait = 8, 2*patience
	service.Handle = func(ctx context.Context, a figure.Article) ([]Outgoing, error) {
		first <- struct{}{}
		return inner(ctx, a)
	}
	for round := range rounds {
		stop := work(t, b, service)
		out := make([]Outgoing, each)
		for i := range out {
			out[i], _ = NewArticle(article(fmt.Sprintf("%d-%d", round, i)))
		}
		published := make(chan error, 1)
		go func() { published <- b.Publish(t.Context(), out...) }()
		receive(t, first, "the first article of a round")
		stop()
		if err := receive(t, published, "the publish"); err != nil {
			t.Fatal(err)
		}
	}
	work(t, b, service)
	waitIdle(t, b, Articles, "extractor")
	if got := messages(t, b, Mentions); got != rounds*each {
		t.Errorf("%d outputs, want %d", got, rounds*each)
	}
}

// A service whose output stream is away keeps its message, and goes on when the
// stream is back, without counting that as a failure of the message.
func TestAcknowledgesOnlyWhatIsStored(t *testing.T) {
	b, reg := newBus(t)
	ctx := testContext(t)
	if err := b.js.DeleteStream(ctx, string(Mentions)); err != nil {
		t.Fatal(err)
	}
	publishArticles(t, b, article("a"))
	handled := make(chan struct{}, 10)
	service := relay("extractor")
	inner := service.Handle
	service.Handle = func(ctx context.Context, a figure.Article) ([]Outgoing, error) {
		handled <- struct{}{}
		return inner(ctx, a)
	}
	work(t, b, service)
	receive(t, handled, "the handler")
	if idle(t, b, Articles, "extractor") {
		t.Error("acknowledged, and its output is nowhere")
	}
	if err := b.Setup(ctx); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the output", func() bool { return messages(t, b, Mentions) == 1 })
	waitIdle(t, b, Articles, "extractor")
	if len(handled) > 0 || metric(t, reg, "arqam_service_failed_total", "extractor") != 0 {
		t.Error("the article was handled again")
	}
}

func TestDrainHasADeadline(t *testing.T) {
	b, _ := newBus(t)
	publishArticles(t, b, article("endless"))
	begun := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	service := relay("extractor")
	service.DrainTimeout = 50 * time.Millisecond
	handle := service.Handle
	service.Handle = func(ctx context.Context, a figure.Article) ([]Outgoing, error) {
		close(begun)
		<-ctx.Done()
		return nil, ctx.Err()
	}
	go func() { ended <- Work(ctx, b, service) }()
	receive(t, begun, "the handler")
	cancel()
	if err := receive(t, ended, "the drain"); !errors.Is(err, ErrDrain) {
		t.Errorf("Work = %v, want ErrDrain", err)
	}
	service.Handle = handle
	work(t, b, service)
	eventually(t, "the output", func() bool { return messages(t, b, Mentions) == 1 })
	if got := messages(t, b, Dead); got != 0 {
		t.Errorf("%d dead letters", got)
	}
}

func TestLargeMessagesTravelWhole(t *testing.T) {
	b, _ := newBus(t)
	a := article("large")
	limit := int(b.conn.MaxPayload())
	a.Text = strings.Repeat("عشرة آلاف طن. ", limit/24+1)
	if len(a.Text) <= limit {
		t.Fatalf("only %d bytes", len(a.Text))
	}
	publishArticles(t, b, a)
	got := make(chan figure.Mentions, 1)
	work(t, b, relay("extractor"))
	work(t, b, Service[figure.Mentions]{Name: "normalizer", From: Mentions,
		Handle: func(_ context.Context, m figure.Mentions) ([]Outgoing, error) {
			got <- m
			return nil, Permanent(errors.New("refused"))
		}})
	if m := receive(t, got, "the mentions"); m.Article.Text != a.Text {
		t.Errorf("the text came as %d bytes, was sent as %d", len(m.Article.Text), len(a.Text))
	}
	eventually(t, "the dead letter", func() bool { return messages(t, b, Dead) == 1 })
	l, err := b.DeadLetter(testContext(t), 1)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := figure.Decode[figure.Mentions](l.Body); err != nil || m.Article.Text != a.Text {
		t.Errorf("dead letter's body has %d bytes, error %v", len(l.Body), err)
	}
}

func TestTraceContextTravels(t *testing.T) {
	b, _ := newBus(t)
	sent := trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: trace.TraceID{1, 2, 3}, SpanID: trace.SpanID{4, 5}, TraceFlags: trace.FlagsSampled})
	traced, _ := NewArticle(article("traced"))
	if err := b.Publish(trace.ContextWithSpanContext(t.Context(), sent), traced); err != nil {
		t.Fatal(err)
	}
	publishArticles(t, b, article("untraced"))

	type seen struct {
		id figure.ArticleID
		sc trace.SpanContext
	}
	first, second := make(chan seen, 2), make(chan seen, 2)
	service := relay("extractor")
	inner := service.Handle
	service.Handle = func(ctx context.Context, a figure.Article) ([]Outgoing, error) {
		first <- seen{a.ID, trace.SpanContextFromContext(ctx)}
		return inner(ctx, a)
	}
	work(t, b, service)
	work(t, b, Service[figure.Mentions]{Name: "normalizer", From: Mentions,
		Handle: func(ctx context.Context, m figure.Mentions) ([]Outgoing, error) {
			second <- seen{m.Article.ID, trace.SpanContextFromContext(ctx)}
			return nil, nil
		}})
	traces := map[figure.ArticleID]trace.TraceID{}
	for range 2 {
		s := receive(t, first, "the extractor")
		if !s.sc.IsValid() || !s.sc.IsRemote() {
			t.Errorf("article %q: span context %v", s.id, s.sc)
		}
		traces[s.id] = s.sc.TraceID()
	}
	if traces["traced"] != sent.TraceID() || traces["untraced"] == sent.TraceID() {
		t.Errorf("traces %v, sent %v", traces, sent.TraceID())
	}
	for range 2 {
		if s := receive(t, second, "the normalizer"); s.sc.TraceID() != traces[s.id] {
			t.Errorf("article %q: trace %v became %v", s.id, traces[s.id], s.sc.TraceID())
		}
	}
}

func TestServiceOutlivesItsConsumer(t *testing.T) {
	b, _ := newBus(t)
	work(t, b, relay("extractor"))
	publishArticles(t, b, article("before"))
	eventually(t, "the first output", func() bool { return messages(t, b, Mentions) == 1 })
	if err := b.js.DeleteConsumer(testContext(t), string(Articles), "extractor"); err != nil {
		t.Fatal(err)
	}
	publishArticles(t, b, article("after"))
	eventually(t, "the second output", func() bool { return messages(t, b, Mentions) == 2 })
}

func TestTwoServicesShareTheirMetricsRegistry(t *testing.T) {
	b, reg := newBus(t)
	if m, err := newMeters(reg); err != nil || m.received != b.meters.received {
		t.Errorf("second bus on the registry: %v, same metrics: %v", err, m.received == b.meters.received)
	}
}

func TestImpossibleServiceIsAnError(t *testing.T) {
	b, _ := newBus(t)
	for _, r := range []Service[figure.Article]{
		{},
		{Name: "no handler", From: Articles},
		{Name: "a.b", From: Articles, Handle: relay("").Handle},
		{Name: "nowhere", Handle: relay("").Handle},
	} {
		if err := Work(testContext(t), b, r); err == nil {
			t.Errorf("service %q worked", r.Name)
		}
	}
}
