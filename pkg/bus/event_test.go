package bus

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/bus/dead"
)

func announce(t *testing.T, b *Bus, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if err := b.Publish(testContext(t), NewEvent("toll", "figure.new", id, []byte(fmt.Sprintf("{%q:1}", id)))); err != nil {
			t.Fatal(err)
		}
	}
}

// serveEvents runs a service of events until the returned function is called.
func serveEvents(t *testing.T, b *Bus, service Service[Event]) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- WorkEvents(ctx, b, service) }()
	return func() {
		t.Helper()
		cancel()
		if err := receive(t, ended, "the service to drain"); err != nil {
			t.Errorf("WorkEvents: %v", err)
		}
	}
}

// A receiver gets what comes after its consumer was created, also while nobody
// works on it, and another receiver's failures are its own.
func TestEventsReachEveryReceiver(t *testing.T) {
	b, _ := newBus(t)
	announce(t, b, "before")
	sent := make(chan string, 10)
	fine := Service[Event]{Name: "notify-fine", Workers: 1, Handle: func(_ context.Context, e Event) ([]Outgoing, error) {
		sent <- string(e)
		return nil, nil
	}}
	down := Service[Event]{Name: "notify-down", Workers: 1, MaxTries: 3, MaxUnanswered: 1, Backoff: time.Millisecond, AckWait: time.Second,
		Handle: func(context.Context, Event) ([]Outgoing, error) { return nil, errors.New("connection refused") }}
	for _, service := range []Service[Event]{fine, down} {
		if err := OpenEvents(testContext(t), b, service); err != nil {
			t.Fatal(err)
		}
	}
	announce(t, b, "one", "two")
	defer serveEvents(t, b, fine)()
	defer serveEvents(t, b, down)()
	for _, want := range []string{`{"one":1}`, `{"two":1}`} {
		if got := receive(t, sent, want); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	eventually(t, "the letters of the receiver that is down", func() bool { return messages(t, b, Dead) == 2 })
	for letter, err := range b.DeadLetters(testContext(t)) {
		if err != nil || letter.Reason != dead.ReasonTries || letter.Service != "notify-down" || letter.Error != "connection refused" {
			t.Errorf("letter %+v, %v", letter, err)
		}
	}
	if got := messages(t, b, Events); got != 3 {
		t.Errorf("EVENTS keeps %d events, want all 3", got)
	}
}

func TestWhatIsNoEventGoesToDead(t *testing.T) {
	b, _ := newBus(t)
	service := Service[Event]{Name: "notify-desk", Handle: func(_ context.Context, e Event) ([]Outgoing, error) {
		return nil, fmt.Errorf("handled %q", e)
	}}
	if err := OpenEvents(testContext(t), b, service); err != nil {
		t.Fatal(err)
	}
	if err := b.Publish(testContext(t), NewEvent("toll", "figure.new", "x", []byte("not JSON"))); err != nil {
		t.Fatal(err)
	}
	defer serveEvents(t, b, service)()
	eventually(t, "the letter", func() bool { return messages(t, b, Dead) == 1 })
	letter, err := b.DeadLetter(testContext(t), 1)
	if err != nil || letter.Reason != dead.ReasonDecode {
		t.Errorf("letter %+v, %v", letter, err)
	}
}
