package bus

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/bus/memory"
)

// TestState has two writers change one value: the second one loses.
func TestState(t *testing.T) {
	s, err := connect(t, startServer(t, t.TempDir()), nil).State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const key = "feed الميناء *>"
	if value, version, err := s.Get(t.Context(), key); value != nil || version != 0 || err != nil {
		t.Fatalf("%q, %d, %v", value, version, err)
	}
	first, err := s.Set(t.Context(), key, []byte("a"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Set(t.Context(), key, []byte("b"), 0); !errors.Is(err, memory.ErrChanged) {
		t.Errorf("a second creation: %v", err)
	}
	second, err := s.Set(t.Context(), key, []byte("c"), first)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Set(t.Context(), key, []byte("d"), first); !errors.Is(err, memory.ErrChanged) {
		t.Errorf("a write over an old version: %v", err)
	}
	if value, version, err := s.Get(t.Context(), key); string(value) != "c" || version != second || err != nil {
		t.Errorf("%q, %d, %v", value, version, err)
	}
}

// TestRevisionsAcrossRestarts judges the same arrivals by a second server on the same
// store.
func TestRevisionsAcrossRestarts(t *testing.T) {
	dir := t.TempDir()
	for _, want := range []bool{true, false} {
		server := startServer(t, dir)
		revisions, err := connect(t, server, nil).Revisions(testContext(t))
		if err != nil {
			t.Fatal(err)
		}
		judgement, err := revisions.Judge(testContext(t), memory.Arrival{Article: article("port/1 *>"), View: "feed"})
		if err != nil {
			t.Fatal(err)
		}
		if judgement.Fresh[0] != want || judgement.Editions[0] != 1 {
			t.Errorf("fresh %v, edition %d; want %v, 1", judgement.Fresh[0], judgement.Editions[0], want)
		}
		if err := judgement.Remember(testContext(t)); err != nil {
			t.Fatal(err)
		}
		server.Shutdown()
	}
}

// TestDeliveries looks deliveries up before and after a restart of the server.
func TestDeliveries(t *testing.T) {
	dir := t.TempDir()
	known := func(d *memory.Deliveries) (out []bool) {
		for _, of := range [][2]string{{"slack", "e1"}, {"slack", "e2"}, {"hook", "e1"}, {"slacke", "1"}} {
			has, err := d.Has(testContext(t), of[0], of[1])
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, has)
		}
		return out
	}
	for _, again := range []bool{false, true} {
		server := startServer(t, dir)
		d, err := connect(t, server, nil).Deliveries(testContext(t))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]bool{again, false, false, false}, known(d)); diff != "" {
			t.Errorf("after a restart %v: %s", again, diff)
		}
		if err := d.Add(testContext(t), "slack", "e1", time.Unix(0, 0)); err != nil {
			t.Fatal(err)
		}
		server.Shutdown()
	}
}
