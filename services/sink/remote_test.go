package sink

import (
	"errors"
	"fmt"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/metrics"
)

// elsewhere is a remote store that can fail.
type elsewhere struct{ *series }

func (elsewhere) Name() string { return "desk" }

// A remote store that is down during a whole run delays nothing, and gets each report once at
// the next run.
func TestRemoteStoreIsDown(t *testing.T) {
	d := newDesk(t)
	l := d.open()
	down := elsewhere{newSeries()}
	down.fail = errors.New("connection refused")
	o := d.options(l)
	o.Remotes = []Remote{down}
	s, err := newSink(t.Context(), o)
	must(t, err)
	for i := range 5 {
		in := tonnes(fmt.Sprint(i), "wire", i, figure.Eq, int64(i+1)*1000)
		must(t, s.handle(t.Context(), &in))
	}
	must(t, s.series.drain(t.Context()))
	if err := s.remote[0].drain(t.Context()); err == nil {
		t.Error("a store that is down took the reports")
	}
	if got := len(d.series.values(metrics.ReportedValue)); got != 5 {
		t.Errorf("the embedded store has %d points, want 5", got)
	}
	left, err := l.Pending(t.Context(), RemotePosition("desk"), 10)
	must(t, err)
	if len(left) != 5 {
		t.Errorf("%d reports wait for the remote store, want 5", len(left))
	}

	// It is up again: the series are equal, and nothing is sent twice.
	must(t, s.remote[0].drain(t.Context()))
	must(t, s.remote[0].drain(t.Context()))
	if diff := gocmp.Diff(d.series.values("arqam_"), down.values("arqam_")); diff != "" {
		t.Error(diff)
	}
	if down.appends != 2 {
		t.Errorf("Append was called %d times, want 2", down.appends)
	}
	must(t, l.Close())
}

// A running sink writes to the remote stores, and retries one that fails.
func TestRemoteStoreIsFilled(t *testing.T) {
	d := newDesk(t)
	remote := elsewhere{newSeries()}
	remote.fail = errors.New("HTTP status 503")
	d.remotes = []Remote{remote}
	d.start()
	d.send("", tonnes("a", "wire", 0, figure.Eq, 1000))
	<-remote.filled
	d.stop()
	if diff := gocmp.Diff(d.series.values("arqam_"), remote.values("arqam_")); diff != "" || remote.appends < 2 {
		t.Errorf("after %d tries: %s", remote.appends, diff)
	}
}
