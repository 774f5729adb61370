//go:build linux

package chaos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/services/extractor"
	"github.com/arqam-io/arqam/services/notifier"
	"github.com/arqam-io/arqam/services/sink"
)

// settlePatience is how long a system may take after the last fault until nothing is in
// flight.
const settlePatience = 3 * time.Minute

// healPatience is how long a server may report that it is unhealthy before its supervisor
// restarts it.
const healPatience = 5 * time.Second

// run publishes a corpus to a new fleet, injects faults meanwhile, waits until it has settled
// and returns what it kept. The logs of the processes stay in dir.
func run(ctx context.Context, o options, c corpus, seed *uint64) (report, error) {
	r := report{dir: o.dir}
	f, err := startFleet(ctx, o)
	if err != nil {
		return r, err
	}
	defer f.stop()
	r.noDisks = o.small && f.sinkDisk == nil
	b, err := bus.Connect(ctx, bus.Options{URL: f.cluster.url(), Name: "chaos"})
	if err != nil {
		return r, err
	}
	defer b.Close()
	if seed != nil {
		r.faults = draw(*seed, f.injuries())
	}
	if err := f.play(ctx, b, c, r.faults); err != nil {
		return r, err
	}
	begin := time.Now()
	if err := f.settle(ctx, b); err != nil {
		f.logState()
		return r, fmt.Errorf("not settled: %w", err)
	}
	r.settled, r.unexpectedExits = time.Since(begin), f.unexpectedExits()
	for _, n := range f.hook.events() {
		r.retold += n - 1
	}
	r.outcome, err = f.outcome(ctx, b)
	return r, err
}

// report is the result of a round.
type report struct {
	dir             string
	faults          []fault
	outcome         outcome
	settled         time.Duration // time until settled after the last fault
	unexpectedExits []string      // unexpected exits of processes
	retold          int           // events that the webhook received again, under the same ids
	noDisks         bool          // set if small disks could not be made
}

// play publishes the corpus and injects the faults, and returns once everything is published
// and all servers are healthy.
func (f *fleet) play(ctx context.Context, b *bus.Bus, c corpus, faults []fault) error {
	group, ctx := errgroup.WithContext(ctx)
	p := publisher{url: "http://" + f.links["publisher"].address() + "/v1/articles"}
	if len(faults) > 0 {
		p.pause = faultWindow * atOnce / time.Duration(c.size())
	}
	group.Go(func() error { return p.publish(ctx, c) })
	group.Go(func() error { return spoil(ctx, b, c) })
	group.Go(func() error { return f.hurt(ctx, faults) })
	return group.Wait()
}

// hurt injects the faults at their times, and returns once all servers are healthy again.
func (f *fleet) hurt(ctx context.Context, faults []fault) error {
	group, hurting := errgroup.WithContext(ctx)
	for _, x := range faults {
		group.Go(func() error {
			select {
			case <-time.After(x.at):
			case <-hurting.Done():
				return nil
			}
			if err := f.inject(x); err != nil {
				return fmt.Errorf("inject %v: %w", x, err)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	f.cluster.heal(ctx, healPatience)
	return nil
}

// settle waits until nothing is in flight.
func (f *fleet) settle(ctx context.Context, b *bus.Bus) error {
	ctx, cancel := context.WithTimeoutCause(ctx, settlePatience, errors.New("time is up"))
	defer cancel()
	var last error
	quiet := 0
	err := await(ctx, func() (bool, error) {
		left, err := f.left(ctx, b)
		if err == nil && left != "" {
			err = errors.New(left)
		}
		if ctx.Err() == nil {
			last = err
		}
		if err != nil {
			quiet = 0
			return false, nil
		}
		quiet++
		return quiet == 3, nil
	})
	if err != nil {
		return fmt.Errorf("%w; last seen: %w", err, last)
	}
	return f.ready(ctx)
}

// left describes what is still in flight; it is empty if everything has arrived.
func (f *fleet) left(ctx context.Context, b *bus.Bus) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	for stream, service := range map[bus.Stream]string{bus.Articles: extractor.Name, bus.Events: notifier.ServiceOf(hookName)} {
		consumer, err := b.JetStream().Consumer(ctx, string(stream), service)
		if err != nil {
			return "", fmt.Errorf("consumer %s: %w", service, err)
		}
		info, err := consumer.Info(ctx)
		if err != nil {
			return "", fmt.Errorf("consumer %s: %w", service, err)
		}
		if info.NumPending > 0 || info.NumAckPending > 0 {
			return fmt.Sprintf("%s: %d to be read, %d unanswered", stream, info.NumPending, info.NumAckPending), nil
		}
	}
	for _, name := range []bus.Stream{bus.Mentions, bus.Figures} {
		stream, err := b.JetStream().Stream(ctx, string(name))
		if err != nil {
			return "", fmt.Errorf("stream %s: %w", name, err)
		}
		if n := stream.CachedInfo().State.Msgs; n > 0 {
			return fmt.Sprintf("%s: %d messages", name, n), nil
		}
	}
	return f.unwritten(ctx)
}

// unwritten describes what is unpublished in the ledger's outbox.
func (f *fleet) unwritten(ctx context.Context) (string, error) {
	l, err := ledger.Read(ctx, f.ledger)
	if err != nil {
		return "", err
	}
	defer l.Close()
	events, err := l.Unpublished(ctx, 1)
	if err != nil || len(events) > 0 {
		return "events in the outbox", err
	}
	remote := sink.RemotePosition(f.links["remote-write"].address() + "/api/v1/write")
	for _, position := range []string{sink.Position, remote} {
		reports, err := l.Pending(ctx, position, 1)
		if err != nil || len(reports) > 0 {
			return "reports for " + position, err
		}
	}
	return "", nil
}

// logState logs each server's state of streams and consumers, and makes every service log its
// goroutines.
func (f *fleet) logState() {
	for i, h := range f.cluster.hosts {
		name := filepath.Join(f.dir, fmt.Sprintf("jsz%d.log", i+1))
		_ = download(fmt.Sprintf("http://%s:%d/jsz?consumers=true&config=true&raft=true", h, monitorPort), name) // best effort
	}
	for _, p := range f.services {
		p.signal(syscall.SIGQUIT)
	}
	time.Sleep(time.Second)
}

func download(url, name string) error {
	response, err := http.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	return os.WriteFile(name, body, 0o600)
}

// forget removes the files of a round except the logs.
func (r report) forget() error {
	return os.RemoveAll(filepath.Clean(r.dir))
}
