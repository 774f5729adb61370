package bus

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
)

// TestSeen asks about revisions before and after a restart of the server.
func TestSeen(t *testing.T) {
	dir := t.TempDir()
	first := figure.Article{ID: "port/1 *>", Revision: "r1"}
	edited := figure.Article{ID: "port/1 *>", Revision: "r2"}
	other := figure.Article{ID: "ميناء", Revision: "r1"}
	ask := func(t *testing.T, s *Seen, want ...bool) {
		t.Helper()
		got, err := s.Known(t.Context(), first, edited, other)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("first, edited, other: %s", diff)
		}
	}
	open := func(t *testing.T) *Seen {
		t.Helper()
		server, err := StartServer(ServerOptions{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(server.Shutdown)
		b, err := server.Connect(t.Context(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := b.Seen(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if again, err := b.Seen(t.Context()); err != nil || again == nil {
			t.Errorf("opened again: %v", err)
		}
		return s
	}
	t.Run("before", func(t *testing.T) {
		s := open(t)
		ask(t, s, false, false, false)
		if err := s.Remember(t.Context(), first, other); err != nil {
			t.Fatal(err)
		}
		ask(t, s, true, false, true)
		if err := s.Remember(t.Context(), first, edited); err != nil {
			t.Fatal(err)
		}
		ask(t, s, false, true, true)
	})
	t.Run("after a restart", func(t *testing.T) { ask(t, open(t), false, true, true) })
}
