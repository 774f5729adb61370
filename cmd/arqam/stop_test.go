package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/arqam-io/arqam/internal/servers"
	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/broker"
	"github.com/arqam-io/arqam/pkg/figure"
)

// natsHost is a NATS server for the services of a test, which may go and come back.
type natsHost struct {
	t       *testing.T
	dir     string
	address string
	server  *broker.Server
	bus     *bus.Bus
}

func newNATSHost(t *testing.T) *natsHost {
	b := &natsHost{t: t, dir: t.TempDir(), address: freeAddress(t)}
	b.start()
	t.Cleanup(func() { b.server.Shutdown() })
	return b
}

func (b *natsHost) start() {
	b.t.Helper()
	var err error
	if b.server, err = broker.Start(broker.Options{Dir: b.dir, Listen: b.address}); err == nil {
		if b.bus, err = bus.Connect(b.t.Context(), bus.Options{Server: b.server}); err == nil {
			err = b.bus.Setup(b.t.Context())
		}
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// left tells what a receiver has not answered, and how often it was asked.
func (b *natsHost) left(receiver string) (open, asked uint64) {
	b.t.Helper()
	c, err := b.bus.JetStream().Consumer(b.t.Context(), string(bus.Events), "notify-"+receiver)
	if err != nil {
		b.t.Fatal(err)
	}
	info := c.CachedInfo()
	return info.NumPending + uint64(info.NumAckPending), info.Delivered.Consumer
}

// usurp puts another service's consumer in the place of the sink's: a queue has one.
func (b *natsHost) usurp(other string) {
	b.t.Helper()
	ctx, cancel := context.WithCancel(b.t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- bus.Work(ctx, b.bus, bus.Service[figure.Figures]{Name: other, From: bus.Figures,
			Handle: func(context.Context, figure.Figures) ([]bus.Outgoing, error) { return nil, nil }})
	}()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			b.t.Error(err)
		}
	}()
	js := b.bus.JetStream()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(time.Millisecond) { // who is faster decides
		if _, err := js.Consumer(ctx, string(bus.Figures), other); err == nil {
			return
		}
		_ = js.DeleteConsumer(ctx, string(bus.Figures), "sink")
	}
	b.t.Fatal("the sink was faster each time")
}

// reached asks a path of a process until it answers so.
func reached(t *testing.T, address, path string, status int, text string) {
	t.Helper()
	var last string
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) { // another process gives no event to wait for
		response, err := http.Get("http://" + address + path)
		if err != nil {
			last = err.Error()
			continue
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		last = fmt.Sprint(response.Status, " ", string(body), err)
		if response.StatusCode == status && strings.Contains(string(body), text) {
			return
		}
	}
	t.Fatalf("%s: waited in vain for %d %q, the last was %s", path, status, text, last)
}

// TestReadiness takes from a sink, one after the other, what it cannot work
// without, and gives it back.
func TestReadiness(t *testing.T) {
	postgres := servers.StartPostgres(t)
	nats := newNATSHost(t)
	address := freeAddress(t)
	dir := writeFiles(t, map[string]string{"arqam.yaml": fmt.Sprintf("ledger: %q\n", postgres.Database(t))})
	sink := start(t, binary, "sink", "--nats", "nats://"+nats.address, "--data", dir, "--config", dir+"/arqam.yaml", "--http", address)
	ready := func() { t.Helper(); reached(t, address, "/readyz", http.StatusOK, "ready") }
	notReady := func(why string) {
		t.Helper()
		reached(t, address, "/readyz", http.StatusServiceUnavailable, why)
		reached(t, address, "/healthz", http.StatusOK, "ok")
	}
	ready()
	nats.server.Shutdown()
	notReady("NATS is not connected")
	nats.start()
	ready()
	if err := postgres.Halt(); err != nil {
		t.Fatal(err)
	}
	notReady("the ledger's PostgreSQL cannot be reached")
	if err := postgres.Resume(); err != nil {
		t.Fatal(err)
	}
	ready()
	nats.usurp("other")
	notReady(`service "sink": open consumer "sink" of stream "FIGURES"`)
	if err := nats.bus.JetStream().DeleteConsumer(t.Context(), string(bus.Figures), "other"); err != nil {
		t.Fatal(err)
	}
	ready()
	sink.stop()
}

// slowHook is a webhook that answers when it is told to.
type slowHook struct {
	*httptest.Server
	asked, answer chan struct{}
}

func newSlowHook(t *testing.T) *slowHook {
	h := &slowHook{asked: make(chan struct{}, 10), answer: make(chan struct{})}
	h.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		h.asked <- struct{}{}
		select {
		case <-h.answer:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(h.Close)
	return h
}

// notify runs a notifier whose handler is at work on one event when it returns.
func (h *slowHook) notify(t *testing.T, nats *natsHost) *process {
	t.Helper()
	dir := writeFiles(t, map[string]string{"hook.key": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"})
	files := writeFiles(t, map[string]string{"arqam.yaml": fmt.Sprintf("receivers: [{name: desk, type: webhook, url: %q, key_file: %q, timeout: 5m}]\n", h.URL, dir+"/hook.key")})
	address := freeAddress(t)
	p := start(t, binary, "notifier", "--nats", "nats://"+nats.address, "--config", files+"/arqam.yaml", "--http", address)
	reached(t, address, "/readyz", http.StatusOK, "ready")
	event := `{"specversion":"1.0","id":"e1","source":"/arqam/sink","type":"figure.new","subject":"toll","data":{"value":12}}`
	if err := nats.bus.Publish(t.Context(), bus.NewEvent("toll", "figure.new", "e1", []byte(event))); err != nil {
		t.Fatal(err)
	}
	h.await(t)
	return p
}

func (h *slowHook) await(t *testing.T) {
	t.Helper()
	select {
	case <-h.asked:
	case <-time.After(time.Minute):
		t.Fatal("the webhook was not asked")
	}
}

// ended waits for a process that was told to stop.
func (p *process) ended(limit time.Duration) (status int, took time.Duration) {
	p.t.Helper()
	began := time.Now()
	ctx, cancel := context.WithTimeout(p.t.Context(), limit)
	defer cancel()
	defer context.AfterFunc(ctx, func() { _ = p.cmd.Process.Kill() })()
	_, _ = io.Copy(io.Discard, bufio.NewReader(p.lines)) // it ends with the process
	_ = p.cmd.Wait()
	return p.cmd.ProcessState.ExitCode(), time.Since(began)
}

// TestStopFinishesWhatWasBegun sends SIGTERM to a service whose handler is at work:
// it lets the handler finish, acknowledges, and is gone.
func TestStopFinishesWhatWasBegun(t *testing.T) {
	nats, hook := newNATSHost(t), newSlowHook(t)
	p := hook.notify(t, nats)
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	go func() {
		time.Sleep(time.Second) // the handler goes on for a second after the signal
		close(hook.answer)
	}()
	status, _ := p.ended(time.Minute)
	took := time.Since(began)
	if status != exitOK || took < time.Second || took > 10*time.Second {
		t.Errorf("exit status %d after %v", status, took)
	}
	if open, asked := nats.left("desk"); open != 0 || asked != 1 {
		t.Errorf("%d unanswered, %d deliveries", open, asked)
	}
	t.Logf("gone %v after the signal", took.Round(time.Millisecond))
}

// TestStopHasADeadline sends SIGTERM to a service whose handler hangs: it is gone
// after its drain, says so, and the next one gets the message at once.
func TestStopHasADeadline(t *testing.T) {
	if testing.Short() {
		t.Skip("a drain takes a quarter of a minute")
	}
	t.Parallel()
	nats, hook := newNATSHost(t), newSlowHook(t)
	p := hook.notify(t, nats)
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	status, took := p.ended(time.Minute)
	if said := p.stderr.String(); status != exitFailure || took < 10*time.Second || took > 20*time.Second || !strings.Contains(said, "handlers did not finish in time") {
		t.Errorf("exit status %d after %v, saying %s", status, took, said)
	}
	t.Logf("gone %v after the signal", took.Round(time.Millisecond))
	again := time.Now()
	close(hook.answer)
	hook.notify(t, nats).stop()
	if waited := time.Since(again); waited > 20*time.Second {
		t.Errorf("the event came again only after %v", waited)
	}
	if open, _ := nats.left("desk"); open != 0 {
		t.Errorf("%d unanswered", open)
	}
}
