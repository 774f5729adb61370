package sink

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/arqam-io/arqam/internal/servers"
	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
)

// value is the value of a counter, 0 if it is not registered.
func (d *desk) value(name string) (v float64) {
	d.t.Helper()
	families, err := d.services.Gather()
	must(d.t, err)
	for _, f := range families {
		if f.GetName() == name {
			v = f.GetMetric()[0].GetCounter().GetValue()
		}
	}
	return v
}

func (d *desk) await(what string, ok func() bool) {
	d.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(time.Minute); !ok(); <-tick.C {
		if time.Now().After(end) {
			d.t.Fatalf("timed out waiting for %s", what)
		}
	}
}

// TestLedgerAway stops PostgreSQL under a running sink. The article must survive any number of
// attempts and be recorded once the server is back.
func TestLedgerAway(t *testing.T) {
	server, err := servers.RunPostgres()
	if errors.Is(err, servers.ErrNoPostgres) {
		t.Skip(err)
	}
	must(t, err)
	t.Cleanup(server.Stop)
	d := newDesk(t)
	d.path = server.Database(t)
	d.start()
	d.send("", tonnes("before", "wire", 0, figure.Eq, 100))
	d.event()
	ping, err := ledger.Read(t.Context(), d.path)
	must(t, err)
	defer ping.Close()
	must(t, ping.Ping(t.Context()))

	must(t, server.Halt())
	const n = 5
	for i := range n {
		d.send("", tonnes(fmt.Sprint("during", i), "wire", i+1, figure.Eq, int64(1000*(i+1))))
	}
	d.await("several attempts", func() bool { return d.value("arqam_service_failed_total") >= 4 })
	if err := ping.Ping(t.Context()); !errors.Is(err, ledger.ErrUnreachable) {
		t.Errorf("Ping = %v, want ErrUnreachable", err)
	}
	must(t, server.Resume())
	for range n {
		d.event()
	}
	must(t, ping.Ping(t.Context()))
	stream, err := d.bus.JetStream().Stream(t.Context(), string(bus.Dead))
	must(t, err)
	if got := stream.CachedInfo().State.Msgs; got != 0 {
		t.Errorf("%d articles went to DEAD because of the outage", got)
	}
	if got := d.value("arqam_service_received_total"); got != n+1 {
		t.Errorf("%v deliveries of %d articles: the outage counted as tries", got, n+1)
	}
}
