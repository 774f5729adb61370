package bus

import (
	"errors"
	"testing"
)

// TestState lets two hands change one value: the second to write loses.
func TestState(t *testing.T) {
	server, err := StartServer(ServerOptions{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	b, err := server.Connect(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.State(t.Context())
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
	if _, err := s.Set(t.Context(), key, []byte("b"), 0); !errors.Is(err, ErrChanged) {
		t.Errorf("a second creation: %v", err)
	}
	second, err := s.Set(t.Context(), key, []byte("c"), first)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Set(t.Context(), key, []byte("d"), first); !errors.Is(err, ErrChanged) {
		t.Errorf("a write over an old version: %v", err)
	}
	if value, version, err := s.Get(t.Context(), key); string(value) != "c" || version != second || err != nil {
		t.Errorf("%q, %d, %v", value, version, err)
	}
}
