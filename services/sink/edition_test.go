package sink

import (
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/figure"
)

// A second edition that overtakes the first waits for it, so that the series
// holds what was reported first; one whose first is lost does not wait for ever.
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
		t.Error("it does not wait")
	}
	now = now.Add(w.patience - time.Second)
	if err := wait(edition("lost", 2)); err == nil {
		t.Error("it did not wait long enough")
	}
	now = now.Add(time.Second)
	if err := wait(edition("lost", 2)); err != nil {
		t.Errorf("it waits for ever: %v", err)
	}
	if len(w.since) != 0 {
		t.Errorf("remembers those that wait no more: %v", w.since)
	}
}
