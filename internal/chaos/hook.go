//go:build linux

package chaos

import (
	"maps"
	"net"
	"net/http"
	"sync"
	"time"
)

// hook is a webhook that counts how often it receives each event.
type hook struct {
	server   http.Server
	mu       sync.Mutex
	received map[string]int
}

func newHook(address string) (*hook, error) {
	h := &hook{received: map[string]int{}}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	h.server = http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.received[r.Header.Get("webhook-id")]++
	})}
	go func() { _ = h.server.Serve(l) }()
	return h, nil
}

func (h *hook) events() map[string]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return maps.Clone(h.received)
}
