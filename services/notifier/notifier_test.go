package notifier

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/zap/zaptest"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/broker"
	"github.com/arqam-io/arqam/pkg/bus/dead"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/notify"
)

// patience exceeds the 5 s after which a lost pull request is repeated.
const patience = 30 * time.Second

// desk is a receiver in this process. fail returns the result of an attempt.
type desk struct {
	name     string
	patience time.Duration
	fail     func(id string) error

	mu       sync.Mutex
	received []string
	tick     chan struct{}
}

func newDesk(name string) *desk {
	return &desk{name: name, patience: time.Hour, tick: make(chan struct{}, 1000)}
}

func (d *desk) Name() string               { return d.name }
func (d *desk) Patience() time.Duration    { return d.patience }
func (d *desk) Selects(e event.Event) bool { return e.Tracker != "unwanted" }

func (d *desk) Send(_ context.Context, e event.Event) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail != nil {
		if err := d.fail(e.ID); err != nil {
			return err
		}
	}
	d.received = append(d.received, e.ID)
	d.tick <- struct{}{}
	return nil
}

func (d *desk) set(fail func(string) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fail = fail
}

// hear waits until the desk has received n events, and returns them.
func (d *desk) hear(t *testing.T, n int) []string {
	t.Helper()
	for range n {
		select {
		case <-d.tick:
		case <-time.After(patience):
			t.Fatalf("%s timed out waiting for %d events", d.name, n)
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.received...)
}

func newBus(t *testing.T, dir string) (*broker.Server, *bus.Bus) {
	t.Helper()
	server, err := broker.Start(broker.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	b, err := bus.Connect(t.Context(), bus.Options{Server: server, Log: zaptest.NewLogger(t)})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Setup(t.Context()); err != nil {
		t.Fatal(err)
	}
	return server, b
}

// publish publishes an event on EVENTS; try varies the message id, since the stream would drop
// duplicates.
func publish(t *testing.T, b *bus.Bus, try, tracker, id string) {
	t.Helper()
	body := fmt.Sprintf(`{"specversion":"1.0","id":%q,"type":"figure.new","subject":%q,"data":{"value":1}}`, id, tracker)
	if err := b.Publish(t.Context(), bus.NewEvent(tracker, "figure.new", id+try, []byte(body))); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, o Options) (stop func()) {
	t.Helper()
	o.firstPause, o.maxPause = time.Millisecond, 20*time.Millisecond
	o.ackWait = time.Second // a restarted server may forget the delay of a nak, and then redelivers after this time
	n, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- n.Run(ctx) }()
	return func() {
		t.Helper()
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	}
}

func letters(t *testing.T, b *bus.Bus) (out []dead.Letter) {
	t.Helper()
	for letter, err := range b.DeadLetters(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, letter)
	}
	return out
}

// A receiver that is down gets every event once it is back, also after a restart of
// everything; the others are not delayed.
func TestOneIsDown(t *testing.T) {
	dir := t.TempDir()
	server, b := newBus(t, dir)
	up, down := newDesk("up"), newDesk("down")
	down.fail = func(string) error { return errors.New("connection refused") }
	stop := run(t, Options{Bus: b, Receivers: []Receiver{up, down}})
	for i := range 30 {
		publish(t, b, "", "toll", fmt.Sprint("e", i))
	}
	publish(t, b, "", "unwanted", "u")
	if got := up.hear(t, 30); len(got) != 30 {
		t.Errorf("the receiver that is up got %v", got)
	}
	stop()
	server.Shutdown()

	_, b = newBus(t, dir)
	down.set(nil)
	defer run(t, Options{Bus: b, Receivers: []Receiver{up, down}})()
	seen := map[string]int{}
	for _, id := range down.hear(t, 30) {
		seen[id]++
	}
	if len(seen) != 30 {
		t.Errorf("the receiver that was down got %d events, want 30, each once: %v", len(seen), seen)
	}
	if len(up.received) != 30 {
		t.Errorf("the receiver that was up got %d events, want at most 30", len(up.received))
	}
	if got := letters(t, b); len(got) != 0 {
		t.Errorf("on DEAD: %+v", got)
	}
}

// The stream can contain an event twice: if the sink crashed and published it again after the
// deduplication window, or if it was retried from DEAD.
func TestNoEventTwice(t *testing.T) {
	_, b := newBus(t, t.TempDir())
	one, two := newDesk("one"), newDesk("two")
	two.fail = func(id string) error {
		if id == "bad" {
			return fmt.Errorf("HTTP status 400: %w", notify.ErrRefused)
		}
		return nil
	}
	defer run(t, Options{Bus: b, Receivers: []Receiver{one, two}})()
	for _, id := range []string{"bad", "good"} {
		publish(t, b, "", "toll", id)
		publish(t, b, " again", "toll", id)
	}
	two.hear(t, 1)
	var buried []dead.Letter
	for buried = letters(t, b); len(buried) < 2; buried = letters(t, b) {
	}
	if l := buried[0]; l.Service != "notify-two" || l.Reason != dead.ReasonPermanent || !strings.Contains(l.Error, "400") {
		t.Errorf("dead letter %+v", l)
	}
	two.set(nil)
	for _, l := range buried {
		if err := b.RetryDead(t.Context(), l.Sequence); err != nil {
			t.Fatal(err)
		}
	}
	two.hear(t, 1)
	publish(t, b, "", "toll", "last")
	if diff := cmp.Diff([]string{"bad", "good", "last"}, one.hear(t, 3)); diff != "" {
		t.Errorf("the first receiver got %s", diff)
	}
	if diff := cmp.Diff([]string{"good", "bad", "last"}, two.hear(t, 1)); diff != "" {
		t.Errorf("the second receiver got %s", diff)
	}
}

// An event that cannot be delivered within the patience goes to DEAD with the last error.
func TestPatienceEnds(t *testing.T) {
	_, b := newBus(t, t.TempDir())
	down := newDesk("down")
	down.fail = func(string) error { return errors.New("connection refused") }
	down.patience = 10 * time.Millisecond
	defer run(t, Options{Bus: b, Receivers: []Receiver{down}})()
	publish(t, b, "", "toll", "e")
	var buried []dead.Letter
	for buried = letters(t, b); len(buried) < 1; buried = letters(t, b) {
	}
	if l := buried[0]; l.Service != "notify-down" || l.Reason != dead.ReasonTries || l.Error != "connection refused" || l.Tries < 3 {
		t.Errorf("dead letter %+v", l)
	}
}

func TestTries(t *testing.T) {
	if got := tries(firstPause, maxPause, 0); got != 1 {
		t.Errorf("no patience: %d tries", got)
	}
	// 1 + 2 + … + 256 s are nine pauses; the remaining pauses are five minutes each.
	if got, want := tries(firstPause, maxPause, 3*24*time.Hour), 1+9+863; got != want {
		t.Errorf("three days: %d tries, want %d", got, want)
	}
}

func TestNamesDiffer(t *testing.T) {
	_, b := newBus(t, t.TempDir())
	if _, err := New(t.Context(), Options{Bus: b, Receivers: []Receiver{newDesk("a"), newDesk("a")}}); err == nil ||
		!strings.Contains(err.Error(), `"a"`) {
		t.Errorf("New: %v", err)
	}
}
