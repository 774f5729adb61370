//go:build linux

package chaos

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// link is a proxied connection between two programs, into which faults can be injected.
type link struct {
	mu    sync.Mutex // one fault at a time
	proxy *toxiproxy.Proxy
}

var proxies = sync.OnceValue(func() *toxiproxy.ApiServer {
	return toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
})

// newLink listens at one address and forwards to another.
func newLink(name, listen, upstream string) (*link, error) {
	l := &link{proxy: toxiproxy.NewProxy(proxies(), name, listen, upstream)}
	if err := l.proxy.Start(); err != nil {
		return nil, fmt.Errorf("link %s: %w", name, err)
	}
	return l, nil
}

func (l *link) address() string { return l.proxy.Listen }

// cut breaks all connections, and refuses new ones for a while.
func (l *link) cut(d time.Duration) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.proxy.Stop()
	time.Sleep(d)
	return l.proxy.Start()
}

// toxic applies a toxiproxy toxic to one direction for a while.
func (l *link) toxic(kind, stream, attributes string, d time.Duration) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	body := fmt.Sprintf(`{"name":"fault","type":%q,"stream":%q,"attributes":{%s}}`, kind, stream, attributes)
	if _, err := l.proxy.Toxics.AddToxicJson(strings.NewReader(body)); err != nil {
		return err
	}
	time.Sleep(d)
	return l.proxy.Toxics.RemoveToxic(context.Background(), "fault")
}

func (l *link) close() { l.proxy.Stop() }
