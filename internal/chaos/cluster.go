//go:build linux

package chaos

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// nodes is how many servers the cluster has; each has a replica of every stream.
const nodes = 3

// The ports of a server; each server has its own address.
const (
	clientPort  = 4222
	monitorPort = 8222
	routePort   = 6222
)

// cluster is NATS in three processes.
type cluster struct {
	hosts   []string
	servers []*process
	stores  []string
}

// startCluster starts the servers on hosts, each with its store, and waits until they have
// formed a cluster.
func startCluster(ctx context.Context, dir, binary string, hosts, stores []string) (*cluster, error) {
	c := &cluster{hosts: hosts, stores: stores}
	var routes []string
	for _, h := range hosts {
		routes = append(routes, fmt.Sprintf("%q", fmt.Sprintf("nats-route://%s:%d", h, routePort)))
	}
	for i, h := range hosts {
		name := fmt.Sprintf("nats%d", i+1)
		file := filepath.Join(dir, name+".conf")
		// no_advertise keeps clients on their links. max_file_store exceeds the disk, so that
		// the size limits of streams do not have to fit on a small one.
		if err := os.WriteFile(file, fmt.Appendf(nil, `server_name: %s
listen: "%s:%d"
http: "%s:%d"
jetstream { store_dir: %q, max_file_store: 1TB, sync_interval: 1s }
cluster { name: chaos, listen: "%s:%d", no_advertise: true, routes: [%s] }
`, name, h, clientPort, h, monitorPort, stores[i], h, routePort, strings.Join(routes, ", ")), 0o600); err != nil {
			return c, err
		}
		p, err := supervise(dir, name, nil, binary, "-c", file)
		if err != nil {
			return c, err
		}
		c.servers = append(c.servers, p)
	}
	return c, c.ready(ctx)
}

// ready waits until every server reports that it is healthy.
func (c *cluster) ready(ctx context.Context) error {
	for i := range c.hosts {
		if err := await(ctx, func() (bool, error) { return c.healthy(ctx, i), nil }); err != nil {
			return fmt.Errorf("NATS server %d is not healthy: %w", i+1, err)
		}
	}
	return nil
}

func (c *cluster) healthy(ctx context.Context, i int) bool {
	return answers(ctx, fmt.Sprintf("http://%s:%d/healthz", c.hosts[i], monitorPort))
}

// heal restarts servers that report that they are unhealthy, as a supervisor would: a server
// whose disk was full has no JetStream until it is restarted.
func (c *cluster) heal(ctx context.Context, patience time.Duration) {
	for i, s := range c.servers {
		well, cancel := context.WithTimeout(ctx, patience)
		err := await(well, func() (bool, error) { return c.healthy(well, i), nil })
		cancel()
		if err != nil && ctx.Err() == nil {
			s.kill(0)
		}
	}
}

// url is the address of the cluster for a client without faults.
func (c *cluster) url() string { return natsURL(c.hosts) }

func natsURL(hosts []string) string {
	urls := make([]string, len(hosts))
	for i, h := range hosts {
		urls[i] = fmt.Sprintf("nats://%s:%d", h, clientPort)
	}
	return strings.Join(urls, ",")
}

func (c *cluster) stop() {
	for _, s := range c.servers {
		s.stop(0)
	}
}

// answers reports whether a GET of the address returns 200.
func answers(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// await polls until done, until an error, or until ctx ends.
func await(ctx context.Context, done func() (bool, error)) error {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		if ok, err := done(); ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-ticker.C:
		}
	}
}
