package bus

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/arqam-io/arqam/pkg/figure"
)

// limit lets a stream hold no more than n messages.
func limit(t *testing.T, b *Bus, s Stream, n int64) {
	t.Helper()
	stream, err := b.js.Stream(testContext(t), string(s))
	if err != nil {
		t.Fatal(err)
	}
	config := stream.CachedInfo().Config
	config.MaxMsgs = n
	if _, err := b.js.UpdateStream(testContext(t), config); err != nil {
		t.Fatal(err)
	}
}

func outputs(t *testing.T, n int) (out []Outgoing) {
	t.Helper()
	for i := range n {
		o, err := NewMentions(figure.Mentions{Article: article(fmt.Sprint("a", i)), Engine: "test"})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, o)
	}
	return out
}

// What a full stream refused is stored, once, when there is service: the refused
// message is no duplicate of itself.
func TestFullStreamRefusesAndForgets(t *testing.T) {
	b, _ := newBus(t)
	limit(t, b, Mentions, 2)
	out := outputs(t, 3)
	if err := b.Publish(testContext(t), out[:2]...); err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if err := b.Publish(short, out[2]); !errors.Is(err, ErrFull) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Publish = %v, want ErrFull at the end of its time", err)
	}
	limit(t, b, Mentions, 3)
	for range 2 {
		if err := b.Publish(testContext(t), out[2]); err != nil {
			t.Fatal(err)
		}
	}
	if got := ids[figure.Mentions](t, b, Mentions); len(got) != 3 || got["a2"] != 1 {
		t.Errorf("the stream holds %v", got)
	}
}

// A service that does not read holds up the one before it, for longer than its
// AckWait, and nothing is lost, tried twice or buried.
func TestFullStreamHoldsUpTheServiceBefore(t *testing.T) {
	b, reg := newBus(t)
	const n, most = 60, 5
	limit(t, b, Mentions, most)
	articles := make([]figure.Article, n)
	for i := range articles {
		articles[i] = article(fmt.Sprint("a", i))
	}
	publishArticles(t, b, articles...)
	service := relay("extractor")
	inner := service.Handle
	var handled atomic.Int64
	service.Workers, service.AckWait, service.MaxTries = 3, 200*time.Millisecond, 2
	service.Handle = func(ctx context.Context, a figure.Article) ([]Outgoing, error) {
		handled.Add(1)
		return inner(ctx, a)
	}
	stop := work(t, b, service)
	eventually(t, "all workers to wait", func() bool { return handled.Load() == most+int64(service.Workers) })
	<-time.After(3 * service.AckWait) // the time itself is what is tested
	if held, begun := messages(t, b, Mentions), handled.Load(); held != most || begun != most+int64(service.Workers) {
		t.Errorf("%d messages wait and %d articles were begun, want %d and %d", held, begun, most, most+service.Workers)
	}
	done := make(chan figure.ArticleID, 2*n)
	stopNext := work(t, b, Service[figure.Mentions]{Name: "normalizer", From: Mentions, Workers: 1,
		Handle: func(_ context.Context, m figure.Mentions) ([]Outgoing, error) {
			done <- m.Article.ID
			return nil, nil
		}})
	seen := map[figure.ArticleID]bool{}
	for len(seen) < n {
		seen[receive(t, done, "every article")] = true
	}
	waitIdle(t, b, Articles, "extractor")
	stop()
	stopNext()
	if got := metric(t, reg, "arqam_service_received_total", "extractor"); got != n || handled.Load() != n {
		t.Errorf("%v deliveries and %d attempts for %d articles", got, handled.Load(), n)
	}
	if dead := messages(t, b, Dead); dead != 0 || len(done) != 0 {
		t.Errorf("%d dead letters, %d articles twice", dead, len(done))
	}
}

// A service that waits for the next one stops without waiting for it.
func TestDrainDoesNotWaitForAFullStream(t *testing.T) {
	b, _ := newBus(t)
	limit(t, b, Mentions, 1)
	publishArticles(t, b, article("a"), article("b"))
	service := relay("extractor")
	inner := service.Handle
	begun := make(chan struct{}, 2)
	service.Workers, service.DrainTimeout, service.AckWait = 1, 3*time.Second, patience
	service.Handle = func(ctx context.Context, a figure.Article) ([]Outgoing, error) {
		begun <- struct{}{}
		return inner(ctx, a)
	}
	stop := work(t, b, service)
	receive(t, begun, "the first article")
	receive(t, begun, "the second article")
	start := time.Now()
	stop()
	if took := time.Since(start); took >= service.DrainTimeout {
		t.Errorf("the drain took %v", took)
	}
	limit(t, b, Mentions, 2)
	work(t, b, service)
	receive(t, begun, "the second article again")
	waitIdle(t, b, Articles, "extractor")
	if got := messages(t, b, Mentions); got != 2 {
		t.Errorf("%d outputs of 2 articles", got)
	}
}

// An outage is waited for: the message stays with the service, and no try counts.
func TestOutageIsNoFaultOfTheMessage(t *testing.T) {
	b, reg := newBus(t)
	publishArticles(t, b, article("a"))
	service := relay("extractor")
	inner := service.Handle
	tries := 0
	service.Workers, service.MaxTries, service.AckWait = 1, 1, 100*time.Millisecond
	service.Handle = func(ctx context.Context, a figure.Article) ([]Outgoing, error) {
		if tries++; tries < 5 {
			return nil, fmt.Errorf("write: %w", Outage(errors.New("the database is away")))
		}
		return inner(ctx, a)
	}
	stop := work(t, b, service)
	eventually(t, "the output", func() bool { return messages(t, b, Mentions) == 1 })
	waitIdle(t, b, Articles, "extractor")
	stop()
	if got := metric(t, reg, "arqam_service_received_total", "extractor"); got != 1 || messages(t, b, Dead) != 0 {
		t.Errorf("%v deliveries, %d dead letters", got, messages(t, b, Dead))
	}
	if got := metric(t, reg, "arqam_service_failed_total", "extractor"); got != 4 {
		t.Errorf("failed_total = %v", got)
	}

	publishArticles(t, b, article("b"))
	waiting := make(chan struct{}, 100)
	service.DrainTimeout = patience
	service.Handle = func(context.Context, figure.Article) ([]Outgoing, error) {
		waiting <- struct{}{}
		return nil, Outage(errors.New("the database is away"))
	}
	stop = work(t, b, service)
	receive(t, waiting, "an attempt")
	start := time.Now()
	stop()
	if took := time.Since(start); took > patience/2 {
		t.Errorf("the drain waited %v for the end of an outage", took)
	}
}

// Only what was read is taken off a stream that keeps it, and only when it fills.
func TestTrim(t *testing.T) {
	b, _ := newBus(t)
	const n = 40
	limit(t, b, Articles, n)
	publish := func(from, to int) {
		t.Helper()
		for i := from; i < to; i++ {
			publishArticles(t, b, article(fmt.Sprint("a", i)))
		}
	}
	trimmed := func(want uint64) {
		t.Helper()
		if got, err := b.trim(testContext(t), Articles, "extractor"); err != nil || got != want {
			t.Errorf("trim = %d, %v, want %d", got, err, want)
		}
	}
	publish(0, n)
	trimmed(0) // no service has read
	seen := make(chan figure.ArticleID, 2*n)
	free := make(chan struct{}, 2*n)
	service := Service[figure.Article]{Name: "extractor", From: Articles, Workers: 1, Handle: func(_ context.Context, a figure.Article) ([]Outgoing, error) {
		seen <- a.ID
		<-free
		return nil, nil
	}}
	stop := work(t, b, service)
	for range 3 {
		free <- struct{}{}
	}
	for range 4 {
		receive(t, seen, "four articles")
	}
	consumer, err := b.js.Consumer(testContext(t), string(Articles), "extractor")
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "three acknowledgements", func() bool {
		info, err := consumer.Info(testContext(t))
		return err == nil && info.AckFloor.Stream == 3
	})
	trimmed(3) // an eighth would be five, and the fourth is being read
	trimmed(0)
	if got := messages(t, b, Articles); got != n-3 {
		t.Errorf("%d articles are left", got)
	}
	publish(n, n+3) // to the brim
	short, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	out, err := NewArticle(article("late"))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Publish(short, out); !errors.Is(err, ErrFull) {
		t.Errorf("Publish over unread articles = %v, want ErrFull", err)
	}

	ctx, cancelTrim := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Trim(ctx, b, Articles, "extractor") }()
	waiting := make(chan error, 1)
	go func() { waiting <- b.Publish(t.Context(), out) }() // waits, and goes on by itself
	for range n + 1 {
		free <- struct{}{}
	}
	if err := receive(t, waiting, "service on the stream"); err != nil {
		t.Error(err)
	}
	for i := 4; i < n+4; i++ {
		receive(t, seen, "every article")
	}
	cancelTrim()
	if err := receive(t, ended, "the end of Trim"); err != nil {
		t.Error(err)
	}
	stop()
}

func TestFullness(t *testing.T) {
	for _, c := range []struct {
		maxBytes, maxMsgs int64
		bytes, msgs       uint64
		want              float64
	}{
		{-1, -1, 1 << 40, 1 << 30, 0},
		{100, -1, 50, 9, 0.5},
		{100, 10, 50, 9, 0.9},
		{100, 10, 95, 9, 0.95},
		{0, 10, 95, 5, 0.5},
	} {
		info := &jetstream.StreamInfo{Config: jetstream.StreamConfig{MaxBytes: c.maxBytes, MaxMsgs: c.maxMsgs}, State: jetstream.StreamState{Bytes: c.bytes, Msgs: c.msgs}}
		if got := fullness(info); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// TestBacklogDrains lets thousands of articles wait behind a last service that stands
// still: each queue fills to its brim and memory stays where it was. Then it reads,
// and every article comes through once.
func TestBacklogDrains(t *testing.T) {
	const n, most = 4000, 100
	server := startServer(t, t.TempDir())
	b, err := Connect(testContext(t), Options{Server: server})
	if err == nil {
		err = b.Setup(testContext(t))
	}
	if err != nil {
		t.Fatal(err)
	}
	limit(t, b, Mentions, most)
	limit(t, b, Figures, most)
	text := strings.Repeat("وصلت شاحنة. ", 200) // 4 kB
	for i := range n / 100 {
		batch := make([]figure.Article, 100)
		for j := range batch {
			batch[j] = figure.Article{ID: figure.ArticleID(fmt.Sprint(i, "-", j)), Source: "wire", Lang: "ar", Text: text}
			batch[j].Identify()
		}
		publishArticles(t, b, batch...)
	}
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	const workers = 8
	extractor := relay("extractor")
	extractor.Workers = workers
	work(t, b, extractor)
	work(t, b, Service[figure.Mentions]{Name: "normalizer", From: Mentions, Workers: workers,
		Handle: func(_ context.Context, m figure.Mentions) ([]Outgoing, error) {
			out, err := NewFigures(figure.Figures{Article: m.Article, Engine: m.Engine})
			return []Outgoing{out}, err
		}})
	done, free := make(chan figure.ArticleID, n), make(chan struct{})
	work(t, b, Service[figure.Figures]{Name: "sink", From: Figures, Workers: workers,
		Handle: func(ctx context.Context, f figure.Figures) ([]Outgoing, error) {
			select {
			case <-free:
			case <-ctx.Done():
				return nil, ctx.Err()
			}
			done <- f.Article.ID
			return nil, nil
		}})
	unread := func() int {
		c, err := b.js.Consumer(testContext(t), string(Articles), "extractor")
		if err != nil {
			return n
		}
		return int(c.CachedInfo().NumPending) + c.CachedInfo().NumAckPending
	}
	// The sink holds its messages on FIGURES, each service in between holds one a worker.
	eventually(t, "the queues to fill", func() bool {
		return messages(t, b, Figures) == most && messages(t, b, Mentions) == most && unread() == n-2*most
	})
	if grown := heap() - before; grown > 32*mib {
		t.Errorf("memory grew by %d MiB", grown/mib)
	}
	began := time.Now()
	close(free)
	seen := map[figure.ArticleID]int{}
	for range n {
		seen[receive(t, done, "every article")]++
	}
	t.Logf("%d articles in %v: %.0f a second", n, time.Since(began).Round(time.Millisecond), n/time.Since(began).Seconds())
	waitIdle(t, b, Figures, "sink")
	if len(seen) != n || len(done) != 0 || messages(t, b, Dead) != 0 {
		t.Errorf("%d articles of %d, %d more than once, %d dead", len(seen), n, len(done), messages(t, b, Dead))
	}
}
