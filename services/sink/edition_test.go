package sink

import (
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/figure"
)

// A second edition that arrives before the first waits for it, so that the series keeps the
// first report. If the first is lost, it stops waiting.
func TestEditionsInTurn(t *testing.T) {
	d := newDesk(t)
	l := d.open()
	defer l.Close()
	now := start
	w := editionOrder{patience: patience(bus.DefaultAckWait)}
	wait := func(in figure.Figures) error { return w.wait(t.Context(), l, &in.Article, now) }
	edition := func(id string, n int) figure.Figures {
		in := tonnes(id, "desk", 0, figure.Eq, 100+int64(n))
		in.Article.Edition = n
		return in
	}
	if err := wait(edition("a", 1)); err != nil {
		t.Errorf("the first edition waits: %v", err)
	}
	if err := wait(edition("a", 2)); err == nil {
		t.Error("the second edition does not wait for the first")
	}
	s, err := newSink(t.Context(), d.options(l))
	must(t, err)
	first := edition("a", 1)
	must(t, s.handle(t.Context(), &first))
	if err := wait(edition("a", 2)); err != nil {
		t.Errorf("the second edition still waits: %v", err)
	}
	if err := wait(edition("lost", 2)); err == nil {
		t.Error("the edition does not wait")
	}
	now = now.Add(w.patience - time.Second)
	if err := wait(edition("lost", 2)); err == nil {
		t.Error("the edition did not wait long enough")
	}
	now = now.Add(time.Second)
	if err := wait(edition("lost", 2)); err != nil {
		t.Errorf("the edition still waits after patience: %v", err)
	}
	if len(w.since) != 0 {
		t.Errorf("waiting still has editions that are done: %v", w.since)
	}
}
